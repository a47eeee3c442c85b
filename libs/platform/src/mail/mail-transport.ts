import type { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import type { MailConfig } from '../config/concerns.js';

/** A mail to one address. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** `<id@domain>`; a mail that is sent again keeps it. */
  messageId: string;
  /** Shown as the sender's name, with the configured address. */
  fromName?: string | undefined;
}

/**
 * What became of a mail. `taken`: the server said 250. `refused`: it said no for good. `later`:
 * nothing was taken, try again. `unknown`: the connection broke after the content had begun to go
 * out, so the server may or may not have it.
 */
export type MailOutcome = { outcome: 'taken' } | { outcome: 'refused' | 'later' | 'unknown'; reason: string };

interface SmtpError extends Error {
  code?: string;
  responseCode?: number;
}

/** Sends mail over SMTP with a pool of connections; never throws for what the server does. */
export class MailTransport {
  private readonly transporter;
  private readonly contents = new Map<string, Readable>();

  constructor(
    private readonly config: MailConfig,
    readonly connections = 4,
  ) {
    this.transporter = createTransport({
      url: config.url,
      pool: true,
      maxConnections: connections,
      // Repetition is decided, and counted, by the deliveries.
      maxRequeues: 0,
      connectionTimeout: 5_000,
      greetingTimeout: 5_000,
      socketTimeout: 15_000,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    this.transporter.use('stream', (mail, done) => {
      mail.message.processFunc((content: Readable) => {
        this.contents.set(mail.message.messageId(), content);
        return content;
      });
      done();
    });
  }

  async send(mail: Mail): Promise<MailOutcome> {
    const address = /<([^>]+)>/.exec(this.config.from)?.[1] ?? this.config.from;
    try {
      await this.transporter.sendMail({
        from: mail.fromName ? { name: mail.fromName, address } : this.config.from,
        to: mail.to,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        messageId: mail.messageId,
        headers: { 'Auto-Submitted': 'auto-generated' },
      });
      return { outcome: 'taken' };
    } catch (error) {
      return outcomeOf(error as SmtpError, this.contents.get(mail.messageId)?.readableDidRead ?? false);
    } finally {
      this.contents.delete(mail.messageId);
    }
  }

  /** Asks the server for a greeting; throws when it is away. */
  async check(): Promise<void> {
    await this.transporter.verify();
  }

  close(): void {
    this.transporter.close();
  }
}

/**
 * Classifies an SMTP failure: an answer is final (5xx) or passing (4xx); silence after the content
 * began to go out is unknown.
 */
export function outcomeOf(error: SmtpError, contentSent: boolean): MailOutcome {
  const reason = [error.code, error.message].filter(Boolean).join(': ').slice(0, 300);
  if (error.responseCode) return { outcome: error.responseCode >= 500 ? 'refused' : 'later', reason };
  return { outcome: contentSent ? 'unknown' : 'later', reason };
}
