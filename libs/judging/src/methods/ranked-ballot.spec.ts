import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { borda } from '../counting/borda.js';
import { kemeny, KEMENY_LIMIT } from '../counting/kemeny.js';
import type { Order } from '../counting/order.js';
import { checkBallot, type Pairwise, pairwise, type RankedBallot } from '../counting/pairwise.js';
import { rankedPairs } from '../counting/ranked-pairs.js';
import { schulze } from '../counting/schulze.js';
import { breakTies, rankedTieSteps, seedStep } from '../counting/tie-ladder.js';

interface KnownAnswer {
  name: string;
  candidates: string[];
  ballots: { count: number; order: string[] }[];
  pairwise?: Pairwise;
  strongestPaths?: Pairwise;
  orders: Record<'schulze' | 'borda' | 'kemeny' | 'rankedPairs', string[]>;
  bordaPoints: Record<string, number>;
  kemenyAgreement: number;
}

const knownAnswers: KnownAnswer[] = JSON.parse(
  readFileSync(new URL('./known-answers/ranked-ballots.json', import.meta.url), 'utf8'),
);

const strict = (...ids: string[]): RankedBallot => ({ ranking: ids.map((id) => [id]), recused: [] });
const strictOrder = (ids: string[]): Order => ids.map((id) => [id]);
const IDS = ['a', 'b', 'c', 'd', 'e'];

/** A complete ballot with ties and recusals over IDS. */
const anyBallot = fc
  .array(fc.integer({ min: -1, max: 4 }), { minLength: IDS.length, maxLength: IDS.length })
  .map((places): RankedBallot => ({
    ranking: [0, 1, 2, 3, 4]
      .map((place) => IDS.filter((_, at) => places[at] === place))
      .filter((group) => group.length > 0),
    recused: IDS.filter((_, at) => places[at] === -1),
  }));
const anyBallots = fc.array(anyBallot, { maxLength: 9 });

function everything(ballots: RankedBallot[], ids: readonly string[] = IDS) {
  const counts = pairwise(ids, ballots);
  const tallies = {
    counts,
    schulze: schulze(counts),
    borda: borda(ids, ballots),
    kemeny: kemeny(counts),
    rankedPairs: rankedPairs(counts),
  };
  const steps = rankedTieSteps(['borda', 'most-first-places', 'seed'], ids, ballots, 'seed');
  return { ...tallies, final: breakTies(tallies.schulze.order, steps) };
}

describe.each(knownAnswers)('known answers: $name', (known) => {
  const ballots = known.ballots.flatMap(({ count, order }) => Array.from({ length: count }, () => strict(...order)));
  const counts = pairwise(known.candidates, ballots);

  it('counts the pairs and finds the strongest paths', () => {
    if (known.pairwise) expect(counts).toEqual(known.pairwise);
    if (known.strongestPaths) expect(schulze(counts).strongestPaths).toEqual(known.strongestPaths);
  });

  it('orders by Schulze, Borda, Kemeny and ranked pairs', () => {
    expect(schulze(counts).order).toEqual(strictOrder(known.orders.schulze));
    expect(borda(known.candidates, ballots).order).toEqual(strictOrder(known.orders.borda));
    expect(kemeny(counts)).toMatchObject({ order: known.orders.kemeny, agreement: known.kemenyAgreement });
    expect(rankedPairs(counts)).toEqual(strictOrder(known.orders.rankedPairs));
  });

  it("gives Borda's points", () => {
    const points = Object.entries(borda(known.candidates, ballots).scores).map(([id, { points }]) => [id, points]);
    expect(Object.fromEntries(points)).toEqual(known.bordaPoints);
  });
});

describe('ranked ballots', () => {
  it('do not depend on the order of ballots or entries', () => {
    fc.assert(
      fc.property(anyBallots, (ballots) => {
        expect(everything(ballots.toReversed(), IDS.toReversed())).toEqual(everything(ballots));
      }),
    );
  });

  it('give the same outcome for a recusal as for deleting the judgement of that entry', () => {
    fc.assert(
      fc.property(anyBallots, fc.nat(), fc.constantFrom(...IDS), (ballots, at, entry) => {
        fc.pre(ballots.length > 0);
        const chosen = ballots[at % ballots.length]!;
        const withoutEntry = chosen.ranking.map((group) => group.filter((id) => id !== entry));
        const replaced = (ballot: RankedBallot) => ballots.map((other) => (other === chosen ? ballot : other));
        const recused = everything(replaced({ ranking: chosen.ranking, recused: [...chosen.recused, entry] }));
        expect(recused).toEqual(everything(replaced({ ranking: withoutEntry, recused: chosen.recused })));
      }),
    );
  });

  it('never treat a recusal as a last place', () => {
    const away: RankedBallot = { ranking: [['y'], ['z']], recused: ['x'] };
    const ballots = [strict('x', 'y', 'z'), away, away];
    expect(pairwise(['x', 'y', 'z'], ballots).x).toEqual({ y: 1, z: 1 });
    expect(borda(['x', 'y', 'z'], ballots)).toEqual({
      order: [['x'], ['y'], ['z']],
      scores: {
        x: { points: 2, comparisons: 2 },
        y: { points: 3, comparisons: 4 },
        z: { points: 0, comparisons: 4 },
      },
    });
  });

  it('put an entry that wins every comparison first by Schulze, ranked pairs and Kemeny', () => {
    fc.assert(
      fc.property(anyBallots, (ballots) => {
        const { counts, ...result } = everything(ballots);
        const best = IDS.find((a) => IDS.every((b) => a === b || counts[a]![b]! > counts[b]![a]!));
        fc.pre(best !== undefined);
        expect(result.schulze.order[0]).toEqual([best]);
        expect(result.rankedPairs[0]).toEqual([best]);
        expect(result.kemeny.computed && result.kemeny.order[0]).toBe(best);
      }),
    );
  });

  it('keep every entry exactly once in every order', () => {
    fc.assert(
      fc.property(anyBallots, (ballots) => {
        const { schulze: bySchulze, borda: byBorda, rankedPairs: byPairs, final } = everything(ballots);
        for (const order of [bySchulze.order, byBorda.order, byPairs, final.order])
          expect(order.flat().sort()).toEqual(IDS);
        expect(final.order.every((group) => group.length === 1)).toBe(true);
      }),
    );
  });
});

