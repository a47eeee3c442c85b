import type { StageTypeWords } from '#libs/cycles';
import { type WordLanguage, topic } from '#libs/words';
import type { SiteVisitSettings } from './site-visit.type.js';

/** The type's own topic of words. A lib has them in files; the test brings them itself. */
const siteVisitTopic = topic('site-visit/site-visit', {
  en: {
    does: 'Experts visit each city for {nights, plural, one {one night} other {# nights}} and say what they found.',
    signs: 'The leader of the visits signs what they found.',
    'mails.reminder': 'Experts who have visits to make are reminded.',
    'undecided.visitors': 'who the visitors are, and who leads them.',
    owed: '{open, plural, one {One city is} other {# cities are}} still to be visited.',
  },
  zh: {
    does: '专家在每个城市停留{nights, plural, other {#晚}}并说明所见。',
    signs: '考察组组长签署考察结果。',
    'mails.reminder': '尚有考察任务的专家会收到提醒。',
    'undecided.visitors': '考察人员和组长。',
    owed: '还有{open, plural, other {#个城市}}需要考察。',
  },
  fr: {
    does: 'Les experts passent {nights, plural, one {# nuit} other {# nuits}} dans chaque ville et disent ce qu’ils ont vu.',
    signs: 'La personne qui dirige les visites signe leur résultat.',
    'mails.reminder': 'Les experts qui ont des visites à faire reçoivent un rappel.',
    'undecided.visitors': 'qui fait les visites, et qui les dirige.',
    owed: '{open, plural, one {# ville reste} other {# villes restent}} à visiter.',
  },
  es: {
    does: 'Los expertos pasan {nights, plural, one {# noche} other {# noches}} en cada ciudad y dicen lo que han visto.',
    signs: 'Quien dirige las visitas firma su resultado.',
    'mails.reminder': 'Los expertos que tienen visitas pendientes reciben un recordatorio.',
    'undecided.visitors': 'quién hace las visitas y quién las dirige.',
    owed: '{open, plural, one {Queda # ciudad} other {Quedan # ciudades}} por visitar.',
  },
});

/** What people are told of site visits. */
export const siteVisitWords: StageTypeWords<SiteVisitSettings> = {
  topic: siteVisitTopic,
  given: ({ nights }) => ({ nights }),
  undecided: () => ['visitors'],
};

/** What an expert still has to do, in words. */
export const citiesToVisit = (open: number, language: WordLanguage): string =>
  siteVisitTopic.say(language, 'owed', { open });
