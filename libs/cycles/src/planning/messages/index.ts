import type { Language } from '#libs/identity';
import { en } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';
import type { Messages } from './messages.js';
import { zh } from './zh.js';

/** The words of explanation, calendar and picture, by language. */
export const MESSAGES: Record<Language, Messages> = { en, zh, fr, es };
