import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ALL_PUBLISHED, completeContent } from '../../../../../test/support/entry-contents.js';
import { type Answer, type Caller, type EntriesApi, openEntriesApi } from '../../../../../test/support/entries-api.js';

interface Member {
  personId: string;
  name: string | null;
  address: string;
  cityRole: string;
  pending: boolean;
}
const colleague = (more: object = {}) => ({
  name: 'Ben Colleague',
  zone: 'Africa/Nairobi',
  address: `${randomUUID()}@city.example`,
  ...more,
});
const reason = { reasonCode: 'left', reasonText: 'She left the city, says her office.' };
const pointers = ({ json }: Answer) => (json['errors'] as { pointer: string }[]).map(({ pointer }) => pointer);

describe('the people of a city', () => {
  let api: EntriesApi;
  let owner: Caller & { cityId: string };
  let staff: Caller;
  let city: string;

  beforeAll(async () => {
    api = await openEntriesApi();
    staff = await api.caller('secretariat');
  });
  afterAll(() => api?.close());
  beforeEach(async () => {
    owner = await api.registered();
    city = `/v1/cities/${owner.cityId}`;
  });

  const people = async (key = owner.key) => {
    const { status, json } = await api.send('GET', `${city}/people`, key);
    return status === 200 ? (json['people'] as Member[]) : status;
  };
  const invite = (body: object, key = owner.key) => api.send('POST', `${city}/people`, key, body);
  const remove = (personId: string, key: string, body: object = {}) =>
    api.send('POST', `${city}/people/${personId}/removal`, key, body);
  const change = (personId: string, cityRole: string, key = owner.key) =>
    api.send('PUT', `${city}/people/${personId}`, key, { cityRole });
  const handOver = (body: object, key = owner.key) => api.send('POST', `${city}/hand-overs`, key, body);
  const eventsOf = async (personId: unknown) => {
    const { rows } = await api.db.query<{ type: string; data: object }>(
      `select type, data from platform.outbox where subject = $1 and topic = 'laureate.identity' order by sequence`,
      [personId],
    );
    return rows.map(({ type, data }) => ({ type: type.split('.').slice(1, -1).join('.'), ...data }));
  };

  it('come in by the invitation of an owner, whose name shows once they accepted', async () => {
    const body = colleague({ cityRole: 'editor' });
    const { status, json } = await invite(body);
    expect(status).toBe(201);
    const invited = { personId: json['personId'], address: body.address, cityRole: 'editor' };
    expect(await people()).toMatchObject([
      { personId: owner.personId, cityRole: 'owner', pending: false },
      { ...invited, name: null, pending: true },
    ]);
    expect(await api.accept(json['invitationId'] as string)).toBe(200);
    expect(await people()).toMatchObject([{}, { ...invited, name: 'Ben Colleague', pending: false }]);
    const events = await eventsOf(json['personId']);
    expect(events.map(({ type }) => type)).toEqual(['role.granted', 'person.invited', 'invitation.accepted']);
    expect(JSON.stringify(events)).not.toContain(body.address);
    expect((await invite(body)).status).toBe(409);
  });

  it('let one person serve several cities, each with its own role, and into no other', async () => {
    const other = await api.registered();
    const { rows } = await api.db.query<{ address: string }>(
      'select address from identity.person_address where person_id = $1',
      [other.personId],
    );
    const invited = await invite(colleague({ cityRole: 'reader', address: rows[0]!.address.toUpperCase() }));
    expect(invited.json['personId']).toBe(other.personId);
    expect((await api.send('GET', city, other.key)).status).toBe(200);
    expect((await invite(colleague({ cityRole: 'reader' }), other.key)).status).toBe(403);
    const elsewhere = await api.send('POST', `/v1/cities/${other.cityId}/people`, owner.key, {
      ...colleague({ cityRole: 'owner' }),
    });
    expect(elsewhere.status).toBe(404);
  });

  it('change their roles; whoever has not accepted still does by the mail they have', async () => {
    const { json } = await invite(colleague({ cityRole: 'reader' }));
    expect((await change(json['personId'] as string, 'owner')).status).toBe(204);
    expect(await api.accept(json['invitationId'] as string)).toBe(200);
    expect(await people()).toMatchObject([{ cityRole: 'owner' }, { cityRole: 'owner', pending: false }]);
    expect((await change(randomUUID(), 'reader')).status).toBe(404);
  });

  it('are removed, or leave; never the last owner who has accepted', async () => {
    const editor = await api.colleague(owner.cityId, 'editor');
    const reader = await api.colleague(owner.cityId, 'reader');
    await invite(colleague({ cityRole: 'owner' }));
    expect((await remove(owner.personId, owner.key)).status).toBe(409);
    expect((await change(owner.personId, 'editor')).status).toBe(409);
    expect((await remove(reader.personId, editor.key)).status).toBe(403);
    expect((await remove(reader.personId, reader.key)).status).toBe(204);
    expect((await remove(editor.personId, owner.key)).status).toBe(204);
    // Without any role left.
    expect(await people(editor.key)).toBe(403);
    const withoutReason = await remove(owner.personId, staff.key);
    expect([withoutReason.status, pointers(withoutReason)]).toEqual([400, ['/reasonCode']]);
    expect((await remove(owner.personId, staff.key, reason)).status).toBe(204);
    expect((await eventsOf(owner.personId)).at(-1)).toMatchObject({ type: 'role.revoked', reasonCode: 'left' });
    expect(JSON.stringify(await eventsOf(owner.personId))).not.toContain(reason.reasonText);
  });

  it('never remove each other at once', async () => {
    const second = await api.colleague(owner.cityId, 'owner');
    const answers = await Promise.all([
      remove(second.personId, owner.key),
      remove(owner.personId, second.key),
      change(owner.personId, 'reader'),
      remove(second.personId, second.key),
    ]);
    expect(answers.map(({ status }) => status)).toContain(204);
    const left = (await people(staff.key)) as Member[];
    expect(left.filter(({ cityRole }) => cityRole === 'owner')).toHaveLength(1);
  });

  it('hand over: an owner stays until the successor accepts by mail', async () => {
    const { json } = await handOver({ to: colleague() });
    expect(await people()).toMatchObject([{ cityRole: 'owner' }, { cityRole: 'owner' }]);
    expect(await api.accept(json['invitationId'] as string)).toBe(200);
    expect(await people(staff.key)).toMatchObject([{ personId: json['personId'], cityRole: 'owner', pending: false }]);
    expect(await people()).toBe(404);
    expect((await eventsOf(owner.personId)).at(-1)).toMatchObject({ type: 'role.revoked', reasonCode: 'handed-over' });
    expect(await eventsOf(json['personId'])).toContainEqual(
      expect.objectContaining({ type: 'person.invited', takesOverFrom: owner.personId }),
    );
  });

  it('hand over to a colleague, and may think better of it before', async () => {
    const editor = await api.colleague(owner.cityId, 'editor');
    const { rows } = await api.db.query<{ address: string }>(
      'select address from identity.person_address where person_id = $1',
      [editor.personId],
    );
    const { json } = await handOver({ to: colleague({ address: rows[0]!.address }) });
    expect(json['personId']).toBe(editor.personId);
    expect((await remove(editor.personId, owner.key)).status).toBe(204);
    expect(await api.accept(json['invitationId'] as string)).toBeNull();
    expect(await people()).toMatchObject([{ personId: owner.personId }]);
  });

  it('are handed over by the secretariat, with a reason, when the owner has left', async () => {
    const to = colleague();
    const from = owner.personId;
    const { personId: other } = await api.colleague(owner.cityId, 'reader');
    expect((await handOver({ from: other, to })).status).toBe(403);
    expect((await handOver({ from: other, to, ...reason }, staff.key)).status).toBe(409);
    expect(pointers(await handOver({ from, to }, staff.key))).toEqual(['/reasonCode']);
    expect(pointers(await handOver({ to, ...reason }, staff.key))).toEqual(['/from']);
    const { status, json } = await handOver({ from, to, ...reason }, staff.key);
    expect(status).toBe(201);
    expect(await people(staff.key)).toMatchObject([{ personId: json['personId'], pending: true }, { personId: other }]);
    expect(await people()).toBe(404);
  });

  describe('by a shared office account', () => {
    const signatory = { name: 'Amina Mayor', function: 'Deputy mayor' };
    const contact = (n: number) => ({ name: `Contact ${n}`, email: `contact-${n}@city.example` });
    let entry: string;
    const send = (path: string, body: object) => api.send('POST', `${entry}/${path}`, owner.key, body);
    const share = (key: string, personId: string) =>
      api.send('PUT', `/v1/people/${personId}/office-account`, key, { office: true });

    beforeEach(async () => {
      const draft = { cityId: owner.cityId, content: completeContent() };
      const { json } = await api.send('POST', `/v1/cycles/${api.cycleId}/entries`, owner.key, draft);
      entry = `/v1/entries/${json['id'] as string}`;
      const contacts = [1, 2, 3].map(contact);
      await api.send('PUT', `${entry}/contacts`, owner.key, { contacts }, { 'if-match': '"1"' });
    });

    it('say who acts at submit and withdraw, and both are kept', async () => {
      expect((await share(owner.key, owner.personId)).status).toBe(204);
      expect((await api.send('GET', '/v1/me', owner.key)).json).toMatchObject({ office: true });
      const refused = await send('submit', ALL_PUBLISHED);
      expect([refused.status, pointers(refused)]).toEqual([422, ['/signatory']]);
      expect((await send('submit', { ...ALL_PUBLISHED, signatory })).status).toBe(201);
      expect((await send('withdraw', {})).status).toBe(422);
      expect((await send('withdraw', { signatory })).status).toBe(200);
      const kept = { ...signatory, accountId: owner.personId };
      expect((await api.send('GET', entry, staff.key)).json['signatories']).toMatchObject([
        { ...kept, act: 'submitted', version: 1 },
        { ...kept, act: 'withdrawn', version: null },
      ]);
      const auditor = await api.caller('auditor');
      expect((await api.send('GET', entry, auditor.key)).json['signatories']).toEqual([]);
      const { rows } = await api.db.query('select data from platform.outbox');
      expect(JSON.stringify(rows)).not.toContain(signatory.name);
    });

    it('is what the person or the secretariat says it is; a personal account need not say more', async () => {
      const reader = await api.colleague(owner.cityId, 'reader');
      expect((await share(reader.key, owner.personId)).status).toBe(403);
      const all = await api.caller('secretariat', { programme: null });
      expect((await share(all.key, reader.personId)).status).toBe(204);
      expect((await eventsOf(reader.personId)).at(-1)).toMatchObject({ type: 'person.office-set', office: true });
      expect((await send('submit', ALL_PUBLISHED)).status).toBe(201);
      expect((await api.send('GET', entry, owner.key)).json['signatories']).toEqual([]);
    });

    it('name up to three contacts of an entry', async () => {
      const contacts = [1, 2, 3, 4].map(contact);
      const refused = await api.send('PUT', `${entry}/contacts`, owner.key, { contacts }, { 'if-match': '"2"' });
      expect([refused.status, pointers(refused)]).toEqual([400, ['/contacts']]);
    });
  });
});
