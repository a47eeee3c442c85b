import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Global, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { PlatformModule, type Principal, UnitOfWork, platformMigrations } from '#libs/platform';
import { createTestDatabase } from '../../../../test/support/test-database.js';
import { identityEntities } from '../entities.js';
import { IdentityModule } from '../identity.module.js';
import { identityMigrations } from '../migrations/index.js';
import { CYCLE_RULES } from './cycle-rules.js';
import { IdentityService, type NewPerson } from './identity.service.js';
import { PeopleService } from './people.service.js';

const strict: string = randomUUID();
const lenient: string = randomUUID();

@Global()
@Module({
  providers: [
    {
      provide: CYCLE_RULES,
      useValue: {
        programmeOf: async (id: string) => ([strict, lenient].includes(id) ? 'guangzhou' : null),
        expertsMayJudge: async (id: string) => id === lenient,
      },
    },
  ],
  exports: [CYCLE_RULES],
})
class TwoCycles {}

const context = { actor: { id: randomUUID() }, cause: 'command:test' };
let count = 0;
const somebody = (more: Partial<NewPerson> = {}): NewPerson => ({
  name: 'Maria Muster',
  language: 'en',
  zone: 'Europe/Vienna',
  addresses: [`person-${++count}@example.org`],
  ...more,
});

