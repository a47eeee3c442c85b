import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DrivenCycle, REASON, inMs, wholeCycle } from './support/driven-cycle.js';
import { RunningApp, until } from './support/running-app.js';

const LANES = 6;
const EXPERTS = ['Expert One', 'Expert Two', 'Expert Three', 'Expert Four'];
const JURORS = ['Juror One', 'Juror Two', 'Juror Three'];
const REMINDER = 'PT30M';
const REMINDED_BEFORE_MS = 30 * 60_000;

/**
 * Every wake-up starts its timer anew, and how many messages one wake-up takes in depends on how busy the machine is.
 */
const TIMER_EVENTS = ['EVENT_TYPE_TIMER_STARTED', 'EVENT_TYPE_TIMER_CANCELED'];
/** So many timers more or fewer are chance; were there any for each entry, there would be 105 more. */
const CHANCE = 10;

/** How many events of each type a workflow's history has; workflow tasks depend on how busy the machine is. */
type EventCounts = Record<string, number>;

describe('the size of histories', () => {
  let app: RunningApp;

  beforeAll(async () => {
    app = await RunningApp.open();
  });
  afterAll(() => app?.close());

  it('depends on stages, reminders and people, not on how many entries there are', async () => {
    const small = await historiesOf(15);
    const large = await historiesOf(120);
    expect(Object.keys(small)).toEqual(['', 'call', 'ceremony', 'eligibility', 'jury', 'screening']);
    expect(small['screening']!['EVENT_TYPE_ACTIVITY_TASK_COMPLETED']).toBeGreaterThan(5);
    expect(withoutTimers(large)).toEqual(withoutTimers(small));
    for (const [stage, events] of Object.entries(large))
      expect(Math.abs(timersOf(events) - timersOf(small[stage]!))).toBeLessThan(CHANCE);
  });

  /**
   * Runs a whole cycle with so many entries, always with the same people and commands; its
   * histories by stage, the cycle's as ''.
   */
  async function historiesOf(entries: number): Promise<Record<string, EventCounts>> {
    const [call, ...others] = wholeCycle({ shortlisted: 3 });
    const cycle = await DrivenCycle.publish(app, { stages: [{ ...call!, ladder: [REMINDER] }, ...others] });
    await cycle.untilState('call', 'open');
    const { person, cityId } = await cycle.draft(`City of ${entries}`);
    await inLanes(entries, async (index) => {
      const entryId = await cycle.draftFor(person, cityId, { title: `Initiative ${index}` });
      expect(await cycle.submit({ person, entryId })).toMatchObject({ status: 201 });
    });
    // As long before its new deadline as its ladder says: reminded at once.
    const deadline = { deadlineAt: inMs(REMINDED_BEFORE_MS), reason: REASON };
    await cycle.commanded(cycle.staff, 'call', 'deadline', deadline);
    await until(
      () => app.rows('select from cycles.reminder where cycle_id = $1', [cycle.cycleId]),
      ({ length }) => length === 1,
    );
    await app.untilHandled();
    await cycle.closeStage('call');

    await cycle.open('eligibility');
    await cycle.checkAll();
    // That nothing is owed any more is told to the stage: always before it closes.
    await app.untilHandled();
    await cycle.closeStage('eligibility');
    await cycle.decide('eligibility');
    await cycle.release('eligibility');

    const experts = await cycle.seat('screening', EXPERTS);
    await cycle.open('screening');
    const places = new Map<string, number>();
    const scoreOf = (entryId: string) =>
      1 + (places.set(entryId, places.get(entryId) ?? places.size).get(entryId)! % 5);
    await Promise.all(experts.map((expert) => cycle.reviewAll([expert], scoreOf)));
    await app.untilHandled();
    await cycle.closeStage('screening');
    await cycle.decide('screening', experts[0]);
    await cycle.release('screening');

    const jurors = await cycle.seat('jury', JURORS);
    await cycle.open('jury');
    const paper = await app.ask<{ entries: { id: string }[] }>(jurors[0]!, 'GET', `${cycle.path}/stages/jury/ballot`);
    for (const juror of jurors)
      await cycle.cast(
        juror,
        paper.entries.map(({ id }) => id),
      );
    await app.untilHandled();
    await cycle.closeStage('jury');
    await cycle.decide('jury', jurors[0]);
    await cycle.release('jury');
    await cycle.open('ceremony');
    await cycle.closeStage('ceremony');
    await cycle.untilArchived();
    return countEvents(cycle.cycleId);
  }

  async function countEvents(cycleId: string): Promise<Record<string, EventCounts>> {
    const rows = await app.rows<{ workflow_id: string; history: Buffer }>(
      'select workflow_id, history from transparency.history_archive where cycle_id = $1 order by workflow_id',
      [cycleId],
    );
    return Object.fromEntries(
      rows.map(({ workflow_id: workflowId, history }) => {
        const { events } = JSON.parse(gunzipSync(history).toString()) as { events: { eventType: string }[] };
        const counts: EventCounts = {};
        for (const { eventType } of events) {
          if (!eventType.includes('WORKFLOW_TASK')) counts[eventType] = (counts[eventType] ?? 0) + 1;
        }
        return [workflowId.split('/stage/')[1] ?? '', counts];
      }),
    );
  }
});

const timersOf = (events: EventCounts): number => TIMER_EVENTS.reduce((sum, type) => sum + (events[type] ?? 0), 0);

const withoutTimers = (histories: Record<string, EventCounts>): Record<string, EventCounts> =>
  Object.fromEntries(
    Object.entries(histories).map(([stage, events]) => [
      stage,
      Object.fromEntries(Object.entries(events).filter(([type]) => !TIMER_EVENTS.includes(type))),
    ]),
  );

/** Does something so many times, a few at a time. */
async function inLanes(times: number, act: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < times; index = next++) await act(index);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}
