import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { UpdateName } from '#libs/contracts';
import { type MendableFinding, type Checkup, type UnitOfWork, leftToPeople } from '#libs/platform';
import { bothZones, toInstant } from '../definition/calendar.js';

const SHOWN = 50;
const ENDS = 2_000;

/** Looks for commands nobody carries out, and for workflows that wait for people. */
export class CommandCheckup implements Checkup {
  readonly name = 'commands';

  constructor(private readonly unitOfWork: UnitOfWork) {}

  async examine(): Promise<MendableFinding[]> {
    const [commands, attention] = await this.unitOfWork.read(
      async (em) => [await pending(em), await parked(em)] as const,
    );
    return [
      ...commands.map(({ id, name, workflowId, createdAt, zone }) =>
        leftToPeople(
          {
            code: 'command-waits',
            severity: 'broken',
            where: workflowId,
            what: `The command ${name} (${id}) of ${at(createdAt, zone)} is not carried out yet.`,
          },
          'It is kept, and carried out as soon as its workflow and a worker run: look for those first.',
        ),
      ),
      ...attention.map(({ workflowId, detail, raisedAt, zone }) =>
        leftToPeople(
          {
            code: 'needs-attention',
            severity: 'notice',
            where: workflowId,
            what: `Since ${at(raisedAt, zone)} its workflow waits for people: ${detail}`,
          },
          'Mend the cause, then `laureate cycle retry`.',
        ),
      ),
    ].map((finding) => ({ ...finding, mend: null }));
  }
}

/** A workflow run that told that it ends. */
export interface WorkflowEnd {
  cycleId: string;
  workflowId: string;
  runId: string;
}

/** The newest workflow runs that told that they end, each so many minutes ago or more. */
export async function workflowEnds(em: SqlEntityManager, minutesAgo: number): Promise<WorkflowEnd[]> {
  return em.execute<WorkflowEnd[]>(
    `select cycle_id as "cycleId", workflow_id as "workflowId", run_id as "runId" from cycles.workflow_end
     where ended_at < now() - make_interval(mins => ?) order by ended_at desc limit ${ENDS}`,
    [minutesAgo],
  );
}

const at = (time: string, zone: string): string => bothZones(toInstant(new Date(time)), zone);

/** Commands that have waited for longer than a minute, oldest first. */
async function pending(em: SqlEntityManager) {
  return em.execute<
    { id: string; name: keyof typeof UpdateName; workflowId: string; createdAt: string; zone: string }[]
  >(
    `select c.id, c.update_name as name, 'cycle/' || c.cycle_id || coalesce('/stage/' || c.stage_key, '')
         || coalesce('/supersession/' || (c.payload ->> 'decisionId'), '') as "workflowId",
       c.created_at as "createdAt", y.zone
     from cycles.command c join cycles.cycle y on y.id = c.cycle_id
     where c.state = 'pending' and c.created_at < now() - interval '1 minute' order by c.created_at limit ${SHOWN}`,
  );
}

/** What is parked in cycles that run, and was not answered by a later change of its stage; oldest first. */
async function parked(em: SqlEntityManager) {
  return em.execute<{ workflowId: string; detail: string; raisedAt: string; zone: string }[]>(
    `select a.workflow_id as "workflowId", a.detail, a.raised_at as "raisedAt", y.zone
     from cycles.attention a join cycles.cycle y on y.id = a.cycle_id and y.status = 'published'
     where a.resolved_at is null and not exists (
       select from cycles.stage_record r
       where r.cycle_id = a.cycle_id and r.stage_key = a.stage_key and r.recorded_at > a.raised_at)
     order by a.raised_at, a.code limit ${SHOWN}`,
  );
}
