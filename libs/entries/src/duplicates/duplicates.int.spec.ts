import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UnitOfWork } from '#libs/platform';
import { type EntriesFixture, openEntriesFixture } from '../../../../test/support/entries-fixture.js';
import { translatedTexts } from '../../../../test/support/entry-contents.js';
import { AutomaticCheckService } from '../eligibility/automatic-check.service.js';
import { EligibilityQueueService } from '../eligibility/eligibility-queue.service.js';
import { EntryReaderService } from '../reading/entry-reader.service.js';
import { TranslationService } from '../translation/translation.service.js';
import { CANDIDATES, DuplicateFinder } from './duplicate-finder.js';
import { DuplicateService } from './duplicate.service.js';
import { PastEditionService } from './past-edition.service.js';
import { HistoryService } from '#libs/cycles';

const ABSTRACT =
  'The city turned three kilometres of a former railway into a park with gardens kept by its neighbours, and measured ' +
  'how heat, noise and the distance to the next green space changed for the people who live beside it over four summers.';
const AGAIN = ABSTRACT.replace('four summers', 'five summers').replace('three kilometres', '3 km');
const OTHER =
  'A night bus network planned with shift workers halved their way home and is paid for by a levy on parking, which the ' +
  'council adopted after a year of trial on six lines; ridership, safety and the cost of each trip are published monthly.';
const worker = { actor: { id: 'service:first-look' }, cause: 'event:test' };

