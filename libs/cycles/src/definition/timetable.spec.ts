import { describe, expect, it } from '@jest/globals';
import type { StageFacts } from '#libs/contracts';
import { firstFiring, nextFiring, waitsFor } from './timetable.js';

const call: StageFacts = {
  cycleId: '01a20aec-f33a-7236-ba90-015084053c17',
  stageKey: 'call',
  type: 'call-for-entries',
  revision: 1,
  state: 'open',
  version: 2,
  opensAt: '2027-02-01T00:00:00.000Z',
  deadlineAt: '2027-03-01T00:00:00.000Z',
  hardCloseAt: '2027-03-01T01:00:00.000Z',
  deadlineVersion: 1,
  after: [],
  ladder: [
    { step: 'P7D', at: '2027-02-22T00:00:00.000Z' },
    { step: 'P1D', at: '2027-02-28T00:00:00.000Z' },
  ],
  releases: [],
  releasedTo: [],
  decides: false,
  openedAt: '2027-02-01T00:00:00.000Z',
  closedAt: null,
  decisionDigest: null,
};
const jury: StageFacts = {
  ...call,
  stageKey: 'jury',
  state: 'scheduled',
  after: ['call'],
  opensAt: '2027-04-01T00:00:00.000Z',
  decides: true,
  openedAt: null,
};

describe('what fires next', () => {
  it.each([
    ['2027-02-10T00:00:00.000Z', { what: 'reminder', at: '2027-02-22T00:00:00.000Z', detail: 'P7D' }],
    ['2027-02-22T00:00:00.000Z', { what: 'reminder', at: '2027-02-28T00:00:00.000Z', detail: 'P1D' }],
    ['2027-02-28T12:00:00.000Z', { what: 'deadline', at: '2027-03-01T00:00:00.000Z' }],
    ['2027-03-01T00:30:00.000Z', { what: 'hard-close', at: '2027-03-01T01:00:00.000Z' }],
  ])('in an open stage at %s', (now, next) => {
    expect(nextFiring(call, [call, jury], now)).toEqual(next);
  });

  it('is nothing while a stage waits for another, and its opening when that is decided', () => {
    expect(waitsFor(jury, [call, jury])).toEqual(['call']);
    expect(nextFiring(jury, [call, jury], call.opensAt)).toBeNull();
    const decided = { ...call, state: 'decided' as const };
    expect(nextFiring(jury, [decided, jury], call.opensAt)).toEqual({ what: 'opens', at: jury.opensAt });
  });

  it('is a release at an instant; one by command waits for a person', () => {
    const decided = { ...jury, state: 'decided' as const };
    const at = '2027-05-01T00:00:00.000Z';
    const releases = [
      { audience: 'concerned' as const, when: 'command' as const },
      { audience: 'public' as const, when: at },
    ];
    expect(nextFiring({ ...decided, releases }, [], call.opensAt)).toBeNull();
    expect(nextFiring({ ...decided, releases, releasedTo: ['concerned'] }, [], call.opensAt)).toEqual({
      what: 'release',
      at,
      detail: 'public',
    });
  });

  it('is the earliest of all stages', () => {
    const beside = { ...jury, after: [], opensAt: '2027-02-11T00:00:00.000Z' };
    expect(firstFiring([call, beside], '2027-02-10T00:00:00.000Z')).toMatchObject({ stageKey: 'jury', what: 'opens' });
    expect(firstFiring([{ ...call, state: 'released' }], call.opensAt)).toBeNull();
  });
});
