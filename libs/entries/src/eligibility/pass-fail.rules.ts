import type { DecisionInputs, EntryOutcome, Proposal, Said } from '#libs/contracts/pure';
import { inWords } from '#libs/words/pure';
import { type RuleResult, rulesOutcome } from '../stage-types/eligibility.rules.js';
import { refusal } from '../refusals.words.js';

/** What a person said of an entry after the rules. */
export interface EligibilityVerdict {
  outcome: 'valid' | 'invalid';
  /** Does it differ from what the rules say? */
  overridden: boolean;
  /** Needed for an override. */
  reasonCode: string | null;
}

/** An entry as an eligibility decision reads it. */
export interface PassFailEntry {
  entryId: string;
  version: number;
  /** Digest of that version's content. */
  digest: string;
  rules: RuleResult[];
  /** Null while nobody has looked at this version. */
  verdict: EligibilityVerdict | null;
}

/** The raw inputs of an eligibility decision. */
export interface PassFailInputs extends DecisionInputs {
  mode: 'pass-fail';
  entries: PassFailEntry[];
}

const NAMED_MAX = 10;

/** Entries that nobody has checked yet stand in the way of a decision. */
export class UncheckedEntries extends Error {
  readonly said: Said;

  constructor(readonly entryIds: string[]) {
    const said = uncheckedSaid(entryIds);
    super(inWords(said, 'en'));
    this.name = 'UncheckedEntries';
    this.said = said;
  }
}

function uncheckedSaid(entryIds: string[]): Said {
  const unchecked = { count: entryIds.length, entries: entryIds.slice(0, NAMED_MAX).join(', ') };
  const more = entryIds.length - NAMED_MAX;
  return more > 0 ? refusal('verdict.uncheckedMore', { ...unchecked, more }) : refusal('verdict.unchecked', unchecked);
}

/**
 * Recomputes an eligibility decision: people decide, beside the rules; the order of the entries
 * changes nothing. Throws `UncheckedEntries` while somebody has yet to look, and a TypeError when a
 * verdict goes against the rules without saying so.
 */
export function recomputePassFail(inputs: PassFailInputs): Proposal {
  const entries = inputs.entries.toSorted((a, b) => (a.entryId < b.entryId ? -1 : 1));
  const unchecked = entries.filter(({ verdict }) => verdict === null);
  if (unchecked.length > 0) throw new UncheckedEntries(unchecked.map(({ entryId }) => entryId));
  const outcomes: EntryOutcome[] = [];
  const log: string[] = [];
  for (const { entryId, version, rules, verdict } of entries) {
    const { outcome, overridden, reasonCode } = verdict!;
    const byRules = rulesOutcome(rules);
    if (overridden !== (outcome !== byRules)) throw new TypeError(`${entryId}: the verdict and the rules do not fit`);
    if (overridden && !reasonCode) throw new TypeError(`${entryId}: the rules were overridden without a reason`);
    outcomes.push({ entryId, outcome });
    const unmet = rules.filter(({ result }) => result !== 'pass').map(({ id, result }) => `${id}: ${result}`);
    const found = unmet.length > 0 ? unmet.join(', ') : 'all met';
    const people = overridden ? `overridden by a person (${reasonCode})` : 'confirmed by a person';
    log.push(`${entryId} version ${version}: rules say ${byRules} (${found}), ${people}: ${outcome}`);
  }
  return { outcomes, log };
}
