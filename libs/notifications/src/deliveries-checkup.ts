import { type MendableFinding, type Checkup, type UnitOfWork, leftToPeople } from '#libs/platform';

/** Looks for mails that do not go out, and for those of which nobody knows whether they did. */
export class DeliveriesCheckup implements Checkup {
  readonly name = 'mails';

  constructor(private readonly unitOfWork: UnitOfWork) {}

  async examine(): Promise<MendableFinding[]> {
    const [counts] = await this.unitOfWork.read((em) => em.execute<DeliveryCounts[]>(COUNTS));
    return deliveryFindings(counts!).map((finding) => ({ ...finding, mend: null }));
  }
}

/** How many mails are not as they should be. */
export interface DeliveryCounts {
  /** Due for five minutes and more. */
  overdue: number;
  /** Claimed by a sender whose claim ran out a minute ago and more. */
  stuck: number;
  /** Of the last 30 days: perhaps sent, perhaps not. */
  unknown: number;
  /** Of the last 30 days: given up. */
  failed: number;
}

const COUNTS = `select
    count(*) filter (where state = 'pending' and due_at < now() - interval '5 minutes')::int as overdue,
    count(*) filter (where state = 'sending' and lease_until < now() - interval '1 minute')::int as stuck,
    count(*) filter (where state = 'unknown' and created_at > now() - interval '30 days')::int as unknown,
    count(*) filter (where state = 'failed' and created_at > now() - interval '30 days')::int as failed
  from notifications.delivery where state not in ('sent', 'dropped')`;

/** What the counts mean, in words. */
export function deliveryFindings({ overdue, stuck, unknown, failed }: DeliveryCounts) {
  const where = 'mails';
  const waiting = overdue + stuck;
  return [
    ...(waiting > 0
      ? [
          leftToPeople(
            { code: 'mails-wait', severity: 'broken', where, what: `${mails(waiting)} should be out and wait.` },
            'They go out as soon as a notifier runs and reaches the mail server: look at the health of the notifier.',
          ),
        ]
      : []),
    ...(unknown > 0
      ? [
          leftToPeople(
            {
              code: 'mails-unknown',
              severity: 'notice',
              where,
              what: `Of ${mails(unknown)} nobody knows whether they arrived: both times the sender died, or the connection broke, while they went out.`,
            },
            'Sending once more could reach people thrice: ask them, or the mail server by the Message-ID (GET /v1/cycles/{cycleId}/deliveries).',
          ),
        ]
      : []),
    ...(failed > 0
      ? [
          leftToPeople(
            { code: 'mails-failed', severity: 'notice', where, what: `${mails(failed)} could not be sent.` },
            'The mail server refused them: their `reason` says why (GET /v1/cycles/{cycleId}/deliveries).',
          ),
        ]
      : []),
  ];
}

const mails = (count: number): string => (count === 1 ? '1 mail' : `${count} mails`);
