export { ENTRANT_KINDS, entrantWords } from './entrants.js';
export {
  type FieldFault,
  type ProblemMore,
  fieldErrorOf,
  preferredWords,
  problemInWords,
  refusalDocument,
} from './problem-words.js';
export { PSEUDO_LANGUAGE, inPseudoLanguage } from './pseudo-language.js';
export { type Saying, inWords, refusals } from './said.js';
export { type Say, type Topic, type WordLanguage, textLanguage, textsIn, topic } from './topic.js';
