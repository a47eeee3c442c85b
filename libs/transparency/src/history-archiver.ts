import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { EventData } from '#libs/contracts';
import type { UnitOfWork, Work } from '#libs/platform';

/** Fetches a run's history from Temporal as JSON; null while the run has not ended, `gone` when there
 * is none any more. Throws when Temporal is away. */
export type FetchHistory = (
  workflowId: string,
  runId: string,
) => Promise<{ json: string; events: number } | 'gone' | null>;

/** A history as it is kept. */
export interface ArchivedHistory {
  workflowId: string;
  runId: string;
  digest: string;
  json: string;
}

/** SHA-256, hex, of a history's JSON text. */
export const historyDigest = (json: string): string => createHash('sha256').update(json).digest('hex');

/** A workflow run that has ended, or is about to. */
export type EndingRun = EventData<'laureate.workflow.ending.v1'>;

/** Lists the runs that have ended, however they did, as far back as Temporal keeps them. */
export type ListEndedRuns = () => AsyncIterable<EndingRun>;

/** Notes that a run is to be archived, once it has ended; safe to repeat. Returns whether that is news. */
export async function expectArchive(work: Work, { cycleId, workflowId, runId }: EndingRun): Promise<boolean> {
  const noted = await work.em.execute<unknown[]>(
    `insert into transparency.history_archive (workflow_id, run_id, cycle_id) values (?, ?, ?)
     on conflict (workflow_id, run_id) do nothing returning 1 as noted`,
    [workflowId, runId, cycleId],
  );
  return noted.length > 0;
}

/** Archives the histories of runs that have ended, each with its digest and the event that says so. */
export class HistoryArchiver {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly fetchHistory: FetchHistory,
    private readonly listEndedRuns: ListEndedRuns,
  ) {}

  /**
   * Notes ended runs that nobody announced (they were terminated, or the event was lost); returns how many those are.
   */
  async findUnannounced(): Promise<number> {
    let found = 0;
    for await (const run of this.listEndedRuns()) {
      const context = { actor: { id: 'service:auditor' }, cause: `workflow:${run.workflowId}` };
      if (await this.unitOfWork.run(context, (work) => expectArchive(work, run))) found += 1;
    }
    return found;
  }

  /** Tries every run that is due; returns how many are still to come. Two archivers at once archive each run once. */
  async archiveDue(): Promise<number> {
    const due = await this.unitOfWork.read((em) =>
      em.execute<{ workflowId: string; runId: string; cycleId: string }[]>(
        `select workflow_id as "workflowId", run_id as "runId", cycle_id as "cycleId" from transparency.history_archive
         where archived_at is null and lost_at is null order by ending_at limit 100`,
      ),
    );
    let left = 0;
    for (const run of due) {
      const fetched = await this.fetchHistory(run.workflowId, run.runId);
      if (fetched === 'gone') await this.giveUp(run);
      else if (fetched) await this.store(run, fetched);
      else left += 1;
    }
    return left;
  }

  /** Asks no more for a history that Temporal does not have; the audit finds the gap. */
  private async giveUp(run: { workflowId: string; runId: string }): Promise<void> {
    const context = { actor: { id: 'service:auditor' }, cause: `workflow:${run.workflowId}` };
    const sql = 'update transparency.history_archive set lost_at = now() where workflow_id = ? and run_id = ?';
    await this.unitOfWork.run(context, ({ em }) => em.execute(sql, [run.workflowId, run.runId]));
  }

  private async store(
    run: { workflowId: string; runId: string; cycleId: string },
    { json, events }: { json: string; events: number },
  ): Promise<void> {
    const digest = historyDigest(json);
    const context = { actor: { id: 'service:auditor' }, cause: `workflow:${run.workflowId}` };
    await this.unitOfWork.run(context, async (work) => {
      const stored = await work.em.execute<unknown[]>(
        `update transparency.history_archive set archived_at = now(), events = ?, digest = ?, history = ?
         where workflow_id = ? and run_id = ? and archived_at is null returning 1 as stored`,
        [events, digest, gzipSync(json), run.workflowId, run.runId],
      );
      if (stored.length === 0) return;
      work.emit({
        type: 'laureate.history.archived.v1',
        subject: run.workflowId,
        data: { ...run, events, digest },
      });
    });
  }
}

/** One archived history whole; null when there is none. */
export async function readArchive(
  em: SqlEntityManager,
  workflowId: string,
  runId: string,
): Promise<ArchivedHistory | null> {
  const [row] = await em.execute<{ digest: string; history: Buffer }[]>(
    `select digest, history from transparency.history_archive
     where workflow_id = ? and run_id = ? and archived_at is not null`,
    [workflowId, runId],
  );
  return row ? { workflowId, runId, digest: row.digest, json: gunzipSync(row.history).toString() } : null;
}

/** The runs of a cycle that are archived or due to be, with the digest that the published event names. */
export async function archivesOf(
  em: SqlEntityManager,
  cycleId: string,
): Promise<
  { workflowId: string; runId: string; digest: string | null; publishedDigest: string | null; events: number | null }[]
> {
  return em.execute(
    `select a.workflow_id as "workflowId", a.run_id as "runId", a.digest, a.events, e.data->>'digest' as "publishedDigest"
     from transparency.history_archive a
     left join transparency.logged_event e on e.type = 'laureate.history.archived.v1' and e.cycle_id = a.cycle_id
       and e.data->>'workflowId' = a.workflow_id and e.data->>'runId' = a.run_id
     where a.cycle_id = ? order by a.workflow_id, a.run_id`,
    [cycleId],
  );
}
