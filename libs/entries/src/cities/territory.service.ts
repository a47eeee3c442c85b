import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { type Said, LANGUAGES } from '#libs/contracts';
import { toInstant } from '#libs/cycles';
import {
  type Principal,
  Problem,
  type RequestContext,
  requirePermission,
  requireVersion,
  UnitOfWork,
  type Work,
  anyOf,
} from '#libs/platform';
import { type Names, type PlaceKind, Region, Territory, TerritoryChange } from './territory.entities.js';
import { SHIPPED_LIST, isUnplaced, placeIn, territoryProblems } from './territory.rules.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

export type RegionAnswer = Pick<Region, 'key' | 'names' | 'version'>;
export interface TerritoryAnswer extends RegionAnswer {
  /** ISO 3166-1 alpha-2; null where it has none. */
  isoCode: string | null;
  /** Key of its region. */
  region: string;
  /** Key of the territory it counts as in conflicts of interest; null where it counts by itself. */
  partOf: string | null;
  retired: boolean;
}

/** A programme's list, by key. */
export interface TerritoryList {
  programme: string;
  regions: RegionAnswer[];
  territories: TerritoryAnswer[];
}

export type NewTerritory = Omit<TerritoryAnswer, 'key' | 'version'>;

/** What a change is made of: the version read (0 for what is new), and why. */
export interface ListChange {
  version: number;
  reason: string;
}

export interface TerritoryChangeAnswer extends Pick<
  TerritoryChange,
  'id' | 'kind' | 'key' | 'version' | 'after' | 'reason' | 'changedBy'
> {
  before: object | null;
  changedAt: string;
}

/** The territories and regions that each programme owns: what they are called, and where they count. */
@Injectable()
export class TerritoryService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** A programme's list; `*` is the one that new programmes begin with. Throws `not-found`. */
  async list(programme: string): Promise<TerritoryList> {
    return this.unitOfWork.read((em) => listOf(em, programme));
  }

  /**
   * Changes a territory of a programme's list, or adds one. Cities keep referring to it, and count
   * where it counts from now on, in all cycles of the programme. Throws `forbidden` for whoever is
   * not of its secretariat, `stale-version`, `invalid-request` for what does not go together with
   * the list.
   */
  async setTerritory(
    context: RequestContext,
    { programme, key }: { programme: string; key: string },
    given: NewTerritory,
    change: ListChange,
  ): Promise<TerritoryAnswer> {
    return this.change(context, programme, async (work, list) => {
      const problems = territoryProblems({ key, ...given }, list);
      if (problems[0]) throw new Problem('invalid-request', problems[0].message, { errors: problems });
      const before = list.territories.find((one) => one.key === key);
      const after = { key, ...given, version: change.version + 1 };
      await keep(work, programme, 'territory', { before, after, change });
      await work.em.upsert(Territory, { programme, ...after });
      return after;
    });
  }

  /** Changes what a region of a programme's list is called, or adds one. Throws like `setTerritory`. */
  async setRegion(
    context: RequestContext,
    { programme, key }: { programme: string; key: string },
    names: Names,
    change: ListChange,
  ): Promise<RegionAnswer> {
    return this.change(context, programme, async (work, list) => {
      const before = list.regions.find((one) => one.key === key);
      const after = { key, names, version: change.version + 1 };
      await keep(work, programme, 'region', { before, after, change });
      await work.em.upsert(Region, { programme, ...after });
      return after;
    });
  }

  /** One page of the changes of a list, oldest first, for its staff. Throws `forbidden`. */
  async changes(
    { principal }: RequestContext,
    programme: string,
    { after, limit }: { after: string | undefined; limit: number },
  ): Promise<TerritoryChangeAnswer[]> {
    requirePermission(principal, entryPermissions.readTerritories, { programme });
    const rows = await this.unitOfWork.read((em) =>
      em.find(
        TerritoryChange,
        { programme, ...(after ? { id: { $gt: after } } : {}) },
        { orderBy: { id: 'asc' }, limit },
      ),
    );
    return rows.map(({ id, kind, key, version, before, after: made, reason, changedBy, changedAt }) => ({
      id,
      kind,
      key,
      version,
      before: before ?? null,
      after: made,
      reason,
      changedBy,
      changedAt: toInstant(changedAt),
    }));
  }

  private async change<T>(
    context: RequestContext,
    programme: string,
    write: (work: Work, list: TerritoryList) => Promise<T>,
  ): Promise<T> {
    requirePermission(context.principal, entryPermissions.changeTerritories, { programme });
    return this.unitOfWork.run(context, async (work) => {
      await work.em.execute(`select pg_advisory_xact_lock(hashtext('entries.territory/' || ?))`, [programme]);
      return write(work, await listOf(work.em, programme));
    });
  }
}

