import { setTimeout as sleep } from 'node:timers/promises';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { SignalName, type StageRef, cycleWorkflowId, stageWorkflowId } from '#libs/contracts';
import {
  type MendableFinding,
  type Checkup,
  TemporalClient,
  UnitOfWork,
  type WorkContext,
  leftToPeople,
} from '#libs/platform';
import { toInstant } from '../definition/calendar.js';
import { CycleRunService } from '../cycle/cycle-run.service.js';
import { Cycle } from '../rows/cycle.entities.js';
import { clockOf } from '../rows/cycle.queries.js';
import { startCycle } from '../workflows/start-workflow.js';
import { factsOf } from '../rows/stage-facts.js';
import { Stage } from '../definition/stage.entity.js';
import { type WorkflowFinding, type WorkflowRemedy, workflowFindings } from './workflow-checkup.rules.js';
import { changesAbove, cyclesWithWorkflows, runView } from '../workflows/workflow-runs.js';
import type { CycleLook, CycleRunState, RunView, StageRunState } from '../workflows/workflow-view.js';

/** Cycles looked at: all that run, and those that ended of late; the newest when there are very many. */
const CYCLES = 100;
const AT_ONCE = 25;
const OF_LATE = '30 days';
/** How long a cycle's workflow may take to hear that a stage's has gone, and to start it, ms. */
const HEARS_WITHIN_MS = 8_000;
const START_ANEW = 'If it stays so, terminate it and mend again: it starts anew at its rows.';

interface Workflows {
  cycle: RunView<CycleRunState>;
  stages: Map<string, RunView<StageRunState>>;
}

