import type { Language } from '#libs/identity/pure';
import type { Demand } from './cel.js';

/** A text in one language, or in several by their tags; `en` is what is shown where a language is missing. */
export type Message = string | Readonly<Record<string, string>>;

/** The text in that language (BCP 47), in the language without its region, in English, or the first there is. */
export function messageIn(message: Message, language: string): string {
  if (typeof message === 'string') return message;
  const [short] = language.split('-');
  return message[language] ?? message[short!] ?? message['en'] ?? Object.values(message)[0] ?? '';
}

/** What a city is told of its entry beside the rules that are not met. */
interface VerdictWords {
  allMet: string;
  unanswered: string;
  decidedAfterwards: string;
}

export const VERDICT_WORDS: Record<Language, VerdictWords> = {
  en: {
    allMet: 'All rules are met.',
    unanswered: 'What was asked about the entry was not answered in time.',
    decidedAfterwards: 'So it was decided afterwards.',
  },
  zh: {
    allMet: '符合所有规则。',
    unanswered: '未按时答复就该项目提出的问题。',
    decidedAfterwards: '此为其后作出的决定。',
  },
  fr: {
    allMet: 'Toutes les règles sont remplies.',
    unanswered: 'Les questions posées sur la candidature n’ont pas reçu de réponse à temps.',
    decidedAfterwards: 'Il en a été décidé ainsi par la suite.',
  },
  es: {
    allMet: 'Se cumplen todas las reglas.',
    unanswered: 'Lo que se preguntó sobre la candidatura no se respondió a tiempo.',
    decidedAfterwards: 'Así se decidió posteriormente.',
  },
};

interface RuleWords {
  met(message: string): string;
  notMet(message: string, values: string): string;
  notGiven: string;
  empty: string;
  yes: string;
  no: string;
  must(demand: Demand, than: string, isDate: boolean): string;
}

/** How results of rules are told. */
export const RULE_WORDS: Record<Language, RuleWords> = {
  en: {
    met: (message) => `Met: ${message}`,
    notMet: (message, values) => `Not met: ${message} (${values})`,
    notGiven: 'not given',
    empty: 'empty',
    yes: 'yes',
    no: 'no',
    must: (demand, than, isDate) => {
      const be = {
        eq: than,
        ne: `other than ${than}`,
        lt: isDate ? `before ${than}` : `less than ${than}`,
        le: isDate ? `${than} or earlier` : `${than} or less`,
        gt: isDate ? `after ${than}` : `more than ${than}`,
        ge: isDate ? `${than} or later` : `${than} or more`,
        in: `one of ${than}`,
        given: 'given',
        empty: 'empty',
        true: 'yes',
        false: 'no',
      };
      return `must be ${be[demand]}`;
    },
  },
  zh: {
    met: (message) => `符合：${message}`,
    notMet: (message, values) => `不符合：${message}（${values}）`,
    notGiven: '未填写',
    empty: '空',
    yes: '是',
    no: '否',
    must: (demand, than, isDate) =>
      ({
        eq: `须为 ${than}`,
        ne: `不得为 ${than}`,
        lt: isDate ? `须早于 ${than}` : `须小于 ${than}`,
        le: isDate ? `须不晚于 ${than}` : `须不大于 ${than}`,
        gt: isDate ? `须晚于 ${than}` : `须大于 ${than}`,
        ge: isDate ? `须不早于 ${than}` : `须不小于 ${than}`,
        in: `须为以下之一：${than}`,
        given: '须填写',
        empty: '须为空',
        true: '须为“是”',
        false: '须为“否”',
      })[demand],
  },
  fr: {
    met: (message) => `Rempli : ${message}`,
    notMet: (message, values) => `Non rempli : ${message} (${values})`,
    notGiven: 'non indiqué',
    empty: 'vide',
    yes: 'oui',
    no: 'non',
    must: (demand, than, isDate) => {
      const be = {
        eq: than,
        ne: `autre que ${than}`,
        lt: isDate ? `avant le ${than}` : `inférieur à ${than}`,
        le: isDate ? `le ${than} au plus tard` : `${than} au plus`,
        gt: isDate ? `après le ${than}` : `supérieur à ${than}`,
        ge: isDate ? `le ${than} au plus tôt` : `${than} au moins`,
        in: `l’un de ${than}`,
        given: 'indiqué',
        empty: 'vide',
        true: 'oui',
        false: 'non',
      };
      return `doit être ${be[demand]}`;
    },
  },
  es: {
    met: (message) => `Se cumple: ${message}`,
    notMet: (message, values) => `No se cumple: ${message} (${values})`,
    notGiven: 'sin indicar',
    empty: 'vacío',
    yes: 'sí',
    no: 'no',
    must: (demand, than, isDate) => {
      const be = {
        eq: than,
        ne: `distinto de ${than}`,
        lt: isDate ? `anterior a ${than}` : `menor que ${than}`,
        le: isDate ? `${than} o anterior` : `${than} o menos`,
        gt: isDate ? `posterior a ${than}` : `mayor que ${than}`,
        ge: isDate ? `${than} o posterior` : `${than} o más`,
        in: `uno de ${than}`,
        given: 'indicado',
        empty: 'vacío',
        true: 'sí',
        false: 'no',
      };
      return `debe ser ${be[demand]}`;
    },
  },
};
