import { randomUUID } from 'node:crypto';
import { Test, type TestingModule } from '@nestjs/testing';
import pg from 'pg';
import type { Role } from '#libs/contracts';
import {
  CycleService,
  CyclesModule,
  CyclesOptions,
  PauseService,
  StageService,
  cyclesEntities,
  cyclesMigrations,
  guangzhouTemplate,
} from '#libs/cycles';
import { IdentityModule, IdentityService, identityEntities, identityMigrations } from '#libs/identity';
import { type Grant, PlatformModule, type RequestContext, UnitOfWork, platformMigrations } from '#libs/platform';
import { createTestDatabase } from './test-database.js';
import {
  type CityAnswer,
  CityService,
  type Contact,
  EntriesModule,
  EntryReaderService,
  EntryService,
  type JsonObject,
  SectionService,
  type SectionStanding,
  SubmitService,
  entriesEntities,
  entriesMigrations,
  partOf,
} from '#libs/entries';
import { ACCEPTANCE, completeContent } from './entry-contents.js';
import { PRIVACY } from './privacy.js';

export { ACCEPTANCE };

export const CONTACT: Contact = { name: 'Ana Sample', office: 'Mayor', email: 'ana@city.example', phone: null };

/**
 * Entries on a real database of their own, with the rights of the API, and a published cycle whose
 * stages a test can move.
 */
export interface EntriesFixture {
  module: TestingModule;
  cycleId: string;
  /** The database with all rights, to set the scene and to look behind the curtain. */
  db: pg.Client;
  staff: RequestContext;
  /** Sets columns of a stage's row, as SQL: `setStage('call', "state = 'open'")`. */
  setStage(key: string, columns: string): Promise<void>;
  /** Opens the call: the deadline and the hard close are so many seconds from now. */
  openCall(deadline?: number, hardClose?: number): Promise<void>;
  /** Closes the call as the clock does, a minute after its hard close; and decides it, when told so. */
  closeCall(state?: 'closing' | 'decided'): Promise<void>;
  /** Pauses the cycle. */
  pause(): Promise<void>;
  /** Ends the pause: what is to come is later by its length. */
  resume(): Promise<void>;
  /** A person with a role, as the requests of that person come. */
  person(role: Role, grant?: Partial<Grant>): Promise<RequestContext>;
  /** A registered city, and one of its people. */
  city(kind?: 'city' | 'region' | 'other'): Promise<{ city: CityAnswer; context: RequestContext }>;
  /** An entry that is drafted, complete, and has a contact. */
  draft(context: RequestContext, cityId: string, more?: JsonObject): Promise<{ id: string; version: number }>;
  /** Saves a section as it is now; by default the summary, of complete content with what is given. */
  save(context: RequestContext, entryId: string, more: JsonObject, key?: string): Promise<SectionStanding>;
  /** Changes a submitted entry and submits it again. */
  revise(context: RequestContext, entryId: string, more: JsonObject): Promise<void>;
  /** A city with a submitted entry; in the language it is written in, where the call asks. */
  submitted(
    more?: JsonObject,
    entryLanguage?: string,
  ): Promise<{ id: string; context: RequestContext; cityId: string }>;
  /** What the events of a type say about a subject. */
  events(subject: string, type: string): Promise<Record<string, unknown>[]>;
  /** The same application with the rights of the worker; closed with it. */
  worker(writersTimeoutMs?: number): Promise<TestingModule>;
  close(): Promise<void>;
}

export interface FixtureOptions {
  /** Settings of the stages, by their key, instead of the template's. */
  settings?: Record<string, Record<string, unknown>>;
  /** May eligibility be open while the call is? Else it waits until the call is decided. */
  beside?: boolean;
}

