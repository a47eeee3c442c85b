import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EntityManager } from '@mikro-orm/postgresql';
import { parse } from 'yaml';
import { type CyclesFixture, startCyclesFixture } from '../../../../test/support/cycles-fixture.js';
import { dataRows } from '../../../../test/support/data-rows.js';
import { CycleContextService } from '../cycle/cycle-context.service.js';
import { CycleRunService } from '../cycle/cycle-run.service.js';
import { CycleService } from '../cycle/cycle.service.js';
import { HistoryService } from './history.service.js';
import type { PastEdition } from './history.js';
import { guangzhouTemplate } from '../templates/guangzhou.js';

const root = join(import.meta.dirname, '../../../..');
const texts = globSync('docs/examples/history/*.yaml', { cwd: root })
  .toSorted()
  .map((file) => readFileSync(join(root, file), 'utf8'));
const secretariat = { actor: { id: 'a-secretary' }, cause: 'command:test' };

/** Rows of a file of the data the documents were made of. */
const rowsOf = (file: string) => dataRows(`libs/entries/data/${file}`);

describe('past editions on PostgreSQL', () => {
  let fixture: CyclesFixture;
  let histories: HistoryService;
  let ids: string[];

  beforeAll(async () => {
    fixture = await startCyclesFixture();
    histories = fixture.api.get(HistoryService);
  });
  afterAll(() => fixture?.close());

  const count = async (table: string): Promise<number> => {
    const [row] = await fixture.api
      .get(EntityManager)
      .fork()
      .execute<{ n: number }[]>(`select count(*)::int n from ${table}`);
    return row!.n;
  };
  const listed = async () => {
    const cycles = await fixture.api.get(CycleService).list({ draftsOf: [], status: 'history', limit: 50 });
    return cycles.map(({ title }) => title);
  };

  it('shows what an import would enter, and enters nothing', async () => {
    for (const text of texts)
      expect(await histories.check(text)).toMatchObject({ change: 'new', cycleId: null, revision: 1 });
    expect([await count('cycles.cycle'), await count('platform.outbox')]).toEqual([0, 0]);
  });

  it('enters all six, in the order of their years, twice the same as once', async () => {
    const entered = [];
    for (const text of texts.toReversed()) entered.unshift(await histories.enter(secretariat, text));
    expect(entered.map(({ change }) => change)).toEqual(texts.map(() => 'new'));
    const years = [2012, 2014, 2016, 2018, 2020, 2023];
    expect(await listed()).toEqual(years.toReversed().map((year) => `Guangzhou Award ${year}`));
    ids = entered.map(({ cycle }) => cycle.id);

    const again = await Promise.all(texts.map((text) => histories.enter(secretariat, text)));
    expect(again.map(({ change, cycleId, revision }) => [change, cycleId, revision])).toEqual(
      ids.map((id) => ['none', id, 1]),
    );
    expect([await count('cycles.cycle'), await count('cycles.history_revision')]).toEqual([6, 6]);
    expect(await fixture.events(ids[0]!)).toMatchObject([['laureate.cycle.history-entered.v1', { revision: 1 }]]);
  });

  it('keeps what the data says: every initiative with its tier and source, every count, every size', async () => {
    const documents = await Promise.all(ids.map(async (id) => (await histories.read(id)).document));
    const editions = rowsOf('editions.csv');
    expect(documents.map(({ edition }) => edition)).toEqual(editions.map((row) => row['edition']));
    for (const [index, row] of editions.entries()) {
      const { year, counts, panels, stages, sources } = documents[index]!;
      expect(`${year}`).toBe(row['year']);
      for (const what of ['entries', 'cities', 'countries'])
        expect(counts.filter((each) => each.what === what).map(({ count }) => `${count}`)).toContain(row[what]);
      const sizeOf = (stage: string) => `${panels.find((panel) => panel.stage === stage)?.size ?? ''}`;
      expect([sizeOf('jury'), sizeOf('technical-screening')]).toEqual([
        row['jury_size'],
        row['technical_committee_size'],
      ]);
      const stageOf = (type: string) => stages.find((stage) => stage.type === type);
      expect(stageOf('ceremony')?.from).toBe(row['ceremony_date']);
      const { from = '', to = '' } = stageOf('call-for-entries')!;
      expect([from, to]).toEqual([row['call_opens'], row['call_closes']]);
      expect(stageOf('popular-vote') !== undefined).toBe(row['popular_vote'] === 'yes');
      expect(sources).toEqual(row['source_url']!.split(';'));
    }
    const line = (cells: unknown[]) => cells.join(' | ');
    const kinds = new Map(
      rowsOf('title_kinds.csv').map((row) => [`${row['edition']} ${row['city']}`, row['title_kind']]),
    );
    const entered = documents.flatMap(({ edition, results }) =>
      results.map(({ city, country, title, titleIs, tier, distinctions, themes, sdgs, sources }) => {
        expect([edition, city, titleIs ?? 'missing']).toEqual([edition, city, kinds.get(`${edition} ${city}`)]);
        const tags = [themes, sdgs].map((each = []) => each.join(';'));
        return line([
          edition,
          city,
          country,
          title ?? '',
          tier,
          distinctions.includes('popular-city'),
          ...tags,
          ...sources,
        ]);
      }),
    );
    const given = rowsOf('initiatives.csv').map((row) =>
      line([
        row['edition'],
        row['city'],
        row['country_iso2'],
        row['title'],
        row['status']!.split(';')[0],
        row['status']!.endsWith('popular-city'),
        row['themes'],
        row['sdgs'],
        row['source_url'],
      ]),
    );
    expect(entered.toSorted()).toEqual(given.toSorted());
    expect(entered).toHaveLength(102);
  });

  it('records the exception of 2012, when one person sat on both panels', async () => {
    const { document } = await histories.read(ids[0]!);
    const [screening, jury] = document.panels.map(({ members }) => members.map(({ name }) => name));
    expect(screening!.filter((name) => jury!.includes(name))).toHaveLength(1);
    expect(document.exceptions).toMatchObject([{ rule: 'expertsMayJudge', sources: [expect.stringMatching(/^http/)] }]);
    const { exceptions: _, ...without } = document;
    expect(await histories.check(without)).toMatchObject({
      problems: [{ message: 'sits on two panels of this cycle' }],
    });
  });

  it('is corrected by a next revision, the earlier ones are kept, and nothing of a wrong one is entered', async () => {
    const first = await histories.read(ids[1]!);
    const wrong = { ...first.document, title: 'Wrong', results: [{ city: 'Nowhere' }] };
    await expect(histories.enter(secretariat, wrong)).rejects.toMatchObject({
      code: 'rule-violated',
      document: { errors: expect.arrayContaining([expect.objectContaining({ pointer: '/document/results/0/tier' })]) },
    });
    expect(await histories.read(ids[1]!)).toEqual(first);
    const better = { ...first.document, title: 'Guangzhou Award 2014, second edition' };
    expect(await histories.check(better)).toMatchObject({ change: 'corrected', cycleId: ids[1], revision: 2 });
    expect(await histories.enter(secretariat, better)).toMatchObject({ change: 'corrected', revision: 2 });
    expect(await histories.read(ids[1]!)).toMatchObject({
      revision: 2,
      document: { title: better.title },
      revisions: [{ revision: 1, digest: first.digest }, { revision: 2 }],
    });
    expect((await histories.read(ids[1]!, 1)).document).toEqual(first.document);
    await expect(histories.read(ids[1]!, 3)).rejects.toMatchObject({ code: 'not-found' });
    expect(await listed()).toContain(better.title);
  });

  it('enters an edition that is older than any clock here', async () => {
    const document = { ...(parse(texts[0]!) as PastEdition), programme: { key: 'old', name: 'Old' }, year: 1951 };
    expect(await histories.enter(secretariat, document)).toMatchObject({ change: 'new' });
    expect((await listed()).at(-1)).toBe(document.title);
  });

  it('enters an edition once, however many do at once', async () => {
    const document = { ...(parse(texts[0]!) as PastEdition), edition: '0', year: 2010 };
    const changes = await Promise.all(Array.from({ length: 5 }, () => histories.enter(secretariat, document)));
    expect(changes.map(({ change }) => change).toSorted()).toEqual(['new', 'none', 'none', 'none', 'none'].toSorted());
    expect(new Set(changes.map(({ cycle }) => cycle.id)).size).toBe(1);
  });

  it('is nothing that runs: no stages, no definition, no plan that starts, no draft, no cancelling', async () => {
    const id = ids[0]!;
    expect(await count('cycles.stage')).toBe(0);
    expect(await fixture.worker.get(CycleRunService).plan(id)).toMatchObject({ status: 'history', stages: [] });
    await expect(fixture.api.get(CycleService).definition(id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(fixture.api.get(CycleContextService).definition(id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await fixture.api.get(CycleContextService).expertsMayJudge(id)).toBe(false);
    const conflict = { code: 'conflict', message: expect.stringContaining('history') };
    await expect(fixture.api.get(CycleService).publish(secretariat, id, 1)).rejects.toMatchObject(conflict);
    const command = { commandId: 'x', actorId: 'a-secretary' };
    await expect(fixture.worker.get(CycleRunService).cancel(secretariat, id, command)).rejects.toMatchObject(conflict);
    await expect(
      fixture.worker.get(EntityManager).fork().execute('update cycles.history_revision set digest = digest'),
    ).rejects.toThrow(/permission denied/);
    await expect(fixture.api.get(EntityManager).fork().execute('delete from cycles.history_revision')).rejects.toThrow(
      /permission denied/,
    );
  });

  it('is not entered of an edition that is run here; that one has no history', async () => {
    const cycles = fixture.api.get(CycleService);
    const template = guangzhouTemplate({ edition: '9', year: new Date().getUTCFullYear() + 1 });
    const { id, version } = await cycles.createDraft(secretariat, template);
    const document = { ...(parse(texts[0]!) as PastEdition), edition: '9' };
    expect(await histories.check(document)).toMatchObject({ change: 'new' });
    await cycles.publish(secretariat, id, version);
    await expect(histories.enter(secretariat, document)).rejects.toMatchObject({
      document: { errors: [{ pointer: '/document/edition', message: expect.stringContaining('is run here') }] },
    });
    await expect(histories.read(id)).rejects.toMatchObject({ code: 'not-found' });
  });
});
