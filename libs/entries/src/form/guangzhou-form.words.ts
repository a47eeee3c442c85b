import { textsIn, topic } from '#libs/words/pure';
import * as messages from '../words/index.js';
import type { FieldWords } from './form-language.js';

const formTopic = topic('entries/guangzhou-form', messages.guangzhouForm);

const TITLE = 'title.';

/** What the fields of the form of the Guangzhou Award are called, and what helps to fill them in, by their pointers. */
export const GUANGZHOU_WORDS: Readonly<Record<string, FieldWords>> = Object.fromEntries(
  formTopic.keys
    .filter((key) => key.startsWith(TITLE))
    .map((key): [string, FieldWords] => {
      const pointer = key.slice(TITLE.length);
      const { en: title, ...titles } = textsIn(formTopic, key);
      const help = `help.${pointer}`;
      return [pointer, { title, titles, ...(formTopic.has(help) && { help: textsIn(formTopic, help) }) }];
    }),
);
