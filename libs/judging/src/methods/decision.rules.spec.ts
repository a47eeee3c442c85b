import { describe, expect, it } from '@jest/globals';
import type { Adjustment, EntryOutcome } from '#libs/contracts/pure';
import { inWords } from '#libs/words/pure';
import {
  adjusted,
  adjustmentProblems,
  allowedOutcomes,
  certifiedDigest,
  decisionDigests,
  proposalDigest,
  recomputeDecision,
  stageSeed,
} from './decision.rules.js';

const outcomes: EntryOutcome[] = [
  { entryId: 'a', outcome: 'shortlisted' },
  { entryId: 'b', outcome: 'deserving' },
  { entryId: 'c', outcome: 'eligible' },
];
const log = ['Entry a: 5 from 2 reviews (4 to 6).'];
const settings = { quotas: { shortlisted: 1, deserving: 1 } };
const screening = allowedOutcomes('weighted-score', settings);

describe('proposals', () => {
  it('have a digest that every adjustment changes, also one that is taken back', () => {
    const swap: Adjustment[] = [{ entryId: 'a', outcome: 'eligible', reasonCode: 'x' }];
    const back: Adjustment[] = [...swap, { entryId: 'a', outcome: 'shortlisted', reasonCode: 'x' }];
    expect(adjusted(outcomes, back)).toEqual(outcomes);
    const digests = [[], swap, back].map((made) => proposalDigest({ outcomes: adjusted(outcomes, made), log }, made));
    expect(new Set(digests).size).toBe(3);
  });

  it('are adjusted within the outcomes and quotas of their stage', () => {
    const change = (entryId: string, outcome: EntryOutcome['outcome']) => ({ entryId, outcome });
    const problems = (...changes: ReturnType<typeof change>[]) =>
      adjustmentProblems(outcomes, changes, screening).map(({ index, message }) => ({
        index,
        message: inWords(message, 'en'),
      }));
    expect(problems(change('b', 'shortlisted'), change('a', 'deserving'))).toEqual([]);
    expect(problems(change('a', 'eligible'))).toEqual([]);
    expect(problems(change('c', 'shortlisted'))).toEqual([
      { index: null, message: 'At most 1 entries can be "shortlisted"; this would make 2.' },
    ]);
    expect(problems(change('a', 'winner'))[0]!.message).toContain('shortlisted, deserving, eligible');
    expect(problems(change('z', 'eligible'))).toEqual([{ index: 0, message: 'Entry z is not part of this decision.' }]);
    expect(problems(change('a', 'shortlisted'))).toEqual([{ index: 0, message: 'Entry a is "shortlisted" already.' }]);
    expect(problems(change('a', 'eligible'), change('a', 'deserving'))).toEqual([
      { index: 1, message: 'Entry a is named twice.' },
    ]);
  });

  it('give what their mode gives', () => {
    expect(allowedOutcomes('ranked-ballot', { quotas: { winners: 5 } })).toEqual({ winner: 5, shortlisted: Infinity });
    expect(Object.keys(allowedOutcomes('pass-fail', {}))).toEqual(['valid', 'invalid']);
  });
});

describe('decisions', () => {
  const verdict = { outcome: 'valid' as const, overridden: false, reasonCode: null };
  const inputs = {
    mode: 'pass-fail' as const,
    entries: [{ entryId: 'a', version: 1, digest: 'd', rules: [], verdict }],
  };

  it('are recomputed by their mode, eligibility too', () => {
    expect(recomputeDecision(inputs).outcomes).toEqual([{ entryId: 'a', outcome: 'valid' }]);
  });

  it('are digested with the settings of their stage', () => {
    const proposal = recomputeDecision(inputs);
    const digests = decisionDigests(inputs, { rules: [] }, proposal);
    expect(decisionDigests(inputs, { rules: ['other'] }, proposal)).toEqual({
      ...digests,
      method: expect.not.stringMatching(digests.method),
    });
    expect(certifiedDigest('id', 1, digests)).not.toBe(certifiedDigest('id', 2, digests));
  });
});

describe('the seed of a stage', () => {
  it('follows from cycle, stage and definition, and is the same everywhere', () => {
    const seed = stageSeed('cycle', 'screening', 'digest');
    expect(seed).toMatch(/^[0-9a-f]{64}$/);
    expect(stageSeed('cycle', 'screening', 'digest')).toBe(seed);
    expect(new Set([seed, stageSeed('cycle', 'jury', 'digest'), stageSeed('cycle', 'screening', 'other')]).size).toBe(
      3,
    );
  });
});
