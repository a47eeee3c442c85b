import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MikroORM } from '@mikro-orm/postgresql';
import fc from 'fast-check';
import { HistoryService, ProgressService } from '#libs/cycles';
import { type EntriesFixture, openEntriesFixture } from '../../../../test/support/entries-fixture.js';
import { readZip } from '../../../../test/support/zip-reader.js';
import { type ListFilter, STANDINGS } from '../eligibility/entry-filter.js';
import type { ExportedEntry } from '../export/columns.rules.js';
import { ExportService } from '../export/export.service.js';
import { COUNTED_BY, type CountedBy, EntryListService } from './entry-list.service.js';

const NUMBER = 70;
const randomEntry = fc.record({
  region: fc.constantFrom('Africa', 'Asia', 'Europe', "People's Oceania"),
  population: fc.constantFrom(null, 99_999, 100_000, 2_000_000, 9_000_000),
  themes: fc.subarray(['social', 'economic', 'governance']),
  sdgTargets: fc.subarray(['1', '11', '11.7', '11.a', '3.4', 'nothing']),
  state: fc.constantFrom('draft', 'submitted', 'submitted', 'withdrawn'),
  /** Looks at its last version, the rules' first. */
  looks: fc.constantFrom([], [null], [null, 'valid'], [null, 'invalid', 'valid'], [null, 'valid', 'invalid']),
  versions: fc.constantFrom(1, 2),
  late: fc.boolean(),
});
/** The last second of a day in Shanghai, and the first of the next. */
const SUBMITTED = ['2026-03-01T15:59:59Z', '2026-03-01T16:00:00Z'];
type RandomEntry = ReturnType<typeof randomEntry.generate>['value'];
const FILTER_OF = { region: 'region', theme: 'theme', sdg: 'sdg', size: 'citySize' } as const;

