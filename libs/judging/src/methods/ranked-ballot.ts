import { borda } from '../counting/borda.js';
import { kemeny } from '../counting/kemeny.js';
import { sortedIds } from '../counting/order.js';
import { checkBallot, judgementsOf, pairwise } from '../counting/pairwise.js';
import { rankedPairs } from '../counting/ranked-pairs.js';
import { schulze } from '../counting/schulze.js';
import { RANKED_TIE_STEPS, breakTies, rankedTieSteps } from '../counting/tie-ladder.js';
import { outcomesOf, proposeWinners } from '../counting/winners.js';
import { type BallotInputs, type BallotMethod, type MethodProposal, byBallots } from './decision-method.js';
import { bordaWords, kemenyWords, orderWords, quotaWords, tieWords } from './proposal-log.js';
import { rankedBallotWords, refusal } from './ranked-ballot.words.js';

/** What a juror casts: groups of entry ids, best first, several in one group when they are tied. */
export type Ranking = { ranking: string[][] };
export type RankedBallotInputs = BallotInputs<Ranking>;

/** Ranked ballots, counted by the Schulze method. The lot decides no tie unless a definition says so. */
export const rankedBallot: BallotMethod<Ranking> = {
  ...byBallots,
  key: 'ranked-ballot',
  ballot: {
    type: 'object',
    properties: {
      ranking: {
        description:
          'Groups of entry ids, best first; level ones share a group; entries one is recused from are left out',
        type: 'array',
        maxItems: 1000,
        items: { type: 'array', maxItems: 1000, items: { type: 'string', format: 'uuid' } },
      },
    },
    required: ['ranking'],
    additionalProperties: false,
  },
  check: ({ ranking }, entryIds, recused) =>
    checkBallot({ ranking, recused: [...recused] }, entryIds).map(({ code, entryId }) => {
      const pointer = pointerTo(ranking, entryId);
      if (entryId === undefined) return { pointer, message: refusal(code) };
      return { pointer, entryId, message: refusal(code, { entryId }) };
    }),
  recompute: recomputeRankedBallot,
  tieSteps: RANKED_TIE_STEPS,
  tieLadder: ['borda', 'most-first-places'],
  words: rankedBallotWords,
};

function pointerTo(ranking: readonly string[][], entryId: string | undefined): string {
  const group = ranking.findIndex((ids) => entryId !== undefined && ids.includes(entryId));
  return group < 0 ? '/ranking' : `/ranking/${group}/${ranking[group]!.indexOf(entryId!)}`;
}

/**
 * Proposes winners from ranked ballots: Schulze decides, the tie ladder breaks ties; Borda, Kemeny and ranked pairs
 * stand beside it in the log. An entry that no ballot ranks is not judged, so it can't be proposed.
 */
function recomputeRankedBallot(inputs: RankedBallotInputs): MethodProposal {
  const { ballots } = inputs;
  const all = new Set(inputs.entryIds);
  const ids = sortedIds(ballots.flatMap((ballot) => judgementsOf(ballot, all).flat()));
  const counts = pairwise(ids, ballots);
  const decided = schulze(counts);
  const { order, log: ties } = breakTies(decided.order, rankedTieSteps(inputs.tieLadder, ids, ballots, inputs.seed));
  const { winners, openQuotas } = proposeWinners(order, inputs.winners);
  const notJudged = sortedIds(all).filter((id) => !ids.includes(id));
  const beside = { borda: borda(ids, ballots), kemeny: kemeny(counts), rankedPairs: rankedPairs(counts) };
  return {
    outcomes: outcomesOf(all, winners),
    log: [
      `${ballots.length} ballots are counted.`,
      ...notJudged.map((id) => `Entry ${id}: no ballot ranks it, so it cannot be proposed.`),
      `Schulze decides: ${orderWords(decided.order)}.`,
      ...ties.map(tieWords),
      ...openQuotas.map(quotaWords),
      bordaWords(beside.borda),
      kemenyWords(beside.kemeny),
      `Ranked pairs, shown beside it: ${orderWords(beside.rankedPairs)}.`,
    ],
    details: { notJudged, pairwise: counts, schulze: decided, ties, order, openQuotas, beside },
  };
}
