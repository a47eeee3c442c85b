import { randomUUID } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import { ApiModule } from '../../../apps/api/src/api.module.js';
import { allMigrations } from '../../../apps/migrator/src/migrations.js';
import { CycleService, guangzhouTemplate } from '#libs/cycles';
import { ClarificationService, PaperService, SectionService } from '#libs/entries';
import { ApiKeyService, IdentityService } from '#libs/identity';
import { PanelService } from '#libs/judging';
import { type Grant, type RequestContext, createHttpApp, listen, log } from '#libs/platform';
import { createTestDatabase } from '../../support/test-database.js';
import { testFiles } from '../../support/test-files.js';
import { createTestNamespace } from '../../support/test-namespace.js';
import { CALLERS, type Caller } from './callers.js';

const A = 'guangzhou';
const B = 'riverside';
const system = { actor: { id: 'service:test' }, cause: 'command:test' };

/** Parameters of routes whose permission and path alone say who is let in: nothing of that id needs to be there. */
const NOT_THERE = [
  'amendmentId',
  'complaintId',
  'decisionId',
  'deadLetterId',
  'eventId',
  'holdId',
  'receiptId',
  'trialId',
  'trustId',
];

/** Ids of what the world has, by the name of the parameter that names it; all of cycle A1 and its city. */
export type Things = Record<string, string>;

/** The running API with two programmes, three cycles, everything of one of them, and every kind of caller. */
export interface World {
  app: NestFastifyApplication;
  url: string;
  things: Things;
  /** Definition of a cycle that programme A could draft. */
  definition: object;
  /** The id and API key of each caller, by name. */
  callers: ReadonlyMap<string, { personId: string; key: string }>;
  close(): Promise<void>;
}

/** The whole API on a database of its own. */
export type Api = Pick<World, 'app' | 'url' | 'close'> & { databaseUrl: string };

/** Starts the whole API, with nobody and nothing in it. */
export async function openApi(): Promise<Api> {
  log.level = 'silent';
  const database = { ...(await createTestDatabase(allMigrations)), poolSize: 30, transactionTimeoutMs: 10_000 };
  const http = { host: '127.0.0.1', port: 0, publicUrl: undefined, bodyLimitBytes: 1_048_576 };
  const config = {
    http: { ...http, requestsPerMinute: 1_000_000 },
    database,
    secrets: { signInSecret: Buffer.alloc(32, 1).toString('base64') },
    kafka: { brokers: process.env['LAUREATE_TEST_KAFKA_BROKERS']!.split(','), prefix: `${randomUUID()}.` },
    temporal: await createTestNamespace(),
    files: testFiles(),
  };
  const app = await createHttpApp(ApiModule.forRoot(config), config.http);
  const api = await listen(app, config.http);
  return { app, url: api.url, databaseUrl: database.url, close: () => api.close() };
}

/** Builds the world. Afterwards every write is refused at its commit: no request changes what later ones find. */
export async function openWorld(): Promise<World> {
  const { databaseUrl, ...api } = await openApi();
  try {
    return { ...(await furnish(api.app, databaseUrl)), ...api };
  } catch (error) {
    await api.close();
    throw error;
  }
}

