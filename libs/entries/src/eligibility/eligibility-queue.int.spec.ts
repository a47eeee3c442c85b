import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MikroORM } from '@mikro-orm/postgresql';
import { type RequestContext, UnitOfWork } from '#libs/platform';
import { type EntriesFixture, openEntriesFixture } from '../../../../test/support/entries-fixture.js';
import { AutomaticCheckService } from './automatic-check.service.js';
import { BulkVerdictService } from './bulk-verdict.service.js';
import { EligibilityQueueService } from './eligibility-queue.service.js';
import { EligibilityService } from './eligibility.service.js';

const PAGE = { after: undefined, limit: 50 };
const OLD = { start: '2001-01-01', end: '2002-01-01' };
const worker = { actor: { id: 'service:first-look' }, cause: 'event:test' };

describe('the queue of an eligibility stage', () => {
  let fixture: EntriesFixture;
  let queue: EligibilityQueueService;
  let service: EligibilityService;
  let colleague: RequestContext;
  const ref = () => ({ cycleId: fixture.cycleId, stageKey: 'eligibility' });
  const look = (entryId: string) =>
    fixture.module.get(UnitOfWork).run(worker, (work) => fixture.module.get(AutomaticCheckService).at(work, entryId));
  const titles = async (filter: object) =>
    (await queue.list(fixture.staff, ref(), { ...PAGE, ...filter })).map(({ title }) => title);

  beforeAll(async () => {
    fixture = await openEntriesFixture();
    queue = fixture.module.get(EligibilityQueueService);
    service = fixture.module.get(EligibilityService);
    colleague = await fixture.person('secretariat');
    await fixture.openCall();
    await fixture.setStage('eligibility', "state = 'open', opened_at = now()");
  });
  afterAll(() => fixture.close());

  it('takes in what is submitted while the call is open, and again when the city submits another version', async () => {
    const { id, context } = await fixture.submitted({ title: 'Came in during the call' });
    await look(id);
    await look(id);
    const checks = () =>
      fixture.db.query(
        'select entry_version, sequence from entries.eligibility_check where entry_id = $1 order by 1, 2',
        [id],
      );
    expect((await checks()).rows).toEqual([{ entry_version: 1, sequence: 1 }]);
    const verdict = { outcome: 'valid' as const, version: 1 };
    expect(await service.check(fixture.staff, ref(), id, verdict)).toMatchObject({ verdict: { outcome: 'valid' } });
    expect(await titles({ state: 'open' })).toEqual([]);

    await fixture.revise(context, id, { title: 'Came in once more', dates: OLD });
    await look(id);
    const [again] = await queue.list(fixture.staff, ref(), { ...PAGE, state: 'open' });
    expect(again).toMatchObject({ title: 'Came in once more', version: 2, rulesOutcome: 'invalid', verdict: null });
    await expect(service.check(fixture.staff, ref(), id, verdict)).rejects.toMatchObject({ code: 'stale-version' });
    expect((await checks()).rows).toHaveLength(3);
    const evidence = { reasonCode: 'because', reasonText: 'The city sent a letter.' };
    await expect(
      service.check(fixture.staff, ref(), id, { outcome: 'valid', version: 2, ...evidence }),
    ).rejects.toMatchObject({ code: 'rule-violated', document: { errors: [{ pointer: '/reasonCode' }] } });
    await service.check(fixture.staff, ref(), id, {
      outcome: 'valid',
      version: 2,
      ...evidence,
      reasonCode: 'evidence',
    });
  });

  it('gives no entry to two people at once, however many ask', async () => {
    const ids = new Set<string>();
    for (let i = 0; i < 6; i++) ids.add((await fixture.submitted({ title: `Wanted ${i}` })).id);
    const people = await Promise.all(Array.from({ length: 8 }, () => fixture.person('secretariat')));
    const taken = await Promise.all(people.map((who) => queue.takeNext(who, ref(), {})));
    const got = taken.flatMap((entry) => entry?.entryId ?? []);
    expect(got.toSorted()).toEqual([...ids].toSorted());
    expect(taken.filter((entry) => entry === null)).toHaveLength(2);

    const holder = people[taken.findIndex((entry) => entry !== null)]!;
    const [held] = await queue.list(holder, ref(), { ...PAGE, mine: true });
    const verdict = { outcome: 'valid' as const, version: 1 };
    const { entryId } = held!;
    await expect(service.check(colleague, ref(), entryId, verdict)).rejects.toMatchObject({ code: 'conflict' });
    await expect(queue.take(colleague, ref(), entryId)).rejects.toMatchObject({ code: 'conflict' });
    await queue.release(colleague, ref(), entryId);
    await expect(queue.take(colleague, ref(), entryId)).rejects.toMatchObject({ code: 'conflict' });

    await queue.release(holder, ref(), entryId);
    const both = await Promise.allSettled([queue.take(colleague, ref(), entryId), queue.take(holder, ref(), entryId)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await fixture.db.query(`update entries.eligibility_claim set until = now() - interval '1 s' where entry_id = $1`, [
      entryId,
    ]);
    expect(await queue.take(colleague, ref(), entryId)).toMatchObject({ held: { by: colleague.actor.id } });
    expect(await service.check(colleague, ref(), entryId, verdict)).toMatchObject({ held: null });
    await fixture.db.query('delete from entries.eligibility_claim');
    for (const id of ids) if (id !== entryId) await service.check(fixture.staff, ref(), id, verdict);
  });

  it('is filtered by what is looked for, page by page', async () => {
    const late = await fixture.submitted({ title: 'Late and old', dates: OLD, themes: ['technology'] });
    await fixture.submitted({ title: 'Economic', themes: ['economic'] });
    await fixture.db
      .query('update entries.entry_version set late = true where entry_id = $1', [late.id])
      .catch(() => undefined);
    await fixture.db.query(
      `update entries.city set region = 'Oceania', country_code = 'FJ', territory = null where id = $1`,
      [late.cityId],
    );
    await look(late.id);
    expect(await titles({ state: 'open' })).toEqual(['Late and old', 'Economic']);
    expect(await titles({ failedRule: 'recent' })).toEqual(expect.arrayContaining(['Late and old']));
    expect(await titles({ state: 'open', failedRule: 'recent' })).toEqual(['Late and old']);
    expect(await titles({ state: 'open', failedRule: 'complete' })).toEqual([]);
    expect(await titles({ region: 'Oceania' })).toEqual(['Late and old']);
    expect(await titles({ countryCode: 'FJ' })).toEqual(['Late and old']);
    expect(await titles({ theme: 'technology' })).toEqual(['Late and old']);
    expect(await titles({ theme: 'economic', late: false })).toEqual(['Economic']);
    expect(await titles({ sdg: '11', state: 'open' })).toEqual(['Late and old', 'Economic']);
    expect(await titles({ sdg: '1' })).toEqual([]);
    expect(await titles({ citySize: '1m-5m', state: 'open' })).toEqual(['Late and old', 'Economic']);

    const all = await queue.list(fixture.staff, ref(), PAGE);
    const paged: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await queue.list(fixture.staff, ref(), { after, limit: 3 });
      paged.push(...page.map(({ entryId }) => entryId));
      after = page.at(-1)?.entryId;
      if (page.length < 3) break;
    }
    expect(paged).toEqual(all.map(({ entryId }) => entryId));
  });

  it('takes the same number of queries for a long page as for a short one', async () => {
    const { config } = fixture.module.get(MikroORM);
    let queries = 0;
    config.set('onQuery', (sql: string) => {
      queries++;
      return sql;
    });
    const countOf = async (limit: number) => {
      queries = 0;
      expect((await queue.list(fixture.staff, ref(), { after: undefined, limit })).length).toBe(Math.min(limit, 9));
      return queries;
    };
    await countOf(1);
    const [one, many] = [await countOf(1), await countOf(50)];
    expect(one).toBeGreaterThan(0);
    expect(many).toBe(one);
  });

  it('requirement 6: a bulk decision is done to exactly what its dry run showed, or not at all, and nobody is mailed', async () => {
    const bulk = fixture.module.get(BulkVerdictService);
    const old = await fixture.submitted({ title: 'Old one', dates: OLD });
    const other = await fixture.submitted({ title: 'Old two', dates: OLD });
    const held = await fixture.submitted({ title: 'Old three', dates: OLD });
    await queue.take(colleague, ref(), held.id);
    await Promise.all([old, other, held].map(({ id }) => look(id)));
    const of = { filter: { state: 'open' as const, failedRule: 'recent', region: 'Africa' } };
    const verdict = { outcome: 'invalid' as const, reasonCode: 'too-old', of };

    const shown = await bulk.preview(fixture.staff, ref(), verdict);
    expect(shown.entries.map(({ title, overrides }) => [title, overrides])).toEqual([
      ['Old one', false],
      ['Old two', false],
    ]);
    expect(shown.leftOut).toEqual([{ entryId: held.id, title: 'Old three', because: 'in-other-hands' }]);
    const verdicts = async () =>
      (await queue.list(fixture.staff, ref(), { ...PAGE, failedRule: 'recent', region: 'Africa' })).map(
        ({ title, verdict: given }) => [title, given?.outcome ?? null],
      );
    const before = await verdicts();

    const confirm = (more: object = {}, digest = shown.digest) =>
      bulk.confirm(fixture.staff, ref(), { ...verdict, ...more }, digest);
    // Another selection, another outcome, another reason: refused, and nothing is written.
    const single = { of: { entryIds: [old.id] } };
    await expect(confirm(single)).rejects.toMatchObject({ code: 'conflict' });
    await expect(confirm({ outcome: 'valid' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(confirm({ reasonCode: 'incomplete' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(confirm({ reasonCode: 'nothing-like-it' })).rejects.toMatchObject({ code: 'rule-violated' });
    // One more entry came in, and one of them has a newer version.
    const more = await fixture.submitted({ title: 'Old four', dates: OLD });
    await look(more.id);
    await expect(confirm()).rejects.toMatchObject({ code: 'conflict' });
    await fixture.revise(old.context, old.id, { title: 'Old one', dates: { ...OLD, end: '2003-01-01' } });
    await look(old.id);
    expect(await verdicts()).toEqual([...before, ['Old four', null]]);

    const anew = await bulk.preview(fixture.staff, ref(), verdict);
    const events = async () =>
      (
        await fixture.db.query(`select type from platform.outbox where type not like '%entry.%' order by type`)
      ).rows.map(({ type }) => type as string);
    const told = await events();
    const done = await confirm({}, anew.digest);
    expect(done.entries.map(({ title }) => title)).toEqual(['Old one', 'Old two', 'Old four']);
    // Twice, by a slow double click: the second finds that it is not what it was.
    await expect(confirm({}, anew.digest)).rejects.toMatchObject({ code: 'conflict' });
    expect((await verdicts()).filter(([, outcome]) => outcome === 'invalid')).toHaveLength(3);
    const since = (await events()).slice();
    for (const type of told) since.splice(since.indexOf(type), 1);
    // No audience is on this event: nobody is told before the release.
    expect(since).toEqual(done.entries.map(() => 'laureate.eligibility.checked.v1'));
    await expect(bulk.preview(old.context, ref(), verdict)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
