import type { Said } from '#libs/contracts';
import { type CityInstant, toInstant } from '#libs/cycles';
import { Problem } from '#libs/platform';
import { type FieldFault, type WordLanguage, topic } from '#libs/words';
import type { City } from '../cities/city.entities.js';
import type { Entry, EntryState } from './entry.entities.js';
import type { JsonObject } from '../form/json-pointer.js';
import { refusal } from '../refusals.words.js';
import * as messages from '../words/index.js';

const entryWords = topic('entries/entry', messages.entry);

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
  /** Does it confirm the entry after the secretariat had reopened it? Then it is as late as the version before. */
  afterReopening: boolean;
  /** When it arrived on paper, which says whether it is late; null of what was written here. */
  arrivedAt: string | null;
  /** Its entry was first submitted before the deadline for early entries. */
  early: boolean;
  deadline: CityInstant;
}

/** What stands in lists for a title that there is not. */
export const UNTITLED = 'Untitled';

/** A title as a mail shows it. */
export const mailedTitle = (title: string | null, language: WordLanguage): string =>
  title ?? entryWords.say(language, 'untitled');

/** The title a content has; null without. */
export const givenTitle = ({ title }: JsonObject): string | null =>
  typeof title === 'string' && title.trim() !== '' ? title : null;

export const titleOf = (content: JsonObject): string => givenTitle(content) ?? UNTITLED;

export const summaryOf = (entry: Entry, city: Pick<City, 'id' | 'name' | 'countryCode'>): EntrySummary => ({
  id: entry.id,
  cycleId: entry.cycleId,
  stageKey: entry.stageKey,
  city: { id: city.id, name: city.name, countryCode: city.countryCode },
  state: entry.state,
  version: entry.version,
  currentVersion: entry.currentVersion,
  title: entry.title ?? UNTITLED,
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

/** The problem of a content that does not fit its form, by what fails for that: every error, at once. */
export function formProblem(failed: Said, errors: readonly FieldFault[], more: { at?: string } = {}): Problem {
  return new Problem('rule-violated', refusal('form.notRight', { count: errors.length, failed }), { errors, ...more });
}

/** Throws `rule-violated` when something in a draft does not fit the form. */
export function refuseWrong(errors: readonly FieldFault[]): void {
  if (errors.length === 0) return;
  throw formProblem(refusal('failed.draft'), errors.map(inContent));
}

/** The same error, its pointer that of the request or answer in which the content stands. */
export const inContent = <E extends FieldFault>(error: E): E => ({ ...error, pointer: `/content${error.pointer}` });
