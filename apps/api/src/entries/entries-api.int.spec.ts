import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EntriesApi, openEntriesApi } from '../../../../test/support/entries-api.js';
import { ALL_PUBLISHED, completeContent } from '../../../../test/support/entry-contents.js';

const contacts = [{ name: 'Ana Sample', email: 'ana@city.example' }];

describe('entries over HTTP', () => {
  let api: EntriesApi;
  let cycleId: string;
  let staff: string;
  let send: EntriesApi['send'];
  let registered: EntriesApi['registered'];

  beforeAll(async () => {
    api = await openEntriesApi();
    ({ cycleId, send, registered } = api);
    staff = (await api.caller('secretariat')).key;
  });
  afterAll(() => api?.close());

  it('shows anybody the form of a call in their language, and the lists it picks from', async () => {
    const form = await send('GET', `/v1/cycles/${cycleId}/form`, null, undefined, { 'accept-language': 'zh-Hans' });
    expect([form.status, form.json]).toMatchObject([
      200,
      { stageKey: 'call', revision: 1, language: 'zh', form: { properties: { title: { title: '项目名称' } } } },
    ]);
    const spanish = await send('GET', `/v1/cycles/${cycleId}/form?language=es`, null);
    expect(spanish.json).toMatchObject({ form: { properties: { abstract: { title: 'Resumen', maxWords: 150 } } } });
    const picker = await send('GET', '/v1/pickers/nua-commitments', null);
    expect(picker.json['items']).toContainEqual({ code: 'NUA-27', title: 'Leave no one behind' });
    expect((await send('GET', '/v1/pickers/cities', null)).status).toBe(400);
    expect((await send('GET', `/v1/cycles/${randomUUID()}/form`, null)).status).toBe(404);
  });

  it('a city registers, drafts, saves, submits, and anybody verifies its receipt', async () => {
    const { key, cityId } = await registered();
    const { title: _, ...untitled } = completeContent();
    const drafted = await send('POST', `/v1/cycles/${cycleId}/entries`, key, { cityId, content: untitled });
    expect([drafted.status, drafted.etag]).toEqual([201, '"1"']);
    const path = `/v1/entries/${drafted.json['id']}`;

    const incomplete = await send('POST', `${path}/submit`, key, ALL_PUBLISHED);
    expect(incomplete.status).toBe(422);
    expect(incomplete.json).toMatchObject({
      at: expect.any(String),
      errors: expect.arrayContaining([{ pointer: '/content/title', message: 'is missing' }]),
    });

    const french = await send('POST', `${path}/submit`, key, ALL_PUBLISHED, { 'accept-language': 'fr-CA, en;q=0.5' });
    expect(french.json['errors']).toContainEqual({ pointer: '/content/title', message: 'manque' });

    const { title, abstract, dates, themes } = completeContent();
    const text = { content: { title, abstract, dates, themes } };
    const summary = `${path}/sections/summary`;
    expect((await send('PUT', summary, key, text)).status).toBe(428);
    const saved = await send('PUT', summary, key, text, { 'if-match': '"1"' });
    expect([saved.status, saved.etag]).toEqual([200, '"2"']);
    const stale = await send('PUT', summary, key, { content: { title: 'Stale' } }, { 'if-match': '"1"' });
    expect([stale.status, stale.json]).toMatchObject([
      409,
      { version: 2, yours: { title: 'Stale' }, theirs: { content: { title } } },
    ]);
    const named = await send('PUT', `${path}/contacts`, key, { contacts }, { 'if-match': '"1"' });
    expect([named.status, named.etag, named.json]).toMatchObject([200, '"2"', { contacts }]);

    const again = { 'idempotency-key': randomUUID() };
    const submitted = await send('POST', `${path}/submit`, key, ALL_PUBLISHED, again);
    expect([submitted.status, submitted.json]).toMatchObject([
      201,
      { version: 1, late: false, deadline: { zone: 'Asia/Shanghai' } },
    ]);
    expect((await send('POST', `${path}/submit`, key, ALL_PUBLISHED, again)).json).toEqual(submitted.json);
    expect((await send('POST', `${path}/submit`, key, ALL_PUBLISHED)).status).toBe(409);
    const receipt = await send('GET', `/v1/receipts/${submitted.json['receiptId']}`, null);
    expect([receipt.status, receipt.json]).toMatchObject([200, { verifies: true, at: submitted.json['at'] }]);

    expect((await send('GET', path, key)).json).toMatchObject({
      state: 'submitted',
      contacts: [{ name: 'Ana Sample' }],
    });
    expect((await send('GET', `/v1/cycles/${cycleId}/entries?state=submitted`, key)).json['items']).toHaveLength(1);
    const { json: counts } = await send('GET', `/v1/cycles/${cycleId}/entry-counts?by=sdg`, staff);
    const [received, valid] = [1, 0].map((count) => ({ count, href: expect.any(String) }));
    expect(counts).toMatchObject({
      drafts: valid,
      received,
      valid,
      groups: [{ key: '11', received, eligible: valid }],
    });
    const [{ received: list }] = counts['groups'] as [{ received: { href: string } }];
    expect((await send('GET', list.href, staff)).json['items']).toMatchObject([{ id: drafted.json['id'] }]);
    expect((await send('GET', list.href, key)).json['items']).toHaveLength(1);
    expect((await send('GET', list.href.replace('received', 'valid'), key)).status).toBe(403);
    expect((await send('GET', `/v1/cycles/${cycleId}/entry-counts`, key)).status).toBe(403);
    const exporting = (format: string, as: string) =>
      fetch(`${api.url}/v1/cycles/${cycleId}/exports?format=${format}`, { headers: { 'x-api-key': as } });
    const csv = await exporting('csv', staff);
    expect([csv.status, csv.headers.get('content-type'), csv.headers.get('content-disposition')]).toEqual([
      200,
      'text/csv',
      'attachment; filename="guangzhou-7-entries.csv"',
    ]);
    expect(await csv.text()).toContain('ana@city.example');
    expect([(await exporting('csv', key)).status, (await exporting('pdf', staff)).status]).toEqual([403, 400]);
  });

  it('of another city there is nothing to see, whatever is asked', async () => {
    const { key, cityId } = await registered();
    const { key: stranger } = await registered();
    const { json } = await send('POST', `/v1/cycles/${cycleId}/entries`, key, { cityId });
    const path = `/v1/entries/${json['id']}`;
    const asked = [
      send('GET', path, stranger),
      send('PUT', `${path}/sections/summary`, stranger, { content: {} }, { 'if-match': '"1"' }),
      send('PUT', `${path}/contacts`, stranger, { contacts: [] }, { 'if-match': '"1"' }),
      send('POST', `${path}/submit`, stranger, ALL_PUBLISHED),
      send('POST', `${path}/withdraw`, stranger, {}),
      send('GET', `/v1/cities/${cityId}`, stranger),
      send('POST', `/v1/cycles/${cycleId}/entries`, stranger, { cityId }),
    ];
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(asked.map(() => 404));
    const { key: anyCity } = await api.caller('city');
    expect((await send('GET', `/v1/cycles/${cycleId}/entries`, anyCity)).json).toEqual({ items: [], next: null });
    expect((await send('GET', path, null)).status).toBe(401);
  });

  it('shows the versions of a section and what changed, links entries, and enters them again', async () => {
    const { key, cityId } = await registered();
    const { json } = await send('POST', `/v1/cycles/${cycleId}/entries`, key, { cityId, content: completeContent() });
    const path = `/v1/entries/${json['id']}`;
    const section = `${path}/sections/lessons`;
    const content = { lessons: { learned: 'Sample text, changed.' } };
    await send('PUT', section, key, { content }, { 'if-match': '"1"' });
    const { json: first } = await send('GET', `${section}/versions?limit=1`, key);
    expect(first).toMatchObject({ items: [{ version: 2, savedByName: 'A city' }], next: expect.any(String) });
    const { json: second } = await send('GET', `${section}/versions?limit=1&cursor=${String(first['next'])}`, key);
    expect(second).toMatchObject({ items: [{ version: 1 }], next: null });
    expect((await send('GET', `${section}/versions/2`, key)).json).toMatchObject({ content });
    expect((await send('GET', `${section}/diff?from=1&to=2`, key)).json).toMatchObject({
      changes: [{ pointer: '/lessons/learned', parts: [{}, { change: 'added', text: ', changed' }, {}] }],
    });
    expect((await send('GET', `${section}/diff?from=1`, key)).status).toBe(400);
    expect((await send('GET', `${section}/versions/3`, key)).status).toBe(404);

    const named = await send('PUT', `${path}/framework`, key, { name: 'Climate plan' });
    expect([named.status, named.json]).toMatchObject([200, { name: 'Climate plan', entries: [{ id: json['id'] }] }]);
    expect((await send('GET', path, key)).json).toMatchObject({ framework: named.json, form: { amended: false } });
    const left = await fetch(`${api.url}${path}/framework`, { method: 'DELETE', headers: { 'x-api-key': key } });
    expect(left.status).toBe(204);

    const again = { cycleId, newEvidence: 'A new study.' };
    const refused = await send('POST', `${path}/resubmissions`, key, again);
    expect([refused.status, refused.json]).toMatchObject([409, { detail: expect.stringMatching(/never submitted/) }]);
    expect((await send('POST', `${path}/resubmissions`, key, { cycleId })).status).toBe(400);
  });

  it('after the close the answer names the deadline; an extension by the secretariat lets one city in', async () => {
    const { key, cityId } = await registered();
    const { json } = await send('POST', `/v1/cycles/${cycleId}/entries`, key, { cityId, content: completeContent() });
    const path = `/v1/entries/${json['id']}`;
    await send('PUT', `${path}/contacts`, key, { contacts }, { 'if-match': '"1"' });
    await api.db.query(`update cycles.stage set state = 'closing', deadline_at = now() - interval '2 s',
      hard_close_at = now() - interval '1 s', closed_at = now() where key = 'call'`);
    const refused = await send('POST', `${path}/submit`, key, ALL_PUBLISHED);
    expect([refused.status, refused.json]).toMatchObject([
      409,
      { type: expect.stringMatching(/deadline-passed$/), at: expect.any(String), deadline: { zone: 'Asia/Shanghai' } },
    ]);
    const until = new Date(Date.now() + 60_000).toISOString();
    const extension = { stageKey: 'call', target: { cityId }, until, reasonCode: 'power-cut', reasonText: 'No power.' };
    expect((await send('POST', `/v1/cycles/${cycleId}/extensions`, key, extension)).status).toBe(403);
    const granted = await send('POST', `/v1/cycles/${cycleId}/extensions`, staff, extension);
    expect([granted.status, granted.json]).toMatchObject([201, { cityId, entryId: null, until }]);
    expect((await send('GET', `/v1/cycles/${cycleId}/extensions`, staff)).json['items']).toHaveLength(1);
    expect((await send('POST', `${path}/submit`, key, ALL_PUBLISHED)).json).toMatchObject({ late: true });

    await api.db.query(`update cycles.stage set state = 'open' where key = 'eligibility'`);
    const queue = `/v1/cycles/${cycleId}/stages/eligibility/eligibility`;
    const { json: open } = await send('GET', `${queue}?state=open&limit=1`, staff);
    expect(open).toMatchObject({ items: [{ rulesOutcome: 'valid', verdict: null }], next: expect.any(String) });
    const check = `${queue}/${json['id']}/checks`;
    expect((await send('POST', check, staff, { outcome: 'invalid', version: 1 })).status).toBe(422);
    expect((await send('POST', check, key, { outcome: 'valid', version: 1 })).status).toBe(403);
    const checked = await send('POST', check, staff, { outcome: 'valid', version: 1 });
    expect([checked.status, checked.json]).toMatchObject([201, { verdict: { outcome: 'valid', overridden: false } }]);
    const erasure = { pointer: '/outcomes/results', reasonCode: 'asked-for', reasonText: 'Somebody asked us to.' };
    expect((await send('POST', `${path}/erasures`, staff, erasure)).json).toMatchObject({ versions: 1 });
  });

  it('is described, every route with its roles', () => {
    const paths = Object.keys(api.document.paths).filter((path) => path.startsWith('/v1/') && !path.includes('people'));
    expect(paths).toEqual(
      expect.arrayContaining(['/v1/cities', '/v1/entries/{entryId}/submit', '/v1/receipts/{receiptId}']),
    );
  });
});
