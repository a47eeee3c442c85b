import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { stageWorkflowId } from '#libs/contracts/pure';
import { DRAIN } from '../in-memory/in-memory.activities.js';
import { instant } from '../in-memory/records.js';
import { DAY, HOUR, MINUTE, SECOND, WorkflowFixture, window } from '../testing/workflow-fixture.js';

let fixture: WorkflowFixture;
beforeAll(async () => {
  fixture = await WorkflowFixture.start();
});
afterEach(() => fixture.activities.clear());
afterAll(() => fixture.close());

const LADDER = { P14D: 14 * DAY, P7D: 7 * DAY, P1D: DAY };

/** Starts a cycle of one stage, open after a day, with its deadline `deadline` ms from now. */
async function oneStage(more: object = {}, deadline = 60 * DAY) {
  const now = await fixture.now();
  const cycle = await fixture.startCycle([{ key: 'call', ...window(now, DAY, deadline), ladder: LADDER, ...more }]);
  return { cycle, stage: cycle.stage('call'), deadline: now + deadline };
}

const steps = (stage: { reminders: { step: string; deadlineVersion: number }[] }) =>
  stage.reminders.map(({ step, deadlineVersion }) => `${step} v${deadlineVersion}`);

describe('a stage, by the clock alone', () => {
  test('opens, reminds, closes after the drain, decides, releases, and tells that it ended', async () => {
    const { cycle, stage, deadline } = await oneStage({ grace: HOUR });
    expect(await fixture.end(cycle)).toBe('completed');
    await fixture.keep('by-the-clock', cycle, 'call');
    expect(stage.states).toEqual(['scheduled', 'open', 'closing', 'decided', 'released']);
    expect(steps(stage)).toEqual(['P14D v1', 'P7D v1', 'P1D v1']);
    const reminded = [14, 7, 1].map((days) => deadline - days * DAY);
    const closes = deadline + HOUR;
    expect(await fixture.timersFired(stageWorkflowId(cycle.record.cycleId, 'call'))).toEqual([
      deadline - 59 * DAY,
      ...reminded,
      closes,
    ]);
    for (const [i, at] of reminded.entries()) expect(stage.reminders[i]!.at).toBeGreaterThanOrEqual(at);
    expect(Date.parse(stage.facts.closedAt!)).toBeGreaterThanOrEqual(closes + DRAIN);
    expect(cycle.record.attention).toEqual([]);
    expect(cycle.record.ended).toHaveLength(2);
  });

  test('releases to those concerned at an instant, then to the public by command', async () => {
    const now = await fixture.now();
    const releases = [
      { audience: 'concerned', when: instant(now + 90 * DAY) },
      { audience: 'public', when: 'command' },
    ];
    const { cycle, stage, deadline } = await oneStage({ releases });
    await fixture.reach(stage, 'decided', deadline + MINUTE);
    await fixture.skipTo(now + 89 * DAY);
    expect(stage.facts.releasedTo).toEqual([]);
    await fixture.skipTo(now + 90 * DAY + MINUTE);
    await fixture.until(() => stage.facts.releasedTo.length === 1);
    expect(stage.facts.state).toBe('decided');
    await fixture.command(cycle, 'call', 'release', { audience: 'public' });
    expect(stage.facts).toMatchObject({ state: 'released', releasedTo: ['concerned', 'public'] });
    expect(await fixture.end(cycle)).toBe('completed');
    await fixture.keep('released-by-command', cycle, 'call');
  });

  test('opens late when the stage before decides late', async () => {
    const now = await fixture.now();
    const cycle = await fixture.startCycle([
      { key: 'call', ...window(now, HOUR, DAY) },
      { key: 'jury', ...window(now, 2 * HOUR, 3 * DAY), ladder: { P2D: 2 * DAY + HOUR } },
    ]);
    await fixture.end(cycle);
    expect(Date.parse(cycle.stage('jury').facts.openedAt!)).toBeGreaterThan(now + DAY);
    expect(steps(cycle.stage('jury'))).toEqual([]);
  });
});

