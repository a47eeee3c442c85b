import { Injectable } from '@nestjs/common';
import { LockMode } from '@mikro-orm/core';
import { type Command, type CyclePlan, type StageRef, cycleWorkflowId, stageWorkflowId } from '#libs/contracts';
import { Problem, UnitOfWork, type Work, type WorkContext } from '#libs/platform';
import { toInstant } from './calendar.js';
import { Cycle } from './cycle.entity.js';
import { requireCycle, requireStage } from './cycle.queries.js';
import { lockStage } from './stage-lock.js';
import { StageService } from './stage.service.js';
import { Stage } from './stage.entity.js';

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
      if (cycle.status === 'draft') throw new Problem('conflict', 'The cycle is not published.', { state: 'draft' });
      return planOf(cycle, await em.find(Stage, { cycleId }, { orderBy: { position: 'asc' } }));
    });
  }

  /** Cancels a cycle and every stage that is not released. Throws `conflict` when it has ended otherwise. */
  cancel(context: WorkContext, cycleId: string, command: Command): Promise<CyclePlan> {
    return this.unitOfWork.run(context, async (work) => {
      const cycle = await lockCycle(work, cycleId);
      const stages = await work.em.find(Stage, { cycleId }, { orderBy: { position: 'asc' } });
      if (cycle.status === 'cancelled') return planOf(cycle, stages);
      if (cycle.status !== 'published') {
        throw new Problem('conflict', `The cycle cannot be cancelled: it is ${cycle.status}.`, { state: cycle.status });
      }
      for (const { key } of stages) {
        const { stage } = await lockStage(work, { cycleId, stageKey: key }, 'exclusive');
        if (stage.state !== 'released') this.stages.markCancelled(work, stage, command);
      }
      work.em.assign(cycle, { status: 'cancelled', version: cycle.version + 1, endedAt: await work.now() });
      work.emit({
        type: 'laureate.cycle.cancelled.v1',
        subject: cycleId,
        data: { cycleId, reasonCode: command.reason?.code ?? null },
      });
      return planOf(cycle, stages);
    });
  }

  /** All stages have ended. Throws `conflict` for a cycle that was cancelled. */
  complete(context: WorkContext, cycleId: string): Promise<void> {
    return this.unitOfWork.run(context, async (work) => {
      const cycle = await lockCycle(work, cycleId);
      if (cycle.status === 'completed') return;
      if (cycle.status !== 'published') {
        throw new Problem('conflict', `The cycle cannot be completed: it is ${cycle.status}.`, { state: cycle.status });
      }
      work.em.assign(cycle, { status: 'completed', version: cycle.version + 1, endedAt: await work.now() });
      work.emit({ type: 'laureate.cycle.completed.v1', subject: cycleId, data: { cycleId } });
    });
  }

  /** Writes one `reminder.due` for the step of this deadline version, while the stage is open and its deadline has not moved. */
  remind(context: WorkContext, ref: StageRef & { step: string; deadlineVersion: number }): Promise<void> {
    const { cycleId, stageKey, step, deadlineVersion } = ref;
    return this.unitOfWork.run(context, async (work) => {
      const stage = await requireStage(work.em, ref);
      if (stage.state !== 'open' || stage.deadlineVersion !== deadlineVersion) return;
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

  /** A workflow is parked: noted for the secretariat each time, told in an event once per workflow and code. */
  needsAttention(context: WorkContext, of: WorkflowOf, code: string, detail: string): Promise<void> {
    const { cycleId, stageKey = null } = of;
    return this.unitOfWork.run(context, async (work) => {
      const isFirst = await insertOnce(
        work,
        `insert into cycles.attention (workflow_id, code, cycle_id, stage_key, detail, raised_at) values (?, ?, ?, ?, ?, now())`,
        [workflowIdOf(of), code, cycleId, stageKey, detail],
      );
      if (isFirst) {
        work.emit({ type: 'laureate.stage.needs-attention.v1', subject: cycleId, data: { cycleId, stageKey, code } });
        return;
      }
      await work.em.execute(
        'update cycles.attention set detail = ?, raised_at = now(), resolved_at = null where workflow_id = ? and code = ?',
        [detail, workflowIdOf(of), code],
      );
    });
  }

  /** The secretariat had a parked workflow try again: what it was parked for is answered until it is parked again. */
  answerAttention(context: WorkContext, of: WorkflowOf): Promise<void> {
    return this.unitOfWork.run(context, async (work) => {
      await work.em.execute(
        'update cycles.attention set resolved_at = now() where workflow_id = ? and resolved_at is null',
        [workflowIdOf(of)],
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
      work.emit({ type: 'laureate.workflow.ending.v1', subject: cycleId, data: { cycleId, workflowId, runId } });
    });
  }
}

const planOf = (cycle: Cycle, stages: Stage[]): CyclePlan => ({
  cycleId: cycle.id,
  programme: cycle.programme,
  revision: cycle.revision,
  status: cycle.status,
  stages: stages.map(({ key, type, after }) => ({ key, type, after })),
});

async function lockCycle(work: Work, cycleId: string): Promise<Cycle> {
  const cycle = await work.em.findOne(Cycle, { id: cycleId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!cycle) throw new Problem('not-found', 'There is no such cycle.');
  return cycle;
}

/** Inserts a row unless it is there; true when it was not. */
async function insertOnce(work: Work, insert: string, values: unknown[]): Promise<boolean> {
  const inserted = await work.em.execute<unknown[]>(`${insert} on conflict do nothing returning 1 as inserted`, values);
  return inserted.length > 0;
}
