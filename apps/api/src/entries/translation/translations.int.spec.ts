import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EntriesApi, openEntriesApi } from '../../../../../test/support/entries-api.js';
import { ACCEPTANCE, completeContent, translatedTexts } from '../../../../../test/support/entry-contents.js';

const contacts = [{ name: 'Ana Sample', email: 'ana@city.example' }];
const machine = { source: 'machine', tool: 'A tool 1.0' };

describe('translations over HTTP', () => {
  let api: EntriesApi;
  let send: EntriesApi['send'];
  let staff: string;
  /** The keys of everybody there is, by what they are. */
  const keys: Record<string, string | null> = { nobody: null };
  let path: string;
  let digest: string;

  beforeAll(async () => {
    api = await openEntriesApi();
    ({ send } = api);
    const ofOne: string[] = ['expert', 'juror'];
    for (const role of ['secretariat', 'organiser', 'auditor', 'expert', 'juror'] as const)
      keys[role] = (await api.caller(role, { cycleId: ofOne.includes(role) ? api.cycleId : null })).key;
    staff = keys['secretariat']!;
    const { key, cityId } = await api.registered();
    keys['owner'] = key;
    for (const role of ['editor', 'reader'] as const) keys[role] = (await api.colleague(cityId, role)).key;
    keys['stranger'] = (await api.registered()).key;
    ({ path, digest } = await submitted(key, cityId, 'es'));
  });
  afterAll(() => api?.close());

  async function submitted(key: string, cityId: string, entryLanguage: string) {
    const draft = { cityId, content: completeContent() };
    const { json } = await send('POST', `/v1/cycles/${api.cycleId}/entries`, key, draft);
    const entry = `/v1/entries/${json['id']}`;
    await send('PUT', `${entry}/contacts`, key, { contacts }, { 'if-match': '"1"' });
    const receipt = await send('POST', `${entry}/submit`, key, { ...ACCEPTANCE, entryLanguage });
    return { path: entry, id: json['id'] as string, digest: receipt.json['digest'] as string };
  }
  const given = (more: object = {}) => ({
    version: 1,
    digest,
    language: 'en',
    source: 'city',
    content: translatedTexts(),
    ...more,
  });
  const add = (as: string, more: object = {}, headers: object = {}) =>
    send('POST', `${path}/translations`, keys[as]!, given(more), headers);
  /** The status that each gets, by what they are. */
  const statuses = async (ask: (key: string | null) => ReturnType<typeof send>) =>
    Object.fromEntries(
      await Promise.all(Object.entries(keys).map(async ([who, key]) => [who, (await ask(key)).status] as const)),
    );

  it('are added by whose they are: nobody else, and never in a city’s name', async () => {
    const everybody = { nobody: 401, organiser: 403, auditor: 403, expert: 403, juror: 403, reader: 403 };
    expect(await statuses((key) => send('POST', `${path}/translations`, key, given()))).toEqual({
      ...everybody,
      secretariat: 403,
      owner: 201,
      editor: 201,
      stranger: 404,
    });
    expect(await statuses((key) => send('POST', `${path}/translations`, key, given(machine)))).toEqual({
      ...everybody,
      secretariat: 201,
      owner: 403,
      editor: 403,
      stranger: 404,
    });
  });

  it('are seen by the city and the staff, by those who judge only with what they judge', async () => {
    const expected = { nobody: 401, expert: 403, juror: 403, stranger: 404 };
    const seen = { secretariat: 200, organiser: 200, auditor: 200, owner: 200, editor: 200, reader: 200 };
    expect(await statuses((key) => send('GET', `${path}/translations`, key))).toEqual({ ...expected, ...seen });
    const { json } = await send('GET', `${path}/translations?limit=2`, keys['reader']!);
    const [first] = json['items'] as [{ id: string; source: string }];
    expect(first).toMatchObject({
      source: 'city',
      version: 1,
      isOfLast: true,
      originalDigest: digest,
      withdrawn: null,
    });
    const next = await send('GET', `${path}/translations?limit=2&cursor=${json['next']}`, keys['reader']!);
    expect(next.json).toMatchObject({ items: [machine], next: null });
    expect(await statuses((key) => send('GET', `${path}/translations/${first.id}`, key))).toEqual({
      ...expected,
      ...seen,
    });
    const { json: one } = await send('GET', `${path}/translations/${first.id}`, keys['auditor']!);
    expect(one).toMatchObject({ content: { title: 'Gardens for all' } });
    expect((await send('GET', `${path}/translations/${randomUUID()}`, staff)).status).toBe(404);
  });

  it('are added once, however often the same request comes', async () => {
    const key = { 'idempotency-key': randomUUID() };
    const [one, again] = [await add('secretariat', machine, key), await add('secretariat', machine, key)];
    expect([one.status, again.json]).toEqual([201, one.json]);
    expect((await send('POST', `${path}/translations`, staff, given(machine), { 'idempotency-key': '' })).status).toBe(
      400,
    );
  });

  it('are refused with what is wrong, and where', async () => {
    const wrong = { content: { ...translatedTexts(), themes: ['economic'] }, source: 'human', tool: 'None' };
    expect((await add('secretariat', wrong)).json).toMatchObject({
      status: 422,
      errors: [{ pointer: '/tool' }, { pointer: '/content/themes/0' }],
    });
    expect((await add('owner', { language: 'english!' })).status).toBe(400);
    expect((await add('owner', { digest: '0'.repeat(64) })).json).toMatchObject({ status: 409, version: 1, digest });
    expect((await add('owner', { version: 9 })).status).toBe(404);
  });

  it('are withdrawn by whose they are, once, and stay', async () => {
    const { json: own } = await add('owner');
    const withdraw = (key: string | null) =>
      send('POST', `${path}/translations/${own['id']}/withdraw`, key, { reasonCode: 'mistake' });
    const { owner: _, editor: __, ...others } = keys;
    for (const [who, key] of Object.entries(others))
      expect([who, (await withdraw(key)).status]).toEqual([who, { nobody: 401, stranger: 404 }[who] ?? 403]);
    const done = await withdraw(keys['editor']!);
    expect([done.status, done.json]).toMatchObject([200, { withdrawn: { reasonCode: 'mistake' } }]);
    expect((await withdraw(keys['owner']!)).status).toBe(409);
    const { json } = await send('GET', `${path}/translations/${own['id']}`, keys['owner']!);
    expect(json).toMatchObject({ withdrawn: { reasonCode: 'mistake' }, content: translatedTexts() });
  });

  it('are asked for by the list of what has yet to be translated, which only the staff sees', async () => {
    const { key, cityId } = await api.registered();
    const { id } = await submitted(key, cityId, 'zh-Hans');
    const list = `/v1/cycles/${api.cycleId}/stages/call/untranslated`;
    const allowed = { secretariat: 200, organiser: 200, auditor: 200, nobody: 401 };
    const others = { expert: 403, juror: 403, owner: 403, editor: 403, reader: 403, stranger: 403 };
    expect(await statuses((as) => send('GET', list, as))).toEqual({ ...allowed, ...others });
    expect((await send('GET', list, staff)).json).toMatchObject({
      into: 'en',
      by: { utc: expect.any(String), zone: 'Asia/Shanghai' },
      items: [{ entryId: id, version: 1, language: 'zh-Hans', translatedVersion: null }],
      next: null,
    });
    expect((await send('GET', list.replace('call', 'eligibility'), staff)).status).toBe(404);
    const form = await send('GET', `/v1/cycles/${api.cycleId}/form`, null);
    expect(form.json['entryLanguages']).toEqual({ authoritative: 'en', accepted: 'any' });
  });

  it('need a submit that says in which language the entry is', async () => {
    const { key, cityId } = await api.registered();
    const draft = { cityId, content: completeContent() };
    const { json } = await send('POST', `/v1/cycles/${api.cycleId}/entries`, key, draft);
    await send('PUT', `/v1/entries/${json['id']}/contacts`, key, { contacts }, { 'if-match': '"1"' });
    const { entryLanguage: _, ...silent } = ACCEPTANCE;
    const refused = await send('POST', `/v1/entries/${json['id']}/submit`, key, silent, { 'accept-language': 'fr' });
    expect(refused.json).toMatchObject({
      status: 422,
      errors: [{ pointer: '/entryLanguage', message: 'indiquez la langue dans laquelle la candidature est rédigée' }],
    });
    const { json: entry } = await send('GET', path, keys['owner']!);
    expect(entry['versions']).toMatchObject([{ version: 1, language: 'es', digest }]);
  });
});
