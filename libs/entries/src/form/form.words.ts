import type { Language } from '#libs/contracts/pure';

/** Kinds of values, as JSON Schema names them. */
type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object' | 'null';

/** What is wrong with a field, in one language; each continues the field's name: `Title` `is missing`. */
export interface FormWords {
  missing: string;
  empty: string;
  notAsked: string;
  notAskedAnyMore: string;
  leavesTheDraft: string;
  hasWords(count: number): string;
  atMostWords(count: number): string;
  atLeastWords(count: number): string;
  tooShort(count: number): string;
  tooLong(count: number): string;
  types: Record<JsonType, string>;
  mustBe(types: string[]): string;
  noChoice: string;
  date: string;
  dateExample: string;
  address: string;
  addressExample: string;
  mailAddress: string;
  format: string;
  pattern: string;
  atLeast(limit: number): string;
  atMost(limit: number): string;
  moreThan(limit: number): string;
  lessThan(limit: number): string;
  multipleOf(step: number): string;
  fewItems(count: number): string;
  manyItems(count: number): string;
  twice: string;
  unfit: string;
  noContact: string;
  cityUnverified: string;
  cityWithoutLetter: string;
  noSignatory: string;
  /** Of the language of an entry. */
  noLanguage: string;
  notAccepted: string;
  /** Of a translation. */
  notTranslated: string;
  noTextThere: string;
  ownLanguage: string;
  noTool: string;
  noMachine: string;
}

const en: FormWords = {
  missing: 'is missing',
  empty: 'is empty',
  notAsked: 'is not a field of this form',
  notAskedAnyMore: 'is not asked for any more',
  leavesTheDraft: 'nothing; it leaves the draft when any section is saved',
  hasWords: (count) => `has ${count} ${count === 1 ? 'word' : 'words'}`,
  atMostWords: (count) => `at most ${count} words`,
  atLeastWords: (count) => `at least ${count} words`,
  tooShort: (count) => `must have at least ${count} ${count === 1 ? 'character' : 'characters'}`,
  tooLong: (count) => `must have at most ${count} characters`,
  types: {
    string: 'a text',
    number: 'a number',
    integer: 'a whole number',
    boolean: 'true or false',
    array: 'a list',
    object: 'a group of fields',
    null: 'empty',
  },
  mustBe: (types) => `must be ${types.join(' or ')}`,
  noChoice: 'is not one of the choices',
  date: 'must be a date',
  dateExample: 'a calendar date such as 2026-03-31',
  address: 'must be a web address',
  addressExample: 'an address such as https://city.example/page',
  mailAddress: 'must be a mail address',
  format: 'is not written as it has to be',
  pattern: 'is not written as it has to be',
  atLeast: (limit) => `must be ${limit} or more`,
  atMost: (limit) => `must be ${limit} or less`,
  moreThan: (limit) => `must be more than ${limit}`,
  lessThan: (limit) => `must be less than ${limit}`,
  multipleOf: (step) => `must be a multiple of ${step}`,
  fewItems: (count) => (count === 1 ? 'needs at least one choice' : `needs at least ${count} choices`),
  manyItems: (count) => `takes at most ${count}`,
  twice: 'has something twice',
  unfit: 'does not fit what this form asks here',
  noContact: 'name at least one contact person',
  cityUnverified: 'is not verified yet: ask the secretariat',
  cityWithoutLetter: 'is not verified yet by a letter of somebody entitled to bind it: send one to the secretariat',
  noSignatory: 'several people use this account: say who acts, by name and function',
  noLanguage: 'say in which language the entry is written',
  notAccepted: 'is not a language that this call takes',
  notTranslated: 'is not translated',
  noTextThere: 'is no text of the submitted version',
  ownLanguage: 'is the language of the original',
  noTool: 'name what the machine’s translation was made with',
  noMachine: 'is for the translation of a machine only',
};

