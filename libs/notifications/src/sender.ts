import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { MailFacts } from '#libs/contracts';
import type { PeopleService, PersonSummary } from '#libs/identity';
import type { MailTransport, UnitOfWork, WorkContext } from '#libs/platform';
import type { Audiences } from './audiences.js';
import { type ClaimedDelivery, claimDeliveries, markSending, postponeDelivery, settleDelivery } from './deliveries.js';
import { renderMail } from './render.js';

export interface SenderOptions {
  /** How often to look for what is due, when nobody wakes it; milliseconds. */
  pollMs: number;
  /** First pause after a failure, in seconds; doubled each time up to `maxBackoffSeconds`. */
  backoffSeconds: number;
  maxBackoffSeconds: number;
}
const DEFAULTS: SenderOptions = { pollMs: 500, backoffSeconds: 1, maxBackoffSeconds: 600 };

/** Seconds to wait after one attempt and so many before it. */
export const backoff = (attempts: number, options: SenderOptions): number =>
  Math.min(options.maxBackoffSeconds, options.backoffSeconds * 2 ** Math.min(attempts, 20));

/**
 * Sends what is due: claims with a lease, asks the audience once more, renders, sends, and settles
 * only after the server's answer. Several senders may run at once.
 */
export class DeliverySender {
  private readonly owner = `sender:${randomUUID()}`;
  private readonly options: SenderOptions;
  private stopping = new AbortController();
  private woken = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly transport: MailTransport,
    private readonly audiences: Audiences,
    private readonly people: Pick<PeopleService, 'findPeople'>,
    private readonly onError: (error: unknown, deliveryId: string | null) => void,
    options: Partial<SenderOptions> = {},
  ) {
    this.options = { ...DEFAULTS, ...options };
  }

  start(): void {
    this.running ??= this.loop();
  }

  /** Looks for due deliveries at once. */
  wake(): void {
    this.woken.abort();
  }

  /** Finishes the mails that were claimed, claims no more. */
  async stop(): Promise<void> {
    this.stopping.abort();
    this.woken.abort();
    await this.running;
  }

  private async loop(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const sent = await this.sendDue().catch((error: unknown) => {
        this.onError(error, null);
        return 0;
      });
      if (sent > 0) continue;
      if (!this.stopping.signal.aborted) {
        await sleep(this.options.pollMs, undefined, { signal: this.woken.signal }).catch(() => undefined);
      }
      this.woken = new AbortController();
    }
  }

  /** Claims and sends one batch, as many as the transport has connections at a time; returns how many were claimed. */
  async sendDue(): Promise<number> {
    const claimed = await this.unitOfWork.run(this.context('claim'), ({ em }) =>
      claimDeliveries(em, this.owner, this.transport.connections * 4),
    );
    if (claimed.length === 0) return 0;
    const people = await this.people.findPeople(claimed.map(({ personId }) => personId));
    const known = new Map(people.map((person) => [person.id, person]));
    const queue = [...claimed];
    const lane = async () => {
      for (let delivery = queue.shift(); delivery; delivery = queue.shift()) {
        await this.sendOne(delivery, known.get(delivery.personId)).catch((error: unknown) =>
          this.giveBack(delivery, error),
        );
      }
    };
    await Promise.all(Array.from({ length: this.transport.connections }, lane));
    return claimed.length;
  }

  private async sendOne(delivery: ClaimedDelivery, person: PersonSummary | undefined): Promise<void> {
    const audience = await this.audiences.of(delivery.kind, delivery.event, delivery.occasion);
    const facts = await audience?.facts(delivery.event, delivery.personId, person?.language ?? 'en');
    if (!facts) return this.settle(delivery, 'dropped', 'nothing to say any more');
    const address = typeof facts['address'] === 'string' ? facts['address'] : person?.address;
    if (!person || !address) return this.settle(delivery, 'failed', 'the person has no address');
    const mail = await renderMail(delivery.kind, facts, person);
    const marked = await this.unitOfWork.run(this.context(delivery.id), ({ em }) => markSending(em, delivery));
    if (!marked) return;
    const result = await this.transport.send({
      ...mail,
      to: address,
      messageId: delivery.messageId,
      fromName: senderName(facts),
    });
    if (result.outcome === 'taken') return this.settle(delivery, 'sent', null);
    if (result.outcome === 'refused') return this.settle(delivery, 'failed', result.reason);
    const unknown = result.outcome === 'unknown';
    if (unknown && delivery.repeated) return this.settle(delivery, 'unknown', result.reason);
    await this.postpone(delivery, result.reason, unknown);
  }

  private async giveBack(delivery: ClaimedDelivery, error: unknown): Promise<void> {
    this.onError(error, delivery.id);
    await this.postpone(delivery, error instanceof Error ? error.message : String(error), false).catch(() => undefined);
  }

  private postpone(delivery: ClaimedDelivery, reason: string, unknown: boolean): Promise<void> {
    const seconds = backoff(delivery.attempts - 1, this.options);
    return this.unitOfWork.run(this.context(delivery.id), ({ em }) =>
      postponeDelivery(em, delivery, seconds, reason, unknown),
    );
  }

  private settle(...args: [ClaimedDelivery, 'sent' | 'failed' | 'unknown' | 'dropped', string | null]): Promise<void> {
    return this.unitOfWork.run(this.context(args[0].id), (work) => settleDelivery(work, ...args));
  }

  private context(what: string): WorkContext {
    return { actor: { id: 'service:notifier' }, cause: `delivery:${what}` };
  }
}

const senderName = (facts: MailFacts): string | undefined =>
  typeof facts['programmeName'] === 'string' ? facts['programmeName'] : undefined;
