import type { FieldError } from '#libs/contracts/pure';
import type { RuleResult } from './eligibility.rules.js';
import { rulesOutcome } from './eligibility.rules.js';
import type { VerdictReason } from './eligibility.shipped.js';

/** What a person says of one or many entries. */
export interface Verdict {
  outcome: 'valid' | 'invalid';
  /** One of the definition's list, where it has one. */
  reasonCode?: string | undefined;
  reasonText?: string | undefined;
}

/** Does a verdict differ from what the rules say? Then it needs a reason. */
export const overrides = ({ outcome }: Verdict, rules: readonly RuleResult[]): boolean =>
  outcome !== rulesOutcome(rules);

/** What is wrong with a verdict of an entry in which the rules found this; empty when it can be given. */
export function verdictErrors(
  verdict: Verdict,
  rules: readonly RuleResult[],
  reasons: readonly VerdictReason[],
): FieldError[] {
  const { reasonCode, reasonText } = verdict;
  const codes = reasons.map(({ code }) => code);
  if (reasonCode && codes.length > 0 && !codes.includes(reasonCode))
    return [{ pointer: '/reasonCode', message: 'is not one of the reasons of this cycle', allowed: codes.join(', ') }];
  if (!overrides(verdict, rules) || (reasonCode && reasonText)) return [];
  const message = `is needed: the rules say ${rulesOutcome(rules)}`;
  return [
    ...(reasonCode
      ? []
      : [{ pointer: '/reasonCode', message, ...(codes.length > 0 ? { allowed: codes.join(', ') } : {}) }]),
    ...(reasonText ? [] : [{ pointer: '/reasonText', message }]),
  ];
}
