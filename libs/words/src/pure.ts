export { PSEUDO_LANGUAGE, inPseudoLanguage } from './pseudo-language.js';
export { type Say, type Topic, type WordLanguage, textLanguage, topic } from './topic.js';
