import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type Language, type StageRef, stageWorkflowId } from '#libs/contracts';
import { UnitOfWork, type WorkContext } from '#libs/platform';
import { toInstant } from '../definition/calendar.js';
import { clockOf, requireCycle, requireStage } from '../rows/cycle.queries.js';
import { lateness } from './lateness.rules.js';
import { factsOf } from '../rows/stage-facts.js';
import { Stage } from '../definition/stage.entity.js';

/** Code under which a late stage needs attention. */
export const LATE = 'open/late';

/** Tells of stages that cannot open at their `opens` because a stage they wait for is late. */
@Injectable()
export class LatenessService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Notes a late stage for the secretariat and tells it, once per `opens`; nothing when it is not late (any more). */
  report(context: WorkContext, ref: StageRef): Promise<void> {
    return this.unitOfWork.run(context, async (work) => {
      const detail = await latenessOf(work.em, ref, 'en');
      if (detail === null) return;
      const { opensAt } = await requireStage(work.em, ref);
      const raised = await work.em.execute<unknown[]>(
        `insert into cycles.attention as a (workflow_id, code, cycle_id, stage_key, detail, raised_at) values (?, ?, ?, ?, ?, now())
         on conflict (workflow_id, code) do update set detail = excluded.detail, raised_at = now(), resolved_at = null
         where a.raised_at < ? returning 1`,
        [stageWorkflowId(ref.cycleId, ref.stageKey), LATE, ref.cycleId, ref.stageKey, detail, opensAt],
      );
      if (raised.length === 0) return;
      work.emit({
        type: 'laureate.stage.late.v1',
        subject: ref.cycleId,
        data: { ...ref, opensAt: toInstant(opensAt) },
      });
    });
  }

  /** Why a stage is late, as it stands now, in plain words; null when it is not. Throws `not-found`. */
  detail(ref: StageRef, language: Language): Promise<string | null> {
    return this.unitOfWork.read((em) => latenessOf(em, ref, language));
  }
}

async function latenessOf(em: SqlEntityManager, ref: StageRef, language: Language): Promise<string | null> {
  const { status, pausedAt } = await requireCycle(em, ref.cycleId);
  const stage = await requireStage(em, ref);
  if (status !== 'published' || pausedAt) return null;
  const stages = await em.find(Stage, { cycleId: ref.cycleId });
  const titled = (each: Stage) => ({ ...factsOf(each), title: each.title, zone: each.zone });
  return lateness(titled(stage), stages.map(titled), await clockOf(em), language);
}
