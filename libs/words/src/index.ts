export { PSEUDO_LANGUAGE } from './pseudo-language.js';
export { type Say, type Topic, type WordArguments, type WordLanguage, textLanguage, topic } from './topic.js';
