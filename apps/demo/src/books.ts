import pg from 'pg';
import type { Mailbox, TakenMail } from './mailbox.js';

/** What the books say at the end: deliveries against the mail server's own mailbox, events against what was heard. */
export interface Books {
  events: { published: number; unpublished: number; consumed: number; dead: number };
  mails: { expected: number; delivered: number; duplicates: number; unknown: number; lost: number };
  /** Mails of the cycle that do not say what they must. */
  unmarked: TakenMail[];
  /** Sent mails by kind. */
  kinds: Record<string, number>;
}

interface DeliveryRow {
  kind: string;
  state: string;
  message_id: string;
  unknown: boolean;
  cycle_id: string | null;
}

/** Opens the database to look behind the curtain, which nothing of the story does. */
export class BookKeeper {
  private constructor(private readonly db: pg.Client) {}

  static async open(url: string): Promise<BookKeeper> {
    const db = new pg.Client({ connectionString: url });
    await db.connect();
    return new BookKeeper(db);
  }

  close(): Promise<void> {
    return this.db.end();
  }

  /** Is everything published, heard, sent and archived? */
  async settled(cycleId: string): Promise<boolean> {
    const [row] = await this.rows<{ settled: boolean }>(
      `select not exists (select from platform.outbox where published_at is null)
         and (select count(*) from platform.outbox) = (select count(*) from transparency.logged_event)
         and not exists (select from notifications.delivery where state in ('pending', 'sending'))
         and (select count(*) from transparency.history_archive where cycle_id = $1 and archived_at is not null)
           = 1 + (select count(*) from cycles.stage where cycle_id = $1) as settled`,
      [cycleId],
    );
    return row!.settled;
  }

  async audit(cycleId: string, mailbox: Mailbox): Promise<Books> {
    const [events] = await this.rows<Books['events']>(
      `select count(published_at)::int as published, count(*) filter (where published_at is null)::int as unpublished,
         (select count(*)::int from transparency.logged_event) as consumed,
         (select count(*)::int from platform.dead_letter) as dead
       from platform.outbox`,
    );
    const deliveries = await this.rows<DeliveryRow>(
      `select kind, state, message_id, unknown_at is not null as unknown, cycle_id from notifications.delivery`,
    );
    const taken = await mailbox.all();
    const copies = new Map<string, TakenMail[]>();
    for (const mail of taken) copies.set(idOf(mail.messageId), [...(copies.get(idOf(mail.messageId)) ?? []), mail]);
    const expected = deliveries.filter(({ state }) => state !== 'dropped');
    const delivered = expected.filter(({ message_id: id }) => copies.has(idOf(id)));
    const ofCycle = expected
      .filter(({ cycle_id: id }) => id === cycleId)
      .flatMap(({ message_id: id }) => copies.get(idOf(id)) ?? []);
    const kinds: Record<string, number> = {};
    for (const { kind } of delivered) kinds[kind] = (kinds[kind] ?? 0) + 1;
    return {
      events: events!,
      mails: {
        expected: expected.length,
        delivered: delivered.length,
        duplicates: taken.length - copies.size,
        unknown: deliveries.filter(({ unknown }) => unknown).length,
        lost: expected.length - delivered.length,
      },
      unmarked: ofCycle.filter(
        ({ subject, text }) => !subject.includes('DEMONSTRATION') || !text.includes('DEMONSTRATION'),
      ),
      kinds,
    };
  }

  private async rows<T extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> {
    return (await this.db.query<T>(sql, values)).rows;
  }
}

const idOf = (messageId: string): string => messageId.replace(/[<>]/g, '');
