// Written by `npm run words` from the folders beside it.
import type { Language } from '#libs/contracts/pure';
import { en } from './en/index.js';
import { zh } from './zh/index.js';
import { fr } from './fr/index.js';
import { es } from './es/index.js';
import type { MailTemplate } from './shared/mail-template.js';

/** Templates by language and kind; every language has every kind. */
export const TEMPLATES: Record<Language, Readonly<Record<string, MailTemplate>>> = { en, zh, fr, es };
