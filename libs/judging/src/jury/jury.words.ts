import type { Language } from '#libs/contracts';
import { ADOPTED_BY_PANEL, type StageWordsByLanguage } from '#libs/cycles';
import type { MethodWords } from '../methods/decision-method.js';
import { ballotMethod } from '../methods/registry.js';

/** The settings that the words name. */
interface SettingsInWords {
  method: string;
  quotas: { winners: number };
}

/** What stands for the words of a method that the panel has yet to adopt. */
const ADOPTED: Record<Language, MethodWords> = {
  en: { vote: 'vote on the shortlisted entries', name: 'The method that they adopt' },
  zh: { vote: '对入围项目投票', name: '其通过的方法' },
  fr: { vote: 'votent sur les candidatures finalistes', name: 'La méthode qu’ils adoptent' },
  es: { vote: 'votan sobre las candidaturas finalistas', name: 'El método que adopten' },
};

/** The words of the method that is set. */
const wordsOf = (method: string, language: Language): MethodWords =>
  (method === ADOPTED_BY_PANEL ? ADOPTED : ballotMethod(method).words)[language];

/** What people are told of the jury. */
export const juryWords: StageWordsByLanguage<SettingsInWords, 'reminder' | 'deadline-moved' | 'result'> = {
  en: {
    does: ({ method, quotas }) => {
      const { vote, name } = wordsOf(method, 'en');
      return `The jurors ${vote} on sealed ballots, which nobody can read before the close. ${name} proposes the winners, unranked (at most ${quotas.winners}; fewer or none is allowed). What stays tied is left to people.`;
    },
    signs: 'The chair of the jury may adjust the proposal with a reason, and signs it.',
    mails: {
      reminder: 'Jurors who have not cast their ballot are reminded.',
      'deadline-moved': 'When the deadline moves, the members of the jury get the new one.',
      result: 'At the first release, the people of each city learn what became of their own entries.',
    },
    undecided: () => ['who the jurors are, and their chair. They are appointed before it opens.'],
  },
  zh: {
    does: ({ method, quotas }) => {
      const { vote, name } = wordsOf(method, 'zh');
      return `评审委员会成员在密封选票上${vote}，关闭之前任何人都无法查看选票。由${name}提出获奖名单，不分名次（至多 ${quotas.winners} 个，可以少于此数或空缺）。仍然并列的由人决定。`;
    },
    signs: '评审委员会主席可附理由调整该建议，并予以签署。',
    mails: {
      reminder: '尚未投票的评审委员会成员会收到提醒。',
      'deadline-moved': '截止时间变动时，评审委员会成员会收到新的截止时间。',
      result: '首次发布时，各城市的联系人会得知本市项目的结果。',
    },
    undecided: () => ['评审委员会成员和主席的人选。须在开始前任命。'],
  },
  fr: {
    does: ({ method, quotas }) => {
      const { vote, name } = wordsOf(method, 'fr');
      return `Les jurés ${vote} sur des bulletins scellés, que personne ne peut lire avant la clôture. ${name} propose les lauréats, sans classement (${quotas.winners} au plus ; moins, ou aucun, est permis). Ce qui reste à égalité est laissé à l’appréciation des personnes.`;
    },
    signs: 'La présidence du jury peut modifier la proposition en donnant la raison, puis la signe.',
    mails: {
      reminder: 'Un rappel va aux jurés qui n’ont pas encore voté.',
      'deadline-moved': 'Quand la date limite change, les membres du jury reçoivent la nouvelle.',
      result:
        'À la première annonce, les contacts de chaque ville apprennent ce que sont devenues leurs propres candidatures.',
    },
    undecided: () => ['qui sont les jurés et qui préside. Leur nomination précède l’ouverture.'],
  },
  es: {
    does: ({ method, quotas }) => {
      const { vote, name } = wordsOf(method, 'es');
      return `Los jurados ${vote} en papeletas selladas, que nadie puede leer antes del cierre. ${name} propone las ganadoras, sin orden entre ellas (${quotas.winners} como máximo; pueden ser menos o ninguna). Lo que siga empatado lo deciden las personas.`;
    },
    signs: 'La presidencia del jurado puede modificar la propuesta indicando el motivo, y la firma.',
    mails: {
      reminder: 'Se envía un recordatorio a los jurados que aún no han votado.',
      'deadline-moved': 'Cuando cambia la fecha límite, los miembros del jurado reciben la nueva.',
      result: 'En la primera comunicación, los contactos de cada ciudad saben qué ha sido de sus propias candidaturas.',
    },
    undecided: () => ['quiénes son los jurados y quién preside. Se nombran antes de que se abra.'],
  },
};

/** What a juror owes, in words. */
export const BALLOT_TO_CAST: Record<Language, string> = {
  en: 'a ballot to cast',
  zh: '尚待投出的选票：1 张',
  fr: 'votre bulletin de vote à déposer',
  es: 'su voto por emitir',
};
