import { PeopleService } from '#libs/identity';
import type { RequestContext } from '#libs/platform';
import { CityMergeService, CityService } from '#libs/entries';
import { type EntriesFixture, openEntriesFixture } from './entries-fixture.js';

/** Why cities are merged in these tests. */
export const because = { reasonCode: 'registered-twice', reasonText: 'Two offices registered it.' } as const;

/** What is the same of every city that is registered in these tests. */
export const here = { countryCode: 'KE', kind: 'city', population: null, zone: 'Africa/Nairobi' } as const;

/** Entries with an open call, and what tests of merging cities ask of them. */
export interface CityMergeFixture {
  fixture: EntriesFixture;
  merges: CityMergeService;
  cities: CityService;
  /** Merges a city into another one, as it was shown just now. */
  merge(cityId: string, intoId: string, staff?: RequestContext): ReturnType<CityMergeService['merge']>;
  /** Somebody with a role in a city as it is now. */
  acting(personId: string): Promise<RequestContext>;
  /** The city of an entry. */
  cityOf(entryId: string): Promise<string>;
  /** Who has which role in a city. */
  roles(cityId: string): Promise<Record<string, string>>;
}

/** Builds an application with an open call; close its fixture after the suite. */
export async function openCityMergeFixture(): Promise<CityMergeFixture> {
  const fixture = await openEntriesFixture();
  const merges = fixture.module.get(CityMergeService);
  await fixture.openCall();
  return {
    fixture,
    merges,
    cities: fixture.module.get(CityService),
    async merge(cityId, intoId, staff = fixture.staff) {
      const { digest } = await merges.preview(staff, { cityId, intoId });
      return merges.merge(staff, cityId, { intoId, digest, ...because });
    },
    async acting(personId) {
      const person = await fixture.module.get(PeopleService).find(personId);
      const principal = { personId, grants: person!.roles, apiKeyId: null };
      return { ...fixture.staff, actor: { id: personId, onBehalfOf: null }, principal };
    },
    async cityOf(entryId) {
      const sql = 'select city_id as id from entries.entry where id = $1';
      const { rows } = await fixture.db.query<{ id: string }>(sql, [entryId]);
      return rows[0]!.id;
    },
    async roles(cityId) {
      const { rows } = await fixture.db.query<{ person: string; role: string }>(
        `select person_id as person, city_role as role from identity.city_person where city_id = $1 order by 1, 2`,
        [cityId],
      );
      return Object.fromEntries(rows.map(({ person, role }) => [person, role]));
    },
  };
}
