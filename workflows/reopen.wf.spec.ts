import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { stageWorkflowId } from '#libs/contracts/pure';
import { instant } from './in-memory/records.js';
import { DAY, HOUR, MINUTE, problemOf, TestHouse, window, type RunningCycle } from './testing/house.js';

let house: TestHouse;
beforeAll(async () => {
  house = await TestHouse.start();
});
afterEach(() => house.activities.clear());
afterAll(() => house.close());

/** Sends `certify` for the proposal that stands, by as many people as are needed. */
async function decide(cycle: RunningCycle, stageKey: string): Promise<void> {
  const stage = cycle.stage(stageKey);
  await house.until(() => stage.facts.state === 'deciding' && stage.decision !== null);
  const proposal = { proposalDigest: stage.decision!.proposalDigest };
  await house.command(cycle, stageKey, 'sign', proposal);
  await house.command(cycle, stageKey, 'certify', proposal);
  await house.command(cycle, stageKey, 'certify', proposal);
}

describe('a stage that is reopened', () => {
  test('after its workflow has ended is started again, and what comes after it waits for it once more', async () => {
    const from = await house.now();
    const cycle = await house.startCycle([
      { key: 'call', ...window(from, HOUR, 10 * DAY), ladder: { P1D: DAY }, releases: [] },
      { key: 'eligibility', ...window(from, 12 * DAY, 20 * DAY) },
      { key: 'ceremony', ...window(from, 40 * DAY, 50 * DAY) },
    ]);
    const [call, eligibility] = [cycle.stage('call'), cycle.stage('eligibility')];
    await house.reach(call, 'decided', from + 10 * DAY + HOUR);
    const ended = stageWorkflowId(cycle.record.cycleId, 'call');
    await house.until(() => cycle.record.ended.includes(ended), 'the workflow of the call has ended');

    const deadlineAt = instant(from + 15 * DAY);
    const reopened = await house.command(cycle, null, 'reopen', { stageKey: 'call', deadlineAt });
    expect(reopened).toMatchObject({ stageKey: 'call', state: 'open', closedAt: null, deadlineAt, deadlineVersion: 2 });
    expect(await house.command(cycle, 'call', 'moveDeadline', { deadlineAt: instant(from + 16 * DAY) })).toMatchObject({
      deadlineVersion: 3,
    });

    // Its opening comes while the call is open: it cannot, says so once, and opens as soon as the
    // call is decided again.
    await house.skipTo(from + 13 * DAY);
    await house.until(() => cycle.record.attention.length > 0, 'the secretariat is told');
    expect(cycle.record.attention[0]).toMatchObject({ stageKey: 'eligibility', code: 'open/conflict' });
    expect(eligibility.facts.state).toBe('scheduled');
    await house.reach(call, 'decided', from + 16 * DAY + HOUR);
    await house.reach(eligibility, 'open');
    expect(await problemOf(house.command(cycle, null, 'reopen', { stageKey: 'call', deadlineAt }))).toMatchObject({
      detail: expect.stringContaining('which comes after it, is open'),
    });
    expect(await house.end(cycle)).toBe('completed');
    await house.keep('reopened-after-its-end', cycle);
    await house.keep('reopened-after-its-end', cycle, 'call');
    await house.keep('waits-for-one-reopened', cycle, 'eligibility');
    expect(call.states).toEqual(['scheduled', 'open', 'closing', 'decided', 'open', 'closing', 'decided']);
    expect(call.reminders.map(({ deadlineVersion }) => deadlineVersion)).toEqual([1, 3]);
    expect(cycle.record.ended.filter((id) => id === ended)).toHaveLength(2);
  });

  test('while it is being decided voids what was proposed and signed; the next close makes a new proposal', async () => {
    const from = await house.now();
    const cycle = await house.startCycle([
      { key: 'screening', ...window(from, HOUR, 10 * DAY), decides: true },
      { key: 'ceremony', ...window(from, 30 * DAY, 40 * DAY) },
    ]);
    const screening = cycle.stage('screening');
    await house.reach(screening, 'deciding', from + 10 * DAY + HOUR);
    await house.until(() => screening.decision !== null);
    const before = { proposalDigest: screening.decision!.proposalDigest };
    await house.command(cycle, 'screening', 'sign', before);
    await house.command(cycle, null, 'reopen', { stageKey: 'screening', deadlineAt: instant(from + 20 * DAY) });
    expect(await problemOf(house.command(cycle, 'screening', 'certify', before))).toMatchObject({
      status: 409,
      detail: expect.stringContaining('It is open; its deadline is'),
    });
    await house.reach(screening, 'deciding', from + 20 * DAY + MINUTE);
    await house.until(() => screening.decision !== null);
    expect(screening.decision).toMatchObject({ proposalVersion: 2, signatures: 0 });
    expect(await problemOf(house.command(cycle, 'screening', 'certify', before))).toMatchObject({ status: 409 });
    await decide(cycle, 'screening');
    expect(
      await problemOf(house.command(cycle, null, 'reopen', { stageKey: 'screening', deadlineAt: instant(0) })),
    ).toMatchObject({ status: 409 });
    expect(await house.end(cycle)).toBe('completed');
    await house.keep('reopened-when-deciding', cycle);
    await house.keep('reopened-when-deciding', cycle, 'screening');
    expect(cycle.record.attention).toEqual([]);
  });

  test('while its proposal is made goes on as open; what was under way is not taken for a failure', async () => {
    const from = await house.now();
    const cycle = await house.startCycle([{ key: 'screening', ...window(from, HOUR, 10 * DAY), decides: true }]);
    const screening = cycle.stage('screening');
    let held = true;
    house.activities.obstruct('proposeDecision', async () => {
      await house.until(() => !held);
    });
    await house.reach(screening, 'open', from + 2 * HOUR);
    await house.command(cycle, 'screening', 'close', {});
    await house.until(() => cycle.record.calls.get('proposeDecision') === 1);
    await house.command(cycle, null, 'reopen', { stageKey: 'screening', deadlineAt: instant(from + 20 * DAY) });
    held = false;
    await house.reach(screening, 'deciding', from + 20 * DAY + MINUTE);
    await decide(cycle, 'screening');
    expect(await house.end(cycle)).toBe('completed');
    expect(cycle.record.attention).toEqual([]);
    expect(screening.states.slice(0, 5)).toEqual(['scheduled', 'open', 'closing', 'open', 'closing']);
  });
});
