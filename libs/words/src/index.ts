export { DEFAULT_ENTRANT, ENTRANT_KINDS, type EntrantKind, entrantWords } from './entrants.js';
export { type FieldFault, type ProblemMore, preferredWords, problemInWords, refusalDocument } from './problem-words.js';
export { PSEUDO_LANGUAGE } from './pseudo-language.js';
export { inWords, refusals } from './said.js';
export { type Say, type Topic, type WordArguments, type WordLanguage, textLanguage, topic } from './topic.js';
