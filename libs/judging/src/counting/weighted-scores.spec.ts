import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { proposeShortlist } from './shortlist.js';
import { fillTiers } from './tiers.js';
import { checkReview, type Criterion, WeightedScores, type Review } from './weighted-scores.js';
import { proposeWinners } from './winners.js';

const criteria: Criterion[] = [
  { key: 'innovation', min: 1, max: 10, weight: 0.4 },
  { key: 'effectiveness', min: 1, max: 10, weight: 0.6 },
];
const review = (reviewerId: string, entryId: string, innovation: number, effectiveness: number): Review => ({
  reviewerId,
  entryId,
  scores: { innovation, effectiveness },
});
const ENTRIES = ['e1', 'e2', 'e3', 'e4'];
const quotas = [
  { tier: 'shortlisted', count: 1 },
  { tier: 'deserving', count: 2 },
] as const;

const anyReviews = fc.uniqueArray(
  fc.record({
    reviewerId: fc.constantFrom('r1', 'r2', 'r3', 'r4'),
    entryId: fc.constantFrom(...ENTRIES),
    scores: fc.record({
      innovation: fc.integer({ min: 2, max: 20 }).map((halves) => halves / 2),
      effectiveness: fc.integer({ min: 10, max: 100 }).map((tenths) => tenths / 10),
    }),
  }),
  { selector: ({ reviewerId, entryId }) => `${reviewerId} ${entryId}` },
);
const propose = (scores: WeightedScores) =>
  proposeShortlist<string>(scores, quotas, 'eligible', ['criterion:innovation', 'highest-minimum', 'seed'], 's');

describe('weighted scores', () => {
  it('give the weighted mean per review, and mean, spread and count per entry', () => {
    const scores = new WeightedScores(['e1', 'e2'], criteria, [review('r2', 'e1', 9, 4), review('r1', 'e1', 5, 10)]);
    expect(scores.table()).toEqual([
      {
        entryId: 'e1',
        count: 2,
        mean: 7,
        min: 6,
        max: 8,
        standardDeviation: 1,
        byCriterion: { innovation: 7, effectiveness: 7 },
        reviews: [
          { reviewerId: 'r1', value: 8 },
          { reviewerId: 'r2', value: 6 },
        ],
      },
      {
        entryId: 'e2',
        count: 0,
        mean: null,
        min: null,
        max: null,
        standardDeviation: null,
        byCriterion: {},
        reviews: [],
      },
    ]);
    expect(scores.notReviewed()).toEqual(['e2']);
  });

  it('find ties exactly, where floating point would not', () => {
    const one: Criterion[] = [{ key: 'x', min: 0, max: 1, weight: 1 }];
    const of = (entryId: string, ...values: number[]) =>
      values.map((x, at): Review => ({ reviewerId: `r${at}`, entryId, scores: { x } }));
    const reviews = [...of('e1', 0.1, 0.2, 0.3), ...of('e2', 0.3, 0.2, 0.1), ...of('e3', 0.6, 0, 0)];
    expect(new WeightedScores(['e1', 'e2', 'e3'], one, reviews).order()).toEqual([['e1', 'e2', 'e3']]);
  });

  it('give a weight the same meaning on every scale', () => {
    const mixed: Criterion[] = [
      { key: 'a', min: 1, max: 10, weight: 1 },
      { key: 'b', min: 0, max: 3, weight: 1 },
    ];
    const scored = new WeightedScores(['e1'], mixed, [{ reviewerId: 'r', entryId: 'e1', scores: { a: 10, b: 0 } }]);
    expect(scored.table()[0]!.mean).toBe(5.5);
  });

  it('do not depend on the order of reviews or entries', () => {
    fc.assert(
      fc.property(anyReviews, (reviews) => {
        const there = new WeightedScores(ENTRIES, criteria, reviews);
        const back = new WeightedScores(ENTRIES.toReversed(), criteria, reviews.toReversed());
        expect([back.table(), propose(back)]).toEqual([there.table(), propose(there)]);
      }),
    );
  });

  it('are the same for a recusal as without that review', () => {
    fc.assert(
      fc.property(anyReviews, fc.nat(), (reviews, at) => {
        fc.pre(reviews.length > 0);
        const recused = reviews[at % reviews.length]!;
        const declared = new WeightedScores(ENTRIES, criteria, reviews, [recused]);
        const deleted = new WeightedScores(
          ENTRIES,
          criteria,
          reviews.filter((one) => one !== recused),
        );
        expect([declared.table(), propose(declared)]).toEqual([deleted.table(), propose(deleted)]);
      }),
    );
  });

  it('refuse a review that is not complete', () => {
    const incomplete: Review = { reviewerId: 'r1', entryId: 'e1', scores: { innovation: 5 } };
    expect(() => new WeightedScores(['e1'], criteria, [incomplete])).toThrow(
      'the review of entry e1 by r1: "effectiveness" has no score; give 1 to 10.',
    );
  });

  it('refuse two reviews of one entry by one person', () => {
    const twice = [review('r1', 'e1', 5, 5), review('r1', 'e1', 6, 6)];
    expect(() => new WeightedScores(['e1'], criteria, twice)).toThrow('two reviews by r1');
  });
});

