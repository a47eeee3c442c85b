import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { stageWorkflowId, type Activities } from '#libs/contracts/pure';
import { refused } from '../in-memory/in-memory.activities.js';
import { instant } from '../in-memory/records.js';
import { DAY, HOUR, problemOf, WorkflowFixture, window } from '../testing/workflow-fixture.js';

let fixture: WorkflowFixture;
beforeAll(async () => {
  fixture = await WorkflowFixture.start();
});
afterEach(() => fixture.activities.clear());
afterAll(() => fixture.close());

const oneStage = async () =>
  fixture.startCycle([{ key: 'call', ...window(await fixture.now(), HOUR, 10 * DAY), ladder: { P1D: DAY } }]);

const refuse = (name: keyof Activities) =>
  fixture.activities.obstruct(name, () => {
    throw refused('rule-violated', `${name} is refused`);
  });

test.each<[keyof Activities, string]>([
  ['openStage', 'open'],
  ['closeStage', 'close'],
  ['proposeDecision', 'propose'],
  ['releaseDecision', 'release'],
  ['endWorkflow', 'finish'],
])('%s is refused: the workflow parks, tells once each time, and goes on by command', async (name, move) => {
  const cycle = await oneStage();
  const { attention } = cycle.record;
  refuse(name);
  await fixture.skipTo((await fixture.now()) + 11 * DAY);
  await fixture.until(() => attention.length > 0);
  for (const attempts of [2, 3]) {
    await fixture.retry(cycle, 'call');
    await fixture.until(() => cycle.record.calls.get(name) === attempts);
  }
  const told = { stageKey: 'call', code: `${move}/rule-violated`, detail: `${name} is refused` };
  await fixture.until(() => attention.length === 3);
  expect(attention).toEqual([told, told, told]);
  const handle = fixture.env.client.workflow.getHandle(stageWorkflowId(cycle.record.cycleId, 'call'));
  // Looking again is no retry: nothing is new about it.
  await handle.signal('lookAgain');
  await fixture.until(() => cycle.record.calls.get(name) === 4);
  fixture.activities.clear();
  await fixture.retry(cycle, 'call');
  expect(await fixture.end(cycle)).toBe('completed');
  expect(attention).toHaveLength(3);
  if (name === 'closeStage') {
    await fixture.keep('parked-at-close', cycle, 'call');
    await fixture.keep('parked-again-at-close', cycle, 'call');
  }
});

test.each<[keyof Activities, string]>([
  ['proposeDecision', 'propose'],
  ['prepareStage', 'prepare'],
])('%s is refused while somebody says that it can go on: it is tried again, not parked', async (name, move) => {
  const cycle = await oneStage();
  const handle = fixture.env.client.workflow.getHandle(stageWorkflowId(cycle.record.cycleId, 'call'));
  fixture.activities.obstruct(name, async () => {
    fixture.activities.clear();
    await handle.signal('lookAgain');
    throw refused('conflict', 'Something is not done yet.');
  });
  await fixture.skipTo((await fixture.now()) + 11 * DAY);
  await fixture.reach(cycle.stage('call'), 'released');
  expect(await fixture.end(cycle)).toBe('completed');
  expect(cycle.record.attention).toEqual([]);
  await fixture.keep(`helped-while-it-could-not-${move}`, cycle, 'call');
});

test('what is parked stops nothing that does not need it', async () => {
  const cycle = await oneStage();
  refuse('prepareStage');
  await fixture.skipTo((await fixture.now()) + 11 * DAY);
  await fixture.reach(cycle.stage('call'), 'closing');
  expect(cycle.stage('call').reminders).toHaveLength(1);
  expect(cycle.record.attention.map(({ code }) => code)).toEqual(['prepare/rule-violated']);
  fixture.activities.clear();
  const handle = fixture.env.client.workflow.getHandle(stageWorkflowId(cycle.record.cycleId, 'call'));
  await handle.signal('lookAgain');
  expect(await fixture.end(cycle)).toBe('completed');
  await fixture.keep('parked-at-prepare', cycle, 'call');
});

test('a refusal because the row has moved on parks nothing', async () => {
  const cycle = await oneStage();
  const stage = cycle.stage('call');
  fixture.activities.obstruct('openStage', async ({ cycleId }) => {
    fixture.activities.clear();
    await fixture.activities.moveDeadline({
      cycleId,
      stageKey: 'call',
      command: {
        commandId: 'x',
        actorId: 'y',
        stageKey: 'call',
        deadlineAt: instant(Date.parse(stage.facts.deadlineAt) + DAY),
      },
    });
    throw refused('conflict', 'The row says something else.');
  });
  expect(await fixture.end(cycle)).toBe('completed');
  expect(cycle.record.attention).toEqual([]);
});

test('ordinary failures are retried, a failure that is final parks', async () => {
  const cycle = await oneStage();
  let failures = 0;
  fixture.activities.obstruct('openStage', () => {
    if (++failures < 4) throw new Error('the database is away');
    throw ApplicationFailure.nonRetryable('a fault in the code');
  });
  await fixture.skipTo((await fixture.now()) + 2 * HOUR);
  await fixture.until(() => cycle.record.attention.length > 0);
  expect(cycle.record.attention).toEqual([{ stageKey: 'call', code: 'open/failed', detail: 'a fault in the code' }]);
  expect(failures).toBe(4);
  fixture.activities.clear();
  await fixture.command(cycle, 'call', 'open', {});
  expect(await fixture.end(cycle)).toBe('completed');
});

test('a cycle parks too', async () => {
  const cycle = await oneStage();
  refuse('completeCycle');
  await fixture.skipTo((await fixture.now()) + 11 * DAY);
  await fixture.until(() => cycle.record.attention.length > 0);
  expect(cycle.record.attention).toEqual([{ code: 'complete/rule-violated', detail: 'completeCycle is refused' }]);
  fixture.activities.clear();
  await fixture.retry(cycle, null);
  expect(await fixture.end(cycle)).toBe('completed');
  await fixture.keep('parked-at-complete', cycle);
});

test('`retry` is refused when nothing is parked', async () => {
  const cycle = await oneStage();
  const stage = await problemOf(fixture.command(cycle, 'call', 'retry', {}));
  expect(stage.detail).toBe('Nothing of stage "call" waits to be tried again.');
  const whole = await problemOf(fixture.command(cycle, null, 'retry', {}));
  expect(whole.detail).toBe('Nothing of this cycle waits to be tried again.');
  await fixture.abandon(cycle);
});