describe('people and roles', () => {
  let module: TestingModule;
  let identity: IdentityService;
  let people: PeopleService;
  let sql: <T>(query: string, parameters?: unknown[]) => Promise<T[]>;

  beforeAll(async () => {
    const database = await createTestDatabase([...platformMigrations, ...identityMigrations]);
    module = await Test.createTestingModule({
      imports: [
        PlatformModule.forRoot({ app: 'api', database, entities: identityEntities }),
        TwoCycles,
        IdentityModule.forRoot(),
      ],
    }).compile();
    identity = module.get(IdentityService);
    people = module.get(PeopleService);
    const unitOfWork = module.get(UnitOfWork);
    sql = (query, parameters = []) => unitOfWork.read((em) => em.execute(query, parameters));
  });
  afterAll(() => module.close());

  it('has a first secretariat once', async () => {
    const attempts = await Promise.allSettled([1, 2, 3].map(() => identity.bootstrapSecretariat(context, somebody())));
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(identity.bootstrapSecretariat(context, somebody())).rejects.toMatchObject({ code: 'conflict' });
  });

  it('keeps several addresses of a person, the first one primary, each of one person only', async () => {
    const [first, second] = [`Office-${++count}@Example.ORG`, `own-${count}@example.org`];
    const id = await identity.createPerson(context, somebody({ addresses: [first, second, first] }));
    expect(await people.findPeople([id])).toEqual([
      { id, name: 'Maria Muster', language: 'en', zone: 'Europe/Vienna', address: first.toLowerCase(), office: false },
    ]);
    const taken = identity.createPerson(context, somebody({ addresses: [second.toUpperCase()] }));
    await expect(taken).rejects.toMatchObject({ code: 'conflict' });
  });

  it('refuses a zone that is none', async () => {
    const wrong = identity.createPerson(context, somebody({ zone: 'CST' }));
    await expect(wrong).rejects.toMatchObject({ code: 'invalid-request' });
  });

  it('makes nobody expert and juror of one cycle, also when both are given at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await identity.createPerson(context, somebody());
      const given = await Promise.allSettled(
        (['expert', 'juror'] as const).map((role) => identity.grantRole(context, id, { role, cycleId: strict })),
      );
      expect(given.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(given.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'rule-violated' } });
    }
  });

  it('lets an expert be juror of another cycle, where the definition allows it, and after the role was taken away', async () => {
    const id = await identity.createPerson(context, somebody());
    const grant = await identity.grantRole(context, id, { role: 'expert', cycleId: strict });
    await identity.grantRole(context, id, { role: 'expert', cycleId: lenient });
    await identity.grantRole(context, id, { role: 'juror', cycleId: lenient });
    await identity.revokeRole(context, id, grant);
    await identity.revokeRole(context, id, grant);
    await identity.grantRole(context, id, { role: 'juror', cycleId: strict });
    expect((await people.find(id))?.roles.map(({ role, cycleId }) => [role, cycleId])).toEqual([
      ['expert', lenient],
      ['juror', lenient],
      ['juror', strict],
    ]);
  });

  it('gives the same role once, and tells it once', async () => {
    const id = await identity.createPerson(context, somebody());
    const grants = await Promise.all(
      [1, 2, 3].map(() => identity.grantRole(context, id, { role: 'juror', cycleId: strict })),
    );
    expect(new Set(grants).size).toBe(1);
    expect(await sql('select type from platform.outbox where subject = ?', [id])).toEqual([
      { type: 'laureate.role.granted.v1' },
    ]);
  });

  it('takes the programme from the cycle', async () => {
    const id = await identity.createPerson(context, somebody());
    await identity.grantRole(context, id, { role: 'expert', cycleId: strict });
    expect((await people.find(id))?.roles).toMatchObject([{ programme: 'guangzhou', cycleId: strict, cityId: null }]);
    const refused = { code: 'invalid-request' };
    const give = (more: object) => identity.grantRole(context, id, { role: 'juror', ...more });
    await expect(give({ cycleId: strict, programme: 'other' })).rejects.toMatchObject(refused);
    await expect(give({ cycleId: randomUUID() })).rejects.toMatchObject(refused);
    await expect(give({})).rejects.toMatchObject(refused);
    await expect(identity.grantRole(context, randomUUID(), { role: 'auditor' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('lets only those give and take roles whose own roles allow it', async () => {
    const organiser: Principal = {
      personId: randomUUID(),
      apiKeyId: null,
      grants: [{ role: 'organiser', programme: 'guangzhou', cycleId: null, cityId: null, cityRole: null }],
    };
    const id = await identity.createPerson(context, somebody());
    const grant = await identity.grantRole(context, id, { role: 'juror', cycleId: strict }, organiser);
    const forbidden = { code: 'forbidden' };
    await expect(identity.grantRole(context, id, { role: 'secretariat' }, organiser)).rejects.toMatchObject(forbidden);
    await expect(identity.grantRole(context, id, { role: 'auditor' }, null)).rejects.toMatchObject(forbidden);
    await expect(identity.revokeRole(context, id, grant, null)).rejects.toMatchObject(forbidden);
    await expect(identity.revokeRole(context, randomUUID(), grant)).rejects.toMatchObject({ code: 'not-found' });
    await identity.revokeRole(context, id, grant, organiser);
  });

  it('finds the people of a role, page by page', async () => {
    const ids: string[] = [];
    for (let i = 0; i < 5; i += 1) {
      const id = await identity.createPerson(context, somebody());
      await identity.grantRole(context, id, { role: 'auditor', programme: 'paged' });
      ids.push(id);
    }
    const filter = { role: 'auditor', programme: 'paged' } as const;
    const first = await people.page(filter, { after: undefined, limit: 3 });
    const rest = await people.page(filter, { after: first[2]!.id, limit: 3 });
    expect([...first, ...rest].map(({ id }) => id)).toEqual(ids);
    expect((await people.peopleWithRole('auditor', { programme: 'paged' })).map(({ id }) => id)).toEqual(ids);
    expect(await people.peopleWithRole('auditor', { programme: 'another' })).toEqual([]);
    expect((await people.page({}, { after: undefined, limit: 200 })).length).toBeGreaterThan(5);
  });

  it('invites somebody with a role; nothing personal is in the events', async () => {
    const person = somebody({ name: 'Hildegard Secret' });
    const { personId } = await identity.invite(context, person, { role: 'expert', cycleId: strict });
    const events = await sql<{ type: string; data: object }>(
      'select type, data from platform.outbox where subject = ?',
      [personId],
    );
    expect(events.map(({ type }) => type).sort()).toEqual(['laureate.person.invited.v1', 'laureate.role.granted.v1']);
    expect(JSON.stringify(events)).not.toMatch(/@|Hildegard/);
  });

  it('leaves nothing behind when the role of an invitation is refused', async () => {
    const person = somebody();
    await expect(identity.invite(context, person, { role: 'juror' })).rejects.toMatchObject({
      code: 'invalid-request',
    });
    await identity.createPerson(context, person);
  });
});