const zh: FormWords = {
  missing: '尚未填写',
  empty: '为空',
  notAsked: '不是本表格的字段',
  notAskedAnyMore: '表格不再要求此项',
  leavesTheDraft: '无；保存任一部分时将从草稿中移除',
  hasWords: (count) => `有 ${count} 个词`,
  atMostWords: (count) => `最多 ${count} 个词`,
  atLeastWords: (count) => `至少 ${count} 个词`,
  tooShort: (count) => `至少需要 ${count} 个字符`,
  tooLong: (count) => `最多 ${count} 个字符`,
  types: {
    string: '文本',
    number: '数字',
    integer: '整数',
    boolean: '是或否',
    array: '列表',
    object: '一组字段',
    null: '空值',
  },
  mustBe: (types) => `必须是${types.join('或')}`,
  noChoice: '不在可选项之中',
  date: '必须是日期',
  dateExample: '日期，例如 2026-03-31',
  address: '必须是网址',
  addressExample: '网址，例如 https://city.example/page',
  mailAddress: '必须是电子邮件地址',
  format: '写法不符合要求',
  pattern: '写法不符合要求',
  atLeast: (limit) => `必须不小于 ${limit}`,
  atMost: (limit) => `必须不大于 ${limit}`,
  moreThan: (limit) => `必须大于 ${limit}`,
  lessThan: (limit) => `必须小于 ${limit}`,
  multipleOf: (step) => `必须是 ${step} 的倍数`,
  fewItems: (count) => `至少选择 ${count} 项`,
  manyItems: (count) => `最多 ${count} 项`,
  twice: '有重复项',
  unfit: '不符合表格在此处的要求',
  noContact: '请至少填写一位联系人',
  cityUnverified: '尚未核实：请联系秘书处',
  cityWithoutLetter: '尚未凭有权代表该城市者的信函核实：请将信函寄送秘书处',
  noSignatory: '此账户由多人共用：请写明办理人的姓名和职务',
  noLanguage: '请说明参评材料使用的语言',
  notAccepted: '不是本次征集接受的语言',
  notTranslated: '尚未翻译',
  noTextThere: '在已提交版本中不是文本',
  ownLanguage: '与原文语言相同',
  noTool: '请注明机器翻译所用的工具',
  noMachine: '仅用于机器翻译',
};

const fr: FormWords = {
  missing: 'manque',
  empty: 'est vide',
  notAsked: 'n’est pas un champ de ce formulaire',
  notAskedAnyMore: 'n’est plus demandé',
  leavesTheDraft: 'rien ; il quitte le brouillon dès qu’une rubrique est enregistrée',
  hasWords: (count) => `compte ${count} ${count > 1 ? 'mots' : 'mot'}`,
  atMostWords: (count) => `${count} mots au plus`,
  atLeastWords: (count) => `${count} mots au moins`,
  tooShort: (count) => `doit compter au moins ${count} ${count > 1 ? 'caractères' : 'caractère'}`,
  tooLong: (count) => `doit compter au plus ${count} caractères`,
  types: {
    string: 'un texte',
    number: 'un nombre',
    integer: 'un nombre entier',
    boolean: 'vrai ou faux',
    array: 'une liste',
    object: 'un groupe de champs',
    null: 'vide',
  },
  mustBe: (types) => `doit être ${types.join(' ou ')}`,
  noChoice: 'ne figure pas parmi les choix',
  date: 'doit être une date',
  dateExample: 'une date comme 2026-03-31',
  address: 'doit être une adresse web',
  addressExample: 'une adresse comme https://city.example/page',
  mailAddress: 'doit être une adresse électronique',
  format: 'n’est pas écrit comme il le faut',
  pattern: 'n’est pas écrit comme il le faut',
  atLeast: (limit) => `doit être d’au moins ${limit}`,
  atMost: (limit) => `doit être d’au plus ${limit}`,
  moreThan: (limit) => `doit être supérieur à ${limit}`,
  lessThan: (limit) => `doit être inférieur à ${limit}`,
  multipleOf: (step) => `doit être un multiple de ${step}`,
  fewItems: (count) => `demande au moins ${count} choix`,
  manyItems: (count) => `admet au plus ${count} éléments`,
  twice: 'contient deux fois la même chose',
  unfit: 'ne correspond pas à ce que le formulaire demande ici',
  noContact: 'indiquez au moins une personne à contacter',
  cityUnverified: 'n’est pas encore vérifiée : adressez-vous au secrétariat',
  cityWithoutLetter:
    'n’est pas encore vérifiée par une lettre d’une personne habilitée à l’engager : envoyez-en une au secrétariat',
  noSignatory: 'plusieurs personnes utilisent ce compte : indiquez qui agit, par son nom et sa fonction',
  noLanguage: 'indiquez la langue dans laquelle la candidature est rédigée',
  notAccepted: 'n’est pas une langue acceptée par cet appel',
  notTranslated: 'n’est pas traduit',
  noTextThere: 'n’est pas un texte de la version déposée',
  ownLanguage: 'est la langue de l’original',
  noTool: 'indiquez avec quoi la traduction automatique a été faite',
  noMachine: 'ne concerne que la traduction automatique',
};

