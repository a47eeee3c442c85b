import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { SignalName, stageWorkflowId } from '#libs/contracts/pure';
import { DAY, HOUR, WorkflowFixture, window, type RunningCycle } from '../testing/workflow-fixture.js';

let fixture: WorkflowFixture;
beforeAll(async () => {
  fixture = await WorkflowFixture.start();
});
afterEach(() => fixture.activities.clear());
afterAll(() => fixture.close());

const start = async (closesEarly: boolean) => {
  const from = await fixture.now();
  const cycle = await fixture.startCycle([{ key: 'jury', ...window(from, HOUR, 10 * DAY), closesEarly }]);
  await fixture.reach(cycle.stage('jury'), 'open', from + DAY);
  await fixture.until(() => cycle.stage('jury').prepared, 'the stage is prepared');
  return { cycle, jury: cycle.stage('jury') };
};
const signal = ({ record: { cycleId } }: RunningCycle) =>
  fixture.env.client.workflow.getHandle(stageWorkflowId(cycleId, 'jury')).signal(SignalName.nothingOwed);
/** Tells the stage, and waits until it has asked and was answered. */
const tell = async (cycle: RunningCycle) => {
  const { record } = cycle;
  const { answers } = record;
  await signal(cycle);
  await fixture.until(() => record.calls.get('closeStageEarly') === 1 && record.answers > answers);
};

test('a stage that is told that nothing is owed asks, and closes once it is so', async () => {
  const { cycle, jury } = await start(true);
  await tell(cycle);
  expect(jury.facts.state).toBe('open');
  jury.owed = 0;
  await Promise.allSettled([signal(cycle), signal(cycle)]);
  expect(await fixture.end(cycle)).toBe('completed');
  await fixture.keep('closed-when-nothing-owed', cycle, 'jury');
  expect(jury.states).toEqual(['scheduled', 'open', 'closing', 'decided', 'released']);
  expect(Date.parse(jury.facts.closedAt!)).toBeLessThan(Date.parse(jury.facts.deadlineAt) - DAY);
  expect(cycle.record.attention).toEqual([]);
});

test('a stage that is told while it asks asks once more', async () => {
  const { cycle, jury } = await start(true);
  const told = Promise.withResolvers<void>();
  fixture.activities.obstruct('closeStageEarly', async () => {
    if (cycle.record.calls.get('closeStageEarly') === 1) await told.promise;
    else jury.owed = 0;
  });
  await signal(cycle);
  await fixture.until(() => cycle.record.calls.get('closeStageEarly') === 1, 'it asks');
  await signal(cycle);
  told.resolve();
  expect(await fixture.end(cycle)).toBe('completed');
  await fixture.keep('told-while-asking', cycle, 'jury');
  expect(cycle.record.calls.get('closeStageEarly')).toBe(2);
  expect(Date.parse(jury.facts.closedAt!)).toBeLessThan(Date.parse(jury.facts.deadlineAt) - DAY);
  expect(cycle.record.attention).toEqual([]);
});

test('a stage whose definition does not allow it keeps its window', async () => {
  const { cycle, jury } = await start(false);
  jury.owed = 0;
  await tell(cycle);
  expect(jury.facts.state).toBe('open');
  expect(await fixture.end(cycle)).toBe('completed');
  expect(Date.parse(jury.facts.closedAt!)).toBeGreaterThanOrEqual(Date.parse(jury.facts.deadlineAt));
  expect(cycle.record.attention).toEqual([]);
});

test('a paused stage asks when the cycle goes on', async () => {
  const { cycle, jury } = await start(true);
  await fixture.command(cycle, null, 'pause', {});
  jury.owed = 0;
  await signal(cycle);
  expect(jury.facts.state).toBe('open');
  await fixture.command(cycle, null, 'resume', {});
  expect(await fixture.end(cycle)).toBe('completed');
  expect(Date.parse(jury.facts.closedAt!)).toBeLessThan(Date.parse(jury.facts.deadlineAt) - DAY);
});