/** Holds the rows of cycles and stages against their workflows; starts what is missing, wakes what has not heard. */
export class WorkflowCheckup implements Checkup {
  readonly name = 'workflows';

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly temporal: TemporalClient,
    private readonly runs: CycleRunService,
  ) {}

  async examine(): Promise<MendableFinding[]> {
    const looks = await this.looks();
    const now = await this.unitOfWork.read((em) => clockOf(em));
    const found = workflowFindings(looks, now).map((finding) => this.mendable(finding));
    return [...found, ...(await this.strangers())];
  }

  /** Workflows first, rows after: what a workflow knows was committed before, so a row can only be newer. */
  private async looks(): Promise<CycleLook[]> {
    const ids = await this.unitOfWork.read((em) => relevantCycles(em));
    const looks: CycleLook[] = [];
    // Beside each other, since each waits as long when no worker answers.
    for (let i = 0; i < ids.length; i += AT_ONCE) {
      looks.push(...(await Promise.all(ids.slice(i, i + AT_ONCE).map((cycleId) => this.lookAt(cycleId)))));
    }
    return looks;
  }

  private async lookAt(cycleId: string): Promise<CycleLook> {
    const stages = await this.unitOfWork.read((em) => em.find(Stage, { cycleId }, { fields: ['key'] }));
    const keys = stages.map(({ key }) => key);
    return this.look(cycleId, await this.workflowsOf(cycleId, keys));
  }

  private async workflowsOf(cycleId: string, keys: string[]): Promise<Workflows> {
    const [cycle, ...stages] = await Promise.all([
      runView<CycleRunState>(this.temporal, cycleWorkflowId(cycleId)),
      ...keys.map((key) => runView<StageRunState>(this.temporal, stageWorkflowId(cycleId, key))),
    ]);
    return { cycle, stages: new Map(keys.map((key, index) => [key, stages[index]!])) };
  }

  private async look(cycleId: string, workflows: Workflows): Promise<CycleLook> {
    const { cycle, stages, since } = await this.unitOfWork.read(async (em) => ({
      cycle: await em.findOneOrFail(Cycle, { id: cycleId }),
      stages: await em.find(Stage, { cycleId }, { orderBy: { position: 'asc' } }),
      since: await changedAt(em, cycleId),
    }));
    const looked = stages.map(async (stage) => {
      const row = factsOf(stage);
      const workflow = workflows.stages.get(stage.key)!;
      // A running workflow says itself how far it is, if a worker answers; any other is known by its history only.
      const { run, state } = workflow;
      const isKnown = run === 'none' || (state?.facts && state.facts.version <= row.version);
      return {
        row,
        title: stage.title,
        since: since.get(stage.key)!,
        workflow,
        missing: isKnown ? [] : await changesAbove(this.temporal, stageWorkflowId(cycleId, stage.key), row.version),
      };
    });
    const { title, zone, status, revision, pausedAt } = cycle;
    return {
      cycleId,
      title,
      zone,
      status,
      revision,
      pausedAt: pausedAt ? toInstant(pausedAt) : null,
      since: cycle.endedAt ? toInstant(cycle.endedAt) : since.get('')!,
      workflow: workflows.cycle,
      stages: await Promise.all(looked),
    };
  }

  /** Workflows of cycles that the database does not know. */
  private async strangers(): Promise<MendableFinding[]> {
    const running = await cyclesWithWorkflows(this.temporal);
    const known = await this.unitOfWork.read((em) => em.find(Cycle, { id: { $in: [...running] } }, { fields: ['id'] }));
    for (const { id } of known) running.delete(id);
    return [...running].map((cycleId) => ({
      ...leftToPeople(
        {
          code: 'workflow-without-cycle',
          severity: 'loss',
          where: cycleWorkflowId(cycleId),
          what: 'A workflow of this cycle runs, and the database has no such cycle.',
        },
        'Was the database restored to before the cycle was published? Restore it to a later instant; or terminate the ' +
          'workflow and its stages.',
      ),
      mend: null,
    }));
  }

  private mendable({ remedy, ...finding }: WorkflowFinding): MendableFinding {
    return { ...finding, mend: remedy && ((context) => this.mend(context, remedy)) };
  }

  private async mend(context: WorkContext, remedy: WorkflowRemedy): Promise<void> {
    switch (remedy.do) {
      case 'startCycle':
        return this.startCycle(context, remedy.cycleId);
      case 'startStage':
        return this.startStage(context, remedy);
      case 'tellDecided':
        return this.signal(cycleWorkflowId(remedy.cycleId), SignalName.stageDecided, remedy.stageKey);
      case 'wake':
        return this.signal(remedy.workflowId, SignalName.lookAgain);
    }
  }

  /** Its new run and those of its stages try everything again: what the old ones were parked for is answered. */
  private async startCycle(context: WorkContext, cycleId: string): Promise<void> {
    const stages = await this.unitOfWork.read((em) => em.find(Stage, { cycleId }, { fields: ['key'] }));
    for (const { key } of stages) await this.runs.answerAttention(context, { cycleId, stageKey: key });
    await this.runs.answerAttention(context, { cycleId });
    await startCycle(this.temporal, cycleId);
  }

  /** Has the cycle start the stage; what was parked because of it is answered once it runs. */
  private async startStage(context: WorkContext, ref: StageRef): Promise<void> {
    const { cycleId, stageKey } = ref;
    const own = cycleWorkflowId(cycleId);
    await this.until(`The workflow ${own} still takes that of the stage for running. ${START_ANEW}`, async () => {
      const { state } = await runView<CycleRunState>(this.temporal, own);
      const child = state?.children[stageKey];
      return child === undefined || (child === 'lost' && state?.parked[`start/${stageKey}`] !== undefined);
    });
    await this.runs.answerAttention(context, ref);
    await this.signal(own, SignalName.lookAgain);
    await this.until(`The workflow ${own} did not start the stage. Does a worker run? ${START_ANEW}`, async () => {
      const { run } = await runView<StageRunState>(this.temporal, stageWorkflowId(cycleId, stageKey));
      return run === 'running';
    });
    await this.runs.answerAttention(context, { cycleId });
  }

  private signal(workflowId: string, name: string, ...args: string[]): Promise<void> {
    return this.temporal.client.workflow.getHandle(workflowId).signal(name, ...args);
  }

  private async until(otherwise: string, holds: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + HEARS_WITHIN_MS; !(await holds()); await sleep(200)) {
      if (Date.now() > end) throw new Error(otherwise);
    }
  }
}

async function relevantCycles(em: SqlEntityManager): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>(
    `select id from cycles.cycle
     where status = 'published' or (status <> 'draft' and ended_at > now() - interval '${OF_LATE}')
     order by status = 'published' desc, id desc limit ${CYCLES}`,
  );
  return rows.map(({ id }) => id);
}

/** Since when each stage of a cycle is as it is; under the empty key, the cycle itself. */
async function changedAt(em: SqlEntityManager, cycleId: string): Promise<Map<string, string>> {
  const rows = await em.execute<{ key: string; at: string | Date }[]>(
    `select stage_key as key, max(recorded_at) as at from cycles.stage_record where cycle_id = ? group by stage_key
     union all select '', greatest(
       (select max(created_at) from cycles.cycle_revision where cycle_id = ?),
       (select max(coalesce(resumed_at, paused_at)) from cycles.pause where cycle_id = ?))`,
    [cycleId, cycleId, cycleId],
  );
  return new Map(rows.map(({ key, at }) => [key, toInstant(new Date(at))]));
}
