import { describe, expect, it } from '@jest/globals';
import { inWords } from '#libs/words/pure';
import {
  type ComplaintProgress,
  complaintState,
  handlerProblem,
  publishedComplaints,
  stateForCity,
} from './complaint.rules.js';

const filed: ComplaintProgress = {
  handlers: 0,
  recorded: false,
  settled: null,
  corrected: false,
  cycleCancelled: false,
};

describe('complaintState', () => {
  it.each<[Partial<ComplaintProgress>, string]>([
    [{}, 'filed'],
    [{ handlers: 2 }, 'in-hand'],
    [{ handlers: 2, recorded: true }, 'to-confirm'],
    [{ handlers: 2, recorded: true, cycleCancelled: true }, 'cancelled'],
    [{ handlers: 2, settled: 'dismissed', cycleCancelled: true }, 'dismissed'],
    [{ handlers: 2, settled: 'inadmissible', corrected: true }, 'inadmissible'],
    [{ handlers: 2, settled: 'upheld' }, 'upheld'],
    [{ handlers: 2, settled: 'upheld', corrected: true }, 'corrected'],
  ])('%j is %s', (progress, state) => {
    expect(complaintState({ ...filed, ...progress })).toBe(state);
  });

  it('tells the city no outcome that is not confirmed', () => {
    expect(stateForCity(complaintState({ ...filed, handlers: 2, recorded: true }))).toBe('in-hand');
    expect(stateForCity('dismissed')).toBe('dismissed');
  });
});

describe('handlerProblem', () => {
  const free = { hasRole: true, decided: false, named: false, inConflict: false };
  const problem = (involved: object) => inWords(handlerProblem({ ...free, ...involved })!, 'en');
  it('lets only those handle it who hold the role and had nothing to do with it', () => {
    expect(handlerProblem(free)).toBeNull();
    expect(problem({ hasRole: false })).toMatch(/role/);
    expect(problem({ decided: true })).toMatch(/took part/);
    expect(problem({ named: true })).toMatch(/certify/);
    expect(problem({ inConflict: true })).toMatch(/conflict/);
  });
});

describe('publishedComplaints', () => {
  const complaints = [
    { outcome: 'upheld' as const, reasonCode: 'wrong-count' },
    { outcome: null, reasonCode: null },
    { outcome: 'dismissed' as const, reasonCode: 'no-error' },
    { outcome: 'dismissed' as const, reasonCode: 'no-error' },
  ];
  it('counts', () => {
    expect(publishedComplaints('jury', 'count', complaints)).toEqual({ stageKey: 'jury', received: 4, outcomes: null });
  });

  it('counts outcomes, in the same order whatever came first', () => {
    const { received, outcomes } = publishedComplaints('jury', 'outcome', complaints);
    expect(received).toBe(4);
    expect(outcomes).toEqual([
      { outcome: 'dismissed', reasonCode: 'no-error', count: 2 },
      { outcome: 'upheld', reasonCode: 'wrong-count', count: 1 },
    ]);
    expect(publishedComplaints('jury', 'outcome', complaints.toReversed()).outcomes).toEqual(outcomes);
  });
});
