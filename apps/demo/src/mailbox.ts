import { until } from './client.js';

/** A mail as the mail server took it. */
export interface TakenMail {
  id: string;
  messageId: string;
  to: string[];
  subject: string;
  text: string;
}

interface ListedMail {
  id: string;
  messageId?: string;
  headers?: Record<string, string>;
  subject: string;
  text?: string;
  to?: { address: string }[];
}

/** Reads the mail server's mailbox over its API. */
export class Mailbox {
  constructor(private readonly url: string) {}

  /** Every mail taken so far. */
  async all(): Promise<TakenMail[]> {
    const mails = (await (await fetch(`${this.url}/api/email`)).json()) as ListedMail[];
    return mails.map(({ id, messageId, headers, subject, text, to }) => ({
      id,
      messageId: messageId ?? headers?.['message-id'] ?? '',
      to: (to ?? []).map(({ address }) => address),
      subject,
      text: text ?? '',
    }));
  }

  /** Waits until each of these addresses has a mail whose subject matches, and gives them by address. */
  async mailsTo(addresses: string[], subject: RegExp): Promise<Map<string, TakenMail>> {
    return until(`mails to ${addresses.length} people`, async () => {
      const found = (await this.all()).filter((mail) => subject.test(mail.subject));
      const byAddress = new Map(found.flatMap((mail) => mail.to.map((address) => [address, mail] as const)));
      return addresses.every((address) => byAddress.has(address)) ? byAddress : undefined;
    });
  }
}
