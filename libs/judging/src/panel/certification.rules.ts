import type { Said } from '#libs/contracts/pure';
import { refusal } from '../refusals.words.js';

/** Somebody named beforehand to certify a decision, or to stand in for one who is (`standsInFor`). */
export interface NamedCertifier {
  personId: string;
  standsInFor: string | null;
}

/** How somebody certifies: in their own right (`inPlaceOf` null), or in the place of a certifier. */
export interface Place {
  inPlaceOf: string | null;
}

/**
 * The place in which a person certifies; null when they may not. `holders` are those, of the person
 * and the named, who hold one of the certifying roles now. While fewer are named than the
 * definition asks for, others of its roles certify too, so that no decision waits for somebody who
 * has left.
 */
export function placeOf(
  personId: string,
  named: readonly NamedCertifier[],
  holders: ReadonlySet<string>,
  needed: number,
): Place | null {
  if (!holders.has(personId)) return null;
  const own = named.find((each) => each.personId === personId);
  if (own) return { inPlaceOf: own.standsInFor };
  const isPresent = ({ personId: id }: NamedCertifier) =>
    holders.has(id) || named.some(({ personId: other, standsInFor }) => standsInFor === id && holders.has(other));
  const present = named.filter((each) => each.standsInFor === null && isPresent(each));
  return present.length >= needed ? null : { inPlaceOf: null };
}

/** Why somebody cannot be named so, in words; null when they can. */
export function namingProblem(named: readonly NamedCertifier[], given: NamedCertifier): Said | null {
  const own = named.find(({ personId }) => personId === given.personId);
  if (own && own.standsInFor !== given.standsInFor) {
    if (own.standsInFor !== null) return refusal('certifier.standsIn');
    return given.standsInFor === null ? null : refusal('certifier.ownRight');
  }
  if (given.standsInFor === null) return null;
  if (given.standsInFor === given.personId) return refusal('certifier.ownStandIn');
  const principal = named.find(({ personId }) => personId === given.standsInFor);
  if (principal?.standsInFor !== null) return refusal('certifier.namedFirst');
  const other = named.some((each) => each.standsInFor === given.standsInFor && each.personId !== given.personId);
  return other ? refusal('certifier.standInThere') : null;
}

/** A conflict with an entry, by its codes. */
export interface EntryConflict<Code extends string = string> {
  entryId: string;
  codes: readonly Code[];
}

/**
 * Does what was co-signed cover every conflict there is now? One that came up afterwards needs another co-signature.
 */
export const isCovered = (present: readonly EntryConflict[], coSigned: readonly EntryConflict[]): boolean =>
  present.every(({ entryId, codes }) => {
    const known = coSigned.find((each) => each.entryId === entryId)?.codes ?? [];
    return codes.every((code) => known.includes(code));
  });
