import { randomUUID } from 'node:crypto';
import {
  SignalName,
  TASK_QUEUE,
  WorkflowType,
  clarificationWorkflowId,
  complaintWorkflowId,
  supersessionWorkflowId,
  type LadderStep,
} from '#libs/contracts/pure';
import { HOUR, type RunningCycle, type WorkflowFixture } from './workflow-fixture.js';
import { DRAIN } from '../in-memory/in-memory.activities.js';
import type { ClarificationRecord, ComplaintRecord } from '../in-memory/records.js';

/** How long there is to answer, and when people are reminded before it is over. */
const TO_ANSWER = 4.5 * HOUR;
const LADDER = { PT2H: 2 * HOUR, PT1H: HOUR };

/** What is asked beside the stages: the workflow's id, and what was written about it. */
interface Asked<Row> {
  id: string;
  row: Row;
}

/**
 * What runs beside the stages of one cycle, each in a workflow of its own: superseding decisions,
 * clarifications, complaints.
 */
export class Beside {
  readonly #fixture: WorkflowFixture;
  readonly #cycle: RunningCycle;
  readonly #ids: string[] = [];
  readonly #clarifications: Asked<ClarificationRecord>[] = [];
  readonly #complaints: Asked<ComplaintRecord>[] = [];

  constructor(fixture: WorkflowFixture, cycle: RunningCycle) {
    this.#fixture = fixture;
    this.#cycle = cycle;
  }

  /** Have all of them ended? */
  get haveEnded(): boolean {
    return this.#ids.every((id) => this.#cycle.record.ended.includes(id));
  }

  /** Starts the workflow of a superseding decision, as the dispatcher does; gives the decision's id. */
  async supersession(stageKey: string): Promise<string> {
    const { cycleId } = this.#cycle.record;
    const decisionId = randomUUID();
    const id = supersessionWorkflowId(cycleId, stageKey, decisionId);
    await this.#start(WorkflowType.supersession, id, { cycleId, stageKey, programme: 'test', decisionId });
    return decisionId;
  }

  /** Asks a city for a clarification; gives whether it may be asked. */
  async ask(stageKey: string, now: number): Promise<boolean> {
    if (!this.#goesOn) return false;
    const ref = { cycleId: this.#cycle.record.cycleId, stageKey, clarificationId: randomUUID() };
    const id = clarificationWorkflowId(ref.clarificationId);
    this.#clarifications.push({ id, row: this.#fixture.activities.clarify(ref, now + TO_ANSWER, LADDER) });
    await this.#start(WorkflowType.clarification, id, ref);
    return true;
  }

  /** The city answers the first open clarification; gives whether there was one. */
  answer(): Promise<boolean> {
    return this.#settle(this.#clarifications, 'answered');
  }

  /** Files a complaint; gives whether it may be filed. */
  async complain(stageKey: string, now: number): Promise<boolean> {
    if (!this.#goesOn) return false;
    const ref = { cycleId: this.#cycle.record.cycleId, stageKey, complaintId: randomUUID() };
    const id = complaintWorkflowId(ref.cycleId, ref.complaintId);
    this.#complaints.push({ id, row: this.#fixture.activities.file(ref, now + TO_ANSWER, LADDER) });
    await this.#start(WorkflowType.complaint, id, ref);
    return true;
  }

  /** The outcome of the first open complaint is confirmed; gives whether there was one. */
  settle(): Promise<boolean> {
    return this.#settle(this.#complaints, 'settled');
  }

  /** What the clock should have done and has not; null when all is as it should be. */
  overdue(now: number): string | null {
    if (!this.#goesOn || this.#cycle.record.refuses) return null;
    for (const { id, row } of [...this.#clarifications, ...this.#complaints]) {
      const { facts, reminded } = row;
      if (facts.state !== 'open') continue;
      if (Date.parse(facts.dueAt) + DRAIN <= now && !('overdue' in row && row.overdue.length > 0))
        return `${id}: its time is over`;
      const step = now < Date.parse(facts.dueAt) ? lastDue(facts.ladder, now) : undefined;
      if (step && !reminded.some((each) => each.step === step)) return `${id}: not reminded of ${step}`;
    }
    return null;
  }

  /**
   * Its cycle may be over or paused, or what was refused may go on: has each look, as the consumer
   * of that event does, or try again, as the dispatcher of a retry does.
   */
  async tell(signal: 'lookAgain' | 'tryAgain' = 'lookAgain'): Promise<void> {
    const { workflow } = this.#fixture.env.client;
    const ids = this.#ids.filter((id) => !this.#cycle.record.ended.includes(id));
    await Promise.allSettled(ids.map((id) => workflow.getHandle(id).signal(SignalName[signal])));
  }

  /** How the clarifications and complaints ended by their rows, and every reminder of each. */
  ends(): { id: string; state: string; reminders: string[] }[] {
    const isCancelled = this.#cycle.record.status === 'cancelled';
    const state = (own: string) => (own === 'open' && isCancelled ? 'cancelled' : own);
    return [
      ...this.#clarifications.map(({ id, row: { facts, reminded } }) => {
        const reminders = reminded.map(({ step, deadlineVersion }) => `${step}/${deadlineVersion}`);
        return { id, state: state(facts.state), reminders };
      }),
      ...this.#complaints.map(({ id, row: { facts, reminded } }) => {
        return { id, state: state(facts.state), reminders: reminded.map(({ step }) => step) };
      }),
    ];
  }

  get #goesOn(): boolean {
    const { status, pausedAt } = this.#cycle.record;
    return status !== 'cancelled' && !pausedAt;
  }

  async #settle<State extends string>(all: Asked<{ facts: { state: string } }>[], state: State): Promise<boolean> {
    const first = this.#goesOn ? all.find(({ row }) => row.facts.state === 'open') : undefined;
    if (!first) return false;
    first.row.facts = { ...first.row.facts, state };
    await this.#fixture.env.client.workflow.getHandle(first.id).signal(SignalName.lookAgain);
    return true;
  }

  async #start(type: string, workflowId: string, input: object): Promise<void> {
    this.#ids.push(workflowId);
    await this.#fixture.env.client.workflow.start(type, { workflowId, taskQueue: TASK_QUEUE, args: [input] });
  }
}

/** The name of the last step that is due. */
const lastDue = (ladder: LadderStep[], now: number): string | undefined =>
  ladder
    .filter(({ at }) => Date.parse(at) <= now)
    .toSorted((a, b) => a.at.localeCompare(b.at))
    .at(-1)?.step;
