import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { stageWorkflowId, type Activities } from '#libs/contracts/pure';
import { refused } from './in-memory/in-memory.activities.js';
import { instant } from './in-memory/records.js';
import { DAY, HOUR, problemOf, TestHouse, window } from './testing/house.js';

let house: TestHouse;
beforeAll(async () => {
  house = await TestHouse.start();
});
afterEach(() => house.activities.clear());
afterAll(() => house.close());

const oneStage = async () =>
  house.startCycle([{ key: 'call', ...window(await house.now(), HOUR, 10 * DAY), ladder: { P1D: DAY } }]);

const refuse = (name: keyof Activities) =>
  house.activities.obstruct(name, () => {
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
  await house.skipTo((await house.now()) + 11 * DAY);
  await house.until(() => attention.length > 0);
  for (const attempts of [2, 3]) {
    await house.retry(cycle, 'call');
    await house.until(() => cycle.record.calls.get(name) === attempts);
  }
  const told = { stageKey: 'call', code: `${move}/rule-violated`, detail: `${name} is refused` };
  await house.until(() => attention.length === 3);
  expect(attention).toEqual([told, told, told]);
  const handle = house.env.client.workflow.getHandle(stageWorkflowId(cycle.record.cycleId, 'call'));
  // Looking again is no retry: nothing is new about it.
  await handle.signal('lookAgain');
  await house.until(() => cycle.record.calls.get(name) === 4);
  house.activities.clear();
  await house.retry(cycle, 'call');
  expect(await house.end(cycle)).toBe('completed');
  expect(attention).toHaveLength(3);
  if (name === 'closeStage') {
    await house.keep('parked-at-close', cycle, 'call');
    await house.keep('parked-again-at-close', cycle, 'call');
  }
});

test.each<[keyof Activities, string]>([
  ['proposeDecision', 'propose'],
  ['prepareStage', 'prepare'],
])('%s is refused while somebody says that it can go on: it is tried again, not parked', async (name, move) => {
  const cycle = await oneStage();
  const handle = house.env.client.workflow.getHandle(stageWorkflowId(cycle.record.cycleId, 'call'));
  house.activities.obstruct(name, async () => {
    house.activities.clear();
    await handle.signal('lookAgain');
    throw refused('conflict', 'Something is not done yet.');
  });
  await house.skipTo((await house.now()) + 11 * DAY);
  await house.reach(cycle.stage('call'), 'released');
  expect(await house.end(cycle)).toBe('completed');
  expect(cycle.record.attention).toEqual([]);
  await house.keep(`helped-while-it-could-not-${move}`, cycle, 'call');
});

test('what is parked stops nothing that does not need it', async () => {
  const cycle = await oneStage();
  refuse('prepareStage');
  await house.skipTo((await house.now()) + 11 * DAY);
  await house.reach(cycle.stage('call'), 'closing');
  expect(cycle.stage('call').reminders).toHaveLength(1);
  expect(cycle.record.attention.map(({ code }) => code)).toEqual(['prepare/rule-violated']);
  house.activities.clear();
  const handle = house.env.client.workflow.getHandle(stageWorkflowId(cycle.record.cycleId, 'call'));
  await handle.signal('lookAgain');
  expect(await house.end(cycle)).toBe('completed');
  await house.keep('parked-at-prepare', cycle, 'call');
});

test('a refusal because the row has moved on parks nothing', async () => {
  const cycle = await oneStage();
  const stage = cycle.stage('call');
  house.activities.obstruct('openStage', async ({ cycleId }) => {
    house.activities.clear();
    await house.activities.moveDeadline({
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
  expect(await house.end(cycle)).toBe('completed');
  expect(cycle.record.attention).toEqual([]);
});

test('ordinary failures are retried, a failure that is final parks', async () => {
  const cycle = await oneStage();
  let failures = 0;
  house.activities.obstruct('openStage', () => {
    if (++failures < 4) throw new Error('the database is away');
    throw ApplicationFailure.nonRetryable('a fault in the code');
  });
  await house.skipTo((await house.now()) + 2 * HOUR);
  await house.until(() => cycle.record.attention.length > 0);
  expect(cycle.record.attention).toEqual([{ stageKey: 'call', code: 'open/failed', detail: 'a fault in the code' }]);
  expect(failures).toBe(4);
  house.activities.clear();
  await house.command(cycle, 'call', 'open', {});
  expect(await house.end(cycle)).toBe('completed');
});

test('a cycle parks too', async () => {
  const cycle = await oneStage();
  refuse('completeCycle');
  await house.skipTo((await house.now()) + 11 * DAY);
  await house.until(() => cycle.record.attention.length > 0);
  expect(cycle.record.attention).toEqual([{ code: 'complete/rule-violated', detail: 'completeCycle is refused' }]);
  house.activities.clear();
  await house.retry(cycle, null);
  expect(await house.end(cycle)).toBe('completed');
  await house.keep('parked-at-complete', cycle);
});

test('`retry` is refused when nothing is parked', async () => {
  const cycle = await oneStage();
  const stage = await problemOf(house.command(cycle, 'call', 'retry', {}));
  expect(stage.detail).toBe('Nothing of stage "call" waits to be tried again.');
  const whole = await problemOf(house.command(cycle, null, 'retry', {}));
  expect(whole.detail).toBe('Nothing of this cycle waits to be tried again.');
  await house.abandon(cycle);
});
