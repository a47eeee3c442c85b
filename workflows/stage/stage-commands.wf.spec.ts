import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { StageCommandName } from './stage-commands.rules.js';
import { refused } from '../in-memory/in-memory.activities.js';
import { instant } from '../in-memory/records.js';
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

const RELEASES = [
  { audience: 'concerned', when: 'command' },
  { audience: 'public', when: 'command' },
] as const;

/** Starts a cycle of one stage that people decide and release: opens in a day, deadline in ten. */
async function jury(): Promise<RunningCycle> {
  const spec = { key: 'jury', ...window(await fixture.now(), DAY, 10 * DAY), decides: true, releases: [...RELEASES] };
  return fixture.startCycle([spec]);
}

const facts = (cycle: RunningCycle) => cycle.stage('jury').facts;
const proposal = (cycle: RunningCycle) => ({ proposalDigest: cycle.stage('jury').decision!.proposalDigest });
const sign = (cycle: RunningCycle) => fixture.command(cycle, 'jury', 'sign', proposal(cycle));
const certify = (cycle: RunningCycle, actorId?: string) =>
  fixture.command(cycle, 'jury', 'certify', { ...proposal(cycle), ...(actorId && { actorId }) });

/** Sends a command with an argument that would be right in some state. */
async function send(cycle: RunningCycle, name: StageCommandName): Promise<unknown> {
  const decision = cycle.stage('jury').decision;
  const fitting: object = {
    deadlineAt: instant((await fixture.now()) + 20 * DAY),
    proposalDigest: decision?.proposalDigest ?? '',
    audience: facts(cycle).releasedTo.length === 0 ? 'concerned' : 'public',
  };
  return fixture.command(cycle, 'jury', name, fitting);
}

/** Commands that a stage takes in the order of its life, each bringing it to the next place. */
async function bringTo(place: string, cycle: RunningCycle): Promise<void> {
  const stage = cycle.stage('jury');
  const hold = () => {
    throw refused('conflict', 'held by the test');
  };
  const ways: [string, () => Promise<unknown>][] = [
    ['scheduled', async () => {}],
    ['open', () => fixture.command(cycle, 'jury', 'open', {})],
    [
      'closing',
      async () => {
        await fixture.until(() => stage.prepared);
        fixture.activities.obstruct('proposeDecision', hold);
        await fixture.command(cycle, 'jury', 'close', {});
        await fixture.until(() => cycle.record.attention.length > 0);
      },
    ],
    [
      'deciding',
      async () => {
        fixture.activities.clear();
        await fixture.retry(cycle, 'jury');
        await fixture.reach(stage, 'deciding');
        await fixture.until(() => stage.decision !== null);
      },
    ],
    ['deciding, signed', () => sign(cycle)],
    ['decided', async () => [await certify(cycle), await certify(cycle)]],
    ['released to some', () => send(cycle, 'release')],
    [
      'released',
      async () => {
        fixture.activities.obstruct('endWorkflow', hold);
        await send(cycle, 'release');
      },
    ],
  ];
  for (const [name, go] of ways) {
    await go();
    if (name === place) return;
  }
}

describe('what a stage takes', () => {
  const ALL: StageCommandName[] = ['open', 'moveDeadline', 'close', 'sign', 'certify', 'release'];
  const PLACES: [place: string, takes: StageCommandName[], says: RegExp][] = [
    ['scheduled', ['open', 'moveDeadline'], /is scheduled and opens at \d{4}-.*Z/],
    ['open', ['moveDeadline', 'close'], /is open; its deadline is \d{4}-.*Z and it closes at/],
    ['closing', [], /closed at \d{4}-.*Z; its decision is being prepared/],
    ['deciding', ['sign'], /has 0 of 1 signatures and 0 of 2 certifications/],
    ['deciding, signed', ['sign', 'certify'], /has 1 of 1 signatures and 0 of 2 certifications/],
    ['decided', ['release'], /is decided\. To "concerned" it is released by command/],
    ['released to some', ['release'], /is decided\. To "public" it is released by command/],
    ['released', [], /is released to everybody/],
  ];

  test.each(PLACES)('when it is %s: %j, and it refuses the rest in plain words', async (place, takes, says) => {
    const cycle = await jury();
    await bringTo(place, cycle);
    const before = { ...facts(cycle) };
    for (const name of ALL.filter((command) => !takes.includes(command))) {
      const problem = await problemOf(send(cycle, name));
      expect(problem).toMatchObject({ status: 409, state: facts(cycle).state, possible: takes });
      expect(problem.detail).toMatch(/^Stage "jury" cannot /);
      expect(problem.detail).toMatch(says);
    }
    expect(facts(cycle)).toEqual(before);
    await fixture.abandon(cycle);
  });

  test('when it was cancelled: nothing', async () => {
    const cycle = await jury();
    await bringTo('open', cycle);
    fixture.activities.obstruct('endWorkflow', () => {
      throw refused('conflict', 'held by the test');
    });
    await fixture.command(cycle, null, 'cancel', {});
    await fixture.until(() => cycle.record.attention.length > 0);
    for (const name of ALL) {
      expect(await problemOf(send(cycle, name))).toMatchObject({ state: 'cancelled', possible: [] });
    }
    fixture.activities.clear();
    await fixture.wake(cycle);
    expect(await fixture.end(cycle)).toBe('cancelled');
  });

  test('a release out of turn, and a command for another stage, are refused', async () => {
    const cycle = await jury();
    const wrong = await problemOf(fixture.command(cycle, 'jury', 'open', { stageKey: 'call' }));
    expect(wrong.detail).toContain('The command names stage "call".');
    await bringTo('decided', cycle);
    const early = await problemOf(fixture.command(cycle, 'jury', 'release', { audience: 'public' }));
    expect(early.detail).toContain('Not to "public": "concerned" is next.');
    await fixture.abandon(cycle);
  });
});

