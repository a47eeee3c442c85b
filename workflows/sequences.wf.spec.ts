import { afterEach, describe, expect, it } from '@jest/globals';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import fc from 'fast-check';
import { stageWorkflowId, type StageFacts } from '#libs/contracts/pure';
import { bundleWorkflows } from './testing/bundle.js';
import { HOUR, WorkflowFixture } from './testing/workflow-fixture.js';
import { replay } from './testing/replay.js';
import { SequenceRun } from './testing/sequence-run.js';
import { HOURS, KINDS, deaths, isPath, sequence, type What } from './testing/sequences.js';

/**
 * So many cycles run side by side on one clock, with one worker. Where it dies now and then, it
 * keeps nothing in memory and replays at every task, which takes longer: a worker that does is
 * replaced only when its own queue times out.
 */
const BATCHES = [
  { size: 240, dies: false },
  { size: 240, dies: false },
  { size: 25, dies: true },
];
const SEED = 20_261_124;

const cases = BATCHES.map(({ size, dies }, batch) => ({
  batch,
  sequences: fc.sample(sequence, { numRuns: size, seed: SEED + batch }),
  dies: dies ? fc.sample(deaths, { numRuns: 1, seed: SEED + batch })[0]! : [],
}));

describe('any sequence of commands, deadlines, deaths of the worker and duplicates', () => {
  const done = new Set<What>();
  let fixture: WorkflowFixture;

  describe('leaves rows and workflows in agreement, nothing lost, nothing done twice', () => {
    afterEach(() => fixture.close());

    it.each(cases)(
      'batch $batch; the worker dies in the hours $dies',
      async ({ batch, sequences, dies }) => {
        fixture = await WorkflowFixture.start({ maxCachedWorkflows: dies.length > 0 ? 0 : 1500 });
        // What a dying worker leaves behind is given out again by a clock that goes at its own pace.
        const fast: typeof fixture.hurry = dies.length > 0 ? (act) => act() : (act) => fixture.hurry(act);
        const from = await fixture.now();
        const runs = await Promise.all(sequences.map((each) => SequenceRun.start(fixture, each, from)));
        for (let hour = 0; hour <= HOURS; hour++) {
          const now = from + hour * HOUR;
          await (dies.includes(hour) ? die(now) : fixture.skipTo(now));
          await fast(() => settled(runs, hour));
          await fast(() => Promise.all(runs.map((run) => run.act(hour, now))));
          await fast(() => settled(runs, hour));
        }
        for (let hour = HOURS + 2; runs.some((run) => !run.hasEnded); hour += 2) {
          expect(hour).toBeLessThan(HOURS + 100);
          const now = await fixture.now();
          await fast(() => Promise.all(runs.filter((run) => !run.hasEnded).map((run) => run.finish(now))));
          await fast(() => settled(runs, hour));
          await fixture.skipTo(from + hour * HOUR);
          await fast(() => settled(runs, hour));
        }
        for (const [index, run] of runs.entries()) await judge(run, `batch ${batch}, sequence ${index}`);
        await replayed(runs);
        for (const run of runs) for (const what of run.done) done.add(what);
      },
      1_800_000,
    );
  });

  it('carries out every kind of action at least once: what is always refused tests nothing', () => {
    expect([...done].sort()).toEqual(KINDS.toSorted());
  });

  /** No worker is there when the timers on the way fire. */
  async function die(until: number): Promise<void> {
    await fixture.stopWorker();
    await fixture.skipWithoutWorkerTo(until);
    await fixture.startWorker();
  }

  async function settled(runs: SequenceRun[], hour: number): Promise<void> {
    const now = await fixture.now();
    const late = () => runs.flatMap((run, index) => (run.overdue(now) ? [`${index} ${run.overdue(now)}`] : []));
    await fixture
      .until(() => late().length === 0, 'nothing is overdue')
      .catch(() => expect([hour, ...late()]).toEqual([hour]));
  }

  /** The end of one cycle: what its workflows say is what its rows say, and everything happened once. */
  async function judge({ cycle, beside }: SequenceRun, at: string): Promise<void> {
    const { record, handle } = cycle;
    expect([at, await handle.result()]).toEqual([at, record.status]);
    for (const stage of record.stages.values()) {
      const { facts, states, reminders } = stage;
      expect([at, isPath(states), states]).toEqual([at, true, states]);
      const last = facts.releases.length > 0 ? 'released' : 'decided';
      expect([at, [last, 'cancelled'].includes(facts.state), facts.state]).toEqual([at, true, facts.state]);
      const keys = reminders.map(({ step, deadlineVersion }) => `${step}/${deadlineVersion}`);
      expect([at, new Set(keys).size]).toEqual([at, keys.length]);
    }
    for (const { id, state, reminders } of beside.ends()) {
      expect([at, id, await fixture.env.client.workflow.getHandle(id).result()]).toEqual([at, id, state]);
      expect([at, id, new Set(reminders).size]).toEqual([at, id, reminders.length]);
    }
  }

  /**
   * The history of every run replays; what the activities of a stage committed last is what its row
   * says; no reminder was written twice.
   */
  async function replayed(runs: SequenceRun[]): Promise<void> {
    const { workflow } = fixture.env.client;
    const ids = runs.flatMap(({ cycle: { record } }) => [...record.runs].map((id) => ({ record, id })));
    const histories = await Promise.all(
      ids.map(async ({ record, id }) => {
        const [workflowId, runId] = id.split('#');
        return { record, workflowId: id, history: await workflow.getHandle(workflowId!, runId).fetchHistory() };
      }),
    );
    const written = new Set<string>();
    const last = new Map<string, StageFacts>();
    for (const { workflowId: id, history } of histories) {
      const { facts, reminded } = readHistory(JSON.parse(historyToJSON(history)) as History);
      const [workflowId] = id.split('#');
      for (const reminder of reminded) {
        expect([id, reminder, written.has(`${workflowId} ${reminder}`)]).toEqual([id, reminder, false]);
        written.add(`${workflowId} ${reminder}`);
      }
      if (!facts || !/\/stage\/[^/]+$/.test(workflowId!)) continue;
      if (facts.version > (last.get(workflowId!)?.version ?? 0)) last.set(workflowId!, facts);
    }
    for (const { cycle } of runs) {
      for (const { facts: row } of cycle.record.stages.values()) {
        const facts = last.get(stageWorkflowId(row.cycleId, row.stageKey));
        if (!facts) expect(row).toMatchObject({ state: 'cancelled', openedAt: null });
        // One that had nothing to release had ended when its cycle was cancelled.
        else if (facts.state === 'decided' && row.state === 'cancelled') expect(facts.releases).toEqual([]);
        else expect(facts).toEqual(row);
      }
    }
    const outcomes = await replay(histories, await bundleWorkflows());
    expect(outcomes).toEqual(Object.fromEntries(ids.map(({ id }) => [id, null])));
  }
});

