import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ACCEPTANCE, completeContent } from '../../../../../test/support/entry-contents.js';
import { type Caller, type EntriesApi, openEntriesApi } from '../../../../../test/support/entries-api.js';

const because = { reasonCode: 'other-spelling', reasonText: 'One is the name in English.' };
type Registered = Caller & { cityId: string };

describe('merging cities over the API', () => {
  let api: EntriesApi;
  let staff: Caller;
  let a: Registered;
  let b: Registered;

  beforeAll(async () => {
    api = await openEntriesApi();
    staff = await api.caller('secretariat');
  });
  afterAll(() => api?.close());
  beforeEach(async () => {
    a = await api.registered();
    b = await api.registered();
  });

  const send = (method: string, path: string, key: string, body?: object, headers?: object) =>
    api.send(method, `/v1/cities/${path}`, key, body, headers);
  const preview = (key = staff.key) => send('POST', `${b.cityId}/merge/preview`, key, { into: a.cityId });
  const merge = (digest: unknown, key = staff.key, headers?: object) =>
    send('POST', `${b.cityId}/merge`, key, { into: a.cityId, digest, ...because }, headers);
  const draft = (of: Registered) =>
    api.send('POST', `/v1/cycles/${api.cycleId}/entries`, of.key, { cityId: of.cityId, content: completeContent() });

  it('is for the secretariat alone', async () => {
    const { digest } = (await preview()).json;
    for (const role of ['organiser', 'auditor'] as const) {
      const { key } = await api.caller(role);
      expect([(await preview(key)).status, (await merge(digest, key)).status]).toEqual([403, 403]);
    }
    expect([(await preview(a.key)).status, (await merge(digest, b.key)).status]).toEqual([403, 403]);
    const elsewhere = await api.caller('secretariat', { programme: 'another' });
    expect([(await preview(elsewhere.key)).status, (await merge(digest, elsewhere.key)).status]).toEqual([403, 403]);
    for (const { key } of [a, await api.caller('auditor')])
      expect((await api.send('GET', '/v1/city-duplicates', key)).status).toBe(403);
    expect((await api.send('GET', '/v1/city-duplicates', staff.key)).status).toBe(200);
  });

  it('does what was shown, once however often it is sent; both cities answer with where it went', async () => {
    const { id } = (await draft(b)).json;
    const shown = (await preview()).json;
    expect(shown).toMatchObject({ cycles: [{ entries: [{ id, state: 'draft' }] }], undoable: false });
    const key = { 'idempotency-key': randomUUID() };
    const [done, again] = [await merge(shown['digest'], staff.key, key), await merge(shown['digest'], staff.key, key)];
    expect([done.status, again.status]).toEqual([201, 201]);
    expect(again.json).toEqual(done.json);
    expect((await merge(shown['digest'])).json).toEqual(done.json);
    expect(done.json).toMatchObject({ cityId: b.cityId, intoId: a.cityId, doneBy: staff.personId, ...because });
    // Who acted for the merged city acts for the other one from now on.
    expect((await send('GET', b.cityId, b.key)).json).toMatchObject({ mergedInto: { id: a.cityId } });
    expect((await send('GET', a.cityId, b.key)).json).toMatchObject({ id: a.cityId, mergedInto: null });
    expect((await send('GET', `${a.cityId}/merges`, b.key)).json).toMatchObject({ items: [done.json] });
    expect((await api.send('GET', `/v1/entries/${id as string}`, a.key)).json).toMatchObject({
      city: { id: a.cityId },
    });
    const listed = async (query: string) =>
      ((await api.send('GET', `/v1/cities${query}`, b.key)).json['items'] as { id: string }[]).map((city) => city.id);
    expect(await listed('')).toEqual([a.cityId]);
    expect(await listed('?merged=true')).toEqual([a.cityId, b.cityId].toSorted());
    expect((await draft(b)).status).toBe(404);
  });

  it('asks for the dry run again when something else would move', async () => {
    const { digest } = (await preview()).json;
    await draft(b);
    const refused = await merge(digest);
    expect(refused).toMatchObject({ status: 409, json: { digest: expect.stringMatching(/^[0-9a-f]{64}$/) } });
    expect((await merge(refused.json['digest'])).status).toBe(201);
    expect((await preview()).json).toMatchObject({ status: 409, mergedInto: a.cityId });
  });

  it('lets the other city answer what its entry is asked', async () => {
    const { id } = (await draft(b)).json as { id: string };
    const contacts = [{ name: 'Ana Sample', email: 'ana@city.example' }];
    await api.send('PUT', `/v1/entries/${id}/contacts`, b.key, { contacts }, { 'if-match': '"1"' });
    expect((await api.send('POST', `/v1/entries/${id}/submit`, b.key, ACCEPTANCE)).status).toBe(201);
    await api.db.query(`update cycles.stage set state = 'open', opens_at = now(), opened_at = now(),
      deadline_at = now() + interval '20 days', hard_close_at = now() + interval '20 days' where key = 'eligibility'`);
    const fields = [{ pointer: '/title', question: 'Is this its full title?' }];
    const asking = `/v1/cycles/${api.cycleId}/stages/eligibility/clarifications`;
    const asked = (await api.send('POST', asking, staff.key, { entryId: id, fields })).json['id'] as string;
    const shown = (await preview()).json;
    expect(shown).toMatchObject({ cycles: [{ clarifications: 1, entries: [{ id, state: 'submitted' }] }] });
    await merge(shown['digest']);
    const answering = `/v1/clarifications/${asked}`;
    const seen = await api.send('GET', answering, a.key);
    expect([seen.status, seen.json]).toMatchObject([200, { entryId: id, state: 'open' }]);
    const answers = { '/title': 'A full title of it' };
    const saved = await api.send('PUT', `${answering}/answer`, a.key, { answers }, { 'if-match': '"0"' });
    expect([saved.status, saved.json]).toMatchObject([200, { version: 1 }]);
  });

  it('leaves an invitation that nobody has answered as good as it was', async () => {
    const address = `${randomUUID()}@city.example`;
    const colleague = { name: 'Ben Colleague', zone: 'Africa/Nairobi', address, cityRole: 'editor' };
    const { invitationId } = (await send('POST', `${b.cityId}/people`, b.key, colleague)).json;
    await merge((await preview()).json['digest']);
    expect(await api.accept(invitationId as string)).toBe(200);
    const { people } = (await send('GET', `${a.cityId}/people`, a.key)).json as { people: object[] };
    expect(people).toContainEqual(expect.objectContaining({ address, cityRole: 'editor', pending: false }));
  });

  it('beside the erasure of one of its people gives them no role again', async () => {
    const second = await api.colleague(b.cityId, 'owner');
    const ofAll = await api.caller('secretariat', { programme: null });
    const { digest } = (await preview()).json;
    const erased = { reasonCode: 'asked', reasonText: 'She asked for it.' };
    const [merged, erasure] = await Promise.all([
      merge(digest),
      api.send('POST', `/v1/people/${second.personId}/erasure`, ofAll.key, erased),
    ]);
    expect([201, 409]).toContain(merged.status);
    expect(erasure.status).toBe(204);
    const { rows } = await api.db.query('select 1 from identity.city_person where person_id = $1', [second.personId]);
    expect(rows).toEqual([]);
  });
});
