import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { StageFacts } from '#libs/contracts';
import { Stage } from '../definition/stage.entity.js';
import { StageRecord } from './cycle.entities.js';
import { factsOf } from './stage-facts.js';

/** The stages of a cycle as the auditor compares them: each row now, and the record of each version of it. */
export async function auditStageRecords(
  em: SqlEntityManager,
  cycleId: string,
): Promise<{ row: StageFacts; records: StageFacts[] }[]> {
  const stages = await em.find(Stage, { cycleId }, { orderBy: { position: 'asc' } });
  const records = await em.find(StageRecord, { cycleId }, { orderBy: { stageKey: 'asc', version: 'asc' } });
  return stages.map((stage) => ({
    row: factsOf(stage),
    records: records.filter(({ stageKey }) => stageKey === stage.key).map(({ facts }) => facts),
  }));
}

/** Why a version of a stage came about: the reason's code, and its text as it was given. */
export interface StageReason {
  stageKey: string;
  version: number;
  code: string | null;
  text: string | null;
}

/** The reasons of some versions of a cycle's stages; versions without one are left out. */
export async function reasonsOf(
  em: SqlEntityManager,
  cycleId: string,
  versions: { stageKey: string; version: number }[],
): Promise<StageReason[]> {
  if (versions.length === 0) return [];
  return em.execute<StageReason[]>(
    `select r.stage_key as "stageKey", r.version, r.reason_code as code,
       (select w.text from cycles.reason w where w.cycle_id = r.cycle_id and w.text_digest = r.reason_digest limit 1) as text
     from cycles.stage_record r
     join jsonb_to_recordset(?::jsonb) as v("stageKey" text, version int)
       on v."stageKey" = r.stage_key and v.version = r.version
     where r.cycle_id = ? and r.reason_code is not null`,
    [JSON.stringify(versions), cycleId],
  );
}
