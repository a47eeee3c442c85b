import type { CityRole } from '#libs/contracts/pure';
import type { CityKind } from '../cities/city.entities.js';
import type { EntryState } from '../entry/entry.entities.js';
import { FRAMEWORK_PLACES } from '../draft/draft.entities.js';

/** A city as far as a merge goes by it. */
export interface MergingCity {
  id: string;
  name: string;
  /** Key of its territory, or its ISO code where it has none. */
  place: string;
  kind: CityKind;
  directoryId: string | null;
  population: number | null;
  verified: boolean;
  hasLetter: boolean;
  /** The last version of its profile; 0 without. */
  profile: number;
}

/** An entry of the city that is merged. */
export interface MergingEntry {
  id: string;
  cycleId: string;
  state: EntryState;
}

/** A framework of either city. */
export interface MergingFramework {
  id: string;
  cycleId: string;
  name: string;
  /** How the database compares its name. */
  key: string;
  /** Its entries, those that have a place: at most three. */
  taken: number;
}

/**
 * What becomes of a framework of the city that is merged: `moved` as it is; `joined` with the one
 * of the same name, which has room; `renamed`, beside a full one of the same name.
 */
export interface FrameworkMove extends Pick<MergingFramework, 'id' | 'cycleId' | 'name'> {
  becomes: 'moved' | 'joined' | 'renamed';
  /** The framework it joins; itself otherwise. */
  into: string;
  /** What it is called afterwards. */
  called: string;
}

/** What of the merged city counts for the other one afterwards: something that this one did not have. */
export interface TakenOver {
  verification: boolean;
  letter: boolean;
  profile: boolean;
  population: boolean;
  directoryId: boolean;
}

/** Everything that moves, by ids: what a digest is made of, and what is kept. */
export interface MergeMoves {
  cityId: string;
  intoId: string;
  entries: MergingEntry[];
  frameworks: FrameworkMove[];
  extensions: { id: string; cycleId: string; stageKey: string; until: string }[];
  clarifications: string[];
  roles: { grantId: string; personId: string; present: string | null; becomes: CityRole }[];
  taken: TakenOver;
  /** What names the merged city elsewhere, and means the other one from then on: how many of each kind. */
  named: { kind: string; count: number }[];
}

export const MERGE_WARNINGS = [
  'other-place',
  'other-kind',
  'other-directory',
  'becomes-verified',
  'framework-full',
  'too-many-people',
  'hand-over-ends',
  'trusts-nobody',
] as const;
/** Why somebody should look twice before two cities become one. */
export interface MergeWarning {
  code: (typeof MERGE_WARNINGS)[number];
  message: string;
}

/**
 * What becomes of the frameworks of a city that is merged, in their order. No framework has more
 * than three entries afterwards.
 */
export function frameworkMoves(of: readonly MergingFramework[], into: readonly MergingFramework[]): FrameworkMove[] {
  const known = into.map((framework) => ({ ...framework }));
  return of.map(({ id, cycleId, name, key, taken }) => {
    const same = known.find((other) => other.cycleId === cycleId && other.key === key);
    const place = { id, cycleId, name };
    if (!same) {
      known.push({ id, cycleId, name, key, taken });
      return { ...place, becomes: 'moved', into: id, called: name };
    }
    if (same.taken + taken <= FRAMEWORK_PLACES) {
      same.taken += taken;
      return { ...place, becomes: 'joined', into: same.id, called: same.name };
    }
    const isFree = (number: number) =>
      [...known, ...of].every((other) => other.cycleId !== cycleId || other.key !== `${key} (${number})`);
    let number = 2;
    while (!isFree(number)) number++;
    known.push({ id, cycleId, name: `${name} (${number})`, key: `${key} (${number})`, taken });
    return { ...place, becomes: 'renamed', into: id, called: `${name} (${number})` };
  });
}

/** What the city that is left takes over: nothing that it has itself. */
export const takenOver = (of: MergingCity, into: MergingCity): TakenOver => ({
  verification: of.verified && !into.verified,
  letter: of.hasLetter && !into.hasLetter,
  profile: of.profile > 0 && into.profile === 0,
  population: of.population !== null && into.population === null,
  directoryId: of.directoryId !== null && into.directoryId === null,
});

/** What people should look at before they merge; nothing of it refuses. */
export function mergeWarnings(
  of: MergingCity,
  into: MergingCity,
  found: {
    frameworks: readonly FrameworkMove[];
    people: number;
    tooMany: boolean;
    handOvers: number;
    trusting: readonly string[];
  },
): MergeWarning[] {
  const full = found.frameworks.filter(({ becomes }) => becomes === 'renamed');
  const differ = of.directoryId !== null && into.directoryId !== null && of.directoryId !== into.directoryId;
  const warnings: (MergeWarning | false)[] = [
    of.place !== into.place && {
      code: 'other-place',
      message: `They are registered in different territories (${of.place}, ${into.place}): the entries count to ${into.place} from then on.`,
    },
    of.kind !== into.kind && {
      code: 'other-kind',
      message: `One is registered as ${of.kind}, the other as ${into.kind}: rules that ask for it go by ${into.kind} from then on.`,
    },
    differ && {
      code: 'other-directory',
      message: `The directory has them as two cities (${of.directoryId}, ${into.directoryId}).`,
    },
    of.verified &&
      !into.verified && {
        code: 'becomes-verified',
        message: `${into.name} counts as verified from then on, because ${of.name} is: know who acts for both.`,
      },
    ...full.map(({ name, called }): MergeWarning => {
      const message = `Together "${name}" would have more than ${FRAMEWORK_PLACES} entries: the framework stays apart, as "${called}".`;
      return { code: 'framework-full', message };
    }),
    found.tooMany && {
      code: 'too-many-people',
      message: `${found.people} people act for the city afterwards; nobody can be invited until there are fewer.`,
    },
    found.handOvers > 0 && {
      code: 'hand-over-ends',
      message: `A hand-over of ${of.name} waits for its successor, who is an owner of ${into.name} already: whoever wanted to leave stays an owner, and leaves by themselves.`,
    },
    found.trusting.length > 0 && {
      code: 'trusts-nobody',
      message: `Mail domains trusted for "${of.name}" by its name verify nobody any more: ${found.trusting.join(', ')}.`,
    },
  ];
  return warnings.filter((warning) => warning !== false);
}