describe('checkReview', () => {
  it('names each criterion that is missing, off its scale or unknown', () => {
    expect(checkReview({ innovation: 11, beauty: 3 }, criteria).map(({ criterion }) => criterion)).toEqual([
      'innovation',
      'effectiveness',
      'beauty',
    ]);
    expect(checkReview({ innovation: Number.NaN, effectiveness: 1 }, criteria)).toHaveLength(1);
  });
});

describe('proposeShortlist', () => {
  it('ranks, gives tiers by quota and logs the ties it broke', () => {
    const reviews = [review('r', 'e1', 5, 5), review('r', 'e2', 8, 3), review('r', 'e3', 9, 9)];
    const proposal = propose(new WeightedScores(ENTRIES, criteria, reviews));
    expect(proposal.entries).toEqual([
      { entryId: 'e1', rank: 3, tier: 'deserving' },
      { entryId: 'e2', rank: 2, tier: 'deserving' },
      { entryId: 'e3', rank: 1, tier: 'shortlisted' },
      { entryId: 'e4', rank: null, tier: 'eligible' },
    ]);
    expect(proposal.ties).toEqual([
      { step: 'criterion:innovation', tied: ['e1', 'e2'], values: { e1: '5', e2: '8' }, order: [['e2'], ['e1']] },
    ]);
  });

  it('never gives a tier more often than its quota, nor to a lower mean before a higher one', () => {
    fc.assert(
      fc.property(anyReviews, (reviews) => {
        const { entries } = propose(new WeightedScores(ENTRIES, criteria, reviews));
        for (const { tier, count } of quotas)
          expect(entries.filter((entry) => entry.tier === tier).length).toBeLessThanOrEqual(count);
        const ranked = entries.filter(({ rank }) => rank !== null).sort((a, b) => a.rank! - b.rank!);
        const tiers = ['shortlisted', 'deserving', 'eligible'];
        const levels = ranked.map(({ tier }) => tiers.indexOf(tier));
        expect(levels).toEqual(levels.toSorted());
      }),
    );
  });

  it('refuses a step it does not know', () => {
    const scores = new WeightedScores([], criteria, []);
    expect(() => scores.tieSteps(['criterion:beauty'], '')).toThrow('unknown tie step "criterion:beauty"');
  });
});

describe('tiers and winners', () => {
  it('do not divide a tie across a quota but leave it to people', () => {
    const { tiers, log } = fillTiers([['a'], ['b', 'c'], ['d']], [{ tier: 'top', count: 2 }], 'rest');
    expect(Object.fromEntries(tiers)).toEqual({ a: 'top', b: 'rest', c: 'rest', d: 'rest' });
    expect(log).toEqual([{ tier: 'top', placesLeft: 1, tied: ['b', 'c'] }]);
  });

  it('are proposed sorted by id, at most as many as allowed', () => {
    expect(proposeWinners([['d'], ['a'], ['c'], ['b']], 2).winners).toEqual(['a', 'd']);
    expect(proposeWinners([], 5).winners).toEqual([]);
  });
});
