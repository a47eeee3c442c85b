import { type Say, topic } from '#libs/words/pure';
import * as messages from '../words/index.js';

/**
 * What is wrong with a field of a form; each continues the field's name: `Title` `is missing`. `newEvidence` is the
 * title of a section.
 */
export const formWords = topic('entries/form', messages.form);

export type SayOfForm = Say<keyof typeof messages.form.en>;
