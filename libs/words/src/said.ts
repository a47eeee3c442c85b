import type { Said, SaidArgument } from '#libs/contracts/pure';
import { type Messages, type WordArguments, type WordLanguage, englishTopic, topicNamed } from './topic.js';

/** Makes the message of a key, filled in. */
export type Saying<Key extends string = string> = (key: Key, given?: Said['given']) => Said;

/**
 * Makes the refusals of a lib from its English words: `words/en/refusals.json`. A refusal is thrown and stored as its
 * key and arguments, and is put into words for whoever reads it.
 *
 * @param name the lib and the file: `entries/refusals`
 */
export function refusals<English extends Messages>(name: string, en: English): Saying<Extract<keyof English, string>> {
  const made = englishTopic(name, en);
  return (key, given) => ({ topic: made.name, key, ...(given && { given }) });
}

/**
 * A message put into words; sentences that follow each other are separated by a space. Throws where the message, or
 * an argument of it, is missing.
 */
export function inWords(said: Said, language: WordLanguage): string {
  const topic = topicNamed(said.topic);
  if (!topic?.has(said.key)) throw new Error(`There is no message "${said.key}" of the topic "${said.topic}".`);
  const given = Object.entries(said.given ?? {}).map(([name, value]) => [name, argumentInWords(value, language)]);
  return topic.say(language, said.key, Object.fromEntries(given) as WordArguments);
}

function argumentInWords(value: SaidArgument, language: WordLanguage): string | number {
  if (typeof value !== 'object') return value;
  const sentences: readonly Said[] = 'topic' in value ? [value] : value;
  return sentences.map((sentence) => inWords(sentence, language)).join(' ');
}
