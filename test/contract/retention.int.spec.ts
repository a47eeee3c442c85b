import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import pg from 'pg';
import { allMigrations } from '../../apps/migrator/src/migrations.js';
import { entriesPersonalData } from '#libs/entries';
import {
  PERSONAL_DATA_SOURCES,
  PersonalDataService,
  RetentionService,
  identityEntities,
  identityPersonalData,
} from '#libs/identity';
import { judgingPersonalData } from '#libs/judging';
import { PlatformModule } from '#libs/platform';
import { createTestDatabase } from '../support/test-database.js';

const worker = { actor: { id: 'service:worker' }, cause: 'workflow:retention' };
const sources = [entriesPersonalData, judgingPersonalData, identityPersonalData];

interface Somebody {
  id: string;
  address: string;
}

describe('what names people ends by itself', () => {
  let modules: TestingModule[];
  let retention: RetentionService;
  let asApi: RetentionService;
  let db: pg.Pool;

  beforeAll(async () => {
    const database = await createTestDatabase(allMigrations);
    const start = (app: 'api' | 'worker') =>
      Test.createTestingModule({
        imports: [PlatformModule.forRoot({ app, database, entities: identityEntities })],
        providers: [PersonalDataService, RetentionService, { provide: PERSONAL_DATA_SOURCES, useValue: sources }],
      }).compile();
    modules = [await start('worker'), await start('api')];
    [retention, asApi] = modules.map((module) => module.get(RetentionService)) as [RetentionService, RetentionService];
    db = new pg.Pool({ connectionString: database.url, max: 2 });
  });
  afterAll(async () => {
    await db?.end();
    await Promise.all(modules.map((module) => module.close()));
  });

  /** Somebody entered so many days ago, whose role ended so many days ago; null: it goes on. */
  const person = async (entered: number, ended: number | null): Promise<Somebody> => {
    const id = randomUUID();
    const address = `${id}@person.example`;
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000);
    await db.query(
      `insert into identity.person (id, name, language, zone, created_at) values ($1, 'Somebody', 'en', 'UTC', $2)`,
      [id, ago(entered)],
    );
    await db.query(
      'insert into identity.person_address (id, person_id, address, is_primary) values ($1, $2, $3, true)',
      [randomUUID(), id, address],
    );
    await db.query(
      `insert into identity.role_grant (id, person_id, role, granted_by, granted_at, revoked_by, revoked_at)
       values ($1, $2, 'auditor', 'test', $3, $4, $5)`,
      [randomUUID(), id, ago(entered), ended === null ? null : 'test', ended === null ? null : ago(ended)],
    );
    return { id, address };
  };
  const hold = (personId: string) =>
    db.query(
      `insert into identity.legal_hold (id, person_id, reason_code, reason_text, set_by, set_at)
       values ($1, $2, 'lawsuit', 'At the court.', 'test', now())`,
      [randomUUID(), personId],
    );
  const lift = (personId: string) =>
    db.query(
      `update identity.legal_hold set lifted_at = now(), lifted_by = 'test', lift_reason_code = 'over', lift_reason_text = 'Over.'
       where person_id = $1`,
      [personId],
    );
  const nameOf = async ({ id }: { id: string }) => {
    const { rows } = await db.query<{ name: string }>('select name from identity.person where id = $1', [id]);
    return rows[0]!.name;
  };

  it('has a period for each kind, which the secretariat sets', async () => {
    const before = await asApi.periods();
    expect(new Set(before.map(({ kind }) => kind)).size).toBe(before.length);
    expect(before.every(({ days, shippedDays, from }) => days === shippedDays && days > 0 && from !== '')).toBe(true);
    const reason = { reasonCode: 'rules', reasonText: 'Our rules say so.' };
    await asApi.setPeriod(worker, 'sign-in-requests', 30, reason);
    const changed = await asApi.setPeriod(worker, 'sign-in-requests', 60, reason);
    expect(changed).toMatchObject({ days: 60, shippedDays: 90 });
    expect((await retention.periods()).find(({ kind }) => kind === 'sign-in-requests')).toEqual(changed);
    await expect(asApi.setPeriod(worker, 'no-such', 60, reason)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('erases people three years after their last role ended, none before and none under a legal hold', async () => {
    const due = await person(2000, 1100);
    const early = await person(2000, 1090);
    const active = await person(2000, null);
    const held = await person(2000, 1100);
    const here = await person(2000, 1100);
    await db.query('update identity.person set signed_in_at = now() where id = $1', [here.id]);
    await hold(held.id);
    const { again } = await retention.carryOut(worker);
    expect(Date.parse(again) - Date.now()).toBeGreaterThan(23 * 3_600_000);
    expect(await nameOf(due)).toBe('Erased');
    expect(await Promise.all([early, active, held, here].map(nameOf))).toEqual(Array(4).fill('Somebody'));
    const { rows } = await db.query('select data from platform.outbox where subject = $1', [due.id]);
    expect(rows).toEqual([{ data: { personId: due.id, reasonCode: 'retention' } }]);
    await retention.carryOut(worker);
    expect((await db.query('select from platform.outbox where subject = $1', [due.id])).rowCount).toBe(1);
    await lift(held.id);
    await retention.carryOut(worker);
    expect(await nameOf(held)).toBe('Erased');
  });

  it('erases who never accepted an invitation, half a year after the last one ended', async () => {
    const ends = [10, 190, 190, 190];
    const invited: Somebody[] = await Promise.all(ends.map(() => person(400, null)));
    const [fresh, over, accepted, seen] = invited as [Somebody, Somebody, Somebody, Somebody];
    await db.query('update identity.person set signed_in_at = now() where id = $1', [seen.id]);
    for (const [index, { id }] of invited.entries())
      await db.query(
        `insert into identity.invitation (id, person_id, grant_id, invited_by, invited_at, expires_at, accepted_at)
         select $1, person_id, id, 'test', now() - interval '300 days', now() - make_interval(days => $3), $4
         from identity.role_grant where person_id = $2`,
        [randomUUID(), id, ends[index], index === 2 ? new Date() : null],
      );
    await retention.carryOut(worker);
    const kept = await Promise.all([fresh, accepted, seen].map(nameOf));
    expect([await nameOf(over), ...kept]).toEqual(['Erased', 'Somebody', 'Somebody', 'Somebody']);
  });

  describe('of entries and requests', () => {
    let entryId: string;
    let cityId: string;
    let held: Somebody;

    beforeEach(async () => {
      held = await person(10, null);
      await hold(held.id);
      const cycleId = randomUUID();
      cityId = randomUUID();
      entryId = randomUUID();
      await db.query(`insert into cycles.programme (key, name) values ('guangzhou', 'Award') on conflict do nothing`);
      await db.query(
        `insert into cycles.cycle (id, programme, edition, title, zone, demonstration, status, revision, version, created_by,
           created_at, ended_at) values ($1, 'guangzhou', $2, 'A cycle', 'UTC', false, 'completed', 1, 1, 'test',
           now() - interval '5 years', now() - interval '1100 days')`,
        [cycleId, cycleId],
      );
      await db.query(
        `insert into entries.city (id, name, country_code, kind, region, zone, registered_by, registered_at)
         values ($1, $2, 'KE', 'city', 'Africa', 'UTC', 'test', now())`,
        [cityId, cityId],
      );
      await db.query(
        `insert into entries.entry (id, cycle_id, stage_key, city_id, alias, state, version, draft_changed, current_version,
           contacts_version, form_revision, created_by, created_at, saved_by, saved_at)
         values ($1, $2, 'call', $3, gen_random_uuid(), 'draft', 1, true, 0, 1, 1, 'test', now(), 'test', now())`,
        [entryId, cycleId, cityId],
      );
    });

    it('ends contacts and signatories three years after the cycle, who signed a letter, and requests and kept answers by their own age', async () => {
      await db.query(
        `insert into entries.entry_contact (entry_id, position, name, email) values ($1, 1, 'Bea', 'bea@city.example'), ($1, 2, 'Held', $2)`,
        [entryId, held.address.toUpperCase()],
      );
      await db.query(
        `insert into entries.signatory (id, entry_id, act, account_id, name, function, signed_at)
         values ($1, $2, 'withdrawn', $3, 'Amina', 'Mayor', now())`,
        [randomUUID(), entryId, randomUUID()],
      );
      for (const days of [1000, 1100])
        await db.query(
          `insert into entries.city_verification (id, city_id, verification, reason, letter, done_by, done_at)
           values (gen_random_uuid(), $1, 'verified', 'By letter', $2, 'test', now() - make_interval(days => $3))`,
          [cityId, { signedBy: 'Amina', function: 'Mayor', date: '2020-01-01', digest: 'd' }, days],
        );
      const asker = await person(10, null);
      for (const days of [50, 100])
        await db.query(
          `insert into identity.sign_in_request (id, person_id, address_id, requested_at)
           select $1, person_id, id, now() - make_interval(days => $3) from identity.person_address where person_id = $2`,
          [randomUUID(), asker.id, days],
        );
      for (const days of [20, 40])
        await db.query(
          `insert into platform.idempotency_key (actor_id, key, fingerprint, created_at)
           values ($1, $2, 'f', now() - make_interval(days => $3))`,
          [asker.id, String(days), days],
        );
      await retention.carryOut(worker);
      const left = async (sql: string, value: string) => (await db.query(sql, [value])).rows as unknown[];
      expect(await left('select name from entries.entry_contact where entry_id = $1', entryId)).toEqual([
        { name: 'Held' },
      ]);
      expect(await left('select contacts_version as version from entries.entry where id = $1', entryId)).toEqual([
        { version: 2 },
      ]);
      expect(await left('select name, act from entries.signatory where entry_id = $1', entryId)).toEqual([
        { name: null, act: 'withdrawn' },
      ]);
      const letters = 'select letter from entries.city_verification where city_id = $1 order by done_at desc';
      expect(await left(letters, cityId)).toMatchObject([
        { letter: { signedBy: 'Amina', function: 'Mayor' } },
        { letter: { signedBy: null, function: null, date: '2020-01-01', digest: 'd' } },
      ]);
      const forged = `update entries.city_verification set letter = letter || '{"signedBy": "Bea"}' where city_id = $1`;
      await expect(db.query(forged, [cityId])).rejects.toThrow('is never changed');
      expect(await left('select 1 as one from identity.sign_in_request where person_id = $1', asker.id)).toHaveLength(
        1,
      );
      expect(await left('select key from platform.idempotency_key where actor_id = $1', asker.id)).toEqual([
        { key: '20' },
      ]);
    });
  });
});
