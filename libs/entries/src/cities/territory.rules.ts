import type { Territory } from './territory.entities.js';

/** The list that programmes begin with, and that counts where no programme is named. */
export const SHIPPED_LIST = '*';
/** Stands where an ISO code is shown and a territory has none: ISO 3166-1 leaves it to its users. */
export const NO_ISO_CODE = 'ZZ';

type Listed = Pick<Territory, 'key' | 'isoCode' | 'region' | 'partOf' | 'retired'>;

/**
 * What of a territory does not go together with the list it belongs to: a JSON pointer and words
 * for each; none when all is well.
 */
export function territoryProblems(
  { key, region, partOf }: Pick<Listed, 'key' | 'region' | 'partOf'>,
  list: { regions: readonly { key: string }[]; territories: readonly Pick<Listed, 'key' | 'partOf'>[] },
): { pointer: string; message: string }[] {
  const problems = [];
  if (!list.regions.some((one) => one.key === region))
    problems.push({ pointer: '/region', message: `The list has no region "${region}".` });
  if (partOf == null) return problems;
  const whole = list.territories.find((one) => one.key === partOf);
  if (partOf === key) problems.push({ pointer: '/partOf', message: 'A territory is not part of itself.' });
  else if (!whole) problems.push({ pointer: '/partOf', message: `The list has no territory "${partOf}".` });
  else if (whole.partOf != null)
    problems.push({ pointer: '/partOf', message: `"${partOf}" is part of "${whole.partOf}" itself: name that.` });
  if (list.territories.some((one) => one.partOf === key))
    problems.push({ pointer: '/partOf', message: 'Other territories are part of this one.' });
  return problems;
}

/** Why a city cannot be placed: nothing of that name, several of that code, or it takes no new cities. */
export interface Unplaced {
  pointer: '/territory' | '/countryCode';
  message: string;
  allowed: string;
}

/** The territory of a list that a city names by its key, or by an ISO code that only one of them has. */
export function placeIn<T extends Listed>(
  territories: readonly T[],
  { territory, countryCode }: { territory?: string | undefined; countryCode?: string | undefined },
): T | Unplaced {
  if (territory !== undefined) {
    const found = territories.find(({ key }) => key === territory);
    if (found && !found.retired && (countryCode ?? found.isoCode) === found.isoCode) return found;
    if (found && !found.retired) {
      const message = `The list has another code for "${territory}" than ${countryCode}.`;
      return { pointer: '/countryCode', message, allowed: found.isoCode ?? 'none' };
    }
    const message = found ? `"${territory}" takes no new cities.` : `The list has no territory "${territory}".`;
    return { pointer: '/territory', message, allowed: "the key of a territory of the programme's list" };
  }
  const ofCode = territories.filter((one) => one.isoCode === countryCode && !one.retired);
  if (ofCode.length === 1) return ofCode[0]!;
  if (ofCode.length > 1) {
    const message = `Several territories of the list have the code ${countryCode}.`;
    return { pointer: '/territory', message, allowed: ofCode.map(({ key }) => key).join(', ') };
  }
  const message = countryCode ? `The list has no territory of the code ${countryCode}.` : 'Name a territory.';
  return { pointer: '/countryCode', message, allowed: "the code of a territory of the programme's list, such as KE" };
}

/** Is it the answer of `placeIn` that says why there is none? */
export const isUnplaced = (found: Listed | Unplaced): found is Unplaced => 'pointer' in found;
