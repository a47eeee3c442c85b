import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { toInstant } from '#libs/cycles';
import { type ReopeningState, reopeningState } from './reopening.rules.js';

/** A reopening of an entry: who opened it again and why, until when, and what came of it. */
export interface ReopeningAnswer {
  id: string;
  entryId: string;
  /** The submitted version that stands until another one is confirmed. */
  version: number;
  state: ReopeningState;
  /** When its time ends, or ended; without an extension that is the close of the call. */
  until: string;
  /** The version that confirmed it. */
  confirmedVersion: number | null;
  reasonCode: string;
  reasonText: string;
  reopenedBy: string;
  reopenedAt: string;
}

/** A reopening with what a submit needs to know of it: what lets it in, and whether its version was late. */
export interface ReopeningStanding extends ReopeningAnswer {
  extensionId: string | null;
  late: boolean;
}

type Row = Omit<ReopeningStanding, 'state' | 'until' | 'reopenedAt'> & {
  until: string | Date;
  reopenedAt: string | Date;
  lasts: boolean;
  isLast: boolean;
  withdrawn: boolean;
};

/** All reopenings of an entry, oldest first, each as it stands at the start of the transaction. */
export async function reopeningsOf(em: SqlEntityManager, entryId: string): Promise<ReopeningStanding[]> {
  const rows = await em.execute<Row[]>(
    `select r.id, r.entry_id as "entryId", r.version, r.reason_code as "reasonCode", r.reason_text as "reasonText",
       r.reopened_by as "reopenedBy", r.reopened_at as "reopenedAt", r.extension_id as "extensionId",
       coalesce(x.until, s.closed_at, s.hard_close_at) as until,
       coalesce(x.until > now(), s.state = 'open' and s.hard_close_at > now()) as lasts,
       e.reopening_id is not distinct from r.id as "isLast", e.withdrawn_at is not null as withdrawn,
       confirmed.version as "confirmedVersion", stands.late
     from entries.reopening r join entries.entry e on e.id = r.entry_id
     join cycles.stage s on s.cycle_id = e.cycle_id and s.key = e.stage_key
     join entries.entry_version stands on stands.entry_id = r.entry_id and stands.version = r.version
     left join entries.extension x on x.id = r.extension_id
     left join entries.entry_version confirmed on confirmed.reopening_id = r.id
     where r.entry_id = ? order by r.id`,
    [entryId],
  );
  return rows.map(({ until, reopenedAt, lasts, isLast, withdrawn, ...row }) => ({
    ...row,
    state: reopeningState({ confirmed: row.confirmedVersion !== null, withdrawn, lasts, isLast }),
    until: toInstant(new Date(until)),
    reopenedAt: toInstant(new Date(reopenedAt)),
  }));
}

/** The reopening that is open; null without. Most entries never had one: they are not asked about. */
export async function openReopeningOf(
  em: SqlEntityManager,
  entry: { id: string; reopeningId?: string | null | undefined },
): Promise<ReopeningStanding | null> {
  if (!entry.reopeningId) return null;
  const all = await reopeningsOf(em, entry.id);
  return all.find(({ state }) => state === 'open') ?? null;
}

/** As people are shown it. */
export function reopeningAnswer(standing: ReopeningStanding): ReopeningAnswer {
  const { extensionId: _, late: __, ...answer } = standing;
  return answer;
}
