import { oneHoldsTheOther } from '../../../../test/support/at-once.js';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ACCEPTANCE, type EntriesFixture } from '../../../../test/support/entries-fixture.js';
import { EntryService } from '../draft/entry.service.js';
import { FrameworkService } from '../draft/framework.service.js';
import { SubmitService } from '../submit/submit.service.js';
import { CityMergeService } from './city-merge.service.js';
import { CityPeopleService } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { type CityMergeFixture, openCityMergeFixture, because } from '../../../../test/support/city-merge-fixture.js';

describe('merging cities at once', () => {
  let fixture: EntriesFixture;
  let merges: CityMergeService;
  let cityOf: CityMergeFixture['cityOf'];
  let roles: CityMergeFixture['roles'];

  beforeAll(async () => {
    ({ fixture, merges, cityOf, roles } = await openCityMergeFixture());
  });
  afterAll(() => fixture?.close());

  type Cities = Record<'a' | 'b', Awaited<ReturnType<EntriesFixture['city']>>>;
  /** A merge of b into a, as it was shown just now, and something else that somebody does. */
  type Both = { merged: () => Promise<unknown>; other: () => Promise<unknown> };
  const ended = (all: PromiseSettledResult<unknown>[]) =>
    all.map((one) => (one.status === 'fulfilled' ? 'done' : (one.reason as { code: string }).code));
  const shown = async ({ a, b }: Cities) => {
    const { digest } = await merges.preview(fixture.staff, { cityId: b.city.id, intoId: a.city.id });
    return () => merges.merge(fixture.staff, b.city.id, { intoId: a.city.id, digest, ...because });
  };
  /** Both with the merge first, then with the other first; each time of two new cities. How merge and other ended. */
  const inBothOrders = async (
    begun: (cities: Cities) => Promise<{ other: Both['other']; after: (first: 'merge' | 'other') => Promise<void> }>,
  ) => {
    const found: Record<string, string[]> = {};
    for (const first of ['merge', 'other'] as const) {
      const cities = { a: await fixture.city(), b: await fixture.city() };
      const { other, after } = await begun(cities);
      const merged = await shown(cities);
      const meeting = { unitOfWork: fixture.module.get(UnitOfWork), context: fixture.staff, db: fixture.db };
      const [one, two] =
        first === 'merge'
          ? await oneHoldsTheOther(meeting, merged, other)
          : (await oneHoldsTheOther(meeting, other, merged)).toReversed();
      found[first] = ended([one!, two!]);
      await after(first);
    }
    return found;
  };

  it('crosswise, the first is done and the other refused', async () => {
    const [a, b] = [await fixture.city(), await fixture.city()];
    const entries = [await fixture.draft(a.context, a.city.id), await fixture.draft(b.context, b.city.id)];
    const [one, other] = [await shown({ a: b, b: a }), await shown({ a, b })];
    const meeting = { unitOfWork: fixture.module.get(UnitOfWork), context: fixture.staff, db: fixture.db };
    expect(ended(await oneHoldsTheOther(meeting, one, other))).toEqual(['done', 'conflict']);
    for (const { id } of entries) expect(await cityOf(id)).toBe(b.city.id);
  });

  it('in a ring, one is done, and no city is left merged into one that is merged', async () => {
    const ring = [await fixture.city(), await fixture.city(), await fixture.city()];
    const all = await Promise.all(ring.map((b, at) => shown({ a: ring[(at + 1) % 3]!, b })));
    expect(ended(await Promise.allSettled(all.map((one) => one()))).toSorted()).toEqual([
      'conflict',
      'conflict',
      'done',
    ]);
    const { rows } = await fixture.db.query(
      `select c.id from entries.city c join entries.city o on o.id = c.merged_into where o.merged_into is not null`,
    );
    expect(rows).toEqual([]);
  });

  it('with a draft, the entry was never begun, or the merge is asked for again', async () => {
    const found = await inBothOrders(async ({ b }) => ({
      other: () =>
        fixture.module.get(EntryService).draft(b.context, fixture.cycleId, { cityId: b.city.id, content: {} }),
      // What was not shown is not moved, and nothing is begun for a city that is gone.
      after: async (first) => {
        const { rows } = await fixture.db.query('select id from entries.entry where city_id = $1', [b.city.id]);
        expect(rows).toHaveLength(first === 'merge' ? 0 : 1);
      },
    }));
    expect(found).toEqual({ merge: ['done', 'conflict'], other: ['conflict', 'done'] });
  });

  it('with a submit, the entry has moved and is not theirs to submit, or the merge is asked for again', async () => {
    const found = await inBothOrders(async ({ a, b }) => {
      const { id } = await fixture.draft(b.context, b.city.id);
      return {
        other: () => fixture.module.get(SubmitService).submit(b.context, id, ACCEPTANCE),
        after: async (first) => {
          const entries = await fixture.db.query('select state, city_id as city from entries.entry where id = $1', [
            id,
          ]);
          const moved = { state: 'draft', city: a.city.id };
          expect(entries.rows).toEqual([first === 'merge' ? moved : { state: 'submitted', city: b.city.id }]);
        },
      };
    });
    // Who was of the merged city only is not of the other one yet, by the roles they came with.
    expect(found).toEqual({ merge: ['done', 'not-found'], other: ['conflict', 'done'] });
  });

  describe('with an entry being linked to a framework', () => {
    const frameworks = () => fixture.module.get(FrameworkService);
    /** No entry is linked to a framework of another city. */
    const linked = async ({ a, b }: Cities) => {
      const { rows } = await fixture.db.query<{ name: string; city: string; of: string }>(
        `select lower(f.name) as name, e.city_id as city, f.city_id as of
         from entries.entry e join entries.framework f on f.id = e.framework_id where e.city_id in ($1, $2)`,
        [a.city.id, b.city.id],
      );
      for (const { city, of } of rows) expect(of).toBe(city);
      return rows.map(({ city }) => (city === a.city.id ? 'a' : 'b')).toSorted();
    };

    it('of the city that goes, it has moved before, or the merge is asked for again', async () => {
      const found = await inBothOrders(async (cities) => {
        const { a, b } = cities;
        await frameworks().join(a.context, (await fixture.draft(a.context, a.city.id)).id, 'Green');
        const { id } = await fixture.draft(b.context, b.city.id);
        return {
          other: () => frameworks().join(b.context, id, 'Green'),
          after: async (first) => expect(await linked(cities)).toEqual(first === 'merge' ? ['a'] : ['a', 'b']),
        };
      });
      expect(found).toEqual({ merge: ['done', 'not-found'], other: ['conflict', 'done'] });
    });

    it('of the city that stays, it is linked beside those that move', async () => {
      const found = await inBothOrders(async (cities) => {
        const { a, b } = cities;
        await frameworks().join(b.context, (await fixture.draft(b.context, b.city.id)).id, 'Green');
        const { id } = await fixture.draft(a.context, a.city.id);
        return {
          other: () => frameworks().join(a.context, id, 'green'),
          after: async (first) => expect(await linked(cities)).toEqual(first === 'merge' ? ['a', 'a'] : ['a', 'b']),
        };
      });
      expect(found).toEqual({ merge: ['done', 'done'], other: ['conflict', 'done'] });
    });
  });

  it('with an invitation, nobody is left with a role for the city that is gone', async () => {
    const found = await inBothOrders(async ({ a, b }) => {
      const colleague = {
        name: 'Ben',
        language: 'en',
        zone: 'UTC',
        address: `${randomUUID()}@city.example`,
      } as const;
      const owners = [a, b].map(({ context }) => context.actor.id);
      return {
        other: () => fixture.module.get(CityPeopleService).invite(b.context, b.city.id, colleague, 'editor'),
        after: async (first) => {
          const [ofA, ofB] = [await roles(a.city.id), await roles(b.city.id)];
          if (first === 'merge') {
            expect(ofA).toEqual(Object.fromEntries(owners.map((id) => [id, 'owner'])));
            expect(ofB).toEqual({});
          } else {
            expect(ofA).toEqual({ [owners[0]!]: 'owner' });
            expect(ofB[owners[1]!]).toBe('owner');
            expect(Object.values(ofB).toSorted()).toEqual(['editor', 'owner']);
          }
        },
      };
    });
    expect(found).toEqual({ merge: ['done', 'conflict'], other: ['conflict', 'done'] });
  });
});
