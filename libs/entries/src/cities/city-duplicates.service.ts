import { Injectable } from '@nestjs/common';
import { toInstant } from '#libs/cycles';
import { Problem, type RequestContext, UnitOfWork } from '#libs/platform';
import { type CityKind, CityMark, type CityVerdict, type Verification } from './city.entities.js';
import { requireForCity } from './city-access.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

/** Names at least this alike, of cities of one territory, are shown to people: 0 nothing in common, 1 the same. */
const NAMES_ALIKE = 0.5;

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
  /** What a person said of the two last; null while nobody has. */
  mark: CityMarkAnswer | null;
}

/** What a person says of two cities: that they are different, or that it is open again. */
export interface NewCityMark {
  verdict: CityVerdict;
  reasonText: string;
}

export interface CityMarkAnswer extends NewCityMark {
  markedBy: string;
  markedAt: string;
}

export interface CityDuplicateFilter {
  /** Those that somebody has found to be different, instead of those that are open. */
  different: boolean;
  after: AfterDuplicate | undefined;
  limit: number;
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
export class CityDuplicatesService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Pairs of cities of one territory whose names are alike, and of one city of the directory; the
   * most alike first. Cities that were merged are in none; what somebody has found to be different
   * is left out, or listed alone. Compares all of a territory with each other: about a second for
   * 3,000 cities, a third of them in one.
   */
  async list({ different, after, limit }: CityDuplicateFilter): Promise<CityDuplicate[]> {
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
         select ${side('a')} as a, ${side('b')} as b, p.likeness, p.same as "sameDirectory", (
           select jsonb_build_object('verdict', m.verdict, 'reasonText', m.reason_text, 'markedBy', m.marked_by, 'markedAt', m.marked_at)
           where m.verdict is not null
         ) as mark
         from pair p join compared a on a.id = p.a join compared b on b.id = p.b
         left join lateral (
           select * from entries.city_mark where a = p.a and b = p.b order by sequence desc limit 1
         ) m on true
         where (p.same or p.likeness >= ?) and coalesce(m.verdict, 'open') = ? ${after ? 'and (-p.likeness, p.a, p.b) > (-?::real, ?::uuid, ?::uuid)' : ''}
         order by p.likeness desc, p.a, p.b limit ?`,
        [NAMES_ALIKE, different ? 'different' : 'open', ...(after ? [after.likeness, after.a, after.b] : []), limit],
      );
      return rows.map(({ a, b, mark, ...how }) => ({
        a: shown(a),
        b: shown(b),
        ...how,
        mark: mark && { ...mark, markedAt: toInstant(new Date(mark.markedAt)) },
      }));
    });
  }

  /**
   * Keeps what a person says of two cities; a later word replaces an earlier one. Throws
   * `not-found` for cities that are none, or merged.
   */
  async mark(context: RequestContext, ids: [string, string], given: NewCityMark): Promise<CityMarkAnswer> {
    return this.unitOfWork.run(context, async (work) => {
      const [a, b] = ids.toSorted() as [string, string];
      const found = await work.em.execute<unknown[]>(
        'select 1 from entries.city where id in (?, ?) and merged_into is null order by id for update',
        [a, b],
      );
      if (found.length < 2) throw new Problem('not-found', refusal('city.noSuchTwo'));
      for (const id of ids) await requireForCity(work.em, context.principal, [id], entryPermissions.markCityDuplicate);
      const sequence = 1 + (await work.em.count(CityMark, { a, b }));
      const mark = { ...given, markedBy: context.actor.id, markedAt: await work.now() };
      await work.em.insert(CityMark, { a, b, sequence, ...mark });
      return { ...mark, markedAt: toInstant(mark.markedAt) };
    });
  }
}

const shown = ({ registeredAt, ...city }: Side): ComparedCity => ({
  ...city,
  registeredAt: toInstant(new Date(registeredAt)),
});
