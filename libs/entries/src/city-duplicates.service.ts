import { Injectable } from '@nestjs/common';
import { toInstant } from '#libs/cycles';
import { UnitOfWork } from '#libs/platform';
import type { Verification } from './city-verification.entity.js';
import type { CityKind } from './city.entity.js';

/** Names at least this alike, of cities of one territory, are shown to people: 0 nothing in common, 1 the same. */
export const NAMES_ALIKE = 0.5;

/** One of two cities that may be the same, with what helps to say which one stays. */
export interface ComparedCity {
  id: string;
  name: string;
  kind: CityKind;
  countryCode: string;
  directoryId: string | null;
  verification: Verification;
  registeredAt: string;
  /** How many entries it has, and how many people act for it. */
  entries: number;
  people: number;
}

export interface CityDuplicate {
  a: ComparedCity;
  b: ComparedCity;
  /** How alike their names are: the Jaccard index of their pieces. */
  likeness: number;
  /** Are they the same city of the directory? */
  sameDirectory: boolean;
}

/** Where a page goes on: after this pair. */
export interface AfterDuplicate {
  likeness: number;
  a: string;
  b: string;
}

type Side = Omit<ComparedCity, 'registeredAt'> & { registeredAt: string };

/** A city as JSON, by the alias of its row in the list of those compared. */
const side = (c: 'a' | 'b') => `jsonb_build_object('id', ${c}.id, 'name', ${c}.name, 'kind', ${c}.kind,
  'countryCode', ${c}.country_code, 'directoryId', ${c}.directory_id, 'verification', ${c}.verification,
  'registeredAt', ${c}.registered_at,
  'entries', (select count(*) from entries.entry e where e.city_id = ${c}.id),
  'people', (select count(distinct person_id) from identity.city_person p where p.city_id = ${c}.id))`;

/** Finds cities that may have been registered twice. It only shows them: whether two are one, people say. */
@Injectable()
export class CityDuplicates {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Pairs of cities of one territory whose names are alike, and of one city of the directory; the most alike first. Cities that
   * were merged are in none. Compares all of a territory with each other: about a second for 3,000 cities, a third of them in one.
   */
  async list({ after, limit }: { after: AfterDuplicate | undefined; limit: number }): Promise<CityDuplicate[]> {
    return this.unitOfWork.read(async (em) => {
      const rows = await em.execute<(Omit<CityDuplicate, 'a' | 'b'> & { a: Side; b: Side })[]>(
        `with compared as materialized (
           select *, coalesce(territory, country_code) as place, entries.name_pieces(name) as pieces
           from entries.city where merged_into is null),
         pair as materialized (
           select a.id as a, b.id as b, coalesce(a.directory_id = b.directory_id, false) as same,
             entries.name_likeness(a.pieces, b.pieces) as likeness
           from compared a join compared b on b.id > a.id
             and (b.directory_id = a.directory_id or (b.place = a.place and b.pieces && a.pieces)))
         select ${side('a')} as a, ${side('b')} as b, p.likeness, p.same as "sameDirectory"
         from pair p join compared a on a.id = p.a join compared b on b.id = p.b
         where (p.same or p.likeness >= ?) ${after ? 'and (-p.likeness, p.a, p.b) > (-?::real, ?::uuid, ?::uuid)' : ''}
         order by p.likeness desc, p.a, p.b limit ?`,
        [NAMES_ALIKE, ...(after ? [after.likeness, after.a, after.b] : []), limit],
      );
      return rows.map(({ a, b, ...how }) => ({ a: shown(a), b: shown(b), ...how }));
    });
  }
}

const shown = ({ registeredAt, ...city }: Side): ComparedCity => ({
  ...city,
  registeredAt: toInstant(new Date(registeredAt)),
});
