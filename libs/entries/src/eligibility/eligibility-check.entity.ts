import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { RuleResult } from '../stage-types/eligibility.rules.js';

/** One look at a version of an entry: the rules' (no outcome), first and when its translations change, and people's; append-only, the last one counts. */
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
