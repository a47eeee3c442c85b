import { randomBytes, randomUUID } from 'node:crypto';
import { EntityManager } from '@mikro-orm/postgresql';
import { Test, type TestingModule } from '@nestjs/testing';
import pg from 'pg';
import type { Role, SignCommand, StageRef } from '#libs/contracts';
import {
  type CycleDocument,
  CycleService,
  CyclesModule,
  CyclesOptions,
  cyclesEntities,
  cyclesMigrations,
  guangzhouTemplate,
} from '#libs/cycles';
import { EntriesModule, entriesEntities, entriesMigrations } from '#libs/entries';
import { IdentityModule, IdentityService, identityEntities, identityMigrations } from '#libs/identity';
import {
  type AppName,
  type DatabaseConfig,
  type Grant,
  PlatformModule,
  type RequestContext,
  platformMigrations,
} from '#libs/platform';
import { notificationsMigrations } from '#libs/notifications';
import { createTestDatabase } from './test-database.js';
import {
  JudgingModule,
  PanelService,
  type ProposalAnswer,
  ProposalService,
  type Seat,
  judgingEntities,
  judgingMigrations,
} from '#libs/judging';

/** An entry set down as a test needs it. */
export interface PlacedEntry {
  id: string;
  cityId: string;
  title: string;
  countryCode: string;
}

