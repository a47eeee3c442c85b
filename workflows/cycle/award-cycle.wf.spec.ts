import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { stageWorkflowId, type StageState } from '#libs/contracts/pure';
import { refused } from '../in-memory/in-memory.activities.js';
import { instant, type StageSpec } from '../in-memory/records.js';
import {
  DAY,
  HOUR,
  MINUTE,
  problemOf,
  WorkflowFixture,
  window,
  type RunningCycle,
} from '../testing/workflow-fixture.js';

let fixture: WorkflowFixture;
beforeAll(async () => {
  fixture = await WorkflowFixture.start();
});
afterEach(() => fixture.activities.clear());
afterAll(() => fixture.close());

const YEAR = 365 * DAY;

/** Two people certify what the stage proposes. */
async function decide(cycle: RunningCycle, stageKey: string): Promise<void> {
  const stage = cycle.stage(stageKey);
  await fixture.until(() => stage.facts.state === 'deciding' && stage.decision !== null);
  const proposal = { proposalDigest: stage.decision!.proposalDigest };
  if (stage.decision!.signaturesNeeded > 0) await fixture.command(cycle, stageKey, 'sign', proposal);
  await fixture.command(cycle, stageKey, 'certify', proposal);
  await fixture.command(cycle, stageKey, 'certify', proposal);
}

test('three years of a cycle, from the call to the ceremony', async () => {
  const from = await fixture.now();
  const ladder = { P14D: 14 * DAY, P7D: 7 * DAY, P1D: DAY };
  const ceremony = instant(from + 3 * YEAR - DAY);
  const decided: Partial<StageSpec> = { ladder, decides: true };
  const cycle = await fixture.startCycle([
    { key: 'call', ...window(from, 30 * DAY, YEAR), grace: DAY, ladder },
    { key: 'eligibility', ...window(from, YEAR + 2 * DAY, 1.2 * YEAR), ...decided, signaturesNeeded: 0 },
    { key: 'screening', ...window(from, 1.3 * YEAR, 1.6 * YEAR), ...decided },
    {
      key: 'jury',
      ...window(from, 2 * YEAR, 2.5 * YEAR),
      ...decided,
      releases: [{ audience: 'public', when: ceremony }],
    },
    {
      key: 'ceremony',
      ...window(from, 3 * YEAR - 2 * DAY, 3 * YEAR),
      releases: [{ audience: 'public', when: 'command' }],
    },
  ]);
  for (const key of ['eligibility', 'screening', 'jury']) {
    await fixture.reach(cycle.stage(key), 'deciding', Date.parse(cycle.stage(key).facts.hardCloseAt) + MINUTE);
    await decide(cycle, key);
  }
  expect(cycle.stage('jury').facts.state).toBe('decided');
  await fixture.reach(cycle.stage('ceremony'), 'decided', from + 3 * YEAR + MINUTE);
  expect(cycle.stage('jury').facts.state).toBe('released');
  await fixture.command(cycle, 'ceremony', 'release', { audience: 'public' });
  expect(await fixture.end(cycle)).toBe('completed');
  await fixture.keep('three-years', cycle);
  await fixture.keep('three-years', cycle, 'jury');
  expect((await fixture.now()) - from).toBeGreaterThan(3 * YEAR);
  for (const key of ['call', 'eligibility', 'screening', 'jury']) expect(cycle.stage(key).reminders).toHaveLength(3);
  expect(cycle.record).toMatchObject({ status: 'completed', attention: [] });
  expect(cycle.record.ended).toHaveLength(6);
});

