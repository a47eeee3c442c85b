import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type MendableFinding, type Checkup, type UnitOfWork, leftToPeople } from '#libs/platform';
import type { EndingRun } from './history-archiver.js';

/** A run that has ended is archived within this time while an auditor runs, minutes. */
export const ARCHIVED_WITHIN_MINUTES = 15;
const SHOWN = 20;
/** The newest events of the log that are looked for in the outbox. */
const NEWEST = 5_000;

/** Names the runs that told that they ended, so many minutes ago or more. */
export type EndedRuns = (em: SqlEntityManager, minutesAgo: number) => Promise<EndingRun[]>;

/** Looks for ended workflow runs without an archive, and for events that the log knows and the outbox does not. */
export class ArchiveCheckup implements Checkup {
  readonly name = 'archives';

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly endedRuns: EndedRuns,
  ) {}

  async examine(): Promise<MendableFinding[]> {
    const [archives, unknown] = await this.unitOfWork.read(async (em) => {
      const ended = await this.endedRuns(em, ARCHIVED_WITHIN_MINUTES);
      return [await missingArchives(em, ended), await unknownEvents(em)] as const;
    });
    return [...unknownFindings(unknown), ...archives.map(archiveFinding)].map((each) => ({ ...each, mend: null }));
  }
}

interface MissingArchive {
  workflowId: string;
  runId: string;
  isLost: boolean;
}

/** Events of the log that the outbox does not have, by type. */
export interface UnknownEvents {
  type: string;
  count: number;
  first: string;
  last: string;
}

/** What it means that the log knows more than the outbox, in words. */
export function unknownFindings(events: UnknownEvents[]) {
  if (events.length === 0) return [];
  const list = events.map(({ type, count }) => `${count} × ${type}`).join(', ');
  const first = events.map((each) => each.first).toSorted()[0]!;
  const last = events
    .map((each) => each.last)
    .toSorted()
    .at(-1)!;
  return [
    leftToPeople(
      {
        code: 'events-unknown-to-database',
        severity: 'loss',
        where: 'transparency log',
        what: `Between ${first} and ${last} (UTC) events were published that the database does not know: ${list}. It was restored to an earlier instant.`,
      },
      'What they tell of is missing in the database: restore it to a later instant; or accept what is lost: docs/operators.md, "Restore".',
    ),
  ];
}

function archiveFinding({ workflowId, runId, isLost }: MissingArchive) {
  const where = `${workflowId} (run ${runId})`;
  return isLost
    ? leftToPeople(
        { code: 'archive-lost', severity: 'notice', where, what: 'Temporal has no history of this run any more.' },
        'It cannot be archived, and a replay of the cycle says so. Keep ended runs for 30 days: docs/operators.md.',
      )
    : leftToPeople(
        {
          code: 'archive-missing',
          severity: 'broken',
          where,
          what: `The run ended more than ${ARCHIVED_WITHIN_MINUTES} minutes ago, and its history is not archived.`,
        },
        'It is archived as soon as an auditor runs and reaches Temporal: look at its health, before Temporal forgets the run.',
      );
}

async function missingArchives(em: SqlEntityManager, ended: EndingRun[]): Promise<MissingArchive[]> {
  return em.execute<MissingArchive[]>(
    `select workflow_id as "workflowId", run_id as "runId", lost_at is not null as "isLost"
     from transparency.history_archive
     where archived_at is null and (lost_at > now() - interval '30 days'
       or lost_at is null and ending_at < now() - make_interval(mins => ${ARCHIVED_WITHIN_MINUTES}))
     union all
     select "workflowId", "runId", false from jsonb_to_recordset(?::jsonb) as ended("workflowId" text, "runId" text)
     where not exists (
       select from transparency.history_archive a where a.workflow_id = "workflowId" and a.run_id = "runId")
     limit ${SHOWN}`,
    [JSON.stringify(ended)],
  );
}

async function unknownEvents(em: SqlEntityManager): Promise<UnknownEvents[]> {
  const utc = (time: string) => `to_char(${time} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS')`;
  return em.execute<UnknownEvents[]>(
    `select type, count(*)::int as count, ${utc('min(time)')} as first, ${utc('max(time)')} as last
     from (select * from transparency.logged_event order by id desc limit ${NEWEST}) e
     where not exists (
       select from platform.outbox o where o.subject = e.subject and o.sequence = e.sequence and o.id = e.id)
     group by type order by type`,
  );
}
