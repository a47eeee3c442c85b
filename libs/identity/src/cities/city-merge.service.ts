import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Work } from '#libs/platform';
import { type RoleMove, roleMoves } from './city-merge.rules.js';
import { lockCityPeople, membershipsOf } from '../people/city-people.queries.js';
import { PEOPLE_MAX } from './city-people.service.js';
import { IdentityService } from '../people/identity.service.js';

/** The reason code of roles that went on as roles for another city. */
const MERGED = 'city-merged';

/** One city that is merged into another. */
export interface MergedCities {
  cityId: string;
  intoId: string;
}

/** Somebody of the city that is merged, and what they may do for the other one afterwards. */
export interface PersonMove extends RoleMove {
  /** Null until they accepted. */
  name: string | null;
}

/** What a merge does to the people of two cities. */
export interface PeopleMoves {
  moves: PersonMove[];
  /** How many people act for the other city afterwards, and whether those are more than its owners could let in. */
  people: number;
  tooMany: boolean;
  /** How many hand-overs end: who was to take over may do as much for the other city already. */
  handOvers: number;
}

/** Lets the people of a city that is merged act for the other one. Called within the merge's own transaction. */
@Injectable()
export class CityMergePeopleService {
  constructor(private readonly identity: IdentityService) {}

  /**
   * Keeps the people of both cities as they are until the transaction ends. Whoever is being erased
   * is waited for first: that takes people before cities.
   */
  async lock(work: Work, { cityId, intoId }: MergedCities): Promise<void> {
    const { em } = work;
    await em.execute(
      `select 1 from identity.person where id in (
         select person_id from identity.role_grant where city_id in (?) and revoked_at is null) order by id for key share`,
      [[cityId, intoId]],
    );
    for (const id of [cityId, intoId].toSorted()) await lockCityPeople(work, id);
    await em.execute(
      'select 1 from identity.role_grant where city_id in (?) and revoked_at is null order by id for update',
      [[cityId, intoId]],
    );
  }

  /** What would become of the roles for a city. */
  async plan(em: SqlEntityManager, { cityId, intoId }: MergedCities): Promise<PeopleMoves> {
    const of = await membershipsOf(em, cityId);
    const into = await membershipsOf(em, intoId);
    const named = new Map(of.map(({ grantId, name, pending }) => [grantId, pending ? null : name]));
    const held = (rows: typeof of) =>
      rows.map(({ grantId, personId, programme, cycleId, cityRole }) => {
        return { grantId, personId, programme, cycleId, cityRole };
      });
    const people = new Set([...of, ...into].map(({ personId }) => personId)).size;
    const moves = roleMoves(held(of), held(into)).map((move) => ({ ...move, name: named.get(move.grantId) ?? null }));
    const ended = moves.filter(staysAsItIs).map(({ grantId }) => grantId);
    return { moves, people, tooMany: people > PEOPLE_MAX, handOvers: await openHandOvers(em, ended) };
  }

  /**
   * Moves the roles as planned: those for the city end and stay on record. Whoever asks for its
   * people gets the other's from then on.
   */
  async apply(work: Work, { cityId, intoId }: MergedCities, { moves }: PeopleMoves, reasonText: string): Promise<void> {
    const reason = { reasonCode: MERGED, reasonText };
    for (const { grantId, personId, programme, cycleId, present, becomes } of moves) {
      await this.identity.revokeRole(work, personId, grantId, undefined, reason);
      if (staysAsItIs({ present, becomes })) continue;
      if (present) await this.identity.revokeRole(work, personId, present.grantId, undefined, reason);
      const role = { role: 'city' as const, programme, cycleId, cityId: intoId, cityRole: becomes };
      const changed = await this.identity.grantRole(work, personId, role);
      // Whoever has not accepted yet still does by the mail they have.
      const before = present ? [grantId, present.grantId] : [grantId];
      await work.em.execute('update identity.invitation set grant_id = ? where grant_id in (?)', [changed, before]);
    }
    await work.em.execute('update identity.merged_city set into_id = ? where into_id = ?', [intoId, cityId]);
    await work.em.execute('insert into identity.merged_city (city_id, into_id) values (?, ?)', [cityId, intoId]);
  }
}

/** Has somebody a role for the other city that is as strong already? */
const staysAsItIs = ({ present, becomes }: Pick<RoleMove, 'present' | 'becomes'>): boolean =>
  present?.cityRole === becomes;

/** How many successors are still to accept, of those invited to these roles. */
async function openHandOvers(em: SqlEntityManager, grantIds: readonly string[]): Promise<number> {
  if (grantIds.length === 0) return 0;
  const [row] = await em.execute<{ count: number }[]>(
    `select count(*)::int as count from identity.invitation
     where grant_id in (?) and takes_over_from is not null and accepted_at is null and expires_at > now()`,
    [[...grantIds]],
  );
  return row!.count;
}
