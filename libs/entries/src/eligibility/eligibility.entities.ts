import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { EligibilityRule, RuleResult, RulesOutcome } from '../stage-types/eligibility.rules.js';

/**
 * One look at a version of an entry: the rules' (no outcome), first and when its translations
 * change, and people's; append-only, the last one counts.
 */
export const EligibilityCheck = defineEntity({
  name: 'EligibilityCheck',
  schema: 'entries',
  tableName: 'eligibility_check',
  properties: {
    entryId: p.uuid().primary(),
    entryVersion: p.integer().primary(),
    stageKey: p.text().primary(),
    sequence: p.integer().primary(),
    rules: p.json().$type<RuleResult[]>(),
    outcome: p.text().$type<'valid' | 'invalid'>().nullable(),
    /** Does the outcome differ from what the rules say? */
    overridden: p.boolean(),
    reasonCode: p.text().nullable(),
    reasonText: p.text().nullable(),
    checkedBy: p.text(),
    checkedAt: p.datetime(3),
    /** Revision of the cycle definition that was in force. */
    revision: p.integer(),
  },
});
export type EligibilityCheck = InferEntity<typeof EligibilityCheck>;

/** Who is checking an entry, and until when; what has run out counts no more. */
export const EligibilityClaim = defineEntity({
  name: 'EligibilityClaim',
  schema: 'entries',
  tableName: 'eligibility_claim',
  properties: {
    entryId: p.uuid().primary(),
    stageKey: p.text().primary(),
    personId: p.text(),
    until: p.datetime(3),
  },
});
export type EligibilityClaim = InferEntity<typeof EligibilityClaim>;

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
