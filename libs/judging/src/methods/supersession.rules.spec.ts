import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EntryOutcome, Outcome, Said, SupersessionKind } from '#libs/contracts/pure';
import { inWords } from '#libs/words/pure';
import { adjustmentProblems, decisionDigests, recomputeDecision } from './decision.rules.js';
import { recomputeWeightedScore, type WeightedScoreInputs } from './weighted-score.js';
import {
  namableOutcomes,
  recomputeSupersession,
  supersededOutcomes,
  type SupersessionInputs,
  supersessionProblem,
} from './supersession.rules.js';

const before: EntryOutcome[] = [
  { entryId: 'a', outcome: 'shortlisted' },
  { entryId: 'b', outcome: 'shortlisted' },
  { entryId: 'c', outcome: 'deserving' },
  { entryId: 'd', outcome: 'eligible' },
];
const superseding = (
  kind: SupersessionKind,
  changes: EntryOutcome[] = [],
  more: Partial<SupersessionInputs> = {},
): SupersessionInputs => ({
  mode: 'supersession',
  kind,
  supersedes: { decisionId: 'first', number: 1, kind: null, outcomes: before, reserve: ['c', 'd'] },
  changes,
  replaces: true,
  passedOver: [],
  askedBy: 'city',
  askedRole: 'city',
  proposedBy: 'staff',
  reasonCode: 'because',
  reasonDigest: 'digest',
  publicDigest: null,
  complaintId: null,
  ...more,
});
const outcomesOf = (inputs: SupersessionInputs) =>
  Object.fromEntries(recomputeSupersession(inputs).outcomes.map(({ entryId, outcome }) => [entryId, outcome]));
const withdrawn = (...ids: string[]) => ids.map((entryId): EntryOutcome => ({ entryId, outcome: 'withdrawn' }));

