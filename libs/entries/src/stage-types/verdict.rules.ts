import type { FieldFault, WordLanguage } from '#libs/words/pure';
import type { RuleResult } from './eligibility.rules.js';
import { reasonIn, rulesOutcome } from './eligibility.rules.js';
import type { VerdictReason } from './eligibility-shipped-rules.js';
import { messageIn, ruleWords } from './eligibility.words.js';
import { refusal } from '../refusals.words.js';

/** What a person says of one or many entries. */
export interface Verdict {
  outcome: 'valid' | 'invalid';
  /** One of the definition's list, where it has one. */
  reasonCode?: string | undefined;
  reasonText?: string | undefined;
}

/** Why an entry is invalid when its city did not answer and the definition says so; rows hold this very text. */
export const UNANSWERED: Verdict = {
  outcome: 'invalid',
  reasonCode: 'clarification-unanswered',
  reasonText: 'What was asked about the entry was not answered in time.',
};

/** What is known of a verdict that was given. */
interface GivenVerdict {
  rules: RuleResult[] | null;
  reasonCode: string | null;
  reasonText: string | null;
}

/**
 * What a city is told of a verdict, in a language: the person's own words, as they are where they
 * are not those of the definition's list; else the rules that are not met.
 */
export function verdictInWords(
  { rules, reasonCode, reasonText }: GivenVerdict,
  reasons: readonly VerdictReason[],
  language: WordLanguage,
): string[] {
  const say = ruleWords.in(language);
  if (reasonText === UNANSWERED.reasonText) return [say('unanswered')];
  const listed = reasons.find(({ code }) => code === reasonCode)?.text;
  if (reasonText)
    return [listed && Object.values(listed).includes(reasonText) ? messageIn(listed, language) : reasonText];
  const unmet = (rules ?? []).filter(({ result, severity }) => result === 'fail' && severity === 'block');
  return unmet.length > 0 ? unmet.map((rule) => reasonIn(rule, language)) : [say('allMet')];
}

/** Does a verdict differ from what the rules say? Then it needs a reason. */
export const overrides = ({ outcome }: Verdict, rules: readonly RuleResult[]): boolean =>
  outcome !== rulesOutcome(rules);

/** What is wrong with the reason of a verdict where the definition lists others; null when nothing is. */
export function unknownReason({ reasonCode }: Verdict, reasons: readonly VerdictReason[]): FieldFault | null {
  const codes = reasons.map(({ code }) => code);
  if (!reasonCode || codes.length === 0 || codes.includes(reasonCode)) return null;
  return { pointer: '/reasonCode', message: refusal('verdict.unknownReason'), allowed: codes.join(', ') };
}

/** What is wrong with a verdict of an entry in which the rules found this; empty when it can be given. */
export function verdictErrors(
  verdict: Verdict,
  rules: readonly RuleResult[],
  reasons: readonly VerdictReason[],
): FieldFault[] {
  const unknown = unknownReason(verdict, reasons);
  if (unknown) return [unknown];
  const { reasonCode, reasonText } = verdict;
  const codes = reasons.map(({ code }) => code);
  if (!overrides(verdict, rules) || (reasonCode && reasonText)) return [];
  const message = refusal('verdict.reasonMissing', { outcome: rulesOutcome(rules) });
  return [
    ...(reasonCode
      ? []
      : [{ pointer: '/reasonCode', message, ...(codes.length > 0 ? { allowed: codes.join(', ') } : {}) }]),
    ...(reasonText ? [] : [{ pointer: '/reasonText', message }]),
  ];
}
