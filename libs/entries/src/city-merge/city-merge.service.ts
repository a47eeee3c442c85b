import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { CityRole } from '#libs/contracts';
import { toInstant } from '#libs/cycles';
import {
  CityReferences,
  CityMergePeopleService,
  type MergedCities,
  PeopleService,
  type PeopleMoves,
  type PersonMove,
  wasMerged,
} from '#libs/identity';
import { allows, Problem, type RequestContext, UnitOfWork } from '#libs/platform';
import { CityMerge } from './city-merge.entity.js';
import type { MergeReason } from '../cities/city.entities.js';
import {
  type ConcernedCycle,
  MERGE_MAX,
  type MovingExtension,
  type NamedEntry,
  domainsTrustedByName,
  foundForMerge,
  mergingCities,
} from './city-merge.queries.js';
import {
  type FrameworkMove,
  type MergeMoves,
  type MergeWarning,
  type MergingCity,
  type TakenOver,
  frameworkMoves,
  mergeWarnings,
  takenOver,
} from './city-merge.rules.js';
import { moveCity } from './city-merge-writes.js';
import { CityService } from '../cities/city.service.js';
import { sha256 } from '../form/content-digest.rules.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

type NamedCity = Pick<MergingCity, 'id' | 'name' | 'kind' | 'verified'> & { countryCode: string };

/** What moves in one cycle. */
export interface MergedCycle extends ConcernedCycle {
  entries: NamedEntry[];
  frameworks: FrameworkMove[];
  extensions: MovingExtension[];
  /** How many questions about its entries wait for an answer. */
  clarifications: number;
}

/** Everything that a merge would do, who would be told, and what to look at first. */
export interface MergePreview {
  city: NamedCity;
  into: NamedCity;
  cycles: MergedCycle[];
  /** How many contacts its entries name; they stay with the entries. */
  contacts: number;
  /** The people of the city, with what they may do for it, may do for the other one, and may do for that afterwards. */
  people: (Pick<PersonMove, 'personId' | 'name' | 'cityRole' | 'becomes'> & { present: CityRole | null })[];
  /** What the other city takes over, because it has none of its own. */
  taken: TakenOver;
  /** What names the city elsewhere, and means the other one from then on. */
  named: { kind: string; count: number }[];
  warnings: MergeWarning[];
  mails: { kind: string; count: number; names: string[] }[];
  /** A merge is never undone. */
  undoable: false;
  /** Stands for all of it; merging names it. */
  digest: string;
}

/** What a merge goes by. */
export interface NewMerge {
  intoId: string;
  digest: string;
  reasonCode: MergeReason;
  reasonText: string;
}

export interface MergeAnswer extends Omit<CityMerge, 'doneAt'> {
  doneAt: string;
}

/** Everything that a merge goes by, as it is now. */
interface Plan {
  city: MergingCity & { countryCode: string };
  into: MergingCity & { countryCode: string };
  moves: MergeMoves;
  people: PeopleMoves;
  preview: MergePreview;
}

/**
 * Merges a city that was registered twice into the one that stays: exactly what was shown, or nothing. Never undone.
 */
