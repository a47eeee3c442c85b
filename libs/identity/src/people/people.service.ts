import { Injectable } from '@nestjs/common';
import { NIL } from 'uuid';
import { CITY_ROLES, type Role } from '#libs/contracts';
import { type Grant, UnitOfWork } from '#libs/platform';
import { type CityNeed, type Language, cityRoleCovers } from './identity.rules.js';

/** A person as other libs need them. */
export interface PersonSummary {
  id: string;
  name: string;
  language: Language;
  zone: string;
  /** The primary address. */
  address: string;
  /** Is the account shared by an office? */
  office: boolean;
}

/**
 * Where a role is held. Name the programme beside the cycle: else a grant for the whole of another
 * programme counts too.
 */
export interface PeopleScope {
  programme?: string;
  cycleId?: string;
  cityId?: string;
}

/** A person with the roles they hold now. */
export interface PersonWithRoles extends PersonSummary {
  roles: ({ id: string } & Grant)[];
}

const SUMMARY = `select p.id, p.name, p.language, p.zone, a.address, p.office
  from identity.person p join identity.person_address a on a.person_id = p.id and a.is_primary`;

const GRANT = `jsonb_build_object('id', g.id, 'role', g.role, 'programme', g.programme, 'cycleId', g.cycle_id,
  'cityId', g.city_id, 'cityRole', g.city_role)`;

/** Reads people. */
@Injectable()
export class PeopleService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** The people of these ids, in the ids' order; ids of nobody are left out. */
  async findPeople(ids: readonly string[]): Promise<PersonSummary[]> {
    if (ids.length === 0) return [];
    const rows = await this.query<PersonSummary>(`${SUMMARY} where p.id in (?)`, [[...ids]]);
    const byId = new Map(rows.map((row) => [row.id, row]));
    return [...new Set(ids)].flatMap((id) => byId.get(id) ?? []);
  }

  /** Everybody who holds the role now, there or for all of it, by id. */
  async peopleWithRole(role: Role, scope: PeopleScope = {}): Promise<PersonSummary[]> {
    const [holders, parameters] = holdersOf(role, scope);
    return this.query<PersonSummary>(`${SUMMARY} where p.id in (${holders}) order by p.id`, parameters);
  }

  /**
   * The people who may do what is needed for a city now, in whatever programme; by id. Of a city that was
   * merged, those of the other.
   */
  async peopleOfCity(cityId: string, need: CityNeed = 'read'): Promise<string[]> {
    const rows = await this.query<{ id: string }>(
      `select distinct person_id as id from identity.city_person where city_role in (?)
         and city_id = coalesce((select into_id from identity.merged_city where city_id = ?::uuid), ?::uuid) order by id`,
      [CITY_ROLES.filter((role) => cityRoleCovers(role, need)), cityId, cityId],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * One page of people with the roles they hold in the scope, by id (the order of their creation);
   * only holders of such a role when a role or scope is named.
   */
  async page(
    { role, ...scope }: PeopleScope & { role?: Role },
    { after, limit }: { after: string | undefined; limit: number },
  ): Promise<PersonWithRoles[]> {
    const [inScope, parameters] = grantConditions(scope);
    const holders = role !== undefined || parameters.length > 0 ? holdersOf(role, scope) : null;
    return this.query<PersonWithRoles>(
      `select s.*, coalesce((select jsonb_agg(${GRANT} order by g.id) from identity.role_grant g
         where g.person_id = s.id and ${inScope}), '[]') as roles
       from (${SUMMARY}) s
       where s.id > ? ${holders ? `and s.id in (${holders[0]})` : ''} order by s.id limit ?`,
      [...parameters, after ?? NIL, ...(holders?.[1] ?? []), limit],
    );
  }

  /** One person with the roles they hold now, or null. */
  async find(id: string): Promise<PersonWithRoles | null> {
    const [person] = await this.query<PersonWithRoles>(
      `select s.*, coalesce((select jsonb_agg(${GRANT} order by g.id) from identity.role_grant g
         where g.person_id = s.id and g.revoked_at is null), '[]') as roles
       from (${SUMMARY}) s where s.id = ?`,
      [id],
    );
    return person ?? null;
  }

  private query<T>(sql: string, parameters: unknown[]): Promise<T[]> {
    return this.unitOfWork.read((em) => em.execute<T[]>(sql, parameters));
  }
}

/** The query of those who hold a role (any, when none is named) in a scope, and its parameters. */
function holdersOf(role: Role | undefined, scope: PeopleScope): [string, string[]] {
  const [inScope, parameters] = grantConditions(scope);
  const ofRole = role === undefined ? '' : 'and g.role = ?';
  const query = `select g.person_id from identity.role_grant g where ${inScope} ${ofRole}`;
  return [query, role === undefined ? parameters : [...parameters, role]];
}

/** Grants that hold now and reach into the scope: one without a programme, cycle or city counts for all of them. */
function grantConditions({ programme, cycleId, cityId }: PeopleScope): [string, string[]] {
  const wanted = Object.entries({ programme, cycle_id: cycleId, city_id: cityId }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const conditions = wanted.map(([column]) => `and (g.${column} is null or g.${column} = ?)`);
  return [`g.revoked_at is null ${conditions.join(' ')}`, wanted.map(([, value]) => value)];
}
