export { PSEUDO_LANGUAGE, inPseudoLanguage } from './pseudo-language.js';
export { type Messages, type Topic, type WordArguments, type WordLanguage, topic } from './topic.js';