const es: FormWords = {
  missing: 'falta',
  empty: 'está vacío',
  notAsked: 'no es un campo de este formulario',
  notAskedAnyMore: 'ya no se pide',
  leavesTheDraft: 'nada; sale del borrador al guardar cualquier sección',
  hasWords: (count) => `tiene ${count} ${count === 1 ? 'palabra' : 'palabras'}`,
  atMostWords: (count) => `${count} palabras como máximo`,
  atLeastWords: (count) => `${count} palabras como mínimo`,
  tooShort: (count) => `debe tener al menos ${count} ${count === 1 ? 'carácter' : 'caracteres'}`,
  tooLong: (count) => `debe tener como máximo ${count} caracteres`,
  types: {
    string: 'un texto',
    number: 'un número',
    integer: 'un número entero',
    boolean: 'verdadero o falso',
    array: 'una lista',
    object: 'un grupo de campos',
    null: 'vacío',
  },
  mustBe: (types) => `debe ser ${types.join(' o ')}`,
  noChoice: 'no es una de las opciones',
  date: 'debe ser una fecha',
  dateExample: 'una fecha como 2026-03-31',
  address: 'debe ser una dirección web',
  addressExample: 'una dirección como https://city.example/page',
  mailAddress: 'debe ser una dirección de correo',
  format: 'no está escrito como debe',
  pattern: 'no está escrito como debe',
  atLeast: (limit) => `debe ser ${limit} o más`,
  atMost: (limit) => `debe ser ${limit} o menos`,
  moreThan: (limit) => `debe ser mayor que ${limit}`,
  lessThan: (limit) => `debe ser menor que ${limit}`,
  multipleOf: (step) => `debe ser múltiplo de ${step}`,
  fewItems: (count) => (count === 1 ? 'necesita al menos una opción' : `necesita al menos ${count} opciones`),
  manyItems: (count) => `admite como máximo ${count}`,
  twice: 'contiene algo repetido',
  unfit: 'no corresponde a lo que el formulario pide aquí',
  noContact: 'indique al menos una persona de contacto',
  cityUnverified: 'todavía no está verificada: diríjase a la secretaría',
  cityWithoutLetter:
    'todavía no está verificada mediante una carta de quien pueda obligarla: envíe una a la secretaría',
  noSignatory: 'varias personas usan esta cuenta: indique quién actúa, con nombre y cargo',
  noLanguage: 'indique en qué idioma está escrita la candidatura',
  notAccepted: 'no es un idioma que acepte esta convocatoria',
  notTranslated: 'no está traducido',
  noTextThere: 'no es un texto de la versión presentada',
  ownLanguage: 'es el idioma del original',
  noTool: 'indique con qué se hizo la traducción automática',
  noMachine: 'es solo para traducciones automáticas',
};

/** What is wrong with a field of a form, in every language. */
export const FORM_WORDS: Record<Language, FormWords> = { en, zh, fr, es };
