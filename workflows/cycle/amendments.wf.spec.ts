import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DAY, HOUR, problemOf, type RunningCycle, WorkflowFixture, window } from '../testing/workflow-fixture.js';
import { type AmendmentRecord, instant, newStage, write } from '../in-memory/records.js';

describe('a cycle under amendment', () => {
  let fixture: WorkflowFixture;
  beforeAll(async () => {
    fixture = await WorkflowFixture.start();
  });
  afterAll(() => fixture.close());

  /** A call from day 1 to 10, a jury from day 12 to 14, a ceremony on day 20. */
  const start = async () => {
    const now = await fixture.now();
    const cycle = await fixture.startCycle([
      { key: 'call', ...window(now, DAY, 10 * DAY), ladder: { P1D: DAY } },
      { key: 'jury', ...window(now, 12 * DAY, 14 * DAY) },
      { key: 'ceremony', ...window(now, 20 * DAY, 20 * DAY + HOUR) },
    ]);
    return { now, cycle };
  };
  const propose = ({ record }: RunningCycle, change: AmendmentRecord['change']): string => {
    const id = randomUUID();
    record.amendments.set(id, { signaturesNeeded: 2, signers: new Set(), change, touched: [] });
    return id;
  };
  /** Days from an instant to the opening of a stage. */
  const openedAfter = (cycle: RunningCycle, key: string, from: number) =>
    (Date.parse(cycle.stage(key).facts.openedAt!) - from) / DAY;
  const sign = (cycle: RunningCycle, amendmentId: string) =>
    fixture.command(cycle, null, 'signAmendment', { amendmentId, definitionDigest: '0'.repeat(64) });

  it('moves all that follows an extension, in the running stage and in those to come', async () => {
    const { now, cycle } = await start();
    await fixture.reach(cycle.stage('call'), 'open', now + DAY);
    const deadlineAt = instant(now + 13 * DAY);
    const refusal = await problemOf(fixture.command(cycle, null, 'moveDeadline', { stageKey: 'call', deadlineAt }));
    expect(refusal.detail).toContain('send the command to the stage');
    const facts = await fixture.command(cycle, null, 'moveDeadline', {
      stageKey: 'call',
      deadlineAt,
      shiftFollowing: true,
      previewDigest: '0'.repeat(64),
    });
    expect(facts).toMatchObject({ stageKey: 'call', deadlineAt });
    expect(cycle.stage('jury').facts).toMatchObject({ opensAt: instant(now + 15 * DAY), deadlineVersion: 2 });
    // The old deadline passes: nothing closes; the reminder comes a day before the new one.
    await fixture.skipTo(now + 12 * DAY + HOUR);
    await fixture.until(() => cycle.stage('call').reminders.length === 1);
    expect(cycle.stage('call').reminders).toMatchObject([{ step: 'P1D', deadlineVersion: 2 }]);
    expect(cycle.stage('call').facts.state).toBe('open');
    expect(await fixture.end(cycle)).toBe('completed');
    expect(openedAfter(cycle, 'jury', now)).toBeCloseTo(15, 1);
    expect(openedAfter(cycle, 'ceremony', now)).toBeCloseTo(23, 1);
    await fixture.keep('shifted', cycle);
    await fixture.keep('shifted', cycle, 'call');
  });

  it('goes on under the new revision: a window moved, a stage added before the last', async () => {
    const { now, cycle } = await start();
    const amendment = propose(cycle, ({ cycleId, stages }) => {
      const vote = { key: 'vote', ...window(now, 15 * DAY, 17 * DAY), after: ['jury'] };
      stages.set('vote', newStage(cycleId, vote, undefined));
      write(stages.get('ceremony')!, { after: ['jury', 'vote'], revision: 2 });
      write(stages.get('call')!, { opensAt: instant(now + 2 * DAY), revision: 2 });
      return ['vote', 'ceremony', 'call'];
    });
    expect(await sign(cycle, amendment)).toMatchObject({ amendment: { state: 'proposed', signatures: 1 } });
    expect(await sign(cycle, amendment)).toMatchObject({ amendment: { state: 'adopted', number: 1 } });
    await fixture.skipTo(now + DAY + HOUR);
    expect(cycle.stage('call').facts.state).toBe('scheduled');
    expect(await fixture.end(cycle)).toBe('completed');
    expect(openedAfter(cycle, 'call', now)).toBeCloseTo(2, 1);
    expect(cycle.stage('vote').states.at(-1)).toBe('released');
    expect(openedAfter(cycle, 'ceremony', now)).toBeCloseTo(20, 1);
    await fixture.keep('amended', cycle);
  });

  it('refuses amendments once it has ended', async () => {
    const { cycle } = await start();
    const amendment = propose(cycle, () => []);
    await fixture.command(cycle, null, 'cancel', {});
    expect((await problemOf(sign(cycle, amendment))).detail).toBe('The cycle cannot be amended: it is cancelled.');
    await fixture.abandon(cycle);
  });
});
