import type { FieldError } from '#libs/contracts';
import { toInstant } from '#libs/cycles';
import { Problem } from '#libs/platform';
import type { City } from './city.entity.js';
import type { Entry, EntryState } from './entry.entity.js';
import type { JsonObject } from './json-pointer.js';

/** An entry in a list; `title` is that of the draft. */
export interface EntrySummary {
  id: string;
  cycleId: string;
  stageKey: string;
  city: { id: string; name: string; countryCode: string };
  state: EntryState;
  version: number;
  currentVersion: number;
  title: string;
  /** ISO 8601 UTC. */
  savedAt: string;
  withdrawnAt: string | null;
}

/** Where an entry stands after a write. */
export interface EntryStanding {
  id: string;
  state: EntryState;
  /** Its ETag. */
  version: number;
  currentVersion: number;
  savedAt: string;
}

/** What a city holds for what it submitted. */
export interface ReceiptAnswer {
  receiptId: string;
  entryId: string;
  version: number;
  digest: string;
  digestAlgorithm: string;
  /** The instant the submit was judged by. */
  at: string;
  /** After the published deadline, in the grace or by an extension. */
  late: boolean;
  deadline: { utc: string; zone: string };
}

export const titleOf = (content: JsonObject): string => {
  const { title } = content;
  return typeof title === 'string' && title.trim() !== '' ? title : 'Untitled';
};

export const summaryOf = (entry: Entry, city: City): EntrySummary => ({
  id: entry.id,
  cycleId: entry.cycleId,
  stageKey: entry.stageKey,
  city: { id: city.id, name: city.name, countryCode: city.countryCode },
  state: entry.state,
  version: entry.version,
  currentVersion: entry.currentVersion,
  title: titleOf(entry.draft),
  savedAt: toInstant(entry.savedAt),
  withdrawnAt: entry.withdrawnAt ? toInstant(entry.withdrawnAt) : null,
});

export const standingOf = ({ id, state, version, currentVersion, savedAt }: Entry): EntryStanding => ({
  id,
  state,
  version,
  currentVersion,
  savedAt: toInstant(savedAt),
});

/** The problem of a content that does not fit its form: every error, at once. */
export function formProblem(what: string, errors: FieldError[], more: { at?: string } = {}): Problem {
  const count = errors.length === 1 ? 'One field is' : `${errors.length} fields are`;
  return new Problem('rule-violated', `${count} not right yet: ${what}.`, { errors, ...more });
}
