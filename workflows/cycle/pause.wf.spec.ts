import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { instant } from '../in-memory/records.js';
import { DAY, HOUR, MINUTE, problemOf, WorkflowFixture, window } from '../testing/workflow-fixture.js';

let fixture: WorkflowFixture;
beforeAll(async () => {
  fixture = await WorkflowFixture.start();
});
afterEach(() => fixture.activities.clear());
afterAll(() => fixture.close());

/** A call that closes after ten days and reminds 7, 2 and 1 days before, and a ceremony two days later. */
const start = async () => {
  const from = await fixture.now();
  const cycle = await fixture.startCycle([
    { key: 'call', ...window(from, HOUR, 10 * DAY), grace: HOUR, ladder: { P7D: 7 * DAY, P2D: 2 * DAY, P1D: DAY } },
    { key: 'ceremony', ...window(from, 12 * DAY, 20 * DAY) },
  ]);
  return { from, cycle, call: cycle.stage('call') };
};
const steps = ({ reminders }: { reminders: { step: string }[] }) => reminders.map(({ step }) => step);

describe('a paused cycle', () => {
  test('closes and reminds of nothing; resumed, it goes on with as much time as before', async () => {
    const { from, cycle, call } = await start();
    await fixture.reach(call, 'open', from + 4 * DAY);
    expect(steps(call)).toEqual(['P7D']);
    const paused = await fixture.command(cycle, null, 'pause', {});
    expect(paused.pausedAt).toEqual(call.facts.pausedAt);
    await fixture.skipTo(from + 15 * DAY);
    expect(call).toMatchObject({ states: ['scheduled', 'open'], facts: { state: 'open', deadlineVersion: 1 } });
    expect(steps(call)).toEqual(['P7D']);

    const deadlineAt = instant(from + 40 * DAY);
    const refusal = {
      status: 409,
      detail: expect.stringContaining('the cycle is paused since'),
      action: expect.any(String),
    };
    for (const sent of [
      fixture.command(cycle, 'call', 'close', {}),
      fixture.command(cycle, 'call', 'moveDeadline', { deadlineAt }),
      fixture.command(cycle, null, 'moveDeadline', { stageKey: 'ceremony', deadlineAt }),
    ]) {
      expect(await problemOf(sent)).toMatchObject(refusal);
    }
    expect(await problemOf(fixture.command(cycle, null, 'pause', {}))).toMatchObject({
      status: 409,
      detail: expect.stringContaining('already paused, since'),
    });

    expect(await fixture.command(cycle, null, 'resume', {})).toMatchObject({ pausedAt: null });
    expect(call.facts).toMatchObject({ pausedAt: null, deadlineVersion: 2 });
    const length = Date.parse(call.facts.deadlineAt) - (from + 10 * DAY);
    expect(length).toBeGreaterThanOrEqual(11 * DAY - MINUTE);
    expect(await problemOf(fixture.command(cycle, null, 'resume', {}))).toMatchObject({
      detail: 'The cycle cannot be resumed: it is not paused.',
    });
    expect(await fixture.end(cycle)).toBe('completed');
    await fixture.keep('paused-and-resumed', cycle);
    await fixture.keep('paused-and-resumed', cycle, 'call');
    // The week's reminder went out before the pause and is not sent again; those of the pause come
    // at their new instants.
    expect(steps(call)).toEqual(['P7D', 'P2D', 'P1D']);
    expect(Date.parse(call.facts.closedAt!)).toBeGreaterThanOrEqual(Date.parse(call.facts.hardCloseAt));
    expect(cycle.record.attention).toEqual([]);
  });

  test('does not open a stage; reminders that a nearer deadline has put into the past become one', async () => {
    const { from, cycle, call } = await start();
    await fixture.until(() => call.facts.state === 'scheduled');
    await fixture.command(cycle, null, 'pause', {});
    await fixture.skipTo(from + 5 * DAY);
    expect(call.facts).toMatchObject({ state: 'scheduled', openedAt: null });
    const deadlineAt = instant(from + 20 * DAY);
    await fixture.command(cycle, null, 'resume', { deadlines: [{ stageKey: 'call', deadlineAt }] });
    expect(call.facts.deadlineAt).toBe(deadlineAt);
    await fixture.reach(call, 'open', Date.parse(call.facts.opensAt) + MINUTE);
    await fixture.command(cycle, null, 'pause', {});
    await fixture.skipTo(from + 19 * DAY);
    await fixture.command(cycle, null, 'resume', {
      deadlines: [{ stageKey: 'call', deadlineAt: instant(from + 20.5 * DAY) }],
    });
    expect(await fixture.end(cycle)).toBe('completed');
    expect(steps(call)).toEqual(['P2D', 'P1D']);
  });

  test('is found to be paused by a stage whose timer fires before it was told', async () => {
    const { from, cycle, call } = await start();
    await fixture.reach(call, 'open', from + 4 * DAY);
    // The row is paused, and nobody has woken the workflows yet.
    const { cycleId } = cycle.record;
    const command = { commandId: randomUUID(), actorId: randomUUID() };
    await fixture.activities.pauseCycle({ cycleId, command });
    await fixture.skipTo(from + 15 * DAY);
    expect(call).toMatchObject({ facts: { state: 'open' }, reminders: [{ step: 'P7D' }] });
    expect(cycle.record.calls.get('remind')).toBe(2);
    expect(cycle.record.calls.get('closeStage')).toBeUndefined();
    await fixture.wake(cycle);
    await fixture.until(() => cycle.record.calls.get('readCyclePlan') === 2);
    await fixture.command(cycle, null, 'resume', {});
    expect(await fixture.end(cycle)).toBe('completed');
    expect(cycle.record.attention).toEqual([]);
    expect(steps(call)).toEqual(['P7D', 'P2D', 'P1D']);
  });

  test('whose stage is closing at that moment goes on with the new deadline, holding up no command', async () => {
    const { from, cycle, call } = await start();
    await fixture.reach(call, 'open', from + DAY);
    const { cycleId } = cycle.record;
    let taken = 0;
    fixture.activities.obstruct('closeStage', async () => {
      if (taken++ > 0) return;
      // The timer has fired, the close is under way, and the cycle is paused and resumed in that moment.
      const by = () => ({ commandId: randomUUID(), actorId: randomUUID() });
      await fixture.activities.pauseCycle({ cycleId, command: by() });
      const deadlines = [{ stageKey: 'call', deadlineAt: instant(from + 30 * DAY) }];
      await fixture.activities.resumeCycle({ cycleId, command: { ...by(), deadlines } });
    });
    await fixture.skipTo(from + 10 * DAY + 2 * HOUR);
    await fixture.until(() => taken === 1);
    const deadlineAt = instant(from + 11 * DAY);
    expect(await fixture.command(cycle, 'call', 'moveDeadline', { deadlineAt })).toMatchObject({
      state: 'open',
      deadlineAt,
    });
    expect(await fixture.end(cycle)).toBe('completed');
    expect(cycle.record.attention).toEqual([]);
    expect(taken).toBeGreaterThan(1);
  });

  test('is cancelled like any other', async () => {
    const { from, cycle, call } = await start();
    await fixture.reach(call, 'open', from + DAY);
    await fixture.command(cycle, null, 'pause', {});
    expect(await fixture.command(cycle, null, 'cancel', {})).toMatchObject({ status: 'cancelled', pausedAt: null });
    expect(await fixture.end(cycle)).toBe('cancelled');
    expect(call.facts).toMatchObject({ state: 'cancelled', pausedAt: null });
    await fixture.keep('cancelled-when-paused', cycle);
    await fixture.keep('cancelled-when-paused', cycle, 'call');
  });
});