describe('a decision that supersedes another one', () => {
  it('changes what is named, and nothing else', () => {
    const inputs = superseding('correction', [{ entryId: 'd', outcome: 'deserving' }]);
    expect(outcomesOf(inputs)).toEqual({ a: 'shortlisted', b: 'shortlisted', c: 'deserving', d: 'deserving' });
    expect(recomputeSupersession(inputs).log).toEqual([
      'Number 2 supersedes decision first: correction (because).',
      'Entry d: eligible → deserving.',
    ]);
  });

  it('lets the reserve move up, in its order, into the places of those who withdraw in time', () => {
    expect(outcomesOf(superseding('withdrawal', withdrawn('a')))).toMatchObject({ a: 'withdrawn', c: 'shortlisted' });
    const both = superseding('withdrawal', withdrawn('a', 'b'));
    expect(outcomesOf(both)).toEqual({ a: 'withdrawn', b: 'withdrawn', c: 'shortlisted', d: 'shortlisted' });
    expect(supersededOutcomes(both).changes.filter(({ by }) => by === 'reserve')).toMatchObject([
      { entryId: 'c', from: 'deserving', to: 'shortlisted' },
      { entryId: 'd', from: 'eligible', to: 'shortlisted' },
    ]);
  });

  it('moves nobody up once the jury has opened, for a disqualification, nor whoever has withdrawn', () => {
    expect(outcomesOf(superseding('withdrawal', withdrawn('a'), { replaces: false })).c).toBe('deserving');
    expect(outcomesOf(superseding('disqualification', [{ entryId: 'a', outcome: 'disqualified' }])).c).toBe(
      'deserving',
    );
    expect(outcomesOf(superseding('withdrawal', withdrawn('a'), { passedOver: ['c'] }))).toMatchObject({
      c: 'deserving',
      d: 'shortlisted',
    });
    const nobody = superseding('withdrawal', withdrawn('a'), { passedOver: ['c', 'd'] });
    expect(recomputeSupersession(nobody).log.at(-1)).toBe(
      'The place of entry a stays empty: nobody of the reserve is left.',
    );
    // One of the reserve who withdraws leaves no place.
    expect(outcomesOf(superseding('withdrawal', withdrawn('c'))).d).toBe('eligible');
  });

  it('annuls all of it, or withholds it as it is', () => {
    expect(new Set(Object.values(outcomesOf(superseding('annulment'))))).toEqual(new Set(['annulled']));
    expect(recomputeSupersession(superseding('withheld')).outcomes).toEqual(before);
  });

  it('keeps the reserve in its digest; without one, digests are as they were', () => {
    const inputs = superseding('correction', [{ entryId: 'd', outcome: 'deserving' }]);
    const none = { ...inputs, supersedes: { ...inputs.supersedes, reserve: [] } };
    const [some, without] = [inputs, none].map((each) => decisionDigests(each, {}, recomputeDecision(each)));
    expect(some!.proposal).not.toBe(without!.proposal);
    expect(recomputeDecision(none)).not.toHaveProperty('reserve');
  });

  it('says what is wrong with it as a whole', () => {
    const inEnglish = (said: Said | null) => said && inWords(said, 'en');
    const problem = (kind: SupersessionKind, changes: EntryOutcome[], was: SupersessionKind | null = null) =>
      inEnglish(supersessionProblem(kind, { kind: was, outcomes: before }, changes));
    expect(problem('correction', [])).toBe('Name at least one entry with its new outcome.');
    expect(problem('correction', [], 'withheld')).toBeNull();
    expect(problem('withdrawal', [], 'withheld')).not.toBeNull();
    expect(problem('withheld', [], 'withheld')).toBe('The result is withheld already.');
    expect(problem('annulment', withdrawn('a'))).toContain('names no entries');
    const annulled = before.map(({ entryId }): EntryOutcome => ({ entryId, outcome: 'annulled' }));
    const again = supersessionProblem('annulment', { kind: 'annulment', outcomes: annulled }, []);
    expect(inEnglish(again)).toContain('already');
  });

  it('gives only outcomes of its kind, and holds the quotas', () => {
    const method = { shortlisted: 2, deserving: 1, eligible: Infinity };
    const problems = (kind: SupersessionKind, changes: EntryOutcome[]) =>
      adjustmentProblems(before, changes, namableOutcomes(kind, method)).map(({ message }) => inWords(message, 'en'));
    expect(problems('correction', [{ entryId: 'c', outcome: 'shortlisted' }])[0]).toContain('At most 2');
    expect(problems('correction', withdrawn('a'))[0]).toContain('no outcome');
    expect(problems('disqualification', [{ entryId: 'a', outcome: 'eligible' }])[0]).toContain('no outcome');
    expect(problems('upheld-complaint', [{ entryId: 'a', outcome: 'disqualified' }])).toEqual([]);
    expect(problems('withdrawal', withdrawn('z'))[0]).toContain('not part');
  });
});

