import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import { PERSONAL_DATA } from '../../apps/api/src/personal-data/sources.js';
import { allMigrations } from '../../apps/migrator/src/migrations.js';
import { identityEntities } from '#libs/identity';
import { PlatformModule, UnitOfWork } from '#libs/platform';
import { createTestDatabase } from '../support/test-database.js';

const subject = { personId: randomUUID(), addresses: ['a@person.example'], soleOwnerOf: [randomUUID()] };

describe('what is held about people', () => {
  let module: TestingModule;
  let unitOfWork: UnitOfWork;

  beforeAll(async () => {
    const database = await createTestDatabase(allMigrations);
    const platform = PlatformModule.forRoot({ app: 'api', database, entities: identityEntities });
    module = await Test.createTestingModule({ imports: [platform] }).compile();
    unitOfWork = module.get(UnitOfWork);
  });
  afterAll(() => module?.close());

  it('has kinds of different names, each read with the rights of the API', async () => {
    const kinds = PERSONAL_DATA.flatMap((source) => source.records(subject));
    expect(new Set(kinds.map(({ kind }) => kind)).size).toBe(kinds.length);
    for (const { kind, sql, values } of kinds) {
      const read = unitOfWork.read((em) =>
        em.execute<unknown[]>(`select id, record from (${sql}) held order by id`, values),
      );
      expect([kind, await read]).toEqual([kind, []]);
    }
  });

  it('asks what is still to be done with the rights of the API', async () => {
    const asked = PERSONAL_DATA.map(({ obligations }) =>
      unitOfWork.read(async (em) => obligations?.(em, subject) ?? []),
    );
    expect((await Promise.all(asked)).flat()).toEqual([]);
  });

  it('names every table that has a person, an account or an address in it', async () => {
    const { rows } = await unitOfWork.read(async (em) => ({
      rows: await em.execute<{ name: string }[]>(
        `select distinct c.table_schema || '.' || c.table_name as name from information_schema.columns c
         join information_schema.tables t using (table_schema, table_name)
         where t.table_type = 'BASE TABLE' and c.column_name in ('person_id', 'account_id', 'address', 'email')
           and c.table_schema in ('identity', 'entries', 'judging', 'notifications') order by 1`,
      ),
    }));
    const read = PERSONAL_DATA.flatMap((source) => source.records(subject).map(({ sql }) => sql)).join('\n');
    const missing = rows.map(({ name }) => name).filter((name) => !new RegExp(`\\b${name}\\b`).test(read));
    expect(missing.toSorted()).toEqual([]);
  });
});
