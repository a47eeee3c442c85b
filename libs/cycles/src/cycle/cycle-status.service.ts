import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { UnitOfWork } from '#libs/platform';
import { Attention } from '../rows/cycle.entities.js';
import { zoned } from '../definition/calendar.js';
import { clockOf, requireCycle } from '../rows/cycle.queries.js';
import {
  type CycleStatusView,
  type StageView,
  type ToCountersign,
  attentionView,
  cycleView,
  firingView,
  stageView,
} from './cycle-views.js';
import { LATE } from './lateness.service.js';
import { OwedService } from './owed.service.js';
import { Stage } from '../definition/stage.entity.js';
import { factsOf } from '../rows/stage-facts.js';
import { firstFiring } from '../definition/timetable.js';

/** Answers the secretariat's question: where does the cycle stand? */
@Injectable()
export class CycleStatusService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly owed: OwedService,
  ) {}

  /**
   * The stages of a cycle in their order, with what fires next in each; none while it is a draft. Throws `not-found`.
   */
  calendar(cycleId: string): Promise<StageView[]> {
    return this.unitOfWork.read(async (em) => {
      await requireCycle(em, cycleId);
      const stages = await em.find(Stage, { cycleId }, { orderBy: { position: 'asc' } });
      const now = await clockOf(em);
      return stages.map((stage) => stageView(stage, stages, now));
    });
  }

  /**
   * Where a cycle stands, what fires next and when (in both zones), what needs attention, who owes
   * what. Throws `not-found`.
   */
  async status(cycleId: string): Promise<CycleStatusView> {
    const { cycle, stages, attention, toCountersign, now } = await this.unitOfWork.read(async (em) => ({
      cycle: await requireCycle(em, cycleId),
      stages: await em.find(Stage, { cycleId }, { orderBy: { position: 'asc' } }),
      attention: await openAttention(em, cycleId),
      toCountersign: await countersignable(em, cycleId),
      now: await clockOf(em),
    }));
    const owed = await Promise.all(stages.map((stage) => this.unitOfWork.read((em) => this.owed.in(em, stage))));
    const next = firstFiring(stages.map(factsOf), now);
    return {
      cycle: cycleView(cycle),
      now: zoned(now, cycle.zone),
      next: next ? firingView(next, cycle.zone) : null,
      attention: attention.map((each) => attentionView(each, cycle.zone)),
      toCountersign,
      stages: stages.map((stage, index) => ({ ...stageView(stage, stages, now), owed: owed[index]! })),
    };
  }
}

/** Deadlines that one person has moved and nobody has countersigned, of a cycle that goes on; the first 20. */
const countersignable = (em: SqlEntityManager, cycleId: string): Promise<ToCountersign[]> =>
  em.execute<ToCountersign[]>(
    `select a.id as "amendmentId", a.number, a.reason_code as "reasonCode", a.definition_digest as "definitionDigest"
     from cycles.amendment a join cycles.cycle c on c.id = a.cycle_id and c.status = 'published'
     where a.cycle_id = ? and a.kind = 'deadline' and a.state = 'adopted'
       and (select count(*) from cycles.amendment_signature s where s.amendment_id = a.id) < 2
     order by a.number limit 20`,
    [cycleId],
  );

/**
 * What needs attention still: a stage that is late until it has opened or its opening has moved,
 * what is parked until its stage has changed; what is parked beside a stage, until it is tried
 * again or ends.
 */
export async function openAttention(em: SqlEntityManager, cycleId: string): Promise<Attention[]> {
  const rows = await em.execute<object[]>(
    `select a.* from cycles.attention a
     left join cycles.stage s on s.cycle_id = a.cycle_id and s.key = a.stage_key
     where a.cycle_id = ? and a.resolved_at is null and case
       when a.code = ? then s.state = 'scheduled' and s.opens_at <= now()
       else not exists (select from cycles.stage_record r
         where r.cycle_id = a.cycle_id and r.stage_key = a.stage_key and r.recorded_at > a.raised_at
           and a.workflow_id = 'cycle/' || a.cycle_id || '/stage/' || a.stage_key) end
     order by a.raised_at, a.code`,
    [cycleId, LATE],
  );
  return rows.map((row) => em.map(Attention, row));
}