describe('whatever withdraws', () => {
  const world = fc
    .record({
      tiers: fc.array(fc.constantFrom<Outcome>('shortlisted', 'deserving', 'eligible'), {
        minLength: 1,
        maxLength: 12,
      }),
      draw: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
      leaves: fc.array(fc.nat({ max: 11 })),
      away: fc.array(fc.nat({ max: 11 })),
      size: fc.nat({ max: 12 }),
    })
    .map(({ tiers, draw, leaves, away, size }) => {
      const outcomes = tiers.map((outcome, index): EntryOutcome => ({ entryId: `e${index}`, outcome }));
      const idsAt = (places: number[]) => [...new Set(places)].flatMap((place) => outcomes[place]?.entryId ?? []);
      const reserve = outcomes
        .filter(({ outcome }) => outcome !== 'shortlisted')
        .map(({ entryId }, index) => ({ entryId, key: draw[index]! }))
        .sort((a, b) => a.key - b.key)
        .slice(0, size)
        .map(({ entryId }) => entryId);
      return superseding('withdrawal', withdrawn(...idsAt(leaves)), {
        supersedes: { decisionId: 'first', number: 1, kind: null, outcomes, reserve },
        passedOver: idsAt(away),
      });
    });

  it('never leaves more on the shortlist than before, and takes the reserve in order, without gaps', () => {
    fc.assert(
      fc.property(world, (inputs) => {
        const { outcomes, reserve } = inputs.supersedes;
        const after = new Map(recomputeSupersession(inputs).outcomes.map((each) => [each.entryId, each.outcome]));
        const count = (all: Iterable<Outcome>) => [...all].filter((outcome) => outcome === 'shortlisted').length;
        expect(count(after.values())).toBeLessThanOrEqual(count(outcomes.map(({ outcome }) => outcome)));
        expect(after.size).toBe(outcomes.length);
        for (const { entryId } of inputs.changes) expect(after.get(entryId)).toBe('withdrawn');
        const able = reserve.filter(
          (id) => !inputs.passedOver.includes(id) && !inputs.changes.some(({ entryId }) => entryId === id),
        );
        const moved = able.map((id) => after.get(id) === 'shortlisted');
        expect(moved).toEqual(moved.toSorted((a, b) => Number(b) - Number(a)));
        // A place stays empty only when nobody able is left.
        const free = supersededOutcomes(inputs).unfilled.length;
        if (free > 0) expect(moved.every(Boolean)).toBe(true);
      }),
    );
  });

  it('changes nothing for anybody else, whatever the kind', () => {
    fc.assert(
      fc.property(
        world,
        fc.constantFrom<SupersessionKind>('correction', 'upheld-complaint', 'withheld'),
        (inputs, kind) => {
          const named = kind === 'withheld' ? [] : inputs.changes;
          const after = recomputeSupersession({ ...inputs, kind, changes: named });
          for (const { entryId, outcome } of inputs.supersedes.outcomes) {
            const expected = named.find((change) => change.entryId === entryId)?.outcome ?? outcome;
            expect(after.outcomes.find((each) => each.entryId === entryId)!.outcome).toBe(expected);
          }
        },
      ),
    );
  });
});

describe('the reserve of a screening', () => {
  const scores = (values: Record<string, number>): WeightedScoreInputs => ({
    mode: 'weighted-score',
    criteria: [{ key: 'innovation', min: 0, max: 10, weight: 1 }],
    quotas: [
      { tier: 'shortlisted', count: 1 },
      { tier: 'deserving', count: 1 },
    ],
    reserve: 2,
    tieLadder: [],
    seed: 's',
    entryIds: [...Object.keys(values), 'nobody-looked'],
    reviews: Object.entries(values).map(([entryId, innovation]) => ({
      reviewerId: 'r',
      entryId,
      scores: { innovation },
    })),
    recusals: [],
  });

  it('is the next in order after the shortlisted, whatever their tier, and never whom nobody reviewed', () => {
    const proposal = recomputeWeightedScore(scores({ a: 9, b: 8, c: 7, d: 6 }));
    expect(proposal.reserve).toEqual(['b', 'c']);
    expect(recomputeWeightedScore(scores({ a: 9, b: 8 })).reserve).toEqual(['b']);
    expect(recomputeWeightedScore({ ...scores({ a: 9, b: 8 }), reserve: 0 })).not.toHaveProperty('reserve');
  });

  it('ends before a tie, which people settle', () => {
    expect(recomputeWeightedScore(scores({ a: 9, b: 8, c: 7, d: 7 })).reserve).toEqual(['b']);
    expect(recomputeWeightedScore(scores({ a: 9, b: 9, c: 7 }))).not.toHaveProperty('reserve');
  });

  it('forgets an entry that left as if it had never been judged', () => {
    const all = scores({ a: 9, b: 8, c: 7 });
    const without = { ...all, entryIds: all.entryIds.filter((id) => id !== 'b') };
    const deleted = { ...without, reviews: all.reviews.filter(({ entryId }) => entryId !== 'b') };
    expect(recomputeWeightedScore(without)).toEqual(recomputeWeightedScore(deleted));
  });
});
