import { describe, expect, it } from '@jest/globals';
import type { DecisionInputs } from '#libs/contracts/pure';
import { decisionDigests, frozenMethod } from './decision.rules.js';
import type { RankedBallotInputs } from './ranked-ballot.js';
import { decisionMethod } from './registry.js';
import type { WeightedScoreInputs } from './weighted-score.js';
import { digestOf } from '../counting/digest.js';

const recompute = (inputs: DecisionInputs) => decisionMethod(inputs.mode).recompute(inputs);

const screening: WeightedScoreInputs = {
  mode: 'weighted-score',
  criteria: [{ key: 'innovation', min: 0, max: 10, weight: 1 }],
  quotas: [
    { tier: 'shortlisted', count: 1 },
    { tier: 'deserving', count: 1 },
  ],
  tieLadder: ['seed'],
  seed: 's',
  entryIds: ['a', 'b', 'c', 'd'],
  reviews: ['a', 'b', 'c'].map((entryId, at) => ({ reviewerId: 'r', entryId, scores: { innovation: at } })),
  recusals: [{ reviewerId: 'q', entryId: 'a' }],
};
const jury: RankedBallotInputs = {
  mode: 'ranked-ballot',
  winners: 2,
  tieLadder: ['borda', 'seed'],
  seed: 's',
  entryIds: ['a', 'b', 'c', 'd'],
  ballots: [
    { alias: '1', ranking: [['a'], ['b'], ['c']], recused: ['d'] },
    { alias: '2', ranking: [['a'], ['c'], ['b']], recused: ['d'] },
    { alias: '3', ranking: [['c'], ['a'], ['b']], recused: ['d'] },
  ],
};

describe('recompute', () => {
  it('proposes a shortlist from reviews', () => {
    expect(recompute(screening).outcomes).toEqual([
      { entryId: 'a', outcome: 'eligible' },
      { entryId: 'b', outcome: 'deserving' },
      { entryId: 'c', outcome: 'shortlisted' },
      { entryId: 'd', outcome: 'eligible' },
    ]);
  });

  it('proposes winners from ballots, and never an entry nobody judged', () => {
    const { outcomes, details } = recompute({ ...jury, winners: 4 });
    expect(outcomes.filter(({ outcome }) => outcome === 'winner').map(({ entryId }) => entryId)).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(details.notJudged).toEqual(['d']);
    expect(recompute({ ...jury, ballots: [] }).outcomes.every(({ outcome }) => outcome === 'shortlisted')).toBe(true);
  });

  it('logs every step in words', () => {
    expect(recompute(screening).log).toEqual([
      'Entry a: 0 from 1 review (0 to 0).',
      'Entry b: 1 from 1 review (1 to 1).',
      'Entry c: 2 from 1 review (2 to 2).',
      'Entry d: nobody reviewed it, so it has no rank.',
    ]);
    const [first] = jury.ballots;
    const opposite = { alias: '2', ranking: [['b', 'a', 'c']], recused: ['d'] };
    expect(recompute({ ...jury, tieLadder: ['borda'], winners: 1, ballots: [first!, opposite] }).log).toEqual([
      '2 ballots are counted.',
      'Entry d: no ballot ranks it, so it cannot be proposed.',
      'Schulze decides: a > b > c.',
      'Borda, shown beside it: a > b > c (points of comparisons: a 3 of 4, b 2 of 4, c 1 of 4).',
      'Kemeny, shown beside it: a > b > c (3 agreeing comparisons, the only best order).',
      'Ranked pairs, shown beside it: a > b > c.',
    ]);
    const level = { alias: '1', ranking: [['a', 'b'], ['c']], recused: ['d'] };
    expect(recompute({ ...jury, tieLadder: ['borda'], winners: 1, ballots: [level] }).log.slice(3, 5)).toEqual([
      'Tie of a (1.5 points of 2 comparisons), b (1.5 points of 2 comparisons); step "borda": still tied.',
      'Places left in tier "winner": 1, too few for the tie of a, b; people decide.',
    ]);
  });

  it('proposes and digests the same, whatever the order of the lists', () => {
    const turned = [
      { ...screening, entryIds: screening.entryIds.toReversed(), reviews: screening.reviews.toReversed() },
      { ...jury, entryIds: jury.entryIds.toReversed(), ballots: jury.ballots.toReversed() },
    ];
    for (const [at, inputs] of [screening, jury].entries()) {
      const again = turned[at]!;
      expect(recompute(again)).toEqual(recompute(inputs));
      expect(decisionDigests(again, {}, recompute(again))).toEqual(decisionDigests(inputs, {}, recompute(inputs)));
    }
  });

  it('shows a changed ballot that leaves the winners the same', () => {
    const [first, second, third] = jury.ballots as [never, never, RankedBallotInputs['ballots'][number]];
    const changed = { ...jury, ballots: [first, second, { ...third, ranking: [['a'], ['c'], ['b']] }] };
    expect(recompute(changed).outcomes).toEqual(recompute(jury).outcomes);
    const [before, after] = [jury, changed].map((inputs) => decisionDigests(inputs, {}, recompute(inputs)));
    expect(after!.inputs).not.toBe(before!.inputs);
    expect(after!.method).toBe(before!.method);
  });

  it('digests the method as it was frozen, before anything was judged', () => {
    const { criteria, quotas, tieLadder, seed } = screening;
    const frozen = digestOf({ mode: 'weighted-score', criteria, quotas, tieLadder, seed });
    expect(decisionDigests(screening, {}, recompute(screening)).method).toBe(frozen);
    expect(digestOf(frozenMethod({ ...screening, seed: 't' }, {}))).not.toBe(frozen);
    expect(frozenMethod({ ...jury, winners: 3 }, {})).not.toEqual(frozenMethod(jury, {}));
  });

  it('says which methods it knows when it is given another', () => {
    const inputs = { mode: 'plurality', entryIds: [] };
    const words =
      'unknown method "plurality"; this release knows pass-fail, weighted-score, supersession, ranked-ballot';
    for (const asked of [() => recompute(inputs), () => decisionDigests(inputs, {}, { outcomes: [], log: [] })])
      expect(asked).toThrow(words);
  });

  it('survives a round trip through JSON', () => {
    for (const inputs of [screening, jury]) {
      const proposal = recompute(inputs);
      expect(digestOf(JSON.parse(JSON.stringify(proposal)))).toBe(digestOf(proposal));
    }
  });
});

describe('digestOf', () => {
  it('is SHA-256 of RFC 8785 JSON', () => {
    const emptyObject = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';
    expect(digestOf({})).toBe(emptyObject);
    expect(digestOf({ b: 1, a: 'é' })).toBe(digestOf({ a: 'é', b: 1 }));
    expect(() => digestOf(undefined)).toThrow(TypeError);
  });
});
