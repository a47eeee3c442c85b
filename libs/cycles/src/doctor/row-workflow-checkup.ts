import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type Instant, SignalName } from '#libs/contracts';
import type { MendableFinding, Checkup, TemporalClient, UnitOfWork } from '#libs/platform';
import { clockOf } from '../rows/cycle.queries.js';
import { type RowRunState, type RowWorkflowLook, rowWorkflowFinding } from './row-workflow.rules.js';
import { runView } from '../workflows/workflow-runs.js';
import type { RunView } from '../workflows/workflow-view.js';

const AT_ONCE = 25;

/** Rows of one kind that have a workflow of their own each. */
export interface RowWorkflows<Row extends { workflowId: string }, State extends RowRunState> {
  /** What they are, as said when they cannot be looked at. */
  name: string;
  /** Those that may be open or ended of late, a bounded number, the newest. */
  rows(em: SqlEntityManager): Promise<Row[]>;
  /** The row as it is now, read after its workflow was asked: what a workflow knows was committed before. */
  look(em: SqlEntityManager, row: Row, workflow: RunView<State>, now: Instant): Promise<RowWorkflowLook>;
  /** Starts a workflow that is missing at the state of its row. */
  start(row: Row): Promise<void>;
}

/** Holds such rows against their workflows; starts what is missing, wakes what has not heard. */
export class RowWorkflowCheckup<Row extends { workflowId: string }, State extends RowRunState> implements Checkup {
  readonly name: string;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly temporal: TemporalClient,
    private readonly own: RowWorkflows<Row, State>,
  ) {
    this.name = own.name;
  }

  async examine(): Promise<MendableFinding[]> {
    const rows = await this.unitOfWork.read((em) => this.own.rows(em));
    const found: MendableFinding[] = [];
    // Beside each other, since each waits as long when no worker answers.
    for (let i = 0; i < rows.length; i += AT_ONCE) {
      found.push(...(await Promise.all(rows.slice(i, i + AT_ONCE).map((row) => this.examined(row)))).flat());
    }
    return found;
  }

  private async examined(row: Row): Promise<MendableFinding[]> {
    const workflow = await runView<State>(this.temporal, row.workflowId);
    const finding = await this.unitOfWork.read(async (em) => {
      const now = await clockOf(em);
      return rowWorkflowFinding(await this.own.look(em, row, workflow, now), now);
    });
    if (!finding) return [];
    const { remedy, ...rest } = finding;
    const { client } = this.temporal;
    const mend =
      remedy === 'start'
        ? () => this.own.start(row)
        : () => client.workflow.getHandle(row.workflowId).signal(SignalName.lookAgain);
    return [{ ...rest, mend: remedy && mend }];
  }
}
