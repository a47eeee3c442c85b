import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { guangzhouTemplate } from '#libs/cycles';
import { ApiFixture } from '../../../test/support/api-fixture.js';
import { PRIVACY } from '../../../test/support/privacy.js';

const PLACE = { countryCode: 'KE', kind: 'city', region: 'Africa', zone: 'Africa/Nairobi' };

/** Each remembers for a second who somebody is; nobody may notice. */
describe('two processes of the API beside each other', () => {
  let fixture: ApiFixture;
  let one: string;
  let other: string;
  let db: pg.Client;
  let cycleId: string;

  beforeAll(async () => {
    fixture = await ApiFixture.open();
    [one, other] = [fixture.url, await fixture.another()];
    db = new pg.Client({ connectionString: fixture.databaseUrl });
    await db.connect();
    const secretariat = await fixture.keyOf('secretariat');
    const template = guangzhouTemplate({ edition: '7', year: new Date().getUTCFullYear() + 1 });
    const definition = { ...template, stages: template.stages.slice(0, 2) };
    const drafted = await send(one, 'POST', '/v1/cycles', secretariat, { definition });
    cycleId = drafted.json['id'] as string;
    const published = await send(one, 'POST', `/v1/cycles/${cycleId}/publish`, secretariat, undefined, 1);
    expect([drafted.status, published.status]).toEqual([201, 200]);
    await db.query(`update cycles.stage set state = 'open', opens_at = now() - interval '1 day' where key = 'call'`);
  });
  afterAll(async () => {
    await db?.end();
    await fixture?.close();
  });

  it('take an entry of a city that the other one has just registered', async () => {
    for (let nth = 0; nth < 5; nth += 1) {
      const key = await fixture.keyOf('city');
      // Known there, as somebody without a city.
      expect(await send(other, 'GET', '/v1/me', key)).toMatchObject({ status: 200 });
      const city = await send(one, 'POST', '/v1/cities', key, { name: `City ${nth}`, ...PLACE, privacy: PRIVACY });
      expect(city).toMatchObject({ status: 201 });
      const entry = { cityId: city.json['id'], content: { title: 'Sample' } };
      const begun = await send(other, 'POST', `/v1/cycles/${cycleId}/entries`, key, entry);
      expect(begun).toMatchObject({ status: 201, json: { state: 'draft' } });
    }
  });

  it('refuse a key when the other one has acknowledged that it is taken away', async () => {
    const key = await fixture.keyOf('city');
    const me = await send(other, 'GET', '/v1/me', key);
    expect(me).toMatchObject({ status: 200 });
    const keys = `/v1/people/${me.json['id'] as string}/api-keys`;
    const spare = await send(one, 'POST', keys, key, { name: 'spare' });
    expect(spare).toMatchObject({ status: 201 });
    const { id, key: taken } = spare.json as { id: string; key: string };
    expect(await send(other, 'GET', '/v1/me', taken)).toMatchObject({ status: 200 });
    expect(await send(one, 'DELETE', `${keys}/${id}`, key)).toMatchObject({ status: 204 });
    expect(await send(other, 'GET', '/v1/me', taken)).toMatchObject({ status: 401 });
  });
});

async function send(
  url: string,
  method: string,
  path: string,
  key: string,
  body?: object,
  version?: number,
): Promise<{ status: number; json: Record<string, unknown> }> {
  const answer = await fetch(url + path, {
    method,
    headers: {
      'x-api-key': key,
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(method === 'POST' ? { 'idempotency-key': randomUUID() } : {}),
      ...(version === undefined ? {} : { 'if-match': `"${version}"` }),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  return { status: answer.status, json: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
}
