import { describe, expect, it } from '@jest/globals';
import { LANGUAGES, type StageState } from '#libs/contracts';
import { type TitledStage, lateness } from './lateness.rules.js';

const stage = (stageKey: string, state: StageState, change: Partial<TitledStage> = {}): TitledStage => ({
  cycleId: 'c',
  stageKey,
  title: stageKey.toUpperCase(),
  zone: 'Asia/Shanghai',
  type: 'jury',
  revision: 1,
  state,
  version: 1,
  opensAt: '2027-01-01T01:00:00.000Z',
  deadlineAt: '2027-02-01T01:00:00.000Z',
  hardCloseAt: '2027-02-01T01:00:00.000Z',
  deadlineVersion: 1,
  after: [],
  ladder: [],
  releases: [],
  releasedTo: [],
  decides: true,
  openedAt: null,
  closedAt: null,
  decisionDigest: null,
  ...change,
});
const jury = stage('jury', 'scheduled', { after: ['screening', 'vote'], opensAt: '2027-02-01T02:00:00.000Z' });
const at = (now: string, ...before: StageState[]) =>
  lateness(jury, [stage('screening', before[0]!), stage('vote', before[1]!), jury], now);

describe('a stage that cannot open when its window begins', () => {
  it('names what it waits for, where that stands, and what to do', () => {
    expect(at('2027-02-01T02:00:00.000Z', 'deciding', 'open')).toBe(
      '"JURY" was to open on 1 February 2027 at 10:00 (Asia/Shanghai), 02:00 UTC. It waits for the decision of ' +
        '"SCREENING", which has closed and waits for people to sign and certify (laureate cycle certify c screening); ' +
        'and "VOTE", which is past its hard close and about to close. It opens by itself once that is decided. ' +
        'Its deadline stays 1 February 2027 at 09:00 (Asia/Shanghai), 01:00 UTC: if too little time is left, move it ' +
        '(laureate cycle move-deadline c jury --to …).',
    );
  });

  it('says how to close a stage that is still open', () => {
    const open = stage('screening', 'open', { hardCloseAt: '2027-03-01T01:00:00.000Z' });
    expect(lateness({ ...jury, after: ['screening'] }, [open], '2027-02-01T03:00:00.000Z')).toContain(
      'is open until 1 March 2027 at 09:00 (Asia/Shanghai), 01:00 UTC (to close it now: laureate cycle close c screening)',
    );
  });

  it.each(LANGUAGES)(
    'is told in %s: where what it waits for stands, whatever the state, and the commands',
    (language) => {
      const told = (['scheduled', 'open', 'closing', 'deciding'] as const).map((state) =>
        lateness({ ...jury, after: ['screening'] }, [stage('screening', state)], '2027-02-01T02:00:00.000Z', language)!,
      );
      expect(new Set(told).size).toBe(4);
      for (const text of told) {
        expect(text).toContain('laureate cycle move-deadline c jury --to …');
        expect(text).toMatch(/SCREENING[^]*2027/);
        if (language !== 'en') expect(text).not.toMatch(/\b(which|has|is|was|and|the|opens)\b/);
      }
      expect(told[3]).toContain('laureate cycle certify c screening');
    },
  );

  it('is not late before its window, once all it waits for is decided, or when it has opened', () => {
    expect(at('2027-02-01T01:59:59.999Z', 'deciding', 'decided')).toBeNull();
    expect(at('2027-02-02T00:00:00.000Z', 'released', 'decided')).toBeNull();
    expect(lateness({ ...jury, state: 'open' }, [stage('screening', 'open')], '2027-02-02T00:00:00.000Z')).toBeNull();
  });
});