test('stages run beside each other where `after` allows, and join again', async () => {
  const from = await fixture.now();
  const cycle = await fixture.startCycle([
    { key: 'call', ...window(from, HOUR, 10 * DAY) },
    { key: 'eligibility', ...window(from, 2 * DAY, 20 * DAY), after: [] },
    { key: 'jury', ...window(from, 11 * DAY, 30 * DAY), after: ['call'] },
    { key: 'popular-vote', ...window(from, 11 * DAY, 25 * DAY), after: ['call'] },
    { key: 'ceremony', ...window(from, 15 * DAY, 40 * DAY), after: ['jury', 'popular-vote', 'eligibility'] },
  ]);
  const states = () => [...cycle.record.stages.values()].map(({ facts }) => facts.state);
  const started = ['open', 'open', 'scheduled', 'scheduled', 'scheduled'];
  await fixture.skipTo(from + 3 * DAY);
  await fixture.until(() => String(states()) === String(started));
  await fixture.skipTo(from + 12 * DAY);
  await fixture.until(() => String(states()) === 'released,open,open,open,scheduled');
  await fixture.skipTo(from + 26 * DAY);
  await fixture.until(() => String(states()) === 'released,released,open,released,scheduled');
  await fixture.skipTo(from + 31 * DAY);
  await fixture.until(() => String(states()) === 'released,released,released,released,open');
  expect(await fixture.end(cycle)).toBe('completed');
  await fixture.keep('beside-each-other', cycle);
});

describe('the deadline of a stage', () => {
  test('that has not started is moved by the cycle; of one that has, by the stage', async () => {
    const from = await fixture.now();
    const cycle = await fixture.startCycle([
      { key: 'call', ...window(from, HOUR, 10 * DAY) },
      { key: 'jury', ...window(from, 11 * DAY, 20 * DAY) },
    ]);
    const deadlineAt = instant(from + 30 * DAY);
    await fixture.reach(cycle.stage('call'), 'open', from + DAY);
    const moved = await fixture.command(cycle, null, 'moveDeadline', { stageKey: 'jury', deadlineAt });
    expect(moved).toMatchObject({ state: 'scheduled', deadlineAt, deadlineVersion: 2 });
    const sendTo = stageWorkflowId(cycle.record.cycleId, 'call');
    const running = await problemOf(fixture.command(cycle, null, 'moveDeadline', { stageKey: 'call', deadlineAt }));
    expect(running).toMatchObject({
      status: 409,
      sendTo,
      detail: expect.stringContaining('send the command to the stage'),
    });
    const unknown = await problemOf(fixture.command(cycle, null, 'moveDeadline', { stageKey: 'poll', deadlineAt }));
    expect(unknown).toMatchObject({ status: 404, detail: expect.stringContaining('its stages are call, jury') });
    await fixture.skipTo(from + 25 * DAY);
    expect(cycle.stage('jury').facts.state).toBe('open');
    expect(await fixture.end(cycle)).toBe('completed');
    await fixture.keep('moved-before-it-started', cycle);
  });

  test('has further ones beside it, which the cycle moves: of a stage that runs, which closes in time all the same, and of one that has ended', async () => {
    const from = await fixture.now();
    const cycle = await fixture.startCycle([
      {
        key: 'call',
        ...window(from, HOUR, 10 * DAY),
        steps: { registration: instant(from + 5 * DAY), supportingMaterial: instant(from + 15 * DAY) },
      },
      { key: 'jury', ...window(from, 11 * DAY, 30 * DAY) },
    ]);
    await fixture.reach(cycle.stage('call'), 'open', from + DAY);
    const move = (step: 'registration' | 'supportingMaterial', days: number) =>
      fixture.command(cycle, null, 'moveDeadline', { stageKey: 'call', step, deadlineAt: instant(from + days * DAY) });
    const moved = await move('registration', 7);
    expect(moved).toMatchObject({ deadlineVersion: 1, deadlineAt: instant(from + 10 * DAY) });
    expect(moved.steps?.map(({ deadlineAt }) => deadlineAt)).toEqual([7, 15].map((days) => instant(from + days * DAY)));
    await fixture.reach(cycle.stage('call'), 'released', from + 10 * DAY + HOUR);
    expect(cycle.record.attention).toEqual([]);
    expect(await move('supportingMaterial', 20)).toMatchObject({ state: 'released' });
    expect(await fixture.end(cycle)).toBe('completed');
    await fixture.keep('further-deadlines-moved', cycle);
  });
});