describe('commands', () => {
  test('bring a stage through its life', async () => {
    const cycle = await jury();
    await bringTo('released', cycle);
    expect(cycle.stage('jury').states).toEqual(['scheduled', 'open', 'closing', 'deciding', 'decided', 'released']);
    fixture.activities.clear();
    await fixture.wake(cycle);
    expect(await fixture.end(cycle)).toBe('completed');
    await fixture.keep('by-command', cycle, 'jury');
  });

  test('a refusal by the database reaches the caller as the same kind of problem', async () => {
    const cycle = await jury();
    await bringTo('deciding', cycle);
    const stale = await problemOf(fixture.command(cycle, 'jury', 'sign', { proposalDigest: 'another' }));
    expect(stale).toMatchObject({ status: 409, detail: 'The proposal was adjusted since you read it.' });
    await sign(cycle);
    const actorId = randomUUID();
    await certify(cycle, actorId);
    expect(await problemOf(certify(cycle, actorId))).toMatchObject({
      detail: 'The same person has certified it already.',
    });
    expect(facts(cycle).state).toBe('deciding');
    const { decision } = await certify(cycle);
    expect(decision).toMatchObject({ certifications: 2, complete: true });
    await fixture.command(cycle, 'jury', 'release', { audience: 'concerned' });
    await fixture.command(cycle, 'jury', 'release', { audience: 'public' });
    expect(await fixture.end(cycle)).toBe('completed');
    await fixture.keep('certified-after-refusals', cycle, 'jury');
  });

  test('an adjusted proposal is signed and certified anew', async () => {
    const cycle = await jury();
    await bringTo('deciding, signed', cycle);
    await certify(cycle);
    fixture.activities.adjust(facts(cycle));
    expect((await problemOf(certify(cycle))).detail).toContain('has 0 of 1 signatures');
    await sign(cycle);
    await certify(cycle);
    const { stage } = await certify(cycle);
    expect(stage.state).toBe('decided');
    await fixture.abandon(cycle);
  });

  test('sent twice with the same key have one effect and one answer, also across a restart of the worker', async () => {
    const cycle = await jury();
    const moved = { commandId: randomUUID(), deadlineAt: instant((await fixture.now()) + 12 * DAY) };
    const [one, two] = await Promise.all([
      fixture.command(cycle, 'jury', 'moveDeadline', moved),
      fixture.command(cycle, 'jury', 'moveDeadline', moved),
    ]);
    await fixture.stopWorker();
    await fixture.startWorker();
    const three = await fixture.command(cycle, 'jury', 'moveDeadline', moved);
    expect([two, three]).toEqual([one, one]);
    expect(facts(cycle)).toMatchObject({ version: 2, deadlineVersion: 2 });
    await fixture.abandon(cycle);
  });

  test('that race are judged one after the other', async () => {
    const cycle = await jury();
    const opened = await Promise.allSettled([
      fixture.command(cycle, 'jury', 'open', {}),
      fixture.command(cycle, 'jury', 'open', {}),
      fixture.command(cycle, 'jury', 'open', {}),
    ]);
    expect(opened.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    await fixture.abandon(cycle);
  });

  test('that race the clock: either the stage is extended or the extension is refused', async () => {
    const cycle = await jury();
    const deadline = Date.parse(facts(cycle).deadlineAt);
    await fixture.reach(cycle.stage('jury'), 'open', deadline - HOUR);
    await fixture.stopWorker();
    await fixture.skipWithoutWorkerTo(deadline + MINUTE);
    const moving = fixture.command(cycle, 'jury', 'moveDeadline', { deadlineAt: instant(deadline + DAY) });
    await fixture.startWorker();
    const answer = await moving.catch((error: unknown) => error);
    const extended = !(answer instanceof Error);
    expect(facts(cycle).deadlineVersion).toBe(extended ? 2 : 1);
    expect(facts(cycle).state === 'open').toBe(extended);
    await fixture.abandon(cycle);
  });

  test('reopened, moved and closed by hand, a stage still reminds by its present ladder', async () => {
    const now = await fixture.now();
    const ladder = { P7D: 7 * DAY, P1D: DAY };
    const cycle = await fixture.startCycle([{ key: 'jury', ...window(now, 30 * DAY, 60 * DAY), ladder }]);
    await fixture.command(cycle, 'jury', 'open', {});
    await fixture.command(cycle, 'jury', 'moveDeadline', { deadlineAt: instant(now + 20 * DAY) });
    await fixture.skipTo(now + 15 * DAY);
    await fixture.command(cycle, 'jury', 'close', {});
    expect(await fixture.end(cycle)).toBe('completed');
    await fixture.keep('closed-early', cycle, 'jury');
    expect(cycle.stage('jury').reminders.map(({ step }) => step)).toEqual(['P7D']);
  });
});
