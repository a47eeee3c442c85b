import { randomUUID } from 'node:crypto';
import { Test, type TestingModule } from '@nestjs/testing';
import pg from 'pg';
import type { Role } from '#libs/contracts';
import {
  CycleService,
  CyclesModule,
  CyclesOptions,
  cyclesEntities,
  cyclesMigrations,
  guangzhouTemplate,
} from '#libs/cycles';
import { IdentityModule, IdentityService, identityEntities, identityMigrations } from '#libs/identity';
import { type Grant, PlatformModule, type RequestContext, platformMigrations } from '#libs/platform';
import { createTestDatabase } from './test-database.js';
import {
  type Acceptance,
  type CityAnswer,
  CityService,
  type Contact,
  EntriesModule,
  EntryService,
  type JsonObject,
  SubmitService,
  entriesEntities,
  entriesMigrations,
} from '#libs/entries';
import { completeContent } from './entry-contents.js';

export const CONTACT: Contact = { name: 'Ana Sample', office: 'Mayor', email: 'ana@city.example', phone: null };
export const ACCEPTANCE: Acceptance = {
  rulesVersion: '1',
  privacyNoticeVersion: '1',
  language: 'en',
  publication: { summary: true, profile: true, 'full-text': false },
};

/** Entries on a real database of their own, with the rights of the API, and a published cycle whose stages a test can move. */
export interface House {
  module: TestingModule;
  cycleId: string;
  /** The database with all rights, to set the scene and to look behind the curtain. */
  db: pg.Client;
  staff: RequestContext;
  /** Sets columns of a stage's row, as SQL: `setStage('call', "state = 'open'")`. */
  setStage(key: string, columns: string): Promise<void>;
  /** Opens the call: the deadline and the hard close are so many seconds from now. */
  openCall(deadline?: number, hardClose?: number): Promise<void>;
  /** A person with a role, as the requests of that person come. */
  person(role: Role, grant?: Partial<Grant>): Promise<RequestContext>;
  /** A registered city, and one of its people. */
  city(kind?: 'city' | 'region' | 'other'): Promise<{ city: CityAnswer; context: RequestContext }>;
  /** An entry that is drafted, complete, and has a contact. */
  draft(context: RequestContext, cityId: string, more?: JsonObject): Promise<{ id: string; version: number }>;
  /** A city with a submitted entry. */
  submitted(more?: JsonObject): Promise<{ id: string; context: RequestContext; cityId: string }>;
  close(): Promise<void>;
}

/** Builds a house; close it after the suite. */
export async function openHouse(): Promise<House> {
  const migrations = [...platformMigrations, ...identityMigrations, ...cyclesMigrations, ...entriesMigrations];
  const database = await createTestDatabase(migrations);
  const entities = [...identityEntities, ...cyclesEntities, ...entriesEntities];
  const module = await Test.createTestingModule({
    imports: [
      PlatformModule.forRoot({ app: 'api', database, entities }),
      IdentityModule.forRoot(),
      CyclesModule.forRoot(new CyclesOptions(3000)),
      EntriesModule,
    ],
  }).compile();
  await module.init();
  const db = new pg.Client({ connectionString: database.url });
  await db.connect();

  const identity = module.get(IdentityService);
  const cycles = module.get(CycleService);
  const system = { actor: { id: 'service:test' }, cause: 'command:test' };
  const personId = (name: string) =>
    identity.createPerson(system, { name, language: 'en', zone: 'UTC', addresses: [`${randomUUID()}@people.example`] });
  const person: House['person'] = async (role, grant = {}) => {
    const id = await personId(`A ${role}`);
    const held: Grant = { role, programme: 'guangzhou', cycleId: null, cityId: null, ...grant };
    await identity.grantRole(system, id, held);
    return requestOf(id, [held]);
  };

  const staff = await person('secretariat');
  const template = guangzhouTemplate({ edition: '7', year: new Date().getUTCFullYear() + 1 });
  const drafted = await cycles.createDraft(staff, { ...template, stages: template.stages.slice(0, 2) });
  const cycle = await cycles.publish(staff, drafted.id, drafted.version);
  const cycleId = cycle.id;
  const setStage: House['setStage'] = async (key, columns) => {
    await db.query(`update cycles.stage set ${columns} where cycle_id = $1 and key = $2`, [cycleId, key]);
  };

  const house: House = {
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
    async city(kind = 'city') {
      const context = await person('city');
      const population = 1_000_000;
      const given = { countryCode: 'KE', kind, region: 'Africa', population, zone: 'Africa/Nairobi' };
      const city = await module.get(CityService).register(context, { name: `City ${randomUUID()}`, ...given });
      const grants = [
        ...context.principal!.grants,
        { role: 'city', programme: 'guangzhou', cycleId: null, cityId: city.id },
      ];
      return { city, context: requestOf(context.actor.id, grants as Grant[]) };
    },
    async draft(context, cityId, more) {
      const entries = module.get(EntryService);
      const content = completeContent(more);
      const { id, version } = await entries.draft(context, cycleId, { cityId, content });
      return entries.saveDraft(context, id, version, { content, contacts: [CONTACT] });
    },
    async submitted(more) {
      const { city, context } = await house.city();
      const { id } = await house.draft(context, city.id, more);
      await module.get(SubmitService).submit(context, id, ACCEPTANCE);
      return { id, context, cityId: city.id };
    },
    async close() {
      await db.end();
      await module.close();
    },
  };
  return house;
}

function requestOf(personId: string, grants: Grant[]): RequestContext {
  const requestId = randomUUID();
  const principal = { personId, grants, apiKeyId: null };
  return { actor: { id: personId, onBehalfOf: null }, cause: `http:${requestId}`, principal, requestId };
}