describe('cancelling', () => {
  const twoStages = async () => {
    const from = await fixture.now();
    const releases: StageSpec['releases'] = [{ audience: 'public', when: 'command' }];
    return fixture.startCycle([
      { key: 'jury', ...window(from, DAY, 10 * DAY), decides: true, releases },
      { key: 'ceremony', ...window(from, 20 * DAY, 30 * DAY) },
    ]);
  };

  const ways: [StageState, (cycle: RunningCycle) => Promise<unknown>][] = [
    ['scheduled', async (cycle) => fixture.until(() => cycle.stage('jury').facts.state === 'scheduled')],
    ['open', (cycle) => fixture.command(cycle, 'jury', 'open', {})],
    [
      'closing',
      async (cycle) => {
        await fixture.command(cycle, 'jury', 'open', {});
        fixture.activities.obstruct('proposeDecision', () => {
          throw refused('conflict', 'held by the test');
        });
        await fixture.command(cycle, 'jury', 'close', {});
        await fixture.until(() => cycle.record.attention.length > 0);
      },
    ],
    [
      'deciding',
      async (cycle) => {
        await fixture.command(cycle, 'jury', 'open', {});
        await fixture.command(cycle, 'jury', 'close', {});
        await fixture.reach(cycle.stage('jury'), 'deciding');
      },
    ],
    [
      'decided',
      async (cycle) => {
        await fixture.command(cycle, 'jury', 'open', {});
        await fixture.command(cycle, 'jury', 'close', {});
        await decide(cycle, 'jury');
      },
    ],
  ];

  test.each(ways)('ends every stage when one is %s', async (state, bring) => {
    const cycle = await twoStages();
    await bring(cycle);
    expect(cycle.stage('jury').facts.state).toBe(state);
    expect(await fixture.command(cycle, null, 'cancel', {})).toMatchObject({ status: 'cancelled' });
    fixture.activities.clear();
    expect(await fixture.end(cycle)).toBe('cancelled');
    await fixture.keep(`cancelled-when-${state}`, cycle, 'jury');
    if (state === 'decided') await fixture.keep(`cancelled-when-${state}`, cycle);
    expect([...cycle.record.stages.values()].map(({ facts }) => facts.state)).toEqual(['cancelled', 'cancelled']);
    expect(cycle.record.ended).toContain(stageWorkflowId(cycle.record.cycleId, 'jury'));
  });

  test('leaves what is released as it is, and cannot be done twice', async () => {
    const cycle = await twoStages();
    await ways[4]![1](cycle);
    await fixture.command(cycle, 'jury', 'release', { audience: 'public' });
    fixture.activities.obstruct('endWorkflow', () => {
      throw refused('conflict', 'held by the test');
    });
    await fixture.command(cycle, null, 'cancel', {});
    expect(await problemOf(fixture.command(cycle, null, 'cancel', {}))).toMatchObject({
      status: 409,
      detail: 'The cycle cannot be cancelled: it is already cancelled.',
    });
    const moving = fixture.command(cycle, null, 'moveDeadline', { stageKey: 'ceremony', deadlineAt: instant(0) });
    expect(await problemOf(moving)).toMatchObject({
      detail: 'Stage "ceremony" cannot have its deadline moved: the cycle is cancelled.',
    });
    expect(cycle.stage('jury').facts.state).toBe('released');
    await fixture.abandon(cycle);
  });
});

test('a stage whose workflow an operator ended is started again by `retry` and goes on from its row', async () => {
  const from = await fixture.now();
  const cycle = await fixture.startCycle([{ key: 'call', ...window(from, HOUR, 10 * DAY), ladder: { P1D: DAY } }]);
  await fixture.reach(cycle.stage('call'), 'open', from + DAY);
  await fixture.env.client.workflow.getHandle(stageWorkflowId(cycle.record.cycleId, 'call')).cancel();
  await fixture.until(() => cycle.record.attention.length > 0);
  expect(cycle.record.attention[0]).toMatchObject({ code: 'start/failed' });
  await fixture.retry(cycle, null);
  expect(await fixture.end(cycle)).toBe('completed');
  await fixture.keep('stage-started-again', cycle);
  await fixture.keep('stage-started-again', cycle, 'call');
  expect(cycle.stage('call').states).toEqual(['scheduled', 'open', 'closing', 'decided', 'released']);
  expect(cycle.stage('call').reminders).toHaveLength(1);
});
