import type { Said } from '#libs/contracts/pure';
import type { Territory } from './territory.entities.js';
import { refusal } from '../refusals.words.js';

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
): { pointer: string; message: Said }[] {
  const problems = [];
  if (!list.regions.some((one) => one.key === region))
    problems.push({ pointer: '/region', message: refusal('territory.noRegion', { region }) });
  if (partOf == null) return problems;
  const whole = list.territories.find((one) => one.key === partOf);
  if (partOf === key) problems.push({ pointer: '/partOf', message: refusal('territory.partOfItself') });
  else if (!whole) problems.push({ pointer: '/partOf', message: refusal('territory.none', { territory: partOf }) });
  else if (whole.partOf != null)
    problems.push({
      pointer: '/partOf',
      message: refusal('territory.partOfPart', { territory: partOf, whole: whole.partOf }),
    });
  if (list.territories.some((one) => one.partOf === key))
    problems.push({ pointer: '/partOf', message: refusal('territory.hasParts') });
  return problems;
}

/** Why a city cannot be placed: nothing of that name, several of that code, or it takes no new cities. */
export interface Unplaced {
  pointer: '/territory' | '/countryCode';
  message: Said;
  allowed: string | Said;
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
      const message = refusal('territory.otherCode', { territory, code: countryCode! });
      return { pointer: '/countryCode', message, allowed: found.isoCode ?? refusal('territory.noCode') };
    }
    const message = found ? refusal('territory.retired', { territory }) : refusal('territory.none', { territory });
    return { pointer: '/territory', message, allowed: refusal('territory.key') };
  }
  if (countryCode === undefined)
    return { pointer: '/countryCode', message: refusal('territory.missing'), allowed: refusal('territory.code') };
  const ofCode = territories.filter((one) => one.isoCode === countryCode && !one.retired);
  if (ofCode.length === 1) return ofCode[0]!;
  if (ofCode.length > 1) {
    const message = refusal('territory.severalOfCode', { code: countryCode });
    return { pointer: '/territory', message, allowed: ofCode.map(({ key }) => key).join(', ') };
  }
  const message = refusal('territory.noneOfCode', { code: countryCode });
  return { pointer: '/countryCode', message, allowed: refusal('territory.code') };
}

/** Is it the answer of `placeIn` that says why there is none? */
export const isUnplaced = (found: Listed | Unplaced): found is Unplaced => 'pointer' in found;
