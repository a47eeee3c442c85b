import type { Language } from '#libs/contracts/pure';
import { en } from './en/index.js';
import { words as enWords } from './en/words.js';
import { es } from './es/index.js';
import { words as esWords } from './es/words.js';
import { fr } from './fr/index.js';
import { words as frWords } from './fr/words.js';
import type { MailTemplate } from './shared/mail-template.js';
import type { MailWords } from './shared/mail-words.js';
import { zh } from './zh/index.js';
import { words as zhWords } from './zh/words.js';

/** Templates by language and kind; every language has every kind. */
export const TEMPLATES: Record<Language, Readonly<Record<string, MailTemplate>>> = { en, zh, fr, es };

/** What mails say besides their templates, by language. */
export const MAIL_WORDS: Record<Language, MailWords> = { en: enWords, zh: zhWords, fr: frWords, es: esWords };