/** Builds an application; close it after the suite. */
export async function openEntriesFixture({
  settings = {},
  beside = false,
}: FixtureOptions = {}): Promise<EntriesFixture> {
  const migrations = [...platformMigrations, ...identityMigrations, ...cyclesMigrations, ...entriesMigrations];
  // A test may hold a transaction open until another one waits for it; no stall of the machine is to end it.
  const database = { ...(await createTestDatabase(migrations)), transactionTimeoutMs: 60_000 };
  const entities = [...identityEntities, ...cyclesEntities, ...entriesEntities];
  const modules: TestingModule[] = [];
  const moduleOf = async (app: 'api' | 'worker', writersTimeoutMs = 3000) => {
    const module = await Test.createTestingModule({
      imports: [
        PlatformModule.forRoot({ app, database, entities }),
        IdentityModule.forRoot(),
        CyclesModule.forRoot(new CyclesOptions(writersTimeoutMs)),
        EntriesModule,
      ],
    }).compile();
    await module.init();
    modules.push(module);
    return module;
  };
  const module = await moduleOf('api');
  const db = new pg.Client({ connectionString: database.url });
  await db.connect();

  const identity = module.get(IdentityService);
  const cycles = module.get(CycleService);
  const system = { actor: { id: 'service:test' }, cause: 'command:test' };
  const personId = (name: string) =>
    identity.createPerson(system, { name, language: 'en', zone: 'UTC', addresses: [`${randomUUID()}@people.example`] });
  const person: EntriesFixture['person'] = async (role, grant = {}) => {
    const id = await personId(`A ${role}`);
    const cityRole = grant.cityId ? 'owner' : null;
    const held: Grant = { role, programme: 'guangzhou', cycleId: null, cityId: null, cityRole, ...grant };
    await identity.grantRole(system, id, held);
    return requestOf(id, [held]);
  };

  const staff = await person('secretariat');
  const template = guangzhouTemplate({ edition: '7', year: new Date().getUTCFullYear() + 1 });
  const stages = template.stages.slice(0, 2).map((stage) => ({
    ...stage,
    ...pick(settings, stage.key),
    ...(beside && stage.key === 'eligibility' ? { after: [] } : {}),
  }));
  const drafted = await cycles.createDraft(staff, { ...template, stages });
  const cycle = await cycles.publish(staff, drafted.id, drafted.version);
  const cycleId = cycle.id;
  const setStage: EntriesFixture['setStage'] = async (key, columns) => {
    await db.query(`update cycles.stage set ${columns} where cycle_id = $1 and key = $2`, [cycleId, key]);
  };

  let working: Promise<TestingModule> | undefined;
  const worker = () => (working ??= moduleOf('worker', 0));
  const workflow = { actor: { id: 'service:worker' }, cause: 'workflow:test' };
  const command = () => ({ commandId: randomUUID(), actorId: staff.actor.id });

  const fixture: EntriesFixture = {
    module,
    cycleId,
    db,
    staff,
    setStage,
    person,
    openCall: (deadline = 3600, hardClose = deadline + 3600) =>
      setStage(
        'call',
        `state = 'open', closed_at = null, opens_at = now() - interval '1 day', opened_at = now() - interval '1 day',
         deadline_at = now() + interval '${deadline} s', hard_close_at = now() + interval '${hardClose} s'`,
      ),
    async closeCall(state = 'closing') {
      const ref = { cycleId, stageKey: 'call' };
      // No product moves time: the window is what it would be had it passed.
      await setStage('call', `deadline_at = now() - interval '2 minutes', hard_close_at = now() - interval '1 minute'`);
      const at = await worker();
      const stages = at.get(StageService);
      await stages.close(workflow, ref);
      if (state !== 'decided') return;
      await at.get(UnitOfWork).run(workflow, async (work) => {
        stages.markDecided(work, await stages.lock(work, ref), null);
      });
    },
    async pause() {
      await (await worker()).get(PauseService).pause(workflow, cycleId, command());
    },
    async resume() {
      await (await worker()).get(PauseService).resume(workflow, cycleId, command());
    },
    async city(kind = 'city') {
      const context = await person('city');
      const population = 1_000_000;
      const given = { countryCode: 'KE', kind, region: 'Africa', population, zone: 'Africa/Nairobi' };
      const city = await module.get(CityService).register(context, { name: `City ${randomUUID()}`, ...given }, PRIVACY);
      const grants = [
        ...context.principal!.grants,
        { role: 'city', programme: 'guangzhou', cycleId: null, cityId: city.id, cityRole: 'owner' },
      ];
      return { city, context: requestOf(context.actor.id, grants as Grant[]) };
    },
    async draft(context, cityId, more) {
      const entries = module.get(EntryService);
      const content = completeContent(more);
      const drafted = await entries.draft(context, cycleId, { cityId, content });
      await module.get(SectionService).saveContacts(context, drafted.id, 1, [CONTACT]);
      return drafted;
    },
    async save(context, entryId, more, key = 'summary') {
      const { content, sections } = await module.get(EntryReaderService).get(context, entryId);
      const section = sections.find((one) => one.key === key)!;
      const changed = partOf(section, completeContent({ ...content, ...more }));
      return module.get(SectionService).save(context, { entryId, key }, section.version, changed);
    },
    async revise(context, entryId, more) {
      const { content, sections } = await module.get(EntryReaderService).get(context, entryId);
      const service = module.get(SectionService);
      for (const section of sections.filter(({ fields }) => fields.some((field) => field in more))) {
        const changed = partOf(section, { ...content, ...more });
        await service.save(context, { entryId, key: section.key }, section.version, changed);
      }
      // In the language of the version before.
      await module.get(SubmitService).submit(context, entryId, { ...ACCEPTANCE, entryLanguage: undefined });
    },
    async submitted(more, entryLanguage) {
      const { city, context } = await fixture.city();
      const { id } = await fixture.draft(context, city.id, more);
      await module
        .get(SubmitService)
        .submit(context, id, { ...ACCEPTANCE, ...(entryLanguage ? { entryLanguage } : {}) });
      return { id, context, cityId: city.id };
    },
    async events(subject, type) {
      const events = 'select data from platform.outbox where subject = $1 and type = $2 order by sequence';
      const { rows } = await db.query<{ data: Record<string, unknown> }>(events, [subject, type]);
      return rows.map(({ data }) => data);
    },
    worker: (writersTimeoutMs) => moduleOf('worker', writersTimeoutMs),
    async close() {
      await db.end();
      for (const each of modules) await each.close();
    },
  };
  return fixture;
}

const pick = (settings: NonNullable<FixtureOptions['settings']>, key: string) =>
  settings[key] ? { settings: settings[key] } : {};

function requestOf(personId: string, grants: Grant[]): RequestContext {
  const requestId = randomUUID();
  const principal = { personId, grants, apiKeyId: null };
  return { actor: { id: personId, onBehalfOf: null }, cause: `http:${requestId}`, principal, requestId };
}

/** How things that were done at once ended, sorted: `done`, or the code of the refusal. */
export const codesOf = (answers: PromiseSettledResult<unknown>[]): string[] =>
  answers
    .map((answer) => (answer.status === 'fulfilled' ? 'done' : (answer.reason as { code: string }).code))
    .toSorted();
