import { en } from './en.js';

/** A mail's subject and body: LiquidJS placeholders in Markdown. `facts` is the allow-list of what it may show. */
export interface MailTemplate {
  subject: string;
  body: string;
  facts: string[];
}

/** Templates by language and kind; a language that lacks a kind falls back to English. */
export const TEMPLATES: Record<string, Record<string, MailTemplate>> = { en };
