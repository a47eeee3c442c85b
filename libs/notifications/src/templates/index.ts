import { en } from './en/index.js';
import type { MailTemplate } from './mail-template.js';

/** Templates by language and kind; a language that lacks a kind falls back to English. */
export const TEMPLATES: Record<string, Record<string, MailTemplate>> = { en };
