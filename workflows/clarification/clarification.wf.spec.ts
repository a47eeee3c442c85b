import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { SignalName, TASK_QUEUE, WorkflowType, clarificationWorkflowId } from '#libs/contracts/pure';
import type { ClarificationFacts } from '#libs/contracts/pure';
import type { clarification } from './clarification.js';
import { record } from '../testing/histories.js';
import { DAY, HOUR, MINUTE, WorkflowFixture, window } from '../testing/workflow-fixture.js';
import { DRAIN, refused } from '../in-memory/in-memory.activities.js';

let fixture: WorkflowFixture;
beforeAll(async () => {
  fixture = await WorkflowFixture.start();
});
afterEach(() => fixture.activities.clear());
afterAll(() => fixture.close());

/** A city is asked now and may answer for 14 days, with a reminder 7 days and one day before. */
async function ask() {
  const now = await fixture.now();
  const cycleId = randomUUID();
  const cycle = fixture.activities.publish(cycleId, [{ key: 'eligibility', ...window(now, HOUR, 60 * DAY) }]);
  const ref = { cycleId, stageKey: 'eligibility', clarificationId: randomUUID() };
  const due = now + 14 * DAY;
  const asked = fixture.activities.clarify(ref, due, { P7D: 7 * DAY, P1D: DAY });
  const handle = await fixture.env.client.workflow.start<typeof clarification>(WorkflowType.clarification, {
    workflowId: clarificationWorkflowId(ref.clarificationId),
    taskQueue: TASK_QUEUE,
    args: [ref],
  });
  const keep = (scenario: string) => record(handle, WorkflowType.clarification, scenario);
  /** Something was committed, and the workflow is told. */
  const commit = async (changes: Partial<ClarificationFacts>) => {
    asked.facts = { ...asked.facts, ...changes };
    const looks = cycle.calls.get('readClarification')!;
    await handle.signal(SignalName.lookAgain);
    await fixture.until(() => cycle.calls.get('readClarification')! > looks, 'it looked');
  };
  const later = (ms: number): Partial<ClarificationFacts> => ({
    dueAt: new Date(Date.parse(asked.facts.dueAt) + ms).toISOString(),
    deadlineVersion: asked.facts.deadlineVersion + 1,
    ladder: asked.facts.ladder.map(({ step, at }) => ({ step, at: new Date(Date.parse(at) + ms).toISOString() })),
  });
  await fixture.until(() => cycle.calls.get('readClarification') === 1, 'the clarification was read');
  return { cycle, asked, handle, due, keep, commit, later };
}

test('the city is reminded at each step, and it ends with the answer', async () => {
  const { cycle, asked, handle, due, keep, commit } = await ask();
  await fixture.skipTo(due - 6 * DAY);
  await fixture.until(() => asked.reminded.length === 1);
  await fixture.skipTo(due - HOUR);
  await fixture.until(() => asked.reminded.length === 2);
  await commit({ state: 'answered' });
  expect(await handle.result()).toBe('answered');
  expect(asked.reminded.map(({ step }) => step)).toEqual(['P7D', 'P1D']);
  const steps = [7 * DAY, DAY].map((before) => due - before);
  expect(await fixture.timersFired(handle.workflowId)).toEqual(steps);
  for (const [index, at] of steps.entries()) expect(Date.parse(asked.reminded[index]!.at)).toBeGreaterThanOrEqual(at);
  expect(asked.timedOut).toBeNull();
  expect(cycle.ended).toEqual([handle.workflowId]);
  await keep('reminded-and-answered');
});

test('without an answer it times out at its deadline, when whoever began in time has finished', async () => {
  const { asked, handle, due, keep } = await ask();
  await fixture.skipTo(due + HOUR);
  expect(await handle.result()).toBe('timed-out');
  expect((await fixture.timersFired(handle.workflowId)).at(-1)).toBe(due);
  expect(Date.parse(asked.timedOut!)).toBeGreaterThanOrEqual(due + DRAIN);
  await keep('timed-out');
});

test('an answer that was committed in the last moment wins over the time-out', async () => {
  const { asked, handle, due, keep } = await ask();
  await fixture.skipTo(due - MINUTE);
  // Committed, and its event is still on the way when the timer fires.
  asked.facts = { ...asked.facts, state: 'answered' };
  await fixture.skipTo(due + HOUR);
  expect(await handle.result()).toBe('answered');
  expect(asked.timedOut).toBeNull();
  await keep('answered-in-the-last-moment');
});

