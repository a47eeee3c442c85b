import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { actsFor, citiesOf } from '#libs/identity';
import { Problem, type RequestContext, UnitOfWork } from '#libs/platform';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { type EntrySummary, summaryOf } from '../entry/entry-answers.js';
import { Entry } from '../entry/entry.entities.js';
import {
  CITY_SIZE_KEYS,
  CITY_SIZE_SQL,
  ENTRIES_SQL,
  type ListFilter,
  STANDING_SQL,
  type Standing,
  allOf,
  listConditionsOf,
  listOf,
} from '../eligibility/entry-filter.js';
import { REGION_SQL } from '../cities/city.queries.js';
import { isAllowed } from '../entry/entry-access.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

/** How many entries of a cycle: ever submitted; found valid by a person; valid and not withdrawn since. */
export interface EntryCounts extends Record<Standing, number> {
  drafts: number;
  /** Received before the deadline for early entries. */
  early: number;
  withdrawn: number;
}

/** What received entries are counted by. */
export const COUNTED_BY = ['region', 'theme', 'sdg', 'size'] as const;
export type CountedBy = (typeof COUNTED_BY)[number];

/** Received entries that share a region, theme, goal or size of the city; an entry of several themes is in several. */
export interface CountedGroup extends Record<Standing, number> {
  key: string;
}

/** The key of an entry's group, in SQL, and what is joined for it. An entry is once in each of its groups. */
const GROUPED: Record<CountedBy, { key: string; join: string }> = {
  region: { key: REGION_SQL, join: '' },
  size: { key: CITY_SIZE_SQL, join: '' },
  theme: { key: 'g.key', join: `cross join lateral (select distinct t as key from ${listOf('themes')} t) g` },
  sdg: {
    key: 'g.key',
    join: `cross join lateral (
      select distinct split_part(t, '.', 1) as key from ${listOf('sdgTargets')} t where t ~ '^(1[0-7]|[1-9])(\\.|$)'
    ) g`,
  },
};

const COUNTS = Object.entries(STANDING_SQL)
  .map(([standing, sql]) => `count(*) filter (where ${sql})::int as ${standing}`)
  .join(', ');

const ORDER: Record<CountedBy, (a: string, b: string) => number> = {
  region: (a, b) => a.localeCompare(b),
  theme: (a, b) => a.localeCompare(b),
  sdg: (a, b) => Number(a) - Number(b),
  size: (a, b) => CITY_SIZE_KEYS.indexOf(a as never) - CITY_SIZE_KEYS.indexOf(b as never),
};

/** Lists a cycle's entries by what is asked, and counts them: each count is the length of a list. */
@Injectable()
export class EntryListService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
  ) {}

  /**
   * One page of a cycle's entries, by id: all for those who may read all, a city's people see
   * theirs. Throws `forbidden` for cities that ask who was found valid: that is internal until it
   * is released.
   */
  async list(
    { principal }: RequestContext,
    cycleId: string,
    { after, limit, ...filter }: ListFilter & { after: string | undefined; limit: number },
  ): Promise<EntrySummary[]> {
    return this.unitOfWork.read(async (em) => {
      const scope = { programme: await this.definitions.programmeOf(cycleId), cycleId };
      const all = isAllowed(principal, entryPermissions.listEntries, scope);
      if (!all && filter.standing && filter.standing !== 'received')
        throw new Problem('forbidden', refusal('verdict.internal'));
      const own = citiesOf(principal).filter((cityId) => actsFor(principal, { ...scope, cityId }, 'read'));
      const { sql, values } = allOf([
        ...listConditionsOf(filter),
        ...(all ? [] : [{ sql: 'and e.city_id = any(?::uuid[])', values: [`{${own.join()}}`] }]),
        ...(after ? [{ sql: 'and e.id > ?', values: [after] }] : []),
      ]);
      const rows = await em.execute<(Record<string, unknown> & { city: EntrySummary['city'] })[]>(
        `select e.*, jsonb_build_object('id', c.id, 'name', c.name, 'countryCode', c.country_code) as city
         ${ENTRIES_SQL} where e.cycle_id = ? ${sql} order by e.id limit ?`,
        [cycleId, ...values, limit],
      );
      return rows.map(({ city, ...columns }) => summaryOf(em.map(Entry, columns), city));
    });
  }

  /** How a cycle's entries stand; for the staff, as it says what is not decided yet. Throws `not-found`. */
  async counts(cycleId: string): Promise<EntryCounts> {
    return this.counted(cycleId, async (em) => {
      const [row] = await em.execute<EntryCounts[]>(
        `select count(*) filter (where e.state = 'draft')::int as drafts, ${COUNTS},
           count(*) filter (where v.early)::int as early,
           count(*) filter (where e.state = 'withdrawn')::int as withdrawn ${ENTRIES_SQL} where e.cycle_id = ?`,
        [cycleId],
      );
      return row!;
    });
  }

  /**
   * The same of what was received, by region, theme, goal or size of the city, in the order of the
   * keys. Throws `not-found`.
   */
  async countsBy(cycleId: string, by: CountedBy): Promise<CountedGroup[]> {
    return this.counted(cycleId, async (em) => {
      const { key, join } = GROUPED[by];
      const groups = await em.execute<CountedGroup[]>(
        `select ${key} as key, ${COUNTS} ${ENTRIES_SQL} ${join}
         where e.cycle_id = ? and ${STANDING_SQL.received} group by 1`,
        [cycleId],
      );
      return groups.toSorted((a, b) => ORDER[by](a.key, b.key));
    });
  }

  private counted<T>(cycleId: string, count: (em: SqlEntityManager) => Promise<T>): Promise<T> {
    return this.unitOfWork.read(async (em) => {
      await this.definitions.programmeOf(cycleId);
      return count(em);
    });
  }
}
