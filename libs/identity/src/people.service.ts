import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Role } from '#libs/contracts';
import { type Grant, UnitOfWork } from '#libs/platform';
import type { Language } from './identity.rules.js';

/** A person as other libs need them. */
export interface PersonSummary {
  id: string;
  name: string;
  language: Language;
  zone: string;
  /** The primary address. */
  address: string;
}

/** Where a role is held. Name the programme beside the cycle: else a grant for the whole of another programme counts too. */
export interface PeopleScope {
  programme?: string;
  cycleId?: string;
  cityId?: string;
}

/** A person with the roles they hold now. */
export interface PersonWithRoles extends PersonSummary {
  roles: ({ id: string } & Grant)[];
}

const SUMMARY = `select p.id, p.name, p.language, p.zone, a.address
  from identity.person p join identity.person_address a on a.person_id = p.id and a.is_primary`;

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

  /** One page of people with their roles, by id (the order of their creation); only holders of the role when one is named. */
  async page(
    filter: PeopleScope & { role?: Role },
    { after, limit }: { after: string | undefined; limit: number },
  ): Promise<PersonWithRoles[]> {
    const [holders, parameters] = holdersOf(filter.role, filter);
    const unfiltered = filter.role === undefined && filter.programme === undefined && filter.cycleId === undefined;
    return this.query<PersonWithRoles>(
      `select s.*, coalesce((
         select jsonb_agg(jsonb_build_object('id', g.id, 'role', g.role, 'programme', g.programme, 'cycleId', g.cycle_id,
           'cityId', g.city_id) order by g.id)
         from identity.role_grant g where g.person_id = s.id and g.revoked_at is null), '[]') as roles
       from (${SUMMARY}) s
       where (?::uuid is null or s.id > ?::uuid) ${unfiltered ? '' : `and s.id in (${holders})`} order by s.id limit ?`,
      [after ?? null, after ?? null, ...(unfiltered ? [] : parameters), limit],
    );
  }

  /** One person with the roles they hold now, or null. */
  async find(id: string): Promise<PersonWithRoles | null> {
    const [person] = await this.findPeople([id]);
    if (!person) return null;
    const roles = await this.query<PersonWithRoles['roles'][number]>(
      `select id, role, programme, cycle_id as "cycleId", city_id as "cityId"
       from identity.role_grant where person_id = ? and revoked_at is null order by id`,
      [id],
    );
    return { ...person, roles };
  }

  private query<T>(sql: string, parameters: unknown[]): Promise<T[]> {
    return this.unitOfWork.read((em: SqlEntityManager) => em.execute<T[]>(sql, parameters));
  }
}

/** The query of those who hold a role in a scope; a grant without a programme, cycle or city counts for all of them. */
function holdersOf(role: Role | undefined, { programme, cycleId, cityId }: PeopleScope): [string, (string | null)[]] {
  const conditions = ['g.revoked_at is null'];
  const parameters: string[] = [];
  const add = (condition: string, value: string | undefined) => {
    if (value === undefined) return;
    conditions.push(condition);
    parameters.push(value);
  };
  add('g.role = ?', role);
  add('(g.programme is null or g.programme = ?)', programme);
  add('(g.cycle_id is null or g.cycle_id = ?)', cycleId);
  add('(g.city_id is null or g.city_id = ?)', cityId);
  return [`select g.person_id from identity.role_grant g where ${conditions.join(' and ')}`, parameters];
}