describe('the list of entries and their counts', () => {
  let fixture: EntriesFixture;
  let lists: EntryListService;
  const made: RandomEntry[] = fc.sample(randomEntry, { seed: 2026, numRuns: NUMBER });
  const list = (filter: ListFilter) =>
    lists.list(fixture.staff, fixture.cycleId, { after: undefined, limit: 500, ...filter });

  beforeAll(async () => {
    fixture = await openEntriesFixture();
    lists = fixture.module.get(EntryListService);
    for (const [index, entry] of made.entries()) await insert(entry, index);
  });
  afterAll(() => fixture.close());

  async function insert(entry: RandomEntry, index: number): Promise<void> {
    const { region, population, themes, sdgTargets, state, looks, versions, late } = entry;
    const [cityId, id, current] = [randomUUID(), randomUUID(), state === 'draft' ? 0 : versions];
    await fixture.db.query(
      `insert into entries.city (id, name, country_code, kind, region, population, zone, registered_by, registered_at)
       values ($1, $2, 'KE', 'city', $3, $4, 'UTC', 'x', now())`,
      [cityId, `City ${index}`, region, population],
    );
    await fixture.db.query(
      `insert into entries.entry (id, cycle_id, stage_key, city_id, alias, state, version, title, draft_changed,
         current_version, contacts_version, form_revision, withdrawn_at, created_by, created_at, saved_by, saved_at)
       values ($1, $2, 'call', $3, $4, $5, 1, $6, false, $7, 1, 1, $8, 'x', now(), 'x', now())`,
      [
        id,
        fixture.cycleId,
        cityId,
        randomUUID(),
        state,
        `Title 100% ${index}`,
        current,
        state === 'withdrawn' ? 'now' : null,
      ],
    );
    for (let version = 1; version <= current; version++) {
      // What an earlier version said, and was found, counts no more.
      const content = version === current ? { themes, sdgTargets } : { themes: ['old'], sdgTargets: ['17'] };
      await fixture.db.query(
        `insert into entries.entry_version values ($1, $2, $3, '{}', '{}', '', '', 1, $5, 'x', $4, null)`,
        [id, version, content, late, SUBMITTED[index % 2]],
      );
      for (const [at, outcome] of (version === current ? looks : [null, 'valid']).entries())
        await fixture.db.query(
          `insert into entries.eligibility_check (entry_id, entry_version, stage_key, sequence, rules, outcome, overridden,
             checked_by, checked_at, revision) values ($1, $2, 'eligibility', $3, '[]', $4, false, 'x', now(), 1)`,
          [id, version, at + 1, outcome],
        );
    }
  }

  it.each([...COUNTED_BY])('each number by %s is the length of its list, and all are what was put in', async (by) => {
    const groups = await lists.countsBy(fixture.cycleId, by);
    const expected = new Set(made.filter(({ state }) => state !== 'draft').flatMap((entry) => keysOf(entry, by)));
    expect(groups.map(({ key }) => key).toSorted()).toEqual([...expected].toSorted());
    for (const { key, ...counts } of groups)
      for (const standing of STANDINGS) {
        const rows = await list({ [FILTER_OF[by]]: key, standing });
        expect([key, standing, rows.length]).toEqual([key, standing, counts[standing]]);
        const really = made.filter((entry) => stands(entry, standing) && keysOf(entry, by).includes(key));
        expect([key, standing, counts[standing]]).toEqual([key, standing, really.length]);
      }
  });

  it('the numbers of a cycle are the lengths of its lists', async () => {
    const counts = await lists.counts(fixture.cycleId);
    expect(counts.drafts).toBe((await list({ state: 'draft' })).length);
    expect(counts.withdrawn).toBe((await list({ state: 'withdrawn' })).length);
    for (const standing of STANDINGS) expect(counts[standing]).toBe((await list({ standing })).length);
    expect(counts.eligible).toBeLessThan(counts.valid);
    expect(counts.valid).toBeLessThan(counts.received);
    await expect(lists.counts(randomUUID())).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is filtered by all that is asked at once, page by page without gap or repetition', async () => {
    const filter: ListFilter = { standing: 'received', theme: 'social', late: true };
    const wanted = made.filter((entry) => stands(entry, 'received') && entry.themes.includes('social') && entry.late);
    const paged: string[] = [];
    for (let after: string | undefined; ; after = paged.at(-1)) {
      const page = await lists.list(fixture.staff, fixture.cycleId, { after, limit: 3, ...filter });
      paged.push(...page.map(({ id }) => id));
      if (page.length < 3) break;
    }
    expect(paged).toEqual((await list(filter)).map(({ id }) => id));
    expect(paged).toHaveLength(wanted.length);
    expect(paged.length).toBeGreaterThan(3);
    expect(await list({ title: 'title 100% 7' })).toMatchObject([{ title: 'Title 100% 7' }]);
    expect(await list({ title: 'title 1__% 7' })).toEqual([]);
  });

  it('shows how entries come in: by region, by day of the zone of the award, and what is expected by what was before', async () => {
    await fixture.openCall(3600);
    const intake = async () => (await fixture.module.get(ProgressService).of(fixture.cycleId)).stages[0]!.intake!;
    const { byRegion, byDay, expected } = await intake();
    const regions = [...new Set(made.map(({ region }) => region))].toSorted();
    const inState = (region: string, state: string) =>
      made.filter((entry) => entry.region === region && entry.state === state).length;
    expect(byRegion).toEqual(
      regions
        .map((region) => ({ region, drafts: inState(region, 'draft'), submitted: inState(region, 'submitted') }))
        .filter(({ drafts, submitted }) => drafts + submitted > 0),
    );
    const received = made.filter(({ state }) => state !== 'draft').length;
    const first = made.filter(({ state }, index) => state !== 'draft' && index % 2 === 0).length;
    expect(byDay).toEqual([
      { day: '2026-03-01', submitted: first },
      { day: '2026-03-02', submitted: received - first },
    ]);
    expect(expected).toEqual({ count: null, source: 'not-known', of: [] });

    const file = join(import.meta.dirname, '../../../../docs/examples/history/guangzhou-2018.yaml');
    const asStaff = { actor: { id: fixture.staff.actor.id }, cause: 'command:test' };
    await fixture.module.get(HistoryService).enter(asStaff, readFileSync(file, 'utf8'));
    // Of its two counts, what was received.
    expect((await intake()).expected).toEqual({ count: 313, source: 'past-editions', of: ['Guangzhou Award 2018'] });

    await earlierCycle();
    // 24 of 25 hours have passed; by then, half of the earlier call's entries were in.
    expect((await intake()).expected).toEqual({ count: 2 * received, source: 'earlier-cycles', of: ['Earlier'] });
    await fixture.openCall(-1);
    expect((await intake()).expected).toBeNull();
  });

  /** A cycle of the programme whose call had half of its entries after a day of its month, the others on the last. */
  async function earlierCycle(): Promise<void> {
    const [id, cityId] = [randomUUID(), randomUUID()];
    const copy = (table: string, changes: object) =>
      fixture.db.query(
        `insert into ${table} select (jsonb_populate_record(t, $2::jsonb)).* from ${table} t
         where ${table === 'cycles.cycle' ? 'id' : 'cycle_id'} = $1`,
        [fixture.cycleId, JSON.stringify(changes)],
      );
    await fixture.db.query('begin');
    await copy('cycles.cycle', { id, edition: '6', title: 'Earlier', status: 'completed', ended_at: '2025-01-01' });
    await copy('cycles.cycle_revision', { cycle_id: id });
    const times = { opened_at: '2024-01-01', deadline_at: '2024-02-01', hard_close_at: '2024-02-01' };
    await copy('cycles.stage', { cycle_id: id, state: 'decided', closed_at: '2024-02-01', ...times });
    await fixture.db.query('commit');
    await fixture.db.query(
      `insert into entries.city values ($1, 'Earlier', 'KE', 'city', 'Africa', 1, 'UTC', 'x', now())`,
      [cityId],
    );
    await fixture.db.query(
      `insert into entries.entry (id, cycle_id, stage_key, city_id, alias, state, version, draft_changed, current_version,
         contacts_version, form_revision, created_by, created_at, saved_by, saved_at)
       select gen_random_uuid(), $1, 'call', $2, gen_random_uuid(), 'submitted', 1, false, 1, 1, 1, 'x', now(), 'x', now()
       from generate_series(1, 10)`,
      [id, cityId],
    );
    await fixture.db.query(
      `insert into entries.entry_version
       select id, 1, '{}', '{}', '{}', '', '', 1,
         case when row_number() over () % 2 = 0 then timestamptz '2024-01-02' else '2024-01-31T23:00Z' end, 'x', false, null
       from entries.entry where cycle_id = $1`,
      [id],
    );
  }

  it('gives all received entries out as they were in one moment, to those who may, and records it', async () => {
    const exports = fixture.module.get(ExportService);
    const received = made.filter(({ state }) => state !== 'draft').length;
    const [victim] = await list({ standing: 'eligible' });
    await fixture.db.query(`insert into entries.entry_contact values ($1, 1, '=Ana', null, 'ana@city.example', null)`, [
      victim!.id,
    ]);
    const given = await exports.begin(fixture.staff, fixture.cycleId, 'jsonl', {});
    expect(given).toMatchObject({ entries: received, fileName: 'guangzhou-7-entries.jsonl' });
    const { rows } = await fixture.db.query(
      `select actor, data from platform.outbox where type = 'laureate.entries.exported.v1'`,
    );
    const data = { cycleId: fixture.cycleId, format: 'jsonl', entries: received, personal: true };
    expect(rows).toMatchObject([{ actor: fixture.staff.actor.id, data }]);
    // What happens once it has begun is not in it.
    await fixture.db.query(`update entries.entry set state = 'withdrawn', withdrawn_at = now() where id = $1`, [
      victim!.id,
    ]);
    const lines = (await text(given.body))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as ExportedEntry);
    await fixture.db.query(`update entries.entry set state = 'submitted', withdrawn_at = null where id = $1`, [
      victim!.id,
    ]);
    expect(lines.map(({ id }) => id)).toEqual((await list({ standing: 'received' })).map(({ id }) => id));
    const people = {
      submittedBy: 'x',
      contacts: [{ name: '=Ana', office: null, email: 'ana@city.example', phone: null }],
    };
    expect(lines.find(({ id }) => id === victim!.id)).toMatchObject({ state: 'submitted', outcome: 'valid', people });

    const csv = await text((await exports.begin(fixture.staff, fixture.cycleId, 'csv', { standing: 'eligible' })).body);
    expect(csv.trimEnd().split('\r\n')).toHaveLength(1 + (await lists.counts(fixture.cycleId)).eligible);
    expect(csv).toContain(`'=Ana`);
    const auditor = await fixture.person('auditor');
    const zip = await buffer((await exports.begin(auditor, fixture.cycleId, 'zip', {})).body);
    const files = readZip(zip);
    expect(files.size).toBe(received);
    expect([...files.values()].join()).not.toMatch(/Ana|submittedBy/);
    expect([...files.keys()][0]).toMatch(/^City \d+-[0-9a-f-]{36}\/entry\.json$/);
    const { context } = await fixture.city();
    await expect(exports.begin(context, fixture.cycleId, 'csv', {})).rejects.toMatchObject({ code: 'not-found' });
  });

  it('says of each entry of a demonstration what it is', async () => {
    const exports = fixture.module.get(ExportService);
    await fixture.db.query('update cycles.cycle set demonstration = true where id = $1', [fixture.cycleId]);
    const given = async (format: 'csv' | 'jsonl' | 'zip') =>
      exports.begin(fixture.staff, fixture.cycleId, format, { sdg: '3' });
    const { fileName, body } = await given('csv');
    expect(fileName).toBe('DEMONSTRATION-guangzhou-7-entries.csv');
    const [head, ...rows] = (await text(body)).replace('\uFEFF', '').trimEnd().split('\r\n');
    expect([head!, ...rows].every((line) => line.startsWith('DEMONSTRATION,'))).toBe(true);
    expect(rows.length).toBeGreaterThan(0);
    for (const line of (await text((await given('jsonl')).body)).trimEnd().split('\n'))
      expect(JSON.parse(line)).toMatchObject({ demonstration: true });
    const files = [...readZip(await buffer((await given('zip')).body))];
    for (const [name, entry] of files) {
      expect(name).toMatch(/^DEMONSTRATION-/);
      expect(JSON.parse(entry)).toMatchObject({ demonstration: true });
    }
    await fixture.db.query('update cycles.cycle set demonstration = false where id = $1', [fixture.cycleId]);
  });

  it('makes two exports at once, and the next when somebody has gone away', async () => {
    const exports = fixture.module.get(ExportService);
    const begin = () => exports.begin(fixture.staff, fixture.cycleId, 'csv', {});
    const [one, two] = [await begin(), await begin()];
    await expect(begin()).rejects.toMatchObject({ code: 'unavailable' });
    one.body.destroy();
    await once(one.body, 'close');
    const three = await begin();
    expect((await text(three.body)).length).toBeGreaterThan(0);
    two.body.destroy();
    await once(two.body, 'close');
  });

  it('requirement 7: tells cities nothing of what was found before it is released', async () => {
    const { context, city } = await fixture.city();
    await fixture.openCall();
    const { id } = await fixture.draft(context, city.id);
    const page = { after: undefined, limit: 50 };
    for (const standing of ['valid', 'eligible'] as const)
      await expect(lists.list(context, fixture.cycleId, { ...page, standing })).rejects.toMatchObject({
        code: 'forbidden',
      });
    expect(await lists.list(context, fixture.cycleId, { ...page, standing: 'received' })).toEqual([]);
    expect(await lists.list(context, fixture.cycleId, page)).toMatchObject([{ id }]);
    const auditor = await fixture.person('auditor');
    expect(await lists.list(auditor, fixture.cycleId, { ...page, standing: 'valid' })).not.toEqual([]);
  });

  it('requirement 15: asks one query for any page, and one for any counts', async () => {
    const asked: string[] = [];
    fixture.module.get(MikroORM).config.set('onQuery', (sql: string) => {
      if (sql.includes('entries.')) asked.push(sql);
      return sql;
    });
    const queries = async (what: () => Promise<unknown>) => {
      asked.length = 0;
      await what();
      return asked.length;
    };
    const filter: ListFilter = { standing: 'eligible', theme: 'social', sdg: '11' };
    const page = (limit: number, more: ListFilter = {}) =>
      queries(() => lists.list(fixture.staff, fixture.cycleId, { after: undefined, limit, ...more }));
    expect([await page(1), await page(60), await page(60, filter)]).toEqual([1, 1, 1]);
    for (const by of COUNTED_BY) expect(await queries(() => lists.countsBy(fixture.cycleId, by))).toBe(1);
    expect(await queries(() => lists.counts(fixture.cycleId))).toBe(1);
  });
});

function stands({ state, looks }: RandomEntry, standing: (typeof STANDINGS)[number]): boolean {
  if (state === 'draft') return false;
  if (standing === 'received') return true;
  return looks.at(-1) === 'valid' && (standing === 'valid' || state === 'submitted');
}

/** The groups an entry is counted in. */
function keysOf({ region, population, themes, sdgTargets }: RandomEntry, by: CountedBy): string[] {
  if (by === 'region') return [region];
  if (by === 'theme') return themes;
  if (by === 'sdg') {
    const goals = sdgTargets.filter((target) => target !== 'nothing').map((target) => target.split('.')[0]!);
    return [...new Set(goals)];
  }
  const sizes = { 99_999: 'under-100k', 100_000: '100k-500k', 2_000_000: '1m-5m', 9_000_000: 'over-5m' };
  return [population === null ? 'unknown' : sizes[population as keyof typeof sizes]];
}