describe('a deadline that moves', () => {
  test('in the last second before the hard close', async () => {
    const { cycle, stage, deadline } = await oneStage();
    await fixture.reach(stage, 'open', deadline - SECOND);
    const moved = await fixture.command(cycle, 'call', 'moveDeadline', { deadlineAt: instant(deadline + 30 * DAY) });
    expect(moved).toMatchObject({ state: 'open', deadlineVersion: 2, deadlineAt: instant(deadline + 30 * DAY) });
    await fixture.skipTo(deadline + 29 * DAY);
    expect(stage.facts.state).toBe('open');
    await fixture.end(cycle);
    await fixture.keep('extended-in-the-last-second', cycle, 'call');
    expect(Date.parse(stage.facts.closedAt!)).toBeGreaterThan(deadline + 30 * DAY);
    expect(steps(stage)).toEqual(['P14D v1', 'P7D v1', 'P1D v1', 'P14D v2', 'P7D v2', 'P1D v2']);
  });

  test('after the deadline, in the grace', async () => {
    const { cycle, stage, deadline } = await oneStage({ grace: DAY });
    await fixture.reach(stage, 'open', deadline + HOUR);
    await fixture.command(cycle, 'call', 'moveDeadline', { deadlineAt: instant(deadline + 10 * DAY) });
    await fixture.end(cycle);
    await fixture.keep('extended-in-the-grace', cycle, 'call');
    expect(Date.parse(stage.facts.closedAt!)).toBeGreaterThan(deadline + 11 * DAY);
    expect(steps(stage)).toEqual(['P14D v1', 'P7D v1', 'P1D v1', 'P7D v2', 'P1D v2']);
  });

  test('many times, also before the opening; no step is reminded of twice', async () => {
    const { cycle, stage, deadline } = await oneStage();
    for (const days of [1, 2, 3]) {
      await fixture.command(cycle, 'call', 'moveDeadline', { deadlineAt: instant(deadline + days * DAY) });
    }
    await fixture.reach(stage, 'open', deadline - 5 * DAY);
    for (const days of [4, 5, 6, 5]) {
      await fixture.command(cycle, 'call', 'moveDeadline', { deadlineAt: instant(deadline + days * DAY) });
    }
    await fixture.end(cycle);
    expect(stage.facts.deadlineVersion).toBe(8);
    expect(new Set(steps(stage)).size).toBe(stage.reminders.length);
    expect(steps(stage)).toEqual(['P14D v4', 'P7D v8', 'P1D v8']);
  });

  test('to an earlier instant: the steps passed over collapse into one reminder', async () => {
    const { cycle, stage, deadline } = await oneStage();
    await fixture.reach(stage, 'open', deadline - 20 * DAY);
    await fixture.command(cycle, 'call', 'moveDeadline', { deadlineAt: instant(deadline - 15 * DAY) });
    await fixture.until(() => stage.reminders.length === 1);
    await fixture.end(cycle);
    expect(steps(stage)).toEqual(['P7D v2', 'P1D v2']);
  });
});

describe('no worker', () => {
  test('over two reminders: one is sent when it is back', async () => {
    const { cycle, stage, deadline } = await oneStage();
    await fixture.reach(stage, 'open', deadline - 15 * DAY);
    await fixture.stopWorker();
    await fixture.skipWithoutWorkerTo(deadline - 2 * DAY);
    await fixture.startWorker();
    await fixture.end(cycle);
    await fixture.keep('no-worker-over-two-reminders', cycle, 'call');
    expect(steps(stage)).toEqual(['P7D v1', 'P1D v1']);
  });

  test('over the deadline and two reminders: none is sent, the stage closes', async () => {
    const { cycle, stage, deadline } = await oneStage({ grace: DAY });
    await fixture.reach(stage, 'open', deadline - 8 * DAY);
    await fixture.stopWorker();
    await fixture.skipWithoutWorkerTo(deadline + 2 * DAY);
    expect(stage.facts.state).toBe('open');
    await fixture.startWorker();
    await fixture.end(cycle);
    await fixture.keep('no-worker-over-the-deadline', cycle, 'call');
    expect(steps(stage)).toEqual(['P14D v1']);
    expect(stage.facts.state).toBe('released');
  });

  test('over the opening: it opens when a worker is back', async () => {
    const { cycle, stage } = await oneStage();
    await fixture.stopWorker();
    await fixture.skipWithoutWorkerTo((await fixture.now()) + 5 * DAY);
    await fixture.startWorker();
    await fixture.reach(stage, 'open');
    await fixture.end(cycle);
    expect(stage.states).toEqual(['scheduled', 'open', 'closing', 'decided', 'released']);
  });

  test('while a command is sent: it is carried out once when one is back', async () => {
    const { cycle, stage, deadline } = await oneStage();
    await fixture.reach(stage, 'open', deadline - 30 * DAY);
    await fixture.stopWorker();
    const moving = fixture.command(cycle, 'call', 'moveDeadline', { deadlineAt: instant(deadline + DAY) });
    await fixture.startWorker();
    expect(await moving).toMatchObject({ deadlineVersion: 2 });
    await fixture.end(cycle);
  });
});

test('a preparation that takes long holds up neither reminders nor the close', async () => {
  let prepared = () => {};
  const preparing = new Promise<void>((resolve) => (prepared = resolve));
  fixture.activities.obstruct('prepareStage', () => preparing);
  // The clock does not skip while the activity runs: its deadline comes nearer by command.
  const cycle = await fixture.startCycle([
    { key: 'call', ...window(await fixture.now(), 0, 60 * DAY), ladder: { P7D: 7 * DAY, P1D: DAY } },
  ]);
  const stage = cycle.stage('call');
  await fixture.reach(stage, 'open');
  const moveTo = async (ms: number) =>
    fixture.command(cycle, 'call', 'moveDeadline', { deadlineAt: instant((await fixture.now()) + ms) });
  for (const [reminders, days] of [7, 1].entries()) {
    // As long before its new deadline as its ladder says: reminded at once.
    await moveTo(days * DAY);
    await fixture.until(() => stage.reminders.length === reminders + 1);
  }
  // One that is past before it is judged is refused: then to a later moment.
  const closeSoon = (ms: number): Promise<unknown> => moveTo(ms).catch(() => closeSoon(2 * ms));
  await closeSoon(SECOND);
  await fixture.reach(stage, 'closing');
  expect(steps(stage)).toEqual(['P7D v2', 'P1D v3']);
  prepared();
  expect(await fixture.end(cycle)).toBe('completed');
});
