import type { Language } from '#libs/identity';
import { type Stage, toInstant } from '#libs/cycles';
import type { CheckableEntry } from './eligibility.queries.js';
import {
  type RuleResult,
  type RulesOutcome,
  reasonIn,
  rulesOutcome,
  rulesToAnswer,
} from '../stage-types/eligibility.rules.js';
import { titleOf } from '../entry/entry-answers.js';

/** An entry in the queue of an eligibility stage. */
export interface QueuedEntry {
  entryId: string;
  version: number;
  title: string;
  city: { id: string; name: string; countryCode: string; region: string };
  late: boolean;
  rules: RuleResult[];
  rulesOutcome: RulesOutcome;
  /** Ids of the rules that whoever decides must answer with a reason. */
  toAnswer: string[];
  /** Who is checking it, and until when (ISO 8601 UTC); null when nobody has. */
  held: { by: string; until: string } | null;
  /** What its city is being asked, by whom, and until when (ISO 8601 UTC); null when nothing is. */
  asked: { clarificationId: string; by: string; until: string } | null;
  /** How many entries are like it that nobody has compared with it yet. */
  duplicates: number;
  /** A person's verdict; null while nobody has looked. */
  verdict: {
    outcome: 'valid' | 'invalid';
    overridden: boolean;
    reasonCode: string | null;
    reasonText: string | null;
    checkedBy: string;
    checkedAt: string;
    /** Of the definition whose rules it followed. */
    revision: number;
  } | null;
}

/** Names the stage for queries. */
export const aboutOf = ({ cycleId, key, closedAt }: Stage) => ({ cycleId, stageKey: key, closedAt: closedAt ?? null });

/** An entry as the queue shows it. */
export function queued(entry: CheckableEntry, rules: RuleResult[]): QueuedEntry {
  const { outcome, overridden, reasonCode, reasonText, checkedBy, checkedAt, heldBy, heldUntil } = entry;
  const { cityId, cityName, countryCode, region, clarificationId, askedBy, askedUntil } = entry;
  return {
    entryId: entry.id,
    version: entry.version,
    title: titleOf(entry.content),
    city: { id: cityId, name: cityName, countryCode, region },
    late: entry.late,
    rules,
    rulesOutcome: rulesOutcome(rules),
    toAnswer: rulesToAnswer(rules),
    held: heldBy && heldUntil ? { by: heldBy, until: toInstant(new Date(heldUntil)) } : null,
    asked:
      clarificationId && askedBy && askedUntil
        ? { clarificationId, by: askedBy, until: toInstant(new Date(askedUntil)) }
        : null,
    duplicates: entry.duplicates,
    verdict:
      outcome && checkedBy && checkedAt
        ? {
            outcome,
            overridden: overridden === true,
            reasonCode,
            reasonText,
            checkedBy,
            checkedAt: toInstant(new Date(checkedAt)),
            revision: entry.checkedRevision!,
          }
        : null,
  };
}

/** An entry of the queue with the reasons of the rules in a language. */
export const inLanguage = (entry: QueuedEntry, language: Language): QueuedEntry => ({
  ...entry,
  rules: entry.rules.map((result) => ({ ...result, reason: reasonIn(result, language) })),
});
