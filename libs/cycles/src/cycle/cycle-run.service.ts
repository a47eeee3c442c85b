import { Injectable } from '@nestjs/common';
import {
  type Command,
  type CyclePlan,
  type Parked,
  type StageFacts,
  type StageRef,
  cycleWorkflowId,
  stageWorkflowId,
} from '#libs/contracts';
import { Problem, UnitOfWork, type Work, type WorkContext } from '#libs/platform';
import { refusal } from '../refusals.words.js';
import { toInstant } from '../definition/calendar.js';
import { requirePossibleInCycle } from '../possible/command-check.service.js';
import { cycleCancelled } from '../rows/events.rules.js';
import { tell } from '../rows/tell.js';
import { planAfter, planOf } from '../rows/cycle-plan.js';
import { lockCycle, requireCycle, requireStage } from '../rows/cycle.queries.js';
import { lockStages, refusePaused } from '../rows/stage-lock.js';
import { StageService } from '../stage/stage.service.js';
import { Stage } from '../definition/stage.entity.js';

/** Names a cycle's workflow or, with a stage, the stage's. */
export interface WorkflowOf {
  cycleId: string;
  stageKey?: string;
}

const workflowIdOf = ({ cycleId, stageKey }: WorkflowOf): string =>
  stageKey === undefined ? cycleWorkflowId(cycleId) : stageWorkflowId(cycleId, stageKey);

