import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { stageWorkflowId } from '#libs/contracts/pure';
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

/** Sends `certify` for the proposal that stands, by as many people as are needed. */
async function decide(cycle: RunningCycle, stageKey: string): Promise<void> {
  const stage = cycle.stage(stageKey);
  await fixture.until(() => stage.facts.state === 'deciding' && stage.decision !== null);
  const proposal = { proposalDigest: stage.decision!.proposalDigest };
  await fixture.command(cycle, stageKey, 'sign', proposal);
  await fixture.command(cycle, stageKey, 'certify', proposal);
  await fixture.command(cycle, stageKey, 'certify', proposal);
}

describe('a stage that is reopened', () => {
  test('after its workflow has ended is started again, and what comes after it waits for it once more', async () => {
    const from = await fixture.now();
    const cycle = await fixture.startCycle([
      { key: 'call', ...window(from, HOUR, 10 * DAY), ladder: { P1D: DAY }, releases: [] },
      { key: 'eligibility', ...window(from, 12 * DAY, 20 * DAY) },
      { key: 'ceremony', ...window(from, 40 * DAY, 50 * DAY) },
    ]);
    const [call, eligibility] = [cycle.stage('call'), cycle.stage('eligibility')];
    await fixture.reach(call, 'decided', from + 10 * DAY + HOUR);
    const ended = stageWorkflowId(cycle.record.cycleId, 'call');
    await fixture.until(() => cycle.record.ended.includes(ended), 'the workflow of the call has ended');

    const deadlineAt = instant(from + 15 * DAY);
    const reopened = await fixture.command(cycle, null, 'reopen', { stageKey: 'call', deadlineAt });
    expect(reopened).toMatchObject({ stageKey: 'call', state: 'open', closedAt: null, deadlineAt, deadlineVersion: 2 });
    expect(
      await fixture.command(cycle, 'call', 'moveDeadline', { deadlineAt: instant(from + 16 * DAY) }),
    ).toMatchObject({
      deadlineVersion: 3,
    });

    // Its opening comes while the call is open: it cannot, says so once, and opens as soon as the
    // call is decided again.
    await fixture.skipTo(from + 13 * DAY);
    await fixture.until(() => cycle.record.attention.length > 0, 'the secretariat is told');
    expect(cycle.record.attention[0]).toMatchObject({ stageKey: 'eligibility', code: 'open/conflict' });
    expect(eligibility.facts.state).toBe('scheduled');
    await fixture.reach(call, 'decided', from + 16 * DAY + HOUR);
    await fixture.reach(eligibility, 'open');
    expect(await problemOf(fixture.command(cycle, null, 'reopen', { stageKey: 'call', deadlineAt }))).toMatchObject({
      detail: expect.stringContaining('which comes after it, is open'),
    });
    expect(await fixture.end(cycle)).toBe('completed');
    await fixture.keep('reopened-after-its-end', cycle);
    await fixture.keep('reopened-after-its-end', cycle, 'call');
    await fixture.keep('waits-for-one-reopened', cycle, 'eligibility');
    expect(call.states).toEqual(['scheduled', 'open', 'closing', 'decided', 'open', 'closing', 'decided']);
    expect(call.reminders.map(({ deadlineVersion }) => deadlineVersion)).toEqual([1, 3]);
    expect(cycle.record.ended.filter((id) => id === ended)).toHaveLength(2);
  });

  test('while it is being decided voids what was proposed and signed; the next close makes a new proposal', async () => {
    const from = await fixture.now();
    const cycle = await fixture.startCycle([
      { key: 'screening', ...window(from, HOUR, 10 * DAY), decides: true },
      { key: 'ceremony', ...window(from, 30 * DAY, 40 * DAY) },
    ]);
    const screening = cycle.stage('screening');
    await fixture.reach(screening, 'deciding', from + 10 * DAY + HOUR);
    await fixture.until(() => screening.decision !== null);
    const before = { proposalDigest: screening.decision!.proposalDigest };
    await fixture.command(cycle, 'screening', 'sign', before);
    await fixture.command(cycle, null, 'reopen', { stageKey: 'screening', deadlineAt: instant(from + 20 * DAY) });
    expect(await problemOf(fixture.command(cycle, 'screening', 'certify', before))).toMatchObject({
      status: 409,
      detail: expect.stringContaining('It is open; its deadline is'),
    });
    await fixture.reach(screening, 'deciding', from + 20 * DAY + MINUTE);
    await fixture.until(() => screening.decision !== null);
    expect(screening.decision).toMatchObject({ proposalVersion: 2, signatures: 0 });
    expect(await problemOf(fixture.command(cycle, 'screening', 'certify', before))).toMatchObject({ status: 409 });
    await decide(cycle, 'screening');
    expect(
      await problemOf(fixture.command(cycle, null, 'reopen', { stageKey: 'screening', deadlineAt: instant(0) })),
    ).toMatchObject({ status: 409 });
    expect(await fixture.end(cycle)).toBe('completed');
    await fixture.keep('reopened-when-deciding', cycle);
    await fixture.keep('reopened-when-deciding', cycle, 'screening');
    expect(cycle.record.attention).toEqual([]);
  });

  test('while its proposal is made goes on as open; what was under way is not taken for a failure', async () => {
    const from = await fixture.now();
    const cycle = await fixture.startCycle([{ key: 'screening', ...window(from, HOUR, 10 * DAY), decides: true }]);
    const screening = cycle.stage('screening');
    let held = true;
    fixture.activities.obstruct('proposeDecision', async () => {
      await fixture.until(() => !held);
    });
    await fixture.reach(screening, 'open', from + 2 * HOUR);
    await fixture.command(cycle, 'screening', 'close', {});
    await fixture.until(() => cycle.record.calls.get('proposeDecision') === 1);
    await fixture.command(cycle, null, 'reopen', { stageKey: 'screening', deadlineAt: instant(from + 20 * DAY) });
    held = false;
    await fixture.reach(screening, 'deciding', from + 20 * DAY + MINUTE);
    await decide(cycle, 'screening');
    expect(await fixture.end(cycle)).toBe('completed');
    expect(cycle.record.attention).toEqual([]);
    expect(screening.states.slice(0, 5)).toEqual(['scheduled', 'open', 'closing', 'open', 'closing']);
  });
});