/**
 * By whose list a city is registered: of the programme it names, else of the one its person acts
 * in, else the shipped one. Throws `forbidden` for a programme in which the person neither acts for
 * a city nor is of the secretariat.
 */
export function listOfCaller(principal: Principal | null, named: string | undefined): string {
  const { roles } = entryPermissions.registerCity;
  const grants = principal?.grants.filter(({ role }) => roles.includes(role)) ?? [];
  if (named === undefined || named === SHIPPED_LIST) return named ?? grants[0]?.programme ?? SHIPPED_LIST;
  // Its list brings its trusted mail domains with it.
  if (principal && !grants.some(({ programme }) => programme === null || programme === named))
    throw new Problem('forbidden', refusal('access.roleInProgramme', { roles: anyOf(roles), programme: named }));
  return named;
}

/** The territory of a list that a city names. Throws `invalid-request`, saying what it may name. */
export async function requirePlace(
  em: SqlEntityManager,
  programme: string,
  named: { territory?: string | undefined; countryCode?: string | undefined },
): Promise<Territory> {
  const territories = await em.find(Territory, { programme }, { orderBy: { key: 'asc' } });
  if (territories.length === 0)
    throw wrongPlace('/programme', refusal('territory.noProgramme', { programme }), refusal('territory.programmeKey'));
  const found = placeIn(territories, named);
  if (isUnplaced(found)) throw wrongPlace(found.pointer, found.message, found.allowed);
  return found;
}

const wrongPlace = (pointer: string, message: Said, allowed: string | Said) =>
  new Problem('invalid-request', message, { errors: [{ pointer, message, allowed }] });

async function listOf(em: SqlEntityManager, programme: string): Promise<TerritoryList> {
  const orderBy = { key: 'asc' } as const;
  const regions = await em.find(Region, { programme }, { orderBy, disableIdentityMap: true });
  const territories = await em.find(Territory, { programme }, { orderBy, disableIdentityMap: true });
  if (regions.length === 0) throw new Problem('not-found', refusal('territory.noSuchProgramme'));
  return {
    programme,
    regions: regions.map(({ key, names, version }) => ({ key, names: inAll(names), version })),
    territories: territories.map(({ key, isoCode, region, partOf, names, retired, version }) => ({
      key,
      isoCode: isoCode ?? null,
      region,
      partOf: partOf ?? null,
      names: inAll(names),
      retired,
      version,
    })),
  };
}

/**
 * Writes down a change before it is made. Throws `stale-version` when it was made of another
 * version than the present one.
 */
async function keep<T extends { key: string; version: number }>(
  work: Work,
  programme: string,
  kind: PlaceKind,
  { before, after, change }: { before: T | undefined; after: T; change: ListChange },
): Promise<void> {
  requireVersion(change.version, before?.version ?? 0, { yours: after, theirs: before });
  const { key, version } = after;
  const id = uuidv7();
  const by = { reason: change.reason, changedBy: work.actor.id, changedAt: await work.now() };
  await work.em.insert(TerritoryChange, { id, programme, kind, key, version, before: before ?? null, after, ...by });
  const data = { changeId: id, programme, kind, key, version };
  work.emit({ type: 'laureate.territory.changed.v1', subject: `territories/${programme}`, data });
}

/** Names in every language: in English where a row was written before there was the language. */
const inAll = (names: Names): Names => ({
  ...(Object.fromEntries(LANGUAGES.map((language) => [language, names.en])) as Names),
  ...names,
});