@Injectable()
export class CityMergeService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly people: PeopleService,
    private readonly roles: CityMergePeopleService,
    private readonly references: CityReferences,
    private readonly cities: CityService,
  ) {}

  /**
   * What merging a city into another would do; nothing is changed. Throws `not-found`, `forbidden`
   * for staff of another programme in which something would move, `conflict` when one of them was
   * merged already, `rule-violated` for a city and itself, and beyond 500 entries.
   */
  async preview(context: RequestContext, cities: MergedCities): Promise<MergePreview> {
    return this.unitOfWork.read(async (em) => (await this.plan(em, context, cities)).preview);
  }

  /**
   * Merges a city into another, as the preview of that digest said; repeated, what was done. Its
   * row stays and says where it went. Throws as `preview` does, and `conflict` when something else
   * would move by now.
   */
  async merge(context: RequestContext, cityId: string, given: NewMerge): Promise<MergeAnswer> {
    return this.unitOfWork.run(context, async (work) => {
      const { intoId, digest, reasonCode, reasonText } = given;
      const cities = { cityId, intoId };
      // One at a time: two that cross, or follow each other, find the other's whole outcome.
      await work.em.execute(`select pg_advisory_xact_lock(hashtext('entries.city-merge'))`);
      const earlier = await work.em.findOne(CityMerge, { cityId });
      if (earlier && earlier.intoId === intoId && earlier.digest === digest) return mergeAnswer(earlier);
      await this.requireBoth(work.em, cities);
      // In the order of everybody else: people before entries, entries before their cities.
      await this.roles.lock(work, cities);
      const both = [[cityId, intoId]];
      await work.em.execute('select 1 from entries.entry where city_id in (?) order by id for update', both);
      await work.em.execute('select 1 from entries.city where id in (?) order by id for update', both);
      const { city, into, moves, people, preview } = await this.plan(work.em, context, cities);
      if (preview.digest !== digest) throw movedOn(preview.digest);
      const row = { id: uuidv7(), ...cities, digest, moved: moves, reasonCode, reasonText };
      const merge = { ...row, doneBy: work.actor.id, doneAt: await work.now() };
      await work.em.insert(CityMerge, merge);
      await this.roles.apply(work, cities, people, reasonText);
      await moveCity(work, { city, into, moves, merge });
      return mergeAnswer(merge);
    });
  }

  /** One page of the merges of a city and into it, oldest first; for it and the staff. Throws `not-found`. */
  async list(
    context: RequestContext,
    cityId: string,
    { after, limit }: { after: string | undefined; limit: number },
  ): Promise<MergeAnswer[]> {
    await this.cities.require(context, cityId, entryPermissions.readCityRecords);
    return this.unitOfWork.read(async (em) => {
      const rows = await em.execute<object[]>(
        `select m.* from entries.city_merge m
         where (m.city_id = ? or m.into_id = ? or m.city_id in (select id from entries.city where merged_into = ?))
           ${after ? 'and m.id > ?' : ''} order by m.id limit ?`,
        [cityId, cityId, cityId, ...(after ? [after] : []), limit],
      );
      return rows.map((row) => mergeAnswer(em.map(CityMerge, row)));
    });
  }

  private async requireBoth(em: SqlEntityManager, cities: MergedCities): Promise<[Plan['city'], Plan['into']]> {
    if (cities.cityId === cities.intoId) throw new Problem('rule-violated', refusal('merge.intoItself'));
    const [city, into] = await mergingCities(em, cities);
    if (!city || !into)
      throw new Problem('not-found', refusal('merge.noCity', { id: city ? cities.intoId : cities.cityId }));
    for (const one of [city, into]) {
      if (one.mergedInto) throw wasMerged(one.mergedInto);
    }
    return [city, into];
  }

  private async plan(em: SqlEntityManager, context: RequestContext, cities: MergedCities): Promise<Plan> {
    const [city, into] = await this.requireBoth(em, cities);
    const found = await foundForMerge(em, cities);
    if (found.entries.length > MERGE_MAX)
      throw new Problem('rule-violated', refusal('merge.tooManyEntries', { city: city.name, most: MERGE_MAX }));
    const people = await this.roles.plan(em, cities);
    requireStaffOf(context, [
      ...found.cycles.map(({ programme }) => programme),
      ...people.moves.map(({ programme }) => programme),
    ]);
    const frameworks = frameworkMoves(found.frameworks, found.present);
    const moves: MergeMoves = {
      ...cities,
      entries: found.entries.map(({ id, cycleId, state }) => ({ id, cycleId, state })),
      frameworks,
      extensions: found.extensions.map(({ id, cycleId, stageKey, until }) => ({ id, cycleId, stageKey, until })),
      clarifications: found.clarifications.map(({ id }) => id),
      roles: people.moves.map(({ grantId, personId, present, becomes }) => {
        return { grantId, personId, present: present?.grantId ?? null, becomes };
      }),
      taken: takenOver(city, into),
      named: await this.references.of(em, cities.cityId),
    };
    const trusting = await domainsTrustedByName(em, city);
    const told = await this.told(cities);
    const preview: MergePreview = {
      city: named(city),
      into: named(into),
      cycles: found.cycles.map((cycle) => ({
        ...cycle,
        entries: of(found.entries, cycle),
        frameworks: of(frameworks, cycle),
        extensions: of(found.extensions, cycle),
        clarifications: of(found.clarifications, cycle).length,
      })),
      contacts: found.contacts,
      people: people.moves.map(({ personId, name, cityRole, present, becomes }) => {
        return { personId, name, cityRole, present: present?.cityRole ?? null, becomes };
      }),
      taken: moves.taken,
      named: moves.named,
      warnings: mergeWarnings(city, into, { frameworks, trusting, ...people }),
      mails: [{ kind: 'city-merged', count: told.length, names: told }],
      undoable: false,
      digest: sha256(moves),
    };
    return { city, into, moves, people, preview };
  }

  private async told({ cityId, intoId }: MergedCities): Promise<string[]> {
    const ids = [...(await this.people.peopleOfCity(cityId)), ...(await this.people.peopleOfCity(intoId))];
    return (await this.people.findPeople(ids)).map(({ name }) => name);
  }
}

const named = ({ id, name, kind, verified, countryCode }: Plan['city']): NamedCity => ({
  id,
  name,
  kind,
  verified,
  countryCode,
});

const of = <T extends { cycleId: string }>(all: readonly T[], { id }: ConcernedCycle): T[] =>
  all.filter(({ cycleId }) => cycleId === id);

const mergeAnswer = ({ doneAt, ...row }: CityMerge): MergeAnswer => ({ ...row, doneAt: toInstant(doneAt) });

/** Throws `forbidden` unless the secretariat of every programme in which something moves is asking. */
function requireStaffOf({ principal }: RequestContext, programmes: readonly (string | null)[]): void {
  const all = allows(entryPermissions.mergeCities, principal, 'installation');
  const missing = programmes.find(
    (programme) => !all && (programme === null || !allows(entryPermissions.mergeCities, principal, { programme })),
  );
  if (missing === undefined) return;
  const others =
    missing === null ? refusal('merge.allProgrammes') : refusal('merge.othersProgramme', { programme: missing });
  throw new Problem('forbidden', others);
}

const movedOn = (digest: string) =>
  new Problem('conflict', refusal('merge.movedOn'), {
    digest,
  });
