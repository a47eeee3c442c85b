import { IntlMessageFormat } from 'intl-messageformat';
import { LANGUAGES, type Language } from '#libs/contracts/pure';
import { PSEUDO_LANGUAGE, pseudoMessage } from './pseudo-language.js';

/** A language that words can be said in: one of ours, or the pseudo-language of the tests. */
export type WordLanguage = Language | typeof PSEUDO_LANGUAGE;

/** The language of texts that people wrote, for whoever reads words in this one: English beside the pseudo-language. */
export const textLanguage = (language: WordLanguage): Language => (language === PSEUDO_LANGUAGE ? 'en' : language);

/** What a message is filled in with: texts that are words already, numbers, codes that a `select` asks for. */
export type WordArguments = Readonly<Record<string, string | number>>;

/**
 * Messages of one topic in one language: key → ICU MessageFormat. The content of a file
 * `words/<language>/<topic>.json`.
 */
export type Messages<Key extends string = string> = Readonly<Record<Key, string>>;

/** Says a message of a topic, filled in. */
export type Say<Key extends string = string> = (key: Key, given?: WordArguments) => string;

/** The words of one topic in every language. */
export interface Topic<Key extends string = string> {
  readonly name: string;
  readonly keys: readonly Key[];
  /** Is the key one of the topic's? For keys that come from data. */
  has(key: string): key is Key;
  /** The message in a language, filled in. Throws when an argument that the message names is missing. */
  say(language: WordLanguage, key: Key, given?: WordArguments): string;
  /** Says messages in one language, filled in with `beside` too. */
  in(language: WordLanguage, beside?: WordArguments): Say<Key>;
  /** The message as its file has it. */
  source(language: Language, key: Key): string;
}

/**
 * Makes a topic of its messages in every language. The compiler holds each language to the keys of English;
 * `test/words` holds arguments and forms to them.
 *
 * @param name the lib and the file: `judging/jury`
 */
export function topic<English extends Messages>(
  name: string,
  messages: Readonly<Record<Language, Messages<Extract<keyof English, string>>>> & { readonly en: English },
): Topic<Extract<keyof English, string>> {
  return topicIn(name, messages, (language) => language);
}

/**
 * Makes a topic that is said in English for whoever reads another language.
 *
 * @param name the lib and the file: `entries/refusals`
 */
export function englishTopic<English extends Messages>(
  name: string,
  en: English,
): Topic<Extract<keyof English, string>> {
  const messages = Object.fromEntries(LANGUAGES.map((language) => [language, en])) as Record<Language, English>;
  return topicIn(name, messages, () => 'en');
}

/** A message in every language, for definitions, which are read as they were frozen. */
export const textsIn = <Key extends string>(
  words: Pick<Topic<Key>, 'say'>,
  key: Key,
  given?: WordArguments,
): Record<Language, string> =>
  Object.fromEntries(LANGUAGES.map((language) => [language, words.say(language, key, given)])) as Record<
    Language,
    string
  >;

/** Topics that were made in this process, by their names, for messages that name theirs. */
const topics = new Map<string, Topic>();

/** The topic of a name; undefined where this process has none. */
export const topicNamed = (name: string): Topic | undefined => topics.get(name);

function topicIn<English extends Messages>(
  name: string,
  messages: Readonly<Record<Language, Messages<Extract<keyof English, string>>>> & { readonly en: English },
  formsOf: (language: Language) => Language,
): Topic<Extract<keyof English, string>> {
  type Key = Extract<keyof English, string>;
  const compiled = new Map<string, IntlMessageFormat>();
  const has = (key: string): key is Key => Object.hasOwn(messages.en, key);
  const compile = (language: WordLanguage, key: Key): IntlMessageFormat =>
    language === PSEUDO_LANGUAGE
      ? new IntlMessageFormat(pseudoMessage(messages.en[key]!), 'en')
      : new IntlMessageFormat(messages[language][key], formsOf(language), undefined, { ignoreTag: true });
  const say = (language: WordLanguage, key: Key, given?: WordArguments): string => {
    const id = `${language} ${key}`;
    let message = compiled.get(id);
    if (!message) compiled.set(id, (message = compile(language, key)));
    return String(message.format(given));
  };
  const made: Topic<Key> = {
    name,
    keys: Object.keys(messages.en) as Key[],
    has,
    say,
    in: (language, beside) => (key, given) => say(language, key, beside ? { ...beside, ...given } : given),
    source: (language, key) => messages[language][key],
  };
  topics.set(name, made as unknown as Topic);
  return made;
}
