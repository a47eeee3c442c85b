import { type Say, topic } from '#libs/words/pure';
import en from '../words/en/form.json' with { type: 'json' };
import es from '../words/es/form.json' with { type: 'json' };
import fr from '../words/fr/form.json' with { type: 'json' };
import zh from '../words/zh/form.json' with { type: 'json' };

/** What is wrong with a field of a form; each continues the field's name: `Title` `is missing`. */
export const formWords = topic('entries/form', { en, zh, fr, es });

export type SayOfForm = Say<keyof typeof en>;
