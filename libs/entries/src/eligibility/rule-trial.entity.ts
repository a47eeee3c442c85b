import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { EligibilityRule, RulesOutcome } from '../stage-types/eligibility.rules.js';

/** What a trial has counted so far. */
export interface TrialCounts {
  lookedAt: number;
  outcomes: Record<RulesOutcome, number>;
  /** How many entries the rules of the trial judge in another way than those in force. */
  changed: number;
  /** By rule, in their order; `examples` are the first entries that do not meet it. */
  rules: { id: string; pass: number; fail: number; error: number; examples: string[] }[];
}

/** A dry run of rules over the submitted entries of a cycle, batch by batch. */
export const RuleTrial = defineEntity({
  name: 'RuleTrial',
  schema: 'entries',
  tableName: 'rule_trial',
  properties: {
    id: p.uuid().primary(),
    cycleId: p.uuid(),
    stageKey: p.text(),
    rules: p.json().$type<EligibilityRule[]>(),
    /** Revision of the definition whose form and dates it goes by. */
    revision: p.integer(),
    total: p.integer(),
    counted: p.json().$type<TrialCounts>(),
    /** The last entry looked at. */
    after: p.uuid().nullable(),
    startedBy: p.text(),
    startedAt: p.datetime(3),
    /** When the last batch was counted: whoever finds it standing still goes on. */
    seenAt: p.datetime(3),
    finishedAt: p.datetime(3).nullable(),
  },
});
export type RuleTrial = InferEntity<typeof RuleTrial>;
