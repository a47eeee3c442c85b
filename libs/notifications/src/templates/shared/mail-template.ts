import type { MailKind } from './facts.js';

/**
 * A mail in one language: LiquidJS placeholders in Markdown. What it may name is said once for all
 * languages, in `MAIL_FACTS`.
 */
export interface MailTemplate {
  subject: string;
  body: string;
}

/** The mails of one language. */
export type Mails = Record<MailKind, MailTemplate>;
