import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EntriesFixture } from '../../../../test/support/entries-fixture.js';
import { PRIVACY } from '../../../../test/support/privacy.js';
import { CityDuplicatesService } from '../cities/city-duplicates.service.js';
import { CityService } from '../cities/city.service.js';
import { type CityMergeFixture, openCityMergeFixture, here } from '../../../../test/support/city-merge-fixture.js';

describe('cities that may be the same', () => {
  let fixture: EntriesFixture;
  let cities: CityService;
  let merge: CityMergeFixture['merge'];

  beforeAll(async () => {
    ({ fixture, cities, merge } = await openCityMergeFixture());
  });
  afterAll(() => fixture?.close());

  const register = async (name: string, countryCode: string, kind: 'city' | 'region' = 'city') =>
    (await cities.register(await fixture.person('city'), { ...here, name, countryCode, kind }, PRIVACY)).id;

  it('are shown by likeness of their names within a territory, the most alike first, page by page', async () => {
    const sao = await register('São Tomé', 'ST');
    const city = await register('City of Sao Tome', 'ST');
    const typo = await register('Sao Tomme', 'ST');
    await register('Sao Tome', 'BR');
    await register('Neves', 'ST');
    const duplicates = fixture.module.get(CityDuplicatesService);
    const all = (await duplicates.list({ different: false, after: undefined, limit: 50 })).filter(
      ({ a }) => a.countryCode === 'ST',
    );
    const pair = (x: string, y: string) => [x, y].toSorted();
    expect(all.map(({ a, b }) => [a.id, b.id])).toEqual([pair(sao, city), pair(sao, typo), pair(city, typo)]);
    expect(all[0]).toMatchObject({ likeness: 1, sameDirectory: false, a: { entries: 0, people: 1 } });
    const paged = [];
    let after: { likeness: number; a: string; b: string } | undefined;
    for (;;) {
      const [one] = await duplicates.list({ different: false, after, limit: 1 });
      if (!one) break;
      paged.push(one);
      after = { likeness: one.likeness, a: one.a.id, b: one.b.id };
    }
    expect(paged.filter(({ a }) => a.countryCode === 'ST')).toEqual(all);
    await merge(city, sao);
    const left = (await duplicates.list({ different: false, after: undefined, limit: 50 })).filter(
      ({ a }) => a.countryCode === 'ST',
    );
    expect(left.map(({ a, b }) => [a.id, b.id])).toEqual([pair(sao, typo)]);
  });

  it('are not shown any more once somebody has found them to be different, until that is taken back', async () => {
    const [a, b] = [await register('Mindelo', 'CV'), await register('City of Mindelo', 'CV')].toSorted() as [
      string,
      string,
    ];
    const duplicates = fixture.module.get(CityDuplicatesService);
    const listed = async (different: boolean) =>
      (await duplicates.list({ different, after: undefined, limit: 50 })).filter(
        ({ a: one }) => one.countryCode === 'CV',
      );
    expect(await listed(false)).toMatchObject([{ a: { id: a }, b: { id: b }, mark: null }]);
    const why = { verdict: 'different', reasonText: 'An island apart.' } as const;
    const { actor } = fixture.staff;
    expect(await duplicates.mark(fixture.staff, [b, a], why)).toMatchObject({ ...why, markedBy: actor.id });
    expect(await listed(false)).toEqual([]);
    expect(await listed(true)).toMatchObject([{ a: { id: a }, b: { id: b }, mark: { ...why, markedBy: actor.id } }]);
    await duplicates.mark(fixture.staff, [a, b], { verdict: 'open', reasonText: 'They say they are one.' });
    expect(await listed(false)).toMatchObject([{ mark: { verdict: 'open' } }]);
    expect(await listed(true)).toEqual([]);
    await Promise.all([1, 2, 3].map(() => duplicates.mark(fixture.staff, [a, b], why)));
    expect(await listed(false)).toEqual([]);
    await expect(duplicates.mark(fixture.staff, [a, a], why)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('are shown by the directory whatever they are called', async () => {
    const listed = { directory: 'al-tirana', kind: 'city' } as const;
    const { id } = await cities.register(await fixture.person('city'), listed, PRIVACY);
    const other = await register('Tiranë', 'AL', 'region');
    await fixture.db.query(`update entries.city set directory_id = 'al-tirana', name = 'Bashkia' where id = $1`, [
      other,
    ]);
    const [found] = (
      await fixture.module.get(CityDuplicatesService).list({ different: false, after: undefined, limit: 50 })
    ).filter(({ sameDirectory }) => sameDirectory);
    expect([found!.a.id, found!.b.id]).toEqual([id, other].toSorted());
  });
});
