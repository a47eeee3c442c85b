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
    ranking: p.json().$type<string[][]>(),
    recused: p.json().$type<string[]>(),
    /** Revision of the cycle definition under which all ballots of the stage were opened: one's own would tell when it was cast. */
    revision: p.integer(),
  },
});
export type OpenedBallot = InferEntity<typeof OpenedBallot>;