interface History {
  events: {
    eventId: string;
    activityTaskScheduledEventAttributes?: { activityType: { name: string }; input?: Payloads };
    activityTaskCompletedEventAttributes?: { scheduledEventId: string; result?: Payloads };
  }[];
}
interface Payloads {
  payloads?: { data?: string }[];
}

/**
 * The last facts of its stage that a history's activities returned, and every reminder it had
 * written: not those refused.
 */
function readHistory({ events }: History): { facts: StageFacts | null; reminded: string[] } {
  let facts: StageFacts | null = null;
  const reminded: string[] = [];
  const decode = (given?: Payloads): unknown => {
    const data = given?.payloads?.[0]?.data;
    return data ? JSON.parse(Buffer.from(data, 'base64').toString()) : null;
  };
  const asked = new Map<string, string>();
  for (const {
    eventId,
    activityTaskScheduledEventAttributes: ask,
    activityTaskCompletedEventAttributes: done,
  } of events) {
    if (ask?.activityType.name.startsWith('remind')) {
      const { step, deadlineVersion } = decode(ask.input) as { step: string; deadlineVersion?: number };
      asked.set(eventId, `${step}/${deadlineVersion}`);
    }
    const reminder = done && asked.get(done.scheduledEventId);
    const result = decode(done?.result) as (StageFacts & { stage?: StageFacts }) | false | null;
    // Kept from it by a pause.
    if (reminder && result !== false) reminded.push(reminder);
    const found = result ? (result.stage ?? result) : null;
    if (found?.stageKey && found.deadlineVersion && (!facts || found.version >= facts.version)) facts = found;
  }
  return { facts, reminded };
}