describe('entries that are alike', () => {
  let fixture: EntriesFixture;
  let duplicates: DuplicateService;
  const look = (entryId: string) =>
    fixture.module.get(UnitOfWork).run(worker, (work) => fixture.module.get(AutomaticCheckService).at(work, entryId));
  const entered = async (title: string, abstract: string) => {
    const entry = await fixture.submitted({ title, abstract });
    await look(entry.id);
    return entry;
  };
  const pairs = async (filter: object = {}) =>
    duplicates.list(fixture.staff, fixture.cycleId, { limit: 50, ...filter });
  const named = async (filter: object = {}) =>
    (await pairs(filter)).map(({ a, b }) => [a.title, b.title].toSorted().join(' / '));

  beforeAll(async () => {
    fixture = await openEntriesFixture({ beside: true });
    duplicates = fixture.module.get(DuplicateService);
    await fixture.openCall();
  });
  afterAll(() => fixture.close());

  it('are found when the second comes in, also one of a past edition, and shown side by side', async () => {
    const past = {
      id: randomUUID(),
      programme: 'guangzhou',
      cycleId: fixture.cycleId,
      title: 'Railway park Kigali',
      abstract: AGAIN.replace('neighbours', 'residents'),
      cityName: 'Kigali',
      countryCode: 'RW',
    };
    const know = () =>
      fixture.module.get(UnitOfWork).run(worker, ({ em }) => fixture.module.get(DuplicateFinder).know(em, past));
    await know();
    await know();
    await entered('A park on rails', ABSTRACT);
    await entered('Night buses', OTHER);
    const second = await entered('Green railway', AGAIN);
    expect(await named()).toEqual(
      expect.arrayContaining(['A park on rails / Green railway', 'Green railway / Railway park Kigali']),
    );
    expect(await named()).toHaveLength(3);
    const found = (await pairs()).find(({ a, b }) => [a, b].every(({ id }) => id !== past.id))!;
    expect(found).toMatchObject({ likeness: { title: expect.any(Number), abstract: expect.any(Number) }, mark: null });
    expect(found.likeness.abstract).toBeGreaterThan(0.75);
    expect([found.a.abstract, found.b.abstract].toSorted()).toEqual([AGAIN, ABSTRACT].toSorted());
    expect((await pairs()).flatMap(({ a, b }) => [a, b]).find(({ id }) => id === past.id)).toMatchObject({
      version: null,
      state: null,
      cityName: 'Kigali',
      edition: '7',
    });
    expect(await named({ entryId: second.id })).toHaveLength(2);
    // Page by page, in the order of likeness.
    const paged = [];
    for (let after; ;) {
      const [pair]: Awaited<ReturnType<typeof pairs>> = await pairs({ limit: 1, after });
      if (!pair) break;
      paged.push(pair);
      after = { likeness: pair.likest, a: pair.a.id, b: pair.b.id };
    }
    expect(paged).toEqual(await pairs());
    expect(paged.map(({ likest }) => likest)).toEqual(paged.map(({ likest }) => likest).toSorted((x, y) => y - x));
  });

  it('are what a person says they are, with a reason; the machine decides nothing', async () => {
    const [pair] = await pairs();
    const ids: [string, string] = [pair!.b.id, pair!.a.id];
    const mark = { verdict: 'different' as const, reasonCode: 'two-parks', reasonText: 'They lie in two districts.' };
    await duplicates.mark(fixture.staff, fixture.cycleId, ids, mark);
    await duplicates.mark(fixture.staff, fixture.cycleId, ids, { verdict: 'same', reasonCode: 'one-park' });
    const marked = await pairs({ marked: true });
    expect(marked).toMatchObject([{ mark: { verdict: 'same', reasonText: null, markedBy: fixture.staff.actor.id } }]);
    expect(await pairs({ marked: false })).toHaveLength(2);
    expect((await fixture.db.query('select verdict from entries.duplicate_mark order by sequence')).rows).toEqual([
      { verdict: 'different' },
      { verdict: 'same' },
    ]);
    const stranger: [string, string] = [pair!.a.id, randomUUID()];
    await expect(duplicates.mark(fixture.staff, fixture.cycleId, stranger, mark)).rejects.toMatchObject({
      code: 'not-found',
    });
    expect((await fixture.db.query('select from entries.eligibility_check where outcome is not null')).rowCount).toBe(
      0,
    );
    await fixture.setStage('eligibility', "state = 'open', opened_at = now()");
    const queue = fixture.module.get(EligibilityQueueService);
    const ref = { cycleId: fixture.cycleId, stageKey: 'eligibility' };
    const waiting = await queue.list(fixture.staff, ref, { after: undefined, limit: 10 });
    const counts = waiting.map(({ title, duplicates: count }) => [title, count] as const).toSorted();
    expect(counts.map(([title]) => title)).toEqual(['A park on rails', 'Green railway', 'Night buses']);
    expect(counts.reduce((sum, [, count]) => sum + count, 0)).toBeLessThan(5);
    expect(new Map(counts).get('Night buses')).toBe(0);
  });

  it('are compared by their last version, and no longer when a text is another one now', async () => {
    const [one] = (
      await fixture.db.query<{ id: string }>(
        `select id from entries.entry_version v join entries.entry e on e.id = v.entry_id where content ->> 'title' = 'Green railway'`,
      )
    ).rows;
    const first = await entered('Market hall', OTHER.replace('night bus', 'day bus'));
    expect(await named({ entryId: first.id })).toEqual(['Market hall / Night buses']);
    await fixture.revise(first.context, first.id, { title: 'Market hall', abstract: 'A hall.' });
    await look(first.id);
    expect(await named({ entryId: first.id })).toEqual([]);
    await duplicates.search(fixture.staff, fixture.cycleId, one!.id);
    expect(await named({ entryId: one!.id })).toHaveLength(2);
  });

  it('are found in different languages, once both can be read in the one they are judged in', async () => {
    const english = await entered('Wells along the dry river of the north', 'Short.');
    const spanish = await fixture.submitted({ title: 'Pozos junto al río seco del norte', abstract: 'Breve.' }, 'es');
    await look(spanish.id);
    expect(await pairs({ entryId: english.id })).toEqual([]);
    const { versions } = await fixture.module.get(EntryReaderService).get(fixture.staff, spanish.id);
    const { version, digest } = versions[0]!;
    const content = translatedTexts({ title: 'Wells along a dry river of the north' });
    const translations = fixture.module.get(TranslationService);
    const given = { version, digest, language: 'en', source: 'human' as const, content };
    const { id: translationId } = await translations.add(fixture.staff, spanish.id, given);
    await look(spanish.id);
    const [pair] = await pairs({ entryId: english.id });
    expect([pair!.a, pair!.b].map(({ title, isTranslated }) => [title, isTranslated])).toEqual(
      expect.arrayContaining([
        ['Wells along the dry river of the north', false],
        ['Wells along a dry river of the north', true],
      ]),
    );
    // The English one finds it by its translation, too.
    await look(english.id);
    expect(await pairs({ entryId: english.id })).toHaveLength(1);
    await translations.withdraw(fixture.staff, { entryId: spanish.id, translationId }, 'wrong');
    await look(spanish.id);
    expect(await pairs({ entryId: english.id })).toEqual([]);
  });

  it('are found in a past edition too, under one id through its corrections, and no longer when it is not in it any more', async () => {
    const results = (...titles: (string | undefined)[]) =>
      titles.map((title) => ({ city: 'Zurich', country: 'CH', tier: 'winner' as const, ...(title ? { title } : {}) }));
    const edition = (list: object[]) => ({
      programme: { key: 'guangzhou', name: 'An award' },
      edition: '1',
      year: 2012,
      title: 'The first',
      zone: 'Asia/Shanghai',
      results: list,
      sources: ['https://award.example/2012'],
      licence: 'Facts only.',
    });
    const asStaff = { actor: { id: fixture.staff.actor.id }, cause: 'command:test' };
    const past = (await fixture.worker()).get(PastEditionService);
    const works = (await fixture.worker()).get(UnitOfWork);
    const enter = async (list: object[]) => {
      const { cycleId } = await fixture.module.get(HistoryService).enter(asStaff, edition(list));
      for (let time = 0; time < 2; time++) await works.run(worker, (work) => past.know(work, cycleId!));
    };
    const like = async () => {
      const { rows } = await fixture.db.query<{ id: string; title: string }>(
        `select id, imported ->> 'title' as title from entries.fingerprint
         where imported ->> 'cityName' = 'Zurich' order by title`,
      );
      return rows;
    };
    await enter(results('Roofs that drink the summer rain', undefined, 'Trams at night'));
    const { id } = await entered('Roofs that drink the summer rains', 'Short.');
    expect(await pairs({ entryId: id })).toMatchObject([{ likeness: { abstract: null }, mark: null }]);
    const [pair] = await pairs({ entryId: id });
    expect([pair!.a, pair!.b]).toContainEqual(
      expect.objectContaining({ edition: '1', cityName: 'Zurich', state: null }),
    );
    const before = await like();
    expect(before.map(({ title }) => title)).toEqual(['Roofs that drink the summer rain', 'Trams at night']);
    await enter(results('Roofs that drink the rain of summer'));
    expect(await like()).toEqual([{ id: before[0]!.id, title: 'Roofs that drink the rain of summer' }]);
    await enter([]);
    expect([await like(), await pairs({ entryId: id })]).toEqual([[], []]);
  });

  it('are nothing to a city', async () => {
    const { context } = await fixture.city();
    await expect(duplicates.list(context, fixture.cycleId, { limit: 10 })).rejects.toMatchObject({ code: 'not-found' });
    await expect(duplicates.search(context, fixture.cycleId, randomUUID())).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it('are found although both come in at the same moment', async () => {
    const text = OTHER.replace('parking', 'road freight').replace('six lines', 'eight lines');
    const two = await Promise.all(
      ['Twin one', 'Twin two'].map((title) => fixture.submitted({ title, abstract: text })),
    );
    await Promise.all(two.map(({ id }) => look(id)));
    expect(await named({ entryId: two[0]!.id })).toEqual(expect.arrayContaining(['Twin one / Twin two']));
  });

  it('are found through the index, not by comparing all with all', async () => {
    await fixture.db.query(
      `with made as (
         insert into entries.fingerprint (id, programme, cycle_id, imported)
         select gen_random_uuid(), 'guangzhou', $1, '{}' from generate_series(1, 1000) returning id
       ) insert into entries.fingerprint_mark (mark, id)
         select (random() * 2e9)::int, id from made, generate_series(1, 40) on conflict do nothing`,
      [fixture.cycleId],
    );
    await fixture.db.query('analyze entries.fingerprint_mark');
    const asked = CANDIDATES.replace('?::int[]', `'{1,2,3,4,5,6,7,8}'`)
      .replace('?', `'${randomUUID()}'`)
      .replace('?', '50');
    const { rows } = await fixture.db.query<{ 'QUERY PLAN': string }>(`explain ${asked}`);
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('fingerprint_mark_pkey');
  });
});
