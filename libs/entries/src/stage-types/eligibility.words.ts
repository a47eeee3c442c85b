import { topic } from '#libs/words/pure';
import * as messages from '../words/index.js';

/** A text in one language, or in several by their tags; `en` is what is shown where a language is missing. */
export type Message = string | Readonly<Record<string, string>>;

/** The text in that language (BCP 47), in the language without its region, in English, or the first there is. */
export function messageIn(message: Message, language: string): string {
  if (typeof message === 'string') return message;
  const [short] = language.split('-');
  return message[language] ?? message[short!] ?? message['en'] ?? Object.values(message)[0] ?? '';
}

/**
 * How results of rules are told (`met`, `must.…`), and what a city is told of its entry beside the
 * rules that are not met.
 */
export const ruleWords = topic('entries/rules', messages.rules);
