import { describe, expect, it } from '@jest/globals';
import type { ClarificationFacts } from '#libs/contracts';
import { type ClarificationAccount, compareClarifications } from './clarification-fold.rules.js';
import { type Committed, committedBy } from './history.rules.js';

const instant = (day: number) => new Date(Date.UTC(2027, 0, day)).toISOString();
const facts = (change: Partial<ClarificationFacts> = {}): ClarificationFacts => ({
  clarificationId: 'x',
  cycleId: 'c',
  stageKey: 'eligibility',
  programme: 'p',
  state: 'open',
  dueAt: instant(10),
  deadlineVersion: 1,
  ladder: [],
  pausedAt: null,
  ...change,
});
const committed = (clarification: ClarificationFacts, eventId: number): Committed => ({
  workflowId: 'clarification/x',
  eventId,
  at: instant(eventId),
  activity: 'readClarification',
  stage: null,
  decision: null,
  clarification,
});
const moved = { dueAt: instant(15), deadlineVersion: 2 };
const seen = [facts(), facts(moved), facts({ ...moved, state: 'timed-out' })].map((each, i) => committed(each, i + 1));
const account = (change: Partial<ClarificationAccount> = {}): ClarificationAccount => ({
  facts: facts({ ...moved, state: 'timed-out' }),
  askedAt: instant(1),
  endedAt: instant(3),
  deadlines: [
    { version: 1, dueAt: instant(10) },
    { version: 2, dueAt: instant(15) },
  ],
  ...change,
});
const details = (accounts: ClarificationAccount[], history = seen, readAt = instant(20)) =>
  compareClarifications(accounts, history, readAt).map(({ detail }) => detail);

describe('the fold of clarifications', () => {
  it('agrees with rows that are what the workflows saw', () => {
    expect(details([account()])).toEqual([]);
    const open = account({ facts: facts(moved), endedAt: null });
    expect(details([open], seen.slice(0, 2))).toEqual([]);
  });

  it('finds a changed end, a changed deadline, a lost row and a row without a workflow', () => {
    expect(details([account({ facts: facts({ ...moved, state: 'answered' }) })])).toEqual([
      'It ended as timed-out, and the database says answered.',
    ]);
    expect(details([account({ facts: facts(moved), endedAt: null })])).toEqual([
      'It ended as timed-out, and the database says open.',
    ]);
    const earlier = [{ version: 1, dueAt: instant(9) }, ...account().deadlines.slice(1)];
    expect(details([account({ deadlines: earlier })])).toEqual([
      `Deadline 1 was ${instant(10)}, and the database has ${instant(9)}.`,
    ]);
    expect(details([account({ deadlines: account().deadlines.slice(0, 1) })])).toEqual([
      `Deadline 2 was ${instant(15)}, and the database has none of that number.`,
    ]);
    expect(details([])).toEqual(['The workflow of this clarification ran, and the database has no such row.']);
    expect(details([account()], [])).toEqual(['It was asked, and there is no history of a workflow of it.']);
    expect(details([account()], seen.slice(0, 2))).toEqual([
      `The database says timed-out since ${instant(3)}, and its workflow never heard of it.`,
    ]);
    expect(details([account({ facts: facts({ ...moved, state: 'timed-out', deadlineVersion: 3 }) })])).toEqual([
      'Its deadline was moved after it had ended.',
    ]);
  });

  it('lets pass what was on its way when it was read', () => {
    expect(details([account()], [], instant(1))).toEqual([]);
    expect(details([account()], seen.slice(0, 2), instant(3))).toEqual([]);
    expect(details([account({ endedAt: instant(1) })], [])).toEqual([]);
    const before = account({ facts: facts(moved), endedAt: null });
    expect(details([before], seen, instant(2))).toEqual([]);
  });

  it('reads them from a history, and takes none for a stage', () => {
    const data = Buffer.from(JSON.stringify(facts())).toString('base64');
    const metadata = { encoding: Buffer.from('json/plain').toString('base64') };
    const events = [
      {
        eventId: '5',
        eventTime: instant(1),
        activityTaskScheduledEventAttributes: { activityType: { name: 'readClarification' } },
      },
      {
        eventId: '7',
        eventTime: instant(1),
        activityTaskCompletedEventAttributes: { scheduledEventId: '5', result: { payloads: [{ metadata, data }] } },
      },
    ];
    expect(committedBy('clarification/x', JSON.stringify({ events }))).toEqual([
      { ...committed(facts(), 7), at: instant(1) },
    ]);
  });
});
