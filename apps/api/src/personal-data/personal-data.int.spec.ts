import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ALL_PUBLISHED, completeContent } from '../../../../test/support/entry-contents.js';
import { type Caller, type EntriesApi, openEntriesApi } from '../../../../test/support/entries-api.js';

const why = { reasonCode: 'asked', reasonText: 'By letter of her own.' };

describe('the data of a person', () => {
  let api: EntriesApi;
  let staff: Caller;

  beforeAll(async () => {
    api = await openEntriesApi();
    staff = await api.caller('secretariat', { programme: null });
  });
  afterAll(() => api?.close());

  const post = (path: string, key: string, body: object) => api.send('POST', path, key, body);
  const addressOf = async (personId: string) => {
    const { rows } = await api.db.query<{ address: string }>(
      'select address from identity.person_address where person_id = $1',
      [personId],
    );
    return rows[0]?.address;
  };
  const held = async (key: string) => {
    const answer = await fetch(`${api.url}/v1/me/data`, { headers: { 'x-api-key': key } });
    expect(answer.status).toBe(200);
    const lines = (await answer.text()).trim().split('\n');
    return lines.map((line) => JSON.parse(line) as { kind: string; record: Record<string, unknown> });
  };

  describe('privacy notices', () => {
    let own: Caller;
    interface Question {
      kind: string;
      key: string;
      words: Record<string, string>;
    }
    const notice = async (version = '') => {
      const query = version === '' ? '' : `?version=${version}`;
      return (await api.send('GET', `/v1/privacy-notice${query}`, null)).json as unknown as {
        version: string;
        questions: Question[];
      };
    };
    const choose = (body: object) => post('/v1/me/privacy', own.key, { language: 'zh', ...body });
    beforeEach(async () => {
      own = await api.caller('city');
    });

    it('are answered at registration, each purpose and transfer by itself, and kept with wording and instant', async () => {
      const { version: noticeVersion, questions } = await notice();
      const choices = questions.map(({ kind, key }) => ({ kind, key, granted: kind === 'purpose' }));
      const short = await choose({ noticeVersion, choices: choices.slice(1) });
      expect([short.status, short.json['errors']]).toMatchObject([422, [{ pointer: '/choices' }]]);
      expect((await choose({ noticeVersion, choices })).status).toBe(201);
      const { json } = await api.send('GET', '/v1/me/privacy', own.key);
      const kept = choices.map((choice) => ({ ...choice, noticeVersion, language: 'zh', at: expect.any(String) }));
      expect(json).toMatchObject({
        inForce: noticeVersion,
        complete: true,
        present: kept,
        record: kept,
        publication: [],
      });
    });

    it('a yes is taken back at any time, and both stay on record', async () => {
      const { version: noticeVersion, questions } = await notice();
      const choices = questions.map(({ kind, key }) => ({ kind, key, granted: true }));
      await choose({ noticeVersion, choices });
      const next = `2-${randomUUID().slice(0, 8)}`;
      expect((await post('/v1/privacy-notices', staff.key, { version: next, questions })).status).toBe(201);
      expect((await post('/v1/privacy-notices', staff.key, { version: next, questions })).status).toBe(409);
      const taken = { ...choices[0]!, granted: false };
      const { status, json } = await choose({ noticeVersion, choices: [taken] });
      expect([status, json]).toMatchObject([201, { inForce: next, complete: false }]);
      expect((json['record'] as object[]).length).toBe(choices.length + 1);
      expect(json['present']).toContainEqual(expect.objectContaining(taken));
      const old = await choose({ noticeVersion, choices });
      expect([old.status, old.json['errors']]).toMatchObject([422, [{ pointer: '/noticeVersion', allowed: next }]]);
      expect(await notice(noticeVersion)).toEqual({ version: noticeVersion, questions });
    });
  });

  it('is for everybody who is signed in, also without any role', async () => {
    const former = await api.caller('city');
    await api.db.query(`update identity.role_grant set revoked_at = now(), revoked_by = 'test' where person_id = $1`, [
      former.personId,
    ]);
    expect((await api.send('GET', '/v1/me', former.key)).status).toBe(403);
    expect((await api.send('GET', '/v1/me/privacy', former.key)).status).toBe(200);
    expect((await held(former.key)).map(({ kind }) => kind)).toContain('addresses');
    expect((await post('/v1/me/erasure', former.key, { personId: former.personId })).status).toBe(204);
    expect(await addressOf(former.personId)).toBeUndefined();
    expect((await api.send('GET', '/v1/me/privacy', former.key)).status).toBe(401);
  });

  describe('of somebody who entered for a city', () => {
    let owner: Caller & { cityId: string };
    let address: string;
    let entry: string;
    let receiptId: string;
    /** How the owner is called as a contact, and as who acts. */
    let contact: string;
    let signer: string;

    beforeEach(async () => {
      owner = await api.registered();
      address = (await addressOf(owner.personId))!;
      [contact, signer] = [`Bea ${randomUUID()}`, `Amina ${randomUUID()}`];
      const draft = { cityId: owner.cityId, content: completeContent() };
      const { json } = await post(`/v1/cycles/${api.cycleId}/entries`, owner.key, draft);
      entry = `/v1/entries/${json['id'] as string}`;
      const contacts = [
        { name: contact, email: address.toUpperCase(), office: 'Mayor’s office' },
        { name: 'Ben Other', email: 'ben@city.example' },
      ];
      await api.send('PUT', `${entry}/contacts`, owner.key, { contacts }, { 'if-match': '"1"' });
      const submitted = await post(`${entry}/submit`, owner.key, {
        ...ALL_PUBLISHED,
        signatory: { name: signer, function: 'Deputy mayor' },
      });
      expect(submitted.status).toBe(201);
      receiptId = submitted.json['receiptId'] as string;
    });

    /** What an audit checks of an entry. */
    const audited = async () => {
      const { rows: versions } = await api.db.query(
        'select digest, hmacs, content, submitted_by from entries.entry_version where entry_id = $1',
        [entry.split('/').at(-1)],
      );
      const { rows: events } = await api.db.query(`select id, data from platform.outbox where subject = $1`, [
        entry.split('/').at(-1),
      ]);
      return {
        receipt: (await api.send('GET', `/v1/receipts/${receiptId}`, null)).json,
        counts: (await api.send('GET', `/v1/cycles/${api.cycleId}/entry-counts?by=region`, staff.key)).json,
        versions,
        events,
      };
    };
    const handedOver = async () => {
      const to = { name: 'Next', zone: 'UTC', address: `${randomUUID()}@city.example` };
      const { json } = await post(`/v1/cities/${owner.cityId}/hand-overs`, owner.key, { to });
      expect(await api.accept(json['invitationId'] as string)).toBe(200);
    };

    it('contacts and consents stand apart from the content and its digest, and consents are taken back', async () => {
      const before = await audited();
      expect(before.receipt).toMatchObject({ verifies: true });
      const changed = await post(`${entry}/consents`, owner.key, { publication: { profile: false } });
      expect(changed.json).toMatchObject({ present: { summary: true, profile: false, 'full-text': true } });
      expect((changed.json['record'] as object[]).length).toBe(4);
      await api.send('PUT', `${entry}/contacts`, owner.key, { contacts: [] }, { 'if-match': '"2"' });
      const after = await audited();
      expect([after.receipt, after.versions]).toEqual([before.receipt, before.versions]);
      const versions = JSON.stringify(after.versions);
      for (const apart of [contact, signer, 'ben@', 'full-text']) expect(versions.includes(apart)).toBe(false);
      expect(await post(`${entry}/consents`, owner.key, { publication: { profile: true, story: true } })).toMatchObject(
        {
          status: 422,
          json: { errors: [{ pointer: '/publication/story', allowed: 'full-text, profile, summary' }] },
        },
      );
      const again = await post(`${entry}/consents`, owner.key, { publication: { profile: true } });
      expect(again.json).toMatchObject({ present: { profile: true } });
      const { json } = await api.send('GET', '/v1/me/privacy', owner.key);
      expect(json['publication']).toMatchObject([{ present: { profile: true }, record: { length: 5 } }]);
      expect(JSON.stringify((await audited()).events)).toContain('"withdrawn":["profile"]');
    });

    it('is given out whole, a line a record', async () => {
      const lines = await held(owner.key);
      const of = (kind: string) => lines.filter((line) => line.kind === kind).map(({ record }) => record);
      expect(of('person')).toMatchObject([{ id: owner.personId, office: false }]);
      expect(of('addresses')).toMatchObject([{ address, isPrimary: true }]);
      expect(of('entry-contacts')).toMatchObject([{ name: contact, office: 'Mayor’s office' }]);
      expect(of('signatories')).toMatchObject([{ name: signer, act: 'submitted', version: 1 }]);
      expect(of('versions-submitted')).toMatchObject([{ version: 1 }]);
      expect(of('roles')).toContainEqual(expect.objectContaining({ cityId: owner.cityId, cityRole: 'owner' }));
      expect(of('api-keys')).toHaveLength(1);
      expect(of('sections-saved').length).toBeGreaterThan(1);
      expect(JSON.stringify(lines)).not.toMatch(/Ben Other/);
      expect((await fetch(`${api.url}/v1/me/data`)).status).toBe(401);
    });

    it('is not erased while nobody else owns a city with an open entry, nor under a legal hold', async () => {
      const erase = () => post(`/v1/people/${owner.personId}/erasure`, staff.key, why);
      const first = await erase();
      expect([first.status, first.json['detail']]).toEqual([409, expect.stringMatching(/hand over first/)]);
      await handedOver();
      const holds = `/v1/people/${owner.personId}/legal-holds`;
      const { status, json } = await post(holds, staff.key, { reasonCode: 'lawsuit', reasonText: 'At the court.' });
      expect(status).toBe(201);
      const held = await erase();
      expect([held.status, held.json['detail']]).toEqual([409, expect.stringMatching(/legal hold \(lawsuit\)/)]);
      const lift = () => post(`${holds}/${json['id'] as string}/lift`, staff.key, why);
      expect((await lift()).json).toMatchObject({ lifted: { by: staff.personId, reasonCode: 'asked' } });
      expect((await lift()).status).toBe(409);
      expect((await api.send('GET', holds, staff.key)).json).toMatchObject({ holds: [{ reasonCode: 'lawsuit' }] });
      expect((await erase()).status).toBe(204);
    });

    it('is erased by the person, and every digest, count and receipt still verifies', async () => {
      await handedOver();
      const before = await audited();
      expect((await post('/v1/me/erasure', owner.key, { personId: randomUUID() })).status).toBe(400);
      expect((await post('/v1/me/erasure', owner.key, { personId: owner.personId })).status).toBe(204);
      expect(await audited()).toEqual(before);
      expect(before.receipt).toMatchObject({ verifies: true });
      expect((await api.send('GET', '/v1/me/privacy', owner.key)).status).toBe(401);
      const { json } = await api.send('GET', entry, staff.key);
      expect(json).toMatchObject({
        contacts: [{ name: 'Ben Other' }],
        contactsVersion: 3,
        signatories: [{ act: 'submitted', name: null, function: null }],
      });
      const tables = await api.db.query<{ said: string }>(
        `select query_to_xml(format('select * from %I.%I', table_schema, table_name), true, false, '')::text as said
         from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
      );
      const everything = tables.rows.map(({ said }) => said).join('');
      expect(everything.includes(owner.personId)).toBe(true);
      for (const gone of [contact, signer, address])
        expect(everything.toLowerCase().includes(gone.toLowerCase())).toBe(false);
    });

    it('is erased by the secretariat with a reason, once; the address may come back as somebody new', async () => {
      await handedOver();
      const erase = (key: string) => post(`/v1/people/${owner.personId}/erasure`, key, why);
      const programme = await api.caller('secretariat');
      expect((await erase(programme.key)).status).toBe(403);
      expect((await erase(staff.key)).status).toBe(204);
      expect((await erase(staff.key)).status).toBe(204);
      const { rows } = await api.db.query(
        `select data from platform.outbox where subject = $1 and type = 'laureate.person.erased.v1'`,
        [owner.personId],
      );
      expect(rows).toEqual([{ data: { personId: owner.personId, reasonCode: 'asked' } }]);
      const body = { name: 'New', zone: 'UTC', addresses: [address] };
      expect((await post('/v1/people', staff.key, body)).status).toBe(201);
      expect((await erase(staff.key)).status).toBe(204);
      const whole = await post(`/v1/people/${staff.personId}/erasure`, staff.key, why);
      expect([whole.status, whole.json['detail']]).toEqual([409, expect.stringMatching(/whole secretariat/)]);
    });
  });
});
