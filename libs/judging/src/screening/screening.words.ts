import type { Language } from '#libs/contracts';
import type { StageWordsByLanguage } from '#libs/cycles';
import type { ExpertLoad } from '../panel/panel.queries.js';

/** The settings that the words name. */
interface SettingsInWords {
  reviewsPerEntry: number;
  quotas: { shortlisted: number; deserving: number };
}

/** What people are told of technical screening. */
export const screeningWords: StageWordsByLanguage<
  SettingsInWords,
  'assignment' | 'reminder' | 'deadline-moved' | 'shortlist'
> = {
  en: {
    does: ({ reviewsPerEntry, quotas }, { criteria }) =>
      `At the opening every valid entry is assigned to experts of the Technical Committee (reviews per entry: ${reviewsPerEntry}), who score it by the criteria (${criteria.length}). Whoever has a conflict of interest steps back, and another expert takes over. The weighted means propose the shortlist (at most ${quotas.shortlisted}) and the deserving entries (at most ${quotas.deserving}).`,
    signs: 'The chair of the committee may adjust the proposal with a reason, and signs it.',
    mails: {
      assignment: 'When entries are assigned, at the opening or because somebody stepped back, the expert is told.',
      reminder: 'Experts who still have reviews to write are reminded.',
      'deadline-moved': 'When the deadline moves, the members of the committee get the new one.',
      shortlist: 'At the first release, the people of each city learn what became of their own entries.',
    },
    undecided: () => ['who the experts are, and their chair. They are appointed before it opens.'],
  },
  zh: {
    does: ({ reviewsPerEntry, quotas }, { criteria }) =>
      `开始时，每个有效项目分配给技术委员会的专家（每个项目 ${reviewsPerEntry} 份评审），由专家按标准（${criteria.length} 项）评分。有利益冲突者回避，由其他专家接替。按加权平均分提出入围名单（至多 ${quotas.shortlisted} 个）和优秀项目（至多 ${quotas.deserving} 个）。`,
    signs: '委员会主席可附理由调整该建议，并予以签署。',
    mails: {
      assignment: '分配项目时（开始时，或因有人回避），相应专家会收到通知。',
      reminder: '仍有评审未完成的专家会收到提醒。',
      'deadline-moved': '截止时间变动时，委员会成员会收到新的截止时间。',
      shortlist: '首次发布时，各城市的联系人会得知本市项目的结果。',
    },
    undecided: () => ['专家和主席的人选。须在开始前任命。'],
  },
  fr: {
    does: ({ reviewsPerEntry, quotas }, { criteria }) =>
      `À l’ouverture, chaque candidature valable est confiée à des experts du comité technique (évaluations par candidature : ${reviewsPerEntry}), qui la notent selon les critères (${criteria.length}). Qui a un conflit d’intérêts se retire, et un autre expert prend la suite. Les moyennes pondérées proposent la liste restreinte (${quotas.shortlisted} au plus) et les candidatures méritantes (${quotas.deserving} au plus).`,
    signs: 'La présidence du comité peut modifier la proposition en donnant la raison, puis la signe.',
    mails: {
      assignment:
        'Quand des candidatures sont attribuées, à l’ouverture ou parce que quelqu’un s’est retiré, l’expert en est averti.',
      reminder: 'Un rappel va aux experts qui ont encore des évaluations à rédiger.',
      'deadline-moved': 'Quand la date limite change, les membres du comité reçoivent la nouvelle.',
      shortlist:
        'À la première annonce, les contacts de chaque ville apprennent ce que sont devenues leurs propres candidatures.',
    },
    undecided: () => ['qui sont les experts et qui préside. Leur nomination précède l’ouverture.'],
  },
  es: {
    does: ({ reviewsPerEntry, quotas }, { criteria }) =>
      `Al abrirse, cada candidatura válida se asigna a expertos del comité técnico (evaluaciones por candidatura: ${reviewsPerEntry}), que la puntúan según los criterios (${criteria.length}). Quien tiene un conflicto de intereses se abstiene y otro experto lo releva. Las medias ponderadas proponen la lista de finalistas (${quotas.shortlisted} como máximo) y las candidaturas meritorias (${quotas.deserving} como máximo).`,
    signs: 'La presidencia del comité puede modificar la propuesta indicando el motivo, y la firma.',
    mails: {
      assignment:
        'Cuando se asignan candidaturas, al abrirse o porque alguien se abstiene, se avisa al experto correspondiente.',
      reminder: 'Se envía un recordatorio a los expertos con evaluaciones pendientes.',
      'deadline-moved': 'Cuando cambia la fecha límite, los miembros del comité reciben la nueva.',
      shortlist:
        'En la primera comunicación, los contactos de cada ciudad saben qué ha sido de sus propias candidaturas.',
    },
    undecided: () => ['quiénes son los expertos y quién preside. Se nombran antes de que se abra.'],
  },
};

const REVIEWS_TO_WRITE: Record<Language, (open: number, assigned: number) => string> = {
  en: (open, assigned) => `${open} of ${assigned} ${assigned === 1 ? 'review' : 'reviews'} to write`,
  zh: (open, assigned) => `尚待完成的评审：${open} 份（共 ${assigned} 份）`,
  fr: (open, assigned) => `${open} ${open === 1 ? 'évaluation' : 'évaluations'} sur ${assigned} à rédiger`,
  es: (open, assigned) => `${open} de ${assigned} ${assigned === 1 ? 'evaluación' : 'evaluaciones'} por redactar`,
};

/** What an expert owes, in words. */
export const reviewsToWrite = ({ open, assigned }: ExpertLoad, language: Language): string =>
  REVIEWS_TO_WRITE[language](open, assigned);