/** What a running cycle's workflows do besides changing stages. Everything here is safe to repeat. */
@Injectable()
export class CycleRunService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly stages: StageService,
  ) {}

  /** What the cycle's workflow runs by. Throws `not-found`, `conflict` for a draft. */
  plan(cycleId: string): Promise<CyclePlan> {
    return this.unitOfWork.read(async (em) => {
      const cycle = await requireCycle(em, cycleId);
      if (cycle.status === 'draft') throw new Problem('conflict', refusal('cycle.notPublished'), { state: 'draft' });
      return planOf(cycle, await em.find(Stage, { cycleId }, { orderBy: { position: 'asc' } }));
    });
  }

  /** What there is of a cycle or, with a stage, of the stage. Throws `not-found`. */
  standing({ cycleId, stageKey }: WorkflowOf): Promise<CyclePlan | StageFacts> {
    return stageKey === undefined ? this.plan(cycleId) : this.stages.read({ cycleId, stageKey });
  }

  /** Cancels a cycle and every stage that is not released. Throws `conflict` when it has ended otherwise. */
  cancel(context: WorkContext, cycleId: string, command: Command): Promise<CyclePlan> {
    return this.unitOfWork.run(context, async (work) => {
      const cycle = await lockCycle(work, cycleId);
      const { stages } = await lockStages(work, cycleId);
      if (cycle.status === 'cancelled') return planAfter(work, cycle, stages, command);
      requirePossibleInCycle('cancel', cycle);
      for (const stage of stages) if (stage.state !== 'released') this.stages.markCancelled(work, stage, command);
      work.em.assign(cycle, {
        status: 'cancelled',
        version: cycle.version + 1,
        pausedAt: null,
        endedAt: await work.now(),
      });
      tell(work, cycleId, cycleCancelled(cycleId, command.reason));
      return planAfter(work, cycle, stages, command);
    });
  }

  /** All stages have ended. Throws `conflict` for a cycle that was cancelled. */
  complete(context: WorkContext, cycleId: string): Promise<void> {
    return this.unitOfWork.run(context, async (work) => {
      const cycle = await lockCycle(work, cycleId);
      if (cycle.status === 'completed') return;
      if (cycle.status !== 'published') {
        const detail = refusal('cycle.notCompleted', { status: cycle.status });
        throw new Problem('conflict', detail, { state: cycle.status });
      }
      work.em.assign(cycle, { status: 'completed', version: cycle.version + 1, endedAt: await work.now() });
      work.emit({ type: 'laureate.cycle.completed.v1', subject: cycleId, data: { cycleId } });
    });
  }

  /**
   * Writes one `reminder.due` for the step of this deadline version, while the stage is open and
   * its deadline has not moved. Throws `paused`.
   */
  remind(context: WorkContext, ref: StageRef & { step: string; deadlineVersion: number }): Promise<void> {
    const { cycleId, stageKey, step, deadlineVersion } = ref;
    return this.unitOfWork.run(context, async (work) => {
      const stage = await requireStage(work.em, ref);
      refusePaused(stage, await work.now());
      if (stage.state !== 'open' || stage.deadlineVersion !== deadlineVersion) return;
      if (await wasPutIntoThePast(work, stage, step)) return;
      const isFirst = await insertOnce(
        work,
        'insert into cycles.reminder (cycle_id, stage_key, step, deadline_version) values (?, ?, ?, ?)',
        [cycleId, stageKey, step, deadlineVersion],
      );
      if (!isFirst) return;
      work.emit({
        type: 'laureate.reminder.due.v1',
        subject: cycleId,
        data: { cycleId, stageKey, step, deadlineVersion, deadlineAt: toInstant(stage.deadlineAt) },
      });
    });
  }

  /**
   * A workflow is parked: noted for the secretariat and told in an event, once each time; before
   * times were named, once a code.
   */
  needsAttention(context: WorkContext, parked: Parked): Promise<void> {
    const { cycleId, stageKey = null, code, detail, workflowId = workflowIdOf(parked), occurrence = null } = parked;
    return this.unitOfWork.run(context, async (work) => {
      const noted = await work.em.execute<unknown[]>(
        `insert into cycles.attention as a (workflow_id, code, cycle_id, stage_key, detail, occurrence, raised_at)
         values (?, ?, ?, ?, ?, ?, now()) on conflict (workflow_id, code) do update
         set detail = excluded.detail, occurrence = excluded.occurrence, raised_at = now(), resolved_at = null
         where a.occurrence is distinct from excluded.occurrence returning 1`,
        [workflowId, code, cycleId, stageKey, detail, occurrence],
      );
      if (noted.length > 0) {
        const time = { workflowId, ...(occurrence !== null && { occurrence }) };
        const data = { cycleId, stageKey, code, ...time };
        work.emit({ type: 'laureate.stage.needs-attention.v1', subject: cycleId, data });
      } else if (occurrence === null) {
        await work.em.execute(
          'update cycles.attention set detail = ?, raised_at = now(), resolved_at = null where workflow_id = ? and code = ?',
          [detail, workflowId, code],
        );
      }
    });
  }

  /**
   * The secretariat had a parked workflow try again, at `at` or now: what it was parked for is
   * answered until it is parked again.
   */
  answerAttention(context: WorkContext, of: WorkflowOf, at?: Date): Promise<void> {
    return this.answer(context, [workflowIdOf(of)], at);
  }

  /**
   * The workflows of complaints, clarifications and superseding decisions that are parked: of a
   * cycle, or of one of its stages.
   */
  parkedBeside(of: WorkflowOf): Promise<string[]> {
    const { cycleId, stageKey = null } = of;
    return this.unitOfWork.read(async (em) => {
      const rows = await em.execute<{ id: string }[]>(
        `select distinct workflow_id as id from cycles.attention
         where cycle_id = ? and resolved_at is null and (?::text is null or stage_key = ?)
           and workflow_id <> ? and workflow_id <> coalesce(? || '/stage/' || stage_key, '') order by id`,
        [cycleId, stageKey, stageKey, cycleWorkflowId(cycleId), cycleWorkflowId(cycleId)],
      );
      return rows.map(({ id }) => id);
    });
  }

  /** What these workflows were parked for until an instant, or now, is answered. */
  answer(context: WorkContext, workflowIds: string[], at?: Date): Promise<void> {
    return this.unitOfWork.run(context, async (work) => {
      await work.em.execute(
        `update cycles.attention set resolved_at = now()
         where workflow_id in (?) and resolved_at is null and raised_at <= coalesce(?, now())`,
        [workflowIds, at ?? null],
      );
    });
  }

  /** A workflow run is about to end: the auditor is told, once per run. */
  endWorkflow(context: WorkContext, cycleId: string, workflowId: string, runId: string): Promise<void> {
    return this.unitOfWork.run(context, async (work) => {
      const isFirst = await insertOnce(
        work,
        'insert into cycles.workflow_end (workflow_id, run_id, cycle_id) values (?, ?, ?)',
        [workflowId, runId, cycleId],
      );
      if (!isFirst) return;
      await this.answer(context, [workflowId]);
      work.emit({ type: 'laureate.workflow.ending.v1', subject: cycleId, data: { cycleId, workflowId, runId } });
    });
  }
}

/** Inserts a row unless it is there; true when it was not. */
async function insertOnce(work: Work, insert: string, values: unknown[]): Promise<boolean> {
  const inserted = await work.em.execute<unknown[]>(`${insert} on conflict do nothing returning 1 as inserted`, values);
  return inserted.length > 0;
}

/**
 * Was it reminded of the step by an earlier deadline, and was the step past by the new one when the
 * deadline moved? A workflow that has run all the time remembers; one that started anew at the row
 * asks again.
 */
async function wasPutIntoThePast(work: Work, { cycleId, key, ladder, deadlineVersion }: Stage, step: string) {
  const at = ladder.find((each) => each.step === step)?.at ?? null;
  const [row] = await work.em.execute<{ answer: boolean | null }[]>(
    `select exists (
         select from cycles.reminder where cycle_id = ? and stage_key = ? and step = ? and deadline_version < ?)
       and ?::timestamptz <= (
         select min(recorded_at) from cycles.stage_record
         where cycle_id = ? and stage_key = ? and (facts->>'deadlineVersion')::int = ?) as answer`,
    [cycleId, key, step, deadlineVersion, at, cycleId, key, deadlineVersion],
  );
  return row!.answer === true;
}
