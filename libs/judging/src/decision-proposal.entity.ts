import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { Adjustment, EntryOutcome } from '#libs/contracts';

/** A version of a proposal, never changed: the first is computed, each adjustment by people makes the next. */
export const DecisionProposal = defineEntity({
  name: 'DecisionProposal',
  schema: 'judging',
  tableName: 'decision_proposal',
  properties: {
    decisionId: p.uuid().primary(),
    version: p.integer().primary(),
    outcomes: p.json().$type<EntryOutcome[]>(),
    log: p.json().$type<string[]>(),
    /** Who moves up, in this order, when a shortlisted entry withdraws; not shown with results. */
    reserve: p.json().$type<string[]>(),
    adjustments: p.json().$type<Adjustment[]>(),
    digest: p.text(),
    actorId: p.text(),
    reasonCode: p.text().nullable(),
    reasonText: p.text().nullable(),
    madeAt: p.datetime(3).defaultRaw('now()'),
  },
});
export type DecisionProposal = InferEntity<typeof DecisionProposal>;
