import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** A ballot after the close, known by its alias only. */
export const OpenedBallot = defineEntity({
  name: 'OpenedBallot',
  schema: 'judging',
  tableName: 'opened_ballot',
  properties: {
    alias: p.uuid().primary(),
    cycleId: p.uuid(),
    stageKey: p.text(),
    /** What was cast where that is a ranking only; null otherwise. */
    ranking: p.json().$type<string[][]>().nullable(),
    /** What was cast by any other method; null where it is a ranking only. */
    ballot: p.json().$type<Record<string, unknown>>().nullable(),
    recused: p.json().$type<string[]>(),
    /**
     * Revision of the cycle definition under which all ballots of the stage were opened: one's own
     * would tell when it was cast.
     */
    revision: p.integer(),
  },
});
export type OpenedBallot = InferEntity<typeof OpenedBallot>;

/** What was cast, as its row keeps it. A ranking has a column of its own, which earlier releases read. */
export function storedVote(vote: Record<string, unknown>): Pick<OpenedBallot, 'ranking' | 'ballot'> {
  const { ranking, ...others } = vote;
  const isRanking = ranking !== undefined && Object.keys(others).length === 0;
  return isRanking ? { ranking: ranking as string[][], ballot: null } : { ranking: null, ballot: vote };
}

/** What was cast, as its method takes it. */
export const voteOf = ({ ranking, ballot }: OpenedBallot): Record<string, unknown> => ballot ?? { ranking };