/** Puts everything into the database that the routes name. */
async function furnish(app: NestFastifyApplication, url: string): Promise<Omit<World, 'app' | 'url' | 'close'>> {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  const insert = (table: string, row: object) => insertRow(db, table, row);

  const year = new Date().getUTCFullYear() + 1;
  const definition = (edition: string) => guangzhouTemplate({ edition, year, demonstration: true });
  const cycle = async (programme: string, edition: string) => {
    const cycles = app.get(CycleService, { strict: false });
    const { programme: named, ...rest } = definition(edition);
    const drafted = await cycles.createDraft(system, { ...rest, programme: { ...named, key: programme } });
    return (await cycles.publish(system, drafted.id, drafted.version)).id;
  };
  const cycles = { A1: await cycle(A, '7'), A2: await cycle(A, '8'), B1: await cycle(B, '1') };
  const cycleId = cycles.A1;
  await db.query(
    `update cycles.stage set state = 'open', opens_at = now() - interval '1 day', opened_at = now() - interval '1 day',
       deadline_at = now() + interval '1 hour' * case key when 'call' then 1 else 5 end,
       hard_close_at = now() + interval '1 hour' * case key when 'call' then 2 else 5 end
     where cycle_id = $1 and key in ('call', 'eligibility', 'screening')`,
    [cycleId],
  );
  const attachmentId = randomUUID();
  const { cityId, entryId } = await placeEntry(db, A, cycleId, { [attachmentId]: 'test' });
  const twin = await placeEntry(db, A, cycleId);
  const other = await placeEntry(db, A, cycles.A2);
  await placeEntry(db, B, cycles.B1);

  const callers = new Map<string, { personId: string; key: string }>();
  const identity = app.get(IdentityService, { strict: false });
  for (const caller of CALLERS) {
    const person = {
      name: caller.name,
      language: 'en' as const,
      zone: 'UTC',
      addresses: [`${randomUUID()}@people.example`],
    };
    const personId = await identity.createPerson(system, person);
    const grant = grantOf(caller, cycles, { own: cityId, other: other.cityId });
    if (grant) await identity.grantRole(system, personId, grant);
    const { key } = await app.get(ApiKeyService, { strict: false }).createApiKey(system, personId, 'test');
    callers.set(caller.name, { personId, key });
  }
  const personOf = (name: string) => callers.get(name)!.personId;
  const everything = { programme: null, cycleId: null, cityId: null, cityRole: null };
  const staff = requestOf(personOf('secretariat for everything'), { role: 'secretariat', ...everything });
  const expertId = personOf('expert of cycle A1');
  const appoint = (stageKey: string, personId: string) =>
    app
      .get(PanelService, { strict: false })
      .appoint(staff, { cycleId, stageKey }, { personId, seat: 'chair', countryCodes: [], cityIds: [] });
  await appoint('screening', expertId);
  await appoint('jury', personOf('juror of cycle A1'));

  const dueAt = new Date(Date.now() + 30 * 60_000);
  const { id: clarificationId } = await app
    .get(ClarificationService, { strict: false })
    .ask(staff, { cycleId, stageKey: 'eligibility' }, {
      entryId,
      fields: [{ pointer: '/title', question: 'What is it called?' }],
      dueAt,
    } as never);
  const paper = await app.get(PaperService, { strict: false }).register(staff, cycleId, {
    cityId,
    arrivedAt: new Date(),
    means: 'post',
    until: new Date(Date.now() + 80 * 60_000),
    reasonCode: 'post',
    reasonText: 'It came by post.',
  } as never);
  const paperEntryId = (await db.query<{ entry_id: string }>('select entry_id from entries.paper')).rows[0]!.entry_id;
  const ids = Object.fromEntries(
    ['assignmentId', 'translationId', 'outageId', 'commandId', 'grantId'].map((name) => [name, randomUUID()]),
  ) as Things;
  await insert('judging.assignment', {
    id: ids['assignmentId'],
    cycle_id: cycleId,
    stage_key: 'screening',
    person_id: expertId,
    entry_id: entryId,
    position: 1,
    state: 'open',
    version: 0,
  });
  await insert('entries.attachment', {
    id: attachmentId,
    entry_id: entryId,
    section: 'summary',
    name: 'a.png',
    size: 1,
    state: 'ready',
    created_by: 'test',
    created_at: new Date(),
    purpose: 'content',
    supporting: false,
    media_type: 'image/png',
    digest: 'test',
    storage_key: 'a',
    judges_key: 'b',
    uploaded_at: new Date(),
    checked_at: new Date(),
  });
  await insert('entries.translation', {
    id: ids['translationId'],
    entry_id: entryId,
    entry_version: 1,
    original_digest: 'test',
    language: 'fr',
    source: 'human',
    content: '{}',
    salts: '{}',
    hmacs: '{}',
    digest: 'test',
    digest_algorithm: 'test',
    added_by: 'test',
    added_at: new Date(),
  });
  await insert('cycles.outage', { id: ids['outageId'], from_at: new Date(Date.now() - 60_000), to_at: new Date() });
  await insert('cycles.outage_stage', {
    outage_id: ids['outageId'],
    cycle_id: cycleId,
    stage_key: 'call',
    deadline_version: 1,
  });
  await insert('cycles.command', {
    id: ids['commandId'],
    actor_id: randomUUID(),
    cycle_id: cycleId,
    stage_key: 'call',
    update_name: 'close',
    payload: '{}',
    fingerprint: 'test',
    state: 'pending',
    created_at: new Date(),
  });
  const someone = await identity.createPerson(system, {
    name: 'Somebody else',
    language: 'en',
    zone: 'UTC',
    addresses: [`${randomUUID()}@people.example`],
  });
  ids['grantId'] = await identity.grantRole(system, someone, { role: 'auditor', programme: A, cycleId });

  const { id: apiKeyId } = await app.get(ApiKeyService, { strict: false }).createApiKey(system, someone, 'test');
  const owner = requestOf(personOf('owner of the city'), {
    role: 'city',
    programme: A,
    cycleId: null,
    cityId,
    cityRole: 'owner',
  });
  const sections = app.get(SectionService, { strict: false });
  for (const [version, title] of ['Once', 'Twice'].entries())
    await sections.save(owner, { entryId, key: 'summary' }, version, { title });

  await refuseCommits(db);
  await db.end();
  const things = {
    ...Object.fromEntries(NOT_THERE.map((name) => [name, randomUUID()])),
    ...ids,
    apiKeyId,
    attachmentId,
    cycleId,
    otherCycleId: cycles.A2,
    cityId,
    entryId,
    paperEntryId,
    clarificationId,
    paperId: paper.id,
    personId: someone,
    ownerId: personOf('owner of the city'),
    programme: A,
    stageKey: 'screening',
    token: 'nobodys',
    name: 'auditor',
    kind: 'contacts',
    picker: 'sdgs',
    key: 'summary',
    version: '1',
    a: cityId,
    b: twin.cityId,
  };
  return { things, definition: definition('9'), callers };
}