/** Judging on a real database of its own, with the rights of the API and of the worker. */
export interface JudgingFixture {
  api: TestingModule;
  worker: TestingModule;
  database: DatabaseConfig;
  /** Starts the libs with the rights of one more app; closed with the application. */
  start(app: AppName): Promise<TestingModule>;
  /** The database with all rights, to set the scene and to look behind the curtain. */
  db: pg.Client;
  cycleId: string;
  screening: StageRef;
  jury: StageRef;
  staff: RequestContext;
  /** One entry a country, all found valid. */
  entries: PlacedEntry[];
  /** Runs SQL with an app's role. */
  as(app: 'api' | 'worker', sql: string, parameters?: unknown[]): Promise<unknown[]>;
  /** A person with a role, as the requests of that person come. */
  person(role: Role, grant?: Partial<Grant>): Promise<RequestContext>;
  /** Appoints a new person; `countryCodes` are conflicts. */
  seat(ref: StageRef, seat: Seat, countryCodes?: string[]): Promise<RequestContext>;
  /** Sets columns of a stage's row, as SQL. */
  setStage(ref: StageRef, columns: string): Promise<void>;
  openStage(ref: StageRef): Promise<void>;
  closeStage(ref: StageRef): Promise<void>;
  /** Gives entries an outcome by a decision that is certified, released to nobody. */
  decided(stageKey: string, outcome: string, entryIds: string[]): Promise<void>;
  proposal(ref: StageRef): Promise<ProposalAnswer>;
  /** What somebody sends to sign or certify. */
  command(who: RequestContext, ref: StageRef, proposalDigest: string): SignCommand;
  events(type: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export interface FixtureOptions {
  countries: string[];
  screening?: Record<string, unknown>;
  jury?: Record<string, unknown>;
  /** The form, instead of the template's. */
  form?: Record<string, unknown>;
  /** Settings of the call. */
  call?: Record<string, unknown>;
  /** Settings of the eligibility stage. */
  eligibility?: Record<string, unknown>;
  /** How cities may complain, by stage. */
  complaints?: Record<string, NonNullable<CycleDocument['stages'][number]['complaints']>>;
  /** Is eligibility left to the test? Else all entries are found valid. */
  eligibilityToDo?: boolean;
  /** Keys of the stages that close before their deadline when nobody owes anything. */
  closesEarly?: string[];
}

/** Builds an application with a published cycle whose eligibility is decided; close it after the suite. */
export async function openJudgingFixture(options: FixtureOptions): Promise<JudgingFixture> {
  const {
    countries,
    screening = {},
    form,
    call = {},
    eligibility = {},
    jury = { quotas: { winners: 1 } },
    eligibilityToDo = false,
    complaints = {},
    closesEarly = [],
  } = options;
  const migrations = [
    ...platformMigrations,
    ...identityMigrations,
    ...cyclesMigrations,
    ...entriesMigrations,
    ...judgingMigrations,
    ...notificationsMigrations,
  ];
  // A test may hold a transaction open until another one waits for it; no stall of the machine is to end it.
  const database = { ...(await createTestDatabase(migrations)), transactionTimeoutMs: 60_000 };
  const entities = [...identityEntities, ...cyclesEntities, ...entriesEntities, ...judgingEntities];
  const ballotKey = randomBytes(32).toString('base64');
  const started: TestingModule[] = [];
  const start = async (app: AppName): Promise<TestingModule> => {
    const module = await Test.createTestingModule({
      imports: [
        PlatformModule.forRoot({ app, database, entities }),
        IdentityModule.forRoot(),
        CyclesModule.forRoot(new CyclesOptions(0)),
        EntriesModule,
        JudgingModule.forRoot(app === 'worker' ? { ballotKey } : {}),
      ],
    }).compile();
    started.push(module);
    return module.init();
  };
  const api = await start('api');
  const worker = await start('worker');
  const db = new pg.Client({ connectionString: database.url });
  await db.connect();

  const system = { actor: { id: 'service:test' }, cause: 'command:test' };
  const identity = api.get(IdentityService);
  const newPerson = (name: string) =>
    identity.createPerson(system, { name, language: 'en', zone: 'UTC', addresses: [`${randomUUID()}@people.example`] });
  const person: JudgingFixture['person'] = async (role, grant = {}) => {
    const id = await newPerson(`A ${role}`);
    const cityRole = grant.cityId ? 'owner' : null;
    const held: Grant = { role, programme: 'guangzhou', cycleId: null, cityId: null, cityRole, ...grant };
    await identity.grantRole(system, id, held);
    return requestOf(id, [held]);
  };
  const staff = await person('secretariat');

  const template = guangzhouTemplate({ edition: '7', year: new Date().getUTCFullYear() + 1, demonstration: true });
  const settings: Record<string, object> = { call, screening, jury, eligibility };
  const stages = template.stages.map((stage) => ({
    ...stage,
    settings: settings[stage.key] ?? stage.settings ?? {},
    ...(complaints[stage.key] ? { complaints: complaints[stage.key]! } : {}),
    closesEarly: closesEarly.includes(stage.key),
  }));
  const draft = await api.get(CycleService).createDraft(staff, { ...template, ...(form ? { form } : {}), stages });
  const { id: cycleId } = await api.get(CycleService).publish(staff, draft.id, draft.version);

  const setStage: JudgingFixture['setStage'] = async (ref, columns) => {
    await db.query(`update cycles.stage set ${columns} where cycle_id = $1 and key = $2`, [ref.cycleId, ref.stageKey]);
  };
  const entries: PlacedEntry[] = [];
  for (const [index, code] of countries.entries())
    entries.push(await placeEntry(db, cycleId, code, `Initiative ${index + 1}`));
  const fixture: JudgingFixture = {
    api,
    worker,
    database,
    start,
    db,
    cycleId,
    screening: { cycleId, stageKey: 'screening' },
    jury: { cycleId, stageKey: 'jury' },
    staff,
    entries,
    as: (app, sql, parameters = []) =>
      (app === 'api' ? api : worker).get(EntityManager).fork().execute<unknown[]>(sql, parameters),
    person,
    async seat(ref, seat, countryCodes = []) {
      const personId = await newPerson(`A ${seat} of ${ref.stageKey}`);
      await api.get(PanelService).appoint(staff, ref, { personId, seat, countryCodes, cityIds: [] });
      const role = ref.stageKey === 'jury' ? 'juror' : 'expert';
      return requestOf(personId, [{ role, programme: 'guangzhou', cycleId, cityId: null, cityRole: null }]);
    },
    setStage,
    openStage: (ref) =>
      setStage(
        ref,
        `state = 'open', opens_at = now() - interval '1 day', opened_at = now() - interval '1 day',
         deadline_at = now() + interval '1 hour', hard_close_at = now() + interval '1 hour'`,
      ),
    closeStage: (ref) => setStage(ref, `state = 'closing', closed_at = now()`),
    async decided(stageKey, outcome, entryIds) {
      const id = randomUUID();
      await db.query(
        `insert into judging.decision (id, cycle_id, stage_key, revision, mode, state, proposal_version, inputs_digest,
           method_digest, digest_algorithm, certified_at)
         values ($1, $2, $3, 1, 'pass-fail', 'certified', 1, 'test', 'test', 'test', now())`,
        [id, cycleId, stageKey],
      );
      await db.query('insert into judging.outcome select $1, unnest($2::uuid[]), $3', [id, entryIds, outcome]);
    },
    proposal: (ref) => api.get(ProposalService).read(staff.principal, ref),
    command: (who, ref, proposalDigest) => ({
      commandId: randomUUID(),
      actorId: who.actor.id,
      stageKey: ref.stageKey,
      proposalDigest,
    }),
    events: async (type) =>
      (
        await db.query<{ data: Record<string, unknown> }>('select data from platform.outbox where type = $1', [type])
      ).rows.map(({ data }) => data),
    async close() {
      await db.end();
      for (const module of started) await module.close();
    },
  };
  const ids = entries.map(({ id }) => id);
  if (!eligibilityToDo) await fixture.decided('eligibility', 'valid', ids);
  return fixture;
}

async function placeEntry(db: pg.Client, cycleId: string, countryCode: string, title: string): Promise<PlacedEntry> {
  const [cityId, id] = [randomUUID(), randomUUID()];
  await db.query(
    `insert into entries.city (id, name, country_code, kind, region, zone, registered_by, registered_at)
     values ($1, $2, $3, 'city', 'Somewhere', 'UTC', 'test', now())`,
    [cityId, `City ${cityId}`, countryCode],
  );
  const content = { title, abstract: 'Sample text.' };
  await db.query(
    `insert into entries.entry (id, cycle_id, stage_key, city_id, alias, state, version, title, contacts_version, draft_changed, current_version, form_revision,
       created_by, created_at, saved_by, saved_at)
     values ($1, $2, 'call', $3, $4, 'submitted', 1, $5, 1, false, 1, 1, 'test', now(), 'test', now())`,
    [id, cycleId, cityId, randomUUID(), title],
  );
  await db.query(
    `insert into entries.entry_version (entry_id, version, content, salts, hmacs, digest, digest_algorithm, revision,
       submitted_at, submitted_by, late)
     values ($1, 1, $2, '{}', '{}', 'test', 'test', 1, now(), 'test', false)`,
    [id, content],
  );
  return { id, cityId, title, countryCode };
}

export function requestOf(personId: string, grants: Grant[]): RequestContext {
  const requestId = randomUUID();
  const principal = { personId, grants, apiKeyId: null };
  return { actor: { id: personId, onBehalfOf: null }, cause: `http:${requestId}`, principal, requestId };
}