test('more time moves deadline and reminders', async () => {
  const { asked, handle, due, keep, commit, later } = await ask();
  await fixture.skipTo(due - HOUR);
  await fixture.until(() => asked.reminded.length === 2);
  await commit(later(10 * DAY));
  await fixture.skipTo(due + 9 * DAY + HOUR);
  await fixture.until(() => asked.reminded.length === 4);
  expect(asked.timedOut).toBeNull();
  await fixture.skipTo(due + 10 * DAY + HOUR);
  expect(await handle.result()).toBe('timed-out');
  expect(asked.reminded.map(({ step, deadlineVersion }) => `${step}/${deadlineVersion}`)).toEqual([
    'P7D/1',
    'P1D/1',
    'P7D/2',
    'P1D/2',
  ]);
  await keep('more-time');
});

test('a pause stops its clock, and the end of the pause gives the same time as before', async () => {
  const { cycle, asked, handle, due, keep, commit, later } = await ask();
  await fixture.skipTo(due - 10 * DAY);
  cycle.pausedAt = new Date(due - 10 * DAY).toISOString();
  await commit({});
  await fixture.skipTo(due + 20 * DAY);
  expect(asked.reminded).toEqual([]);
  expect(asked.timedOut).toBeNull();
  cycle.pausedAt = null;
  await commit(later(30 * DAY));
  await fixture.skipTo(due + 24 * DAY);
  await fixture.until(() => asked.reminded.length === 1);
  await fixture.skipTo(due + 31 * DAY);
  expect(await handle.result()).toBe('timed-out');
  expect(asked.reminded.map(({ step }) => step)).toEqual(['P7D', 'P1D']);
  await keep('paused-and-resumed');
});

test('a pause that it has not heard of when its time is over: it does not time out', async () => {
  const { cycle, asked, handle, due, keep, commit, later } = await ask();
  await fixture.skipTo(due - MINUTE);
  cycle.pausedAt = new Date(due - MINUTE).toISOString();
  await fixture.skipTo(due + 5 * DAY);
  await fixture.until(() => (cycle.calls.get('timeOutClarification') ?? 0) >= 1);
  expect(asked.timedOut).toBeNull();
  cycle.pausedAt = null;
  await commit(later(5 * DAY));
  await fixture.skipTo(due + 6 * DAY);
  expect(await handle.result()).toBe('timed-out');
  await keep('paused-unheard');
});

test('it ends with its cycle, with its entry, and when it is asked no more', async () => {
  for (const [state, scenario] of [
    ['cancelled', 'cancelled'],
    ['withdrawn', 'entry-withdrawn'],
  ] as const) {
    const { asked, handle, keep, commit } = await ask();
    await commit({ state });
    expect(await handle.result()).toBe(state);
    expect(asked.reminded).toEqual([]);
    await keep(scenario);
  }
  const { cycle, handle } = await ask();
  cycle.status = 'cancelled';
  await handle.signal(SignalName.lookAgain);
  expect(await handle.result()).toBe('cancelled');
});

test('steps missed while no worker ran collapse into the latest', async () => {
  const { asked, handle, due, commit } = await ask();
  await fixture.stopWorker();
  await fixture.skipWithoutWorkerTo(due - HOUR);
  await fixture.startWorker();
  await fixture.until(() => asked.reminded.length === 1);
  await commit({ state: 'answered' });
  expect(await handle.result()).toBe('answered');
  expect(asked.reminded.map(({ step }) => step)).toEqual(['P1D']);
});

test('what is refused is parked, told once, and tried again when the clarification changes', async () => {
  const { cycle, asked, handle, due, keep, commit } = await ask();
  fixture.activities.obstruct('remindOfClarification', () => {
    throw refused('conflict', 'Not now.');
  });
  await fixture.skipTo(due - 6 * DAY);
  await fixture.until(() => cycle.attention.length === 1);
  expect(cycle.attention).toEqual([
    {
      stageKey: 'eligibility',
      code: 'clarification-remind/conflict',
      detail: 'Not now. It is tried again when the clarification changes.',
    },
  ]);
  fixture.activities.clear();
  await commit({});
  await fixture.until(() => asked.reminded.length === 1);
  await commit({ state: 'answered' });
  expect(await handle.result()).toBe('answered');
  await keep('parked');
});
