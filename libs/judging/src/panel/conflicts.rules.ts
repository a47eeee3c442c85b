import type { Said } from '#libs/contracts/pure';
import { compareIds } from '../counting/order.js';
import { refusal } from '../refusals.words.js';

/**
 * What is known of a panel member: their cities (ids), countries (as the programme's list counts
 * them) and employers (names).
 */
export interface ConflictPerson {
  id: string;
  cityIds: readonly string[];
  countryCodes: readonly string[];
  employers?: readonly string[];
}

/** What is known of an entry: its city and country, the people behind it and the organisations it was made with. */
export interface ConflictEntry {
  id: string;
  cityId: string;
  countryCode: string;
  contactIds?: readonly string[];
  /** The people behind other entries of its city in the cycle. */
  coSubmitterIds?: readonly string[];
  organisations?: readonly string[];
}

/** A relation to an entry that a person declared, or that was declared about them. */
export interface DeclaredRecusal {
  personId: string;
  entryId: string;
}

/** Why a person must not judge an entry: a stable code and a message. */
export interface Conflict {
  code: 'own-entry' | 'co-submission' | 'same-city' | 'same-country' | 'same-employer' | 'declared';
  message: Said;
}

/** All reasons why the person must not judge the entry; none means they may. */
export function conflictsOf(
  person: ConflictPerson,
  entry: ConflictEntry,
  declared: readonly DeclaredRecusal[] = [],
): Conflict[] {
  const conflicts: Conflict[] = [];
  if (entry.contactIds?.includes(person.id))
    conflicts.push({ code: 'own-entry', message: refusal('conflict.ownEntry') });
  if (entry.coSubmitterIds?.includes(person.id))
    conflicts.push({ code: 'co-submission', message: refusal('conflict.coSubmission') });
  if (person.cityIds.includes(entry.cityId))
    conflicts.push({ code: 'same-city', message: refusal('conflict.sameCity') });
  const country = shared(person.countryCodes, [entry.countryCode]);
  if (country !== undefined)
    conflicts.push({
      code: 'same-country',
      message: refusal('conflict.sameCountry', { country }),
    });
  const employer = shared(person.employers ?? [], entry.organisations ?? []);
  if (employer !== undefined)
    conflicts.push({
      code: 'same-employer',
      message: refusal('conflict.sameEmployer', { employer }),
    });
  if (declared.some(({ personId, entryId }) => personId === person.id && entryId === entry.id))
    conflicts.push({ code: 'declared', message: refusal('conflict.declared') });
  return conflicts;
}

/** The first name that stands on both lists, whatever its case, width and spaces. */
function shared(ours: readonly string[], theirs: readonly string[]): string | undefined {
  const other = new Set(theirs.map(comparable));
  return ours.filter((name) => other.has(comparable(name))).sort(compareIds)[0];
}

function comparable(name: string): string {
  return name.normalize('NFKC').trim().replaceAll(/\s+/gu, ' ').toLowerCase();
}
