import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Module } from '@nestjs/common';
import type { Role } from '#libs/contracts';
import { CyclesModule, CyclesOptions, cyclesEntities, cyclesMigrations } from '#libs/cycles';
import { ApiKeyService, IdentityModule, IdentityService, identityEntities, identityMigrations } from '#libs/identity';
import {
  EventsModule,
  HttpModule,
  PlatformModule,
  createHttpApp,
  listen,
  log,
  platformMigrations,
} from '#libs/platform';
import { EventLab, eventually } from '../../../../test/support/event-lab.js';
import { createTestDatabase } from '../../../../test/support/test-database.js';
import { EventsApiModule } from './events-api.module.js';

const http = { host: '127.0.0.1', port: 0, publicUrl: undefined, bodyLimitBytes: 1_048_576, requestsPerMinute: 10_000 };
const context = { actor: { id: 'service:test' }, cause: 'command:test' };

@Module({})
class TestApi {}

describe('events over HTTP', () => {
  let lab: EventLab;
  let api: Awaited<ReturnType<typeof listen>>;
  let keys: Record<'secretariat' | 'auditor' | 'organiser' | 'secretariatOfProgramme', string>;
  let broken = true;

  const send = async (role: keyof typeof keys, method: string, path: string) => {
    const headers = { 'x-api-key': keys[role], ...(method === 'POST' && { 'idempotency-key': randomUUID() }) };
    const answer = await fetch(`${api.url}/v1/events/${path}`, { method, headers });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> & { items: never[] } };
  };

  beforeAll(async () => {
    log.level = 'silent';
    const database = await createTestDatabase([...platformMigrations, ...identityMigrations, ...cyclesMigrations]);
    lab = await EventLab.open(database);
    const signIn = { database, secret: Buffer.alloc(32, 1).toString('base64'), publicUrl: 'http://127.0.0.1' };
    const imports = [
      PlatformModule.forRoot({ app: 'api', database, entities: [...identityEntities, ...cyclesEntities] }),
      HttpModule.forRoot(http),
      EventsModule.forRoot({ app: 'api', database, kafka: lab.kafka }),
      IdentityModule.forRoot({ signIn }),
      CyclesModule.forRoot(new CyclesOptions(3000)),
      EventsApiModule,
    ];
    const app = await createHttpApp({ module: TestApi, imports }, http);
    api = await listen(app, http);
    const keyOf = async (role: Role, programme: string | null = null) => {
      const addresses = [`${randomUUID()}@award.example`];
      const identity = app.get(IdentityService);
      const id = await identity.createPerson(context, { name: role, language: 'en', zone: 'UTC', addresses });
      await identity.grantRole(context, id, { role, programme });
      return (await app.get(ApiKeyService).createApiKey(context, id, 'test')).key;
    };
    keys = {
      secretariat: await keyOf('secretariat'),
      auditor: await keyOf('auditor'),
      organiser: await keyOf('organiser'),
      secretariatOfProgramme: await keyOf('secretariat', 'guangzhou'),
    };
    lab.startRelay();
    const complete = async () => {
      if (broken) throw new Error('broken');
    };
    await lab.startConsumer(
      { name: 'fragile', handlers: { 'laureate.cycle.completed.v1': complete } },
      { attempts: 1 },
    );
  });
  afterAll(async () => {
    await api?.close();
    await lab?.close();
  });

  it('shows dead letters page by page, and redrives them', async () => {
    await lab.emit([randomUUID(), randomUUID(), randomUUID()]);
    const buried = () => lab.count('platform.dead_letter');
    await eventually(async () => (await buried()) === 3, 'all three are dead');
    const first = await send('auditor', 'GET', 'dead?consumer=fragile&limit=2');
    expect(first).toMatchObject({ status: 200, body: { next: expect.any(String) } });
    const second = await send('auditor', 'GET', `dead?consumer=fragile&limit=2&cursor=${String(first.body['next'])}`);
    expect(second.body['next']).toBeNull();
    const letters = [...first.body.items, ...second.body.items] as { id: string; event: { type: string } }[];
    expect(new Set(letters.map(({ id }) => id)).size).toBe(3);
    expect(letters[0]).toMatchObject({ consumer: 'fragile', reason: 'Error: broken', redriveWantedAt: null });
    expect(letters[0]!.event.type).toBe('laureate.cycle.completed.v1');

    broken = false;
    const { id } = letters[0]!;
    expect(await send('auditor', 'POST', `dead/${id}/redrive`)).toMatchObject({ status: 403 });
    expect(await send('secretariatOfProgramme', 'POST', `dead/${id}/redrive`)).toMatchObject({ status: 403 });
    expect(await send('secretariatOfProgramme', 'GET', 'dead')).toMatchObject({ status: 403 });
    expect(await send('secretariat', 'POST', `dead/${id}/redrive`)).toEqual({
      status: 202,
      body: { id, consumer: 'fragile' },
    });
    await eventually(async () => (await buried()) === 2, 'it is applied');
    expect(await send('secretariat', 'POST', `dead/${id}/redrive`)).toMatchObject({ status: 404 });
  });

  it('shows events that could not be published, and redrives them', async () => {
    const subject = randomUUID();
    await lab.pool.query(
      `insert into platform.outbox (id, topic, type, subject, sequence, actor, cause, data)
       values ($1, 'laureate.cycles', 'laureate.cycle.completed.v1', $2, 1, 'a', 'c', '{}')`,
      [randomUUID(), subject],
    );
    const other = randomUUID();
    await lab.emit([other]);
    await eventually(() => lab.count('platform.outbox_failure'), 'it fails');
    const { body } = await send('auditor', 'GET', 'failed');
    const [failed] = body.items as { eventId: string }[];
    expect(failed).toMatchObject({ subject, waiting: 1, reason: expect.stringContaining('/cycleId') });
    await lab.pool.query('update platform.outbox set data = $2 where subject = $1', [
      subject,
      JSON.stringify({ cycleId: subject }),
    ]);
    expect(await send('secretariat', 'POST', `failed/${failed!.eventId}/redrive`)).toMatchObject({ status: 202 });
    await eventually(async () => (await lab.count('platform.outbox where published_at is null')) === 0);
    expect((await send('auditor', 'GET', 'failed')).body.items).toEqual([]);
  });

  it('shows the consumers with their lag, and replays one', async () => {
    const status = async () => {
      const { body } = await send('auditor', 'GET', 'consumers');
      return body.items.find(({ name }) => name === 'fragile') as Record<string, unknown> | undefined;
    };
    await eventually(async () => (await status())?.['lag'] === 0, 'it is up to date');
    expect(await status()).toMatchObject({ deadLetters: 2, replayWanted: false, topics: ['laureate.cycles'] });
    expect(await send('secretariat', 'POST', 'consumers/fragile/replay')).toMatchObject({ status: 202 });
    await eventually(async () => (await status())?.['deadLetters'] === 0, 'it began again, and is not broken any more');
    await eventually(async () => (await status())?.['lag'] === 0, 'it has read all again');
    expect(await lab.count(`platform.inbox where consumer = 'fragile'`)).toBe(
      await lab.count(`platform.outbox where type = 'laureate.cycle.completed.v1'`),
    );
    expect(await send('secretariat', 'POST', 'consumers/nobody/replay')).toMatchObject({ status: 404 });
  });

  it('is for secretariat and auditors only', async () => {
    for (const path of ['dead', 'failed', 'consumers']) {
      expect(await send('organiser', 'GET', path)).toMatchObject({ status: 403 });
    }
  });
});
