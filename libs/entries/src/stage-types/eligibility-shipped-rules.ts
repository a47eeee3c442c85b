import type { EligibilityRule } from './eligibility.rules.js';
import type { Message } from './eligibility.words.js';

/** The shipped rules of the Guangzhou Award. */
export const GUANGZHOU_RULES: EligibilityRule[] = [
  {
    id: 'complete',
    severity: 'block',
    expression: 'size(entry.missing) == 0',
    message: {
      en: 'Every section of the form is filled in.',
      zh: '表格各部分均已填写。',
      fr: 'Toutes les rubriques du formulaire sont remplies.',
      es: 'Todas las secciones del formulario están rellenadas.',
    },
  },
  {
    id: 'dates-in-order',
    severity: 'block',
    expression:
      'entry.values.dates.end == null || entry.values.dates.start == null || entry.values.dates.start <= entry.values.dates.end',
    message: {
      en: 'The initiative does not end before it starts.',
      zh: '项目的结束日期不早于开始日期。',
      fr: 'L’initiative ne se termine pas avant d’avoir commencé.',
      es: 'La iniciativa no termina antes de empezar.',
    },
  },
  {
    id: 'begun',
    severity: 'block',
    expression: 'entry.values.dates.start != null && entry.values.dates.start <= definition.deadline',
    message: {
      en: 'The initiative has begun by the deadline.',
      zh: '项目在截止日期前已经开始。',
      fr: 'L’initiative a commencé au plus tard à la date limite.',
      es: 'La iniciativa ha empezado antes de la fecha límite.',
    },
  },
  {
    id: 'recent',
    severity: 'block',
    expression: 'entry.values.dates.end == null || entry.values.dates.end >= yearsBefore(definition.deadline, 2)',
    message: {
      en: 'The initiative is ongoing, or was completed within two years before the deadline.',
      zh: '项目正在进行，或在截止日期前两年内完成。',
      fr: 'L’initiative est en cours, ou s’est achevée dans les deux ans avant la date limite.',
      es: 'La iniciativa está en curso o se completó en los dos años anteriores a la fecha límite.',
    },
  },
  {
    id: 'local-government',
    severity: 'block',
    expression: 'city.kind in ["city", "region"]',
    message: {
      en: 'The entry comes from a city or a regional government.',
      zh: '参评方为城市或地区政府。',
      fr: 'La candidature émane d’une ville ou d’un gouvernement régional.',
      es: 'La candidatura procede de una ciudad o de un gobierno regional.',
    },
  },
  {
    id: 'language',
    severity: 'ask',
    expression: 'entry.inLanguage',
    message: {
      en: 'The entry, or a translation of it, is in a language of the call.',
      zh: '参评材料或其译文使用征集规定的语言。',
      fr: 'La candidature, ou une traduction, est dans une langue de l’appel.',
      es: 'La candidatura, o una traducción, está en un idioma de la convocatoria.',
    },
  },
  {
    id: 'framework',
    severity: 'ask',
    expression: 'entry.frameworkEntries <= 3',
    message: {
      en: 'A policy framework is entered as three entries at most.',
      zh: '同一政策框架最多分为三个项目参评。',
      fr: 'Un cadre d’action donne lieu à trois candidatures au plus.',
      es: 'Un marco de políticas se presenta como tres candidaturas como máximo.',
    },
  },
  {
    id: 'results-described',
    severity: 'warn',
    expression: 'entry.words.outcomes.results >= 10',
    message: {
      en: 'The results are described in at least ten words.',
      zh: '成果说明不少于十个词。',
      fr: 'Les résultats sont décrits en dix mots au moins.',
      es: 'Los resultados se describen en al menos diez palabras.',
    },
  },
];

/** A reason for a verdict, from the list that a definition owns. */
export interface VerdictReason {
  code: string;
  text: Message;
}

/** The shipped reasons. */
export const GUANGZHOU_REASONS: VerdictReason[] = [
  {
    code: 'incomplete',
    text: {
      en: 'The entry is not complete.',
      zh: '参评材料不完整。',
      fr: 'La candidature n’est pas complète.',
      es: 'La candidatura no está completa.',
    },
  },
  {
    code: 'too-old',
    text: {
      en: 'The initiative was completed too long ago.',
      zh: '项目完成时间过早。',
      fr: 'L’initiative est achevée depuis trop longtemps.',
      es: 'La iniciativa se completó hace demasiado tiempo.',
    },
  },
  {
    code: 'not-begun',
    text: {
      en: 'The initiative has not begun.',
      zh: '项目尚未开始。',
      fr: 'L’initiative n’a pas commencé.',
      es: 'La iniciativa no ha empezado.',
    },
  },
  {
    code: 'not-a-government',
    text: {
      en: 'The entry does not come from a city or regional government.',
      zh: '参评方不是城市或地区政府。',
      fr: 'La candidature n’émane pas d’une ville ou d’un gouvernement régional.',
      es: 'La candidatura no procede de una ciudad o un gobierno regional.',
    },
  },
  {
    code: 'no-translation',
    text: {
      en: 'There is no text in a language of the call.',
      zh: '没有征集规定语言的文本。',
      fr: 'Il n’y a pas de texte dans une langue de l’appel.',
      es: 'No hay texto en un idioma de la convocatoria.',
    },
  },
  {
    code: 'duplicate',
    text: {
      en: 'The same initiative is entered already.',
      zh: '同一项目已经参评。',
      fr: 'La même initiative est déjà présentée.',
      es: 'La misma iniciativa ya está presentada.',
    },
  },
  {
    code: 'evidence',
    text: {
      en: 'The city has shown that the rule is met.',
      zh: '该城市已证明符合规则。',
      fr: 'La ville a montré que la règle est respectée.',
      es: 'La ciudad ha demostrado que la regla se cumple.',
    },
  },
  {
    code: 'accepted',
    text: {
      en: 'It is accepted as it is.',
      zh: '按现状接受。',
      fr: 'Acceptée en l’état.',
      es: 'Se acepta tal como está.',
    },
  },
  {
    code: 'other',
    text: {
      en: 'Another reason, given in the text.',
      zh: '其他理由，见文字说明。',
      fr: 'Un autre motif, donné dans le texte.',
      es: 'Otro motivo, indicado en el texto.',
    },
  },
];
