import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inWords } from '#libs/words';
import { hardClose } from '../definition/calendar.js';
import { type WindowedStage, type WantedWindow, planMoves } from './move-deadline.rules.js';

const zone = 'Europe/Paris';
const now = new Date('2027-01-01T00:00:00Z');

/**
 * Call until 1 March with an hour's grace, screening and jury after it, a vote beside the jury, the
 * ceremony after both.
 */
const stages = (change: Record<string, Partial<WindowedStage>> = {}): WindowedStage[] =>
  [
    stage('call', [], '2027-01-10T08:00:00.000Z', '2027-03-01T22:59:00.000Z', { grace: 'PT1H' }),
    stage('screening', ['call'], '2027-03-10T08:00:00.000Z', '2027-03-20T17:00:00.000Z'),
    stage('jury', ['screening'], '2027-04-01T07:00:00.000Z', '2027-04-10T16:00:00.000Z', {
      releases: [{ audience: 'public', when: '2027-05-01T17:00:00.000Z' }],
    }),
    stage('vote', ['screening'], '2027-04-01T07:00:00.000Z', '2027-04-20T16:00:00.000Z', {
      releases: [{ audience: 'public', when: '2027-05-01T17:00:00.000Z' }],
    }),
    stage('ceremony', ['jury', 'vote'], '2027-05-01T17:00:00.000Z', '2027-05-01T20:00:00.000Z'),
  ].map((each) => ({ ...each, ...change[each.key] }));

function stage(
  key: string,
  after: string[],
  opensAt: string,
  deadlineAt: string,
  more: Partial<WindowedStage> = {},
): WindowedStage {
  const begun = { state: 'scheduled' as const, openedAt: null, steps: [], releases: [], releasedTo: [] };
  return { key, title: key, after, opensAt, deadlineAt, grace: 'PT0S', ...begun, ...more };
}

const plan = (wanted: WantedWindow[], shiftFollowing = false, change: Record<string, Partial<WindowedStage>> = {}) =>
  planMoves(stages(change), wanted, { now, zone, shiftFollowing });
const moves = (planned: ReturnType<typeof plan>) => {
  if ('refusal' in planned) throw new Error(inWords(planned.refusal.why, 'en'));
  return planned.moves;
};