/** Cycles and cities are known by now: the role a caller is given. */
function grantOf(
  { role, place, city }: Caller,
  cycles: Record<string, string>,
  cities: Record<'own' | 'other', string>,
) {
  if (role === null) return null;
  const programme = place === 'all' ? null : place.startsWith('A') ? A : B;
  const where = { role, programme, cycleId: cycles[place] ?? null };
  return city ? { ...where, cityId: cities[city.which], cityRole: city.role } : where;
}

/** A registered city of a programme with a submitted entry in a cycle. */
async function placeEntry(db: pg.Client, programme: string, cycleId: string, attachments: object = {}) {
  const [cityId, entryId] = [randomUUID(), randomUUID()];
  const at = new Date();
  await insertRow(db, 'entries.city', {
    id: cityId,
    name: `City ${cityId}`,
    country_code: 'KE',
    kind: 'city',
    region: 'Africa',
    zone: 'UTC',
    registered_by: 'test',
    registered_at: at,
    registered_in: programme,
  });
  await insertRow(db, 'entries.entry', {
    id: entryId,
    cycle_id: cycleId,
    stage_key: 'call',
    city_id: cityId,
    alias: randomUUID(),
    state: 'submitted',
    version: 1,
    title: 'An initiative',
    contacts_version: 1,
    draft_changed: false,
    current_version: 1,
    form_revision: 1,
    created_by: 'test',
    created_at: at,
    saved_by: 'test',
    saved_at: at,
  });
  await insertRow(db, 'entries.entry_version', {
    entry_id: entryId,
    version: 1,
    content: JSON.stringify({ title: 'An initiative' }),
    salts: '{}',
    hmacs: '{}',
    digest: 'test',
    digest_algorithm: 'test',
    revision: 1,
    submitted_at: at,
    submitted_by: 'test',
    late: false,
    attachments: JSON.stringify(attachments),
  });
  return { cityId, entryId };
}

async function insertRow(db: pg.Client, table: string, row: object): Promise<void> {
  const columns = Object.keys(row);
  const values = columns.map((_, index) => `$${index + 1}`);
  await db.query(`insert into ${table} (${columns.join(', ')}) values (${values.join(', ')})`, Object.values(row));
}

/** From now on whatever writes a row ends at its commit, as if the database were too busy. */
async function refuseCommits(db: pg.Client): Promise<void> {
  await db.query(`create function public.refuse_commit() returns trigger language plpgsql as $$
    begin raise exception 'nothing is kept' using errcode = '55P03'; end $$`);
  const { rows } = await db.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition
       and n.nspname in ('auth', 'cycles', 'entries', 'identity', 'judging', 'notifications', 'platform', 'transparency')`,
  );
  for (const { name } of rows)
    await db.query(`create constraint trigger nothing_is_kept after insert or update or delete on ${name}
      deferrable initially deferred for each row execute function public.refuse_commit()`);
}

function requestOf(personId: string, grant: Grant): RequestContext {
  const principal = { personId, grants: [grant], apiKeyId: null };
  const requestId = randomUUID();
  return { actor: { id: personId, onBehalfOf: null }, cause: `http:${requestId}`, principal, requestId };
}
