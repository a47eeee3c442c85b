export { ENTRANT_KINDS, entrantWords } from './entrants.js';
export { type FieldFault, type ProblemMore, fieldErrorOf, refusalDocument } from './problem-words.js';
export { PSEUDO_LANGUAGE, inPseudoLanguage } from './pseudo-language.js';
export { inWords, refusals } from './said.js';
export { type Say, type Topic, type WordLanguage, textLanguage, topic, textsIn } from './topic.js';