describe('a move of deadlines', () => {
  it('moves a deadline that leaves room for what follows', () => {
    expect(moves(plan([{ stageKey: 'call', deadlineAt: '2027-03-05T22:59:00.000Z' }]))).toEqual([
      {
        stageKey: 'call',
        title: 'call',
        opens: null,
        deadline: { from: '2027-03-01T22:59:00.000Z', to: '2027-03-05T22:59:00.000Z' },
        hardClose: { from: '2027-03-01T23:59:00.000Z', to: '2027-03-05T23:59:00.000Z' },
        steps: [],
        releases: [],
      },
    ]);
  });

  it('refuses one that runs over the next stage, with the last deadline and the first possible opening', () => {
    expect(plan([{ stageKey: 'call', deadlineAt: '2027-03-10T07:30:00.000Z' }])).toMatchObject({
      refusal: {
        stageKey: 'call',
        part: 'deadlineAt',
        why: { given: { what: { given: { title: 'screening' } } } },
        latestDeadline: '2027-03-10T07:00:00.000Z',
        firstPossible: '2027-03-10T08:30:00.000Z',
      },
    });
    expect(plan([{ stageKey: 'jury', deadlineAt: '2027-05-01T17:00:01.000Z' }])).toMatchObject({
      refusal: { latestDeadline: '2027-05-01T17:00:00.000Z' },
    });
  });

  it('moves all that follows by the same days, keeping local times over the change to summer time', () => {
    const shifted = moves(plan([{ stageKey: 'call', deadlineAt: '2027-03-15T22:59:00.000Z' }], true));
    expect(shifted.map(({ stageKey, opens }) => [stageKey, opens?.to])).toEqual([
      ['call', undefined],
      // 10 March 9:00 is in winter time, 24 March still is; the deadline of 20 March 18:00 becomes
      // 3 April 18:00, summer time.
      ['screening', '2027-03-24T08:00:00.000Z'],
      ['jury', '2027-04-15T07:00:00.000Z'],
      ['vote', '2027-04-15T07:00:00.000Z'],
      ['ceremony', '2027-05-15T17:00:00.000Z'],
    ]);
    expect(shifted[1]!.deadline!.to).toBe('2027-04-03T16:00:00.000Z');
  });

  it('moves a release planned for the ceremony with the ceremony, also that of a stage that stays', () => {
    const shifted = moves(plan([{ stageKey: 'jury', deadlineAt: '2027-04-13T16:00:00.000Z' }], true));
    expect(shifted.map(({ stageKey, releases }) => [stageKey, releases[0]?.to])).toEqual([
      ['jury', '2027-05-04T17:00:00.000Z'],
      ['vote', '2027-05-04T17:00:00.000Z'],
      ['ceremony', undefined],
    ]);
    expect(shifted[1]!.deadline).toBeNull();
  });

  it('leaves a release alone that has been made', () => {
    const released = { jury: { releasedTo: ['public'], state: 'released' as const } };
    const shifted = moves(plan([{ stageKey: 'vote', deadlineAt: '2027-04-22T16:00:00.000Z' }], true, released));
    expect(shifted.map(({ stageKey }) => stageKey)).toEqual(['vote', 'ceremony']);
  });

  it('moves nothing else when a deadline becomes earlier', () => {
    expect(moves(plan([{ stageKey: 'call', deadlineAt: '2027-02-20T22:59:00.000Z' }], true))).toHaveLength(1);
  });

  it('refuses what is past, before the opening, closed, or opened already', () => {
    const refusal = (wanted: WantedWindow, change: Partial<WindowedStage> = {}) => {
      const planned = plan([wanted], false, { [wanted.stageKey]: change });
      if (!('refusal' in planned)) return null;
      return { ...planned.refusal, why: inWords(planned.refusal.why, 'en') };
    };
    expect(refusal({ stageKey: 'call', deadlineAt: '2026-12-31T00:00:00.000Z' })!.why).toMatch(/^It is past/);
    expect(refusal({ stageKey: 'call', deadlineAt: '2027-01-10T08:00:00.000Z' })!.why).toMatch(/opens on/);
    expect(refusal({ stageKey: 'call', deadlineAt: '2027-03-02T00:00:00.000Z' }, { state: 'closing' })!.why).toMatch(
      /its window is over/,
    );
    const open = { state: 'open' as const, openedAt: '2026-12-01T00:00:00.000Z' };
    expect(refusal({ stageKey: 'call', opensAt: '2027-01-11T00:00:00.000Z' }, open)!.part).toBe('opensAt');
    expect(refusal({ stageKey: 'screening', opensAt: '2027-03-01T23:58:00.000Z' })).toMatchObject({
      part: 'opensAt',
      firstPossible: '2027-03-01T23:59:00.000Z',
    });
  });

  it('never leaves an overlap, whatever is wanted', () => {
    const minutes = fc.integer({ min: 1, max: 400 * 24 * 60 });
    fc.assert(
      fc.property(fc.constantFrom('call', 'screening', 'jury', 'vote'), minutes, fc.boolean(), (key, minute, shift) => {
        const deadlineAt = new Date(now.getTime() + minute * 60_000).toISOString();
        const planned = plan([{ stageKey: key, deadlineAt }], shift);
        const after = apply(stages(), 'moves' in planned ? planned.moves : []);
        for (const each of after) {
          expect(each.deadlineAt > each.opensAt).toBe(true);
          for (const before of after.filter((other) => each.after.includes(other.key))) {
            expect(each.opensAt >= hardClose(before.deadlineAt, before.grace, zone)).toBe(true);
          }
          // The embargo ends with the ceremony, wherever the ceremony goes.
          for (const { when } of each.releases) expect(when).toBe(after.at(-1)!.opensAt);
        }
        // Following stages are never in the way of an extension that moves them along.
        if (shift && key !== 'call' && deadlineAt > stages().find((each) => each.key === key)!.deadlineAt) {
          expect(planned).toHaveProperty('moves');
        }
      }),
    );
  });
});

function apply(all: WindowedStage[], planned: ReturnType<typeof moves>): WindowedStage[] {
  return all.map((each) => {
    const move = planned.find(({ stageKey }) => stageKey === each.key);
    if (!move) return each;
    return {
      ...each,
      opensAt: move.opens?.to ?? each.opensAt,
      deadlineAt: move.deadline?.to ?? each.deadlineAt,
      releases: each.releases.map((step) => ({
        ...step,
        when: move.releases.find(({ audience }) => audience === step.audience)?.to ?? step.when,
      })),
    };
  });
}