describe('kemeny', () => {
  it('agrees with trying all orders', () => {
    const permutations = (ids: string[]): string[][] =>
      ids.length === 0
        ? [[]]
        : ids.flatMap((id) => permutations(ids.filter((other) => other !== id)).map((rest) => [id, ...rest]));
    fc.assert(
      fc.property(anyBallots, (ballots) => {
        const counts = pairwise(IDS, ballots);
        const agreement = (order: string[]) =>
          order.reduce((all, a, at) => all + order.slice(at + 1).reduce((own, b) => own + counts[a]![b]!, 0), 0);
        const all = permutations(IDS).map((order) => ({ order, agreement: agreement(order) }));
        const best = Math.max(...all.map((one) => one.agreement));
        const optimal = all.filter((one) => one.agreement === best);
        const expected = { order: optimal[0]!.order, agreement: best, optimalOrders: optimal.length };
        expect(kemeny(counts)).toEqual({ computed: true, ...expected });
      }),
      { numRuns: 40 },
    );
  });

  it('takes 15 entries and says so when there are more', () => {
    const ids = Array.from({ length: KEMENY_LIMIT + 1 }, (_, at) => String.fromCharCode(97 + at));
    const fifteen = ids.slice(1);
    expect(kemeny(pairwise(fifteen, [strict(...fifteen)]))).toMatchObject({ order: fifteen, optimalOrders: 1 });
    expect(kemeny(pairwise(ids, [strict(...ids)]))).toMatchObject({ computed: false });
  });
});

describe('ranked pairs', () => {
  it('decide nothing by a circle of equal majorities', () => {
    const circle = [strict('a', 'b', 'c'), strict('b', 'c', 'a'), strict('c', 'a', 'b')];
    expect(rankedPairs(pairwise(['a', 'b', 'c'], circle))).toEqual([['a', 'b', 'c']]);
  });
});

describe('the tie ladder', () => {
  it('logs each step taken on each tie, with what it saw', () => {
    const ballots = [strict('a', 'b', 'c'), strict('b', 'a', 'c')];
    const steps = rankedTieSteps(['borda', 'most-first-places', 'seed'], ['a', 'b', 'c'], ballots, 's1');
    const { order, log } = breakTies([['a', 'b'], ['c']], steps);
    expect(log.map(({ step, tied, order: result }) => ({ step, tied, groups: result.length }))).toEqual([
      { step: 'borda', tied: ['a', 'b'], groups: 1 },
      { step: 'most-first-places', tied: ['a', 'b'], groups: 1 },
      { step: 'seed', tied: ['a', 'b'], groups: 2 },
    ]);
    expect(log[0]!.values).toEqual({ a: '3 points of 4 comparisons', b: '3 points of 4 comparisons' });
    expect(order.at(-1)).toEqual(['c']);
  });

  it('leaves a tie that no declared step breaks', () => {
    const circle = [strict('a', 'b'), strict('b', 'a')];
    expect(breakTies([['a', 'b']], rankedTieSteps(['borda'], ['a', 'b'], circle, '')).order).toEqual([['a', 'b']]);
  });

  it('draws lots by the seed: repeatable, and every entry can come first', () => {
    const firsts = Array.from(
      { length: 40 },
      (_, at) => breakTies([['a', 'b', 'c']], [seedStep(`${at}`)]).order[0]![0],
    );
    expect(new Set(firsts)).toEqual(new Set(['a', 'b', 'c']));
    expect(breakTies([['c', 'b', 'a']], [seedStep('0')]).order[0]![0]).toBe(firsts[0]);
  });

  it('refuses a step it does not know', () => {
    expect(() => rankedTieSteps(['age'], [], [], '')).toThrow('unknown tie step "age"; allowed: borda,');
  });
});

describe('checkBallot', () => {
  it('accepts complete ballots with ties and recusals', () => {
    fc.assert(fc.property(anyBallot, (ballot) => expect(checkBallot(ballot, IDS)).toEqual([])));
  });

  it('says what is wrong, where', () => {
    const ballot = { ranking: [['a', 'x'], [], ['a'], ['b']], recused: ['b', 'y'] };
    expect(checkBallot(ballot, ['a', 'b', 'c']).map(({ code, entryId }) => [code, entryId])).toEqual([
      ['unknown-entry', 'x'],
      ['empty-group', undefined],
      ['ranked-twice', 'a'],
      ['ranked-and-recused', 'b'],
      ['unknown-recusal', 'y'],
      ['not-ranked', 'c'],
    ]);
  });
});
