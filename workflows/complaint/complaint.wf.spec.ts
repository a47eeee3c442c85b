import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { SignalName, TASK_QUEUE, WorkflowType, complaintWorkflowId } from '#libs/contracts/pure';
import type { complaint } from './complaint.js';
import { record } from '../testing/histories.js';
import { DAY, HOUR, WorkflowFixture, window } from '../testing/workflow-fixture.js';
import { refused } from '../in-memory/in-memory.activities.js';

let fixture: WorkflowFixture;
beforeAll(async () => {
  fixture = await WorkflowFixture.start();
});
afterEach(() => fixture.activities.clear());
afterAll(() => fixture.close());

/** A complaint filed now, to be answered in 30 days, with a reminder 7 days and one day before. */
async function file() {
  const now = await fixture.now();
  const cycleId = randomUUID();
  const cycle = fixture.activities.publish(cycleId, [{ key: 'screening', ...window(now, HOUR, DAY) }]);
  const ref = { cycleId, stageKey: 'screening', complaintId: randomUUID() };
  const due = now + 30 * DAY;
  const filed = fixture.activities.file(ref, due, { P7D: 7 * DAY, P1D: DAY });
  const handle = await fixture.env.client.workflow.start<typeof complaint>(WorkflowType.complaint, {
    workflowId: complaintWorkflowId(cycleId, ref.complaintId),
    taskQueue: TASK_QUEUE,
    args: [ref],
  });
  const keep = (scenario: string) => record(handle, WorkflowType.complaint, scenario);
  const pause = (pausedAt: number | null, moved = 0) => {
    cycle.pausedAt = pausedAt === null ? null : new Date(pausedAt).toISOString();
    const { dueAt, ladder } = filed.facts;
    const later = (at: string) => new Date(Date.parse(at) + moved).toISOString();
    filed.facts = {
      ...filed.facts,
      dueAt: later(dueAt),
      ladder: ladder.map((each) => ({ ...each, at: later(each.at) })),
    };
  };
  const settle = async () => {
    filed.facts = { ...filed.facts, state: 'settled' };
    await handle.signal(SignalName.lookAgain);
  };
  await fixture.until(() => cycle.calls.get('readComplaint') === 1, 'the complaint was read');
  return { cycle, filed, handle, due, keep, pause, settle };
}

test('handlers are reminded at each step, and it ends when its outcome is confirmed', async () => {
  const { cycle, filed, handle, due, keep, settle } = await file();
  await fixture.skipTo(due - 6 * DAY);
  await fixture.until(() => filed.reminded.length === 1);
  // Assigned to somebody: it looks, and reminds nobody anew.
  await handle.signal(SignalName.lookAgain);
  await fixture.skipTo(due - HOUR);
  await fixture.until(() => filed.reminded.length === 2);
  await settle();
  expect(await handle.result()).toBe('settled');
  expect(filed.reminded.map(({ step }) => step)).toEqual(['P7D', 'P1D']);
  const steps = [7 * DAY, DAY].map((before) => due - before);
  expect(await fixture.timersFired(handle.workflowId)).toEqual(steps);
  for (const [index, at] of steps.entries()) expect(Date.parse(filed.reminded[index]!.at)).toBeGreaterThanOrEqual(at);
  expect(filed.overdue).toEqual([]);
  expect(cycle.ended).toEqual([handle.workflowId]);
  await keep('reminded-and-settled');
});

test('without an answer in time the secretariat is told, once, and it goes on', async () => {
  const { filed, handle, due, keep, settle } = await file();
  await fixture.skipTo(due + 20 * DAY);
  await fixture.until(() => filed.overdue.length === 1);
  await handle.signal(SignalName.lookAgain);
  await fixture.skipTo(due + 40 * DAY);
  await settle();
  expect(await handle.result()).toBe('settled');
  expect(filed.overdue).toHaveLength(1);
  await keep('overdue');
});

test('steps missed while no worker ran collapse into the latest', async () => {
  const { filed, handle, due, settle } = await file();
  await fixture.stopWorker();
  await fixture.skipWithoutWorkerTo(due - HOUR);
  await fixture.startWorker();
  await fixture.until(() => filed.reminded.length === 1);
  await settle();
  expect(await handle.result()).toBe('settled');
  expect(filed.reminded.map(({ step }) => step)).toEqual(['P1D']);
});

test('while its cycle is paused nobody is reminded and nothing is overdue; the end of the pause gives the time back', async () => {
  const { filed, handle, due, keep, pause, settle } = await file();
  pause(due - 10 * DAY);
  await handle.signal(SignalName.lookAgain);
  await fixture.skipTo(due + 20 * DAY);
  expect([filed.reminded, filed.overdue]).toEqual([[], []]);
  pause(null, 30 * DAY);
  await handle.signal(SignalName.lookAgain);
  await fixture.skipTo(due + 24 * DAY);
  await fixture.until(() => filed.reminded.length === 1);
  await fixture.skipTo(due + 31 * DAY);
  await fixture.until(() => filed.overdue.length === 1);
  await settle();
  expect(await handle.result()).toBe('settled');
  expect(filed.reminded.map(({ step }) => step)).toEqual(['P7D', 'P1D']);
  await keep('paused-and-resumed');
});

test('a pause that it has not heard of when it is due: nothing is told, and nothing is lost', async () => {
  const { cycle, filed, handle, due, keep, pause, settle } = await file();
  pause(due - 8 * DAY);
  await fixture.skipTo(due - 6 * DAY);
  await fixture.until(() => (cycle.calls.get('remindOfComplaint') ?? 0) >= 1);
  await fixture.skipTo(due + 2 * DAY);
  expect([filed.reminded, filed.overdue]).toEqual([[], []]);
  pause(null, 10 * DAY);
  await handle.signal(SignalName.lookAgain);
  await fixture.skipTo(due + 11 * DAY);
  await fixture.until(() => filed.overdue.length === 1);
  await settle();
  expect(await handle.result()).toBe('settled');
  expect(filed.reminded.map(({ step }) => step)).toEqual(['P7D', 'P1D']);
  await keep('paused-unheard');
});

test('it ends with its cycle', async () => {
  const { cycle, filed, handle, keep } = await file();
  cycle.status = 'cancelled';
  await handle.signal(SignalName.lookAgain);
  expect(await handle.result()).toBe('cancelled');
  expect(filed.reminded).toEqual([]);
  await keep('cancelled');
});

test('what is refused is parked, told once each time, and tried again when the secretariat says so', async () => {
  const { cycle, filed, handle, due, keep, settle } = await file();
  fixture.activities.obstruct('remindOfComplaint', () => {
    throw refused('conflict', 'Not now.');
  });
  await fixture.skipTo(due - 6 * DAY);
  await fixture.until(() => cycle.attention.length === 1);
  expect(cycle.attention).toEqual([
    {
      stageKey: 'screening',
      code: 'complaint-remind/conflict',
      detail: 'Not now. It is tried again when the complaint changes.',
    },
  ]);
  await handle.signal(SignalName.tryAgain);
  await fixture.until(() => cycle.attention.length === 2);
  fixture.activities.clear();
  await handle.signal(SignalName.tryAgain);
  await fixture.until(() => filed.reminded.length === 1);
  await settle();
  expect(await handle.result()).toBe('settled');
  expect(cycle.attention).toHaveLength(2);
  await keep('parked');
  await keep('parked-again');
});
