import type { StageFacts } from '#libs/contracts';
import { Problem, type Work } from '#libs/platform';
import { refusal } from '../refusals.words.js';
import { Cycle } from '../rows/cycle.entities.js';
import type { CycleDefinition } from '../definition/definition.js';
import { Stage } from '../definition/stage.entity.js';
import type { stageRecordOf } from '../rows/stage-records.js';

/**
 * What a move of deadlines goes by, with the cycle's row and some of its stages locked. Its writes
 * are those of `writeMoved` alone.
 */
export interface CycleToMove {
  cycle: Cycle;
  /** What the command committed before; empty the first time. */
  committed: StageFacts[];
  definition: CycleDefinition;
  /** All of them, in their order. */
  stages: Stage[];
  /** The wall clock when the last lock was held. */
  clock: Date;
}

interface FoundRow {
  cycle: object;
  committed: StageFacts[];
  definition: CycleDefinition;
  stages: object[];
  clock: string | Date;
}

/**
 * Locks a published cycle and then the named stages exclusively, in the order given, until the end
 * of the transaction, and reads all that a move goes by, in one round trip. Throws `not-found`.
 */
export async function lockToMove(
  work: Work,
  cycleId: string,
  stageKeys: string[],
  commandId: string,
): Promise<CycleToMove> {
  const [row] = await work.em.execute<FoundRow[]>(
    `select * from cycles.lock_to_move(?, array(select jsonb_array_elements_text(?::jsonb)), ?)`,
    [cycleId, JSON.stringify(stageKeys), commandId],
  );
  if (!row) throw new Problem('not-found', refusal('cycle.none'));
  // Not the transaction's own rows: what changes in them is written with its last statement.
  const beside = work.em.fork({ clear: true });
  return {
    ...row,
    cycle: beside.map(Cycle, row.cycle),
    stages: row.stages.map((stage) => beside.map(Stage, stage)),
    clock: new Date(row.clock),
  };
}

/** Writes which revision of its definition a cycle follows, with the last statement of the transaction. */
export function writeRevision(work: Work, { id, revision, title, version }: Cycle): void {
  work.defer({
    sql: 'moved_cycle as (update cycles.cycle set revision = ?, title = ?, version = ? where id = ?)',
    values: [revision, title, version, id],
  });
}

/** Writes a stage whose windows moved and its record, with the last statement of the transaction. */
export function writeMoved(work: Work, stage: Stage, record: ReturnType<typeof stageRecordOf>): void {
  const { cycleId, key, version, position } = stage;
  work.defer({
    sql: `moved_${position} as (
        update cycles.stage set revision = ?, version = ?, opens_at = ?, deadline_at = ?, hard_close_at = ?, deadline_version = ?,
          steps = ?::jsonb, ladder = ?::jsonb, releases = ?::jsonb
        where cycle_id = ? and key = ?
      ), record_${position} as (
        insert into cycles.stage_record (cycle_id, stage_key, version, transition, facts, actor_id, command_id, reason_code, reason_digest)
        values (?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?)
      )`,
    values: [
      stage.revision,
      version,
      stage.opensAt,
      stage.deadlineAt,
      stage.hardCloseAt,
      stage.deadlineVersion,
      ...[stage.steps, stage.ladder, stage.releases].map((part) => JSON.stringify(part)),
      cycleId,
      key,
      // The record.
      cycleId,
      key,
      version,
      record.transition,
      JSON.stringify(record.facts),
      record.actorId,
      record.commandId,
      record.reasonCode,
      record.reasonDigest,
    ],
  });
}
