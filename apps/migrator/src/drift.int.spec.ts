import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EntityMetadata, type EntitySchema, MikroORM, defineConfig } from '@mikro-orm/postgresql';
import pg from 'pg';
import { cyclesEntities } from '#libs/cycles';
import { entriesEntities } from '#libs/entries';
import { identityEntities } from '#libs/identity';
import { judgingEntities } from '#libs/judging';
import { notificationsEntities } from '#libs/notifications';
import { transparencyEntities } from '#libs/transparency';
import { createTestDatabase } from '../../../test/support/test-database.js';
import { allMigrations } from './migrations.js';

const entitiesOf: Record<string, EntitySchema[]> = {
  identity: identityEntities,
  cycles: cyclesEntities,
  entries: entriesEntities,
  judging: judgingEntities,
  notifications: notificationsEntities,
  transparency: transparencyEntities,
};

/** Schemas each app's role may write, and no other. */
const WRITES: Record<string, string[]> = {
  api: ['auth', 'cycles', 'entries', 'identity', 'judging', 'platform'],
  worker: ['auth', 'cycles', 'entries', 'identity', 'judging', 'platform'],
  relay: ['platform'],
  notifier: ['notifications', 'platform'],
  auditor: ['platform', 'transparency'],
  auth: ['auth'],
};

/** What nobody may change once it is written, whatever else they may do. */
const APPEND_ONLY = [
  'cycles.cycle_revision',
  'cycles.history_revision',
  'cycles.stage_record',
  'cycles.reason',
  'entries.receipt',
  'entries.eligibility_check',
  'entries.consent_change',
  'entries.duplicate_mark',
  'entries.city_mark',
  'entries.extension_reminder',
  'entries.territory_change',
  'entries.city_merge',
  'entries.city_profile',
  'identity.person_erasure',
  'identity.privacy_choice',
  'identity.privacy_notice',
  'judging.review',
  'judging.sealed_ballot',
  'judging.opened_ballot',
  'judging.ballot_cast',
  'judging.decision_proposal',
  'judging.decision_signature',
  'judging.co_signature',
  'judging.complaint_handler',
  'judging.complaint_outcome',
  'judging.outcome',
  'judging.release',
];

type Columns = Record<string, { type: string; nullable: boolean }>;

describe('the migrated database', () => {
  let client: pg.Client;
  let orm: MikroORM;

  beforeAll(async () => {
    const { url } = await createTestDatabase(allMigrations);
    client = new pg.Client({ connectionString: url });
    await client.connect();
    orm = await MikroORM.init(defineConfig({ clientUrl: url, entities: Object.values(entitiesOf).flat() }));
  });
  afterAll(async () => {
    await orm?.close(true);
    await client?.end();
  });

  it.each(Object.keys(entitiesOf))('has the columns that the entities of %s have', async (lib) => {
    for (const entity of entitiesOf[lib]!) {
      const meta = orm.getMetadata().get(entity.meta.class ?? entity.meta.className);
      expect(meta.schema).toBe(lib);
      const columns = await columnsOf(meta);
      expect({ table: meta.tableName, columns: await columnsInDatabase(lib, meta.tableName) }).toEqual({
        table: meta.tableName,
        columns,
      });
    }
  });

  it('has tables in the schemas of the libs only, and the account of migrations', async () => {
    const { rows } = await client.query<{ schema: string }>(
      `select distinct table_schema as schema from information_schema.tables
       where table_schema not in ('pg_catalog', 'information_schema') order by 1`,
    );
    expect(rows.map(({ schema }) => schema)).toEqual(
      [...Object.keys(entitiesOf), 'auth', 'platform', 'public'].toSorted(),
    );
    const { rows: inPublic } = await client.query(`select tablename from pg_tables where schemaname = 'public'`);
    expect(inPublic).toEqual([{ tablename: 'migration' }]);
  });

  it.each(Object.entries(WRITES))('lets the role of the %s write its own schemas only', async (app, schemas) => {
    const { rows } = await client.query<{ schema: string }>(
      `select distinct schema from (${WRITERS}) w where role = $1 order by 1`,
      [`laureate_${app}`],
    );
    expect(rows.map(({ schema }) => schema)).toEqual(schemas);
  });

  it('lets no role log in, own tables or have the rights of another', async () => {
    const { rows } = await client.query(
      `select r.rolname from pg_roles r where r.rolname like 'laureate\\_%' and (
         r.rolcanlogin or r.rolsuper or r.rolcreaterole or r.rolbypassrls
         or exists (select from pg_class c where c.relowner = r.oid)
         or exists (select from pg_auth_members m where m.member = r.oid))`,
    );
    expect(rows).toEqual([]);
  });

  it('lets nobody change or delete what is append-only', async () => {
    const tables = await client.query<{ table: string }>(
      `select schemaname || '.' || tablename as table from pg_tables where schemaname || '.' || tablename = any ($1)`,
      [APPEND_ONLY],
    );
    expect(tables.rows.map(({ table }) => table).toSorted()).toEqual(APPEND_ONLY.toSorted());
    const { rows } = await client.query(
      `select role, schema || '.' || name as "table", privilege from (${WRITERS}) w
       where schema || '.' || name = any ($1) and privilege <> 'INSERT'`,
      [APPEND_ONLY],
    );
    expect(rows).toEqual([]);
  });

  async function columnsOf({ props }: EntityMetadata): Promise<Columns> {
    const columns = props.flatMap(({ fieldNames, columnTypes, nullable }) =>
      (fieldNames ?? []).map((name, i) => ({ name, type: columnTypes[i]!, nullable: nullable ?? false })),
    );
    const types = await inPostgresWords(columns.map(({ type }) => type));
    return Object.fromEntries(columns.map(({ name, nullable }, i) => [name, { type: types[i]!, nullable }]));
  }

  /** `int` → `integer`: the types as PostgreSQL writes them. */
  async function inPostgresWords(types: string[]): Promise<string[]> {
    await client.query(`create temp table words (${types.map((type, i) => `c${i} ${type}`).join(', ')})`);
    const { rows } = await client.query<{ type: string }>(
      `select format_type(atttypid, atttypmod) as type from pg_attribute
       where attrelid = 'words'::regclass and attnum > 0 order by attnum`,
    );
    await client.query('drop table words');
    return rows.map(({ type }) => type);
  }

  async function columnsInDatabase(schema: string, table: string): Promise<Columns> {
    const { rows } = await client.query<{ name: string; type: string; nullable: boolean }>(
      `select attname as name, format_type(atttypid, atttypmod) as type, not attnotnull as nullable from pg_attribute
       where attrelid = to_regclass(format('%I.%I', $1::text, $2::text)) and attnum > 0 and not attisdropped`,
      [schema, table],
    );
    return Object.fromEntries(rows.map(({ name, type, nullable }) => [name, { type, nullable }]));
  }
});

/** Who may write what: role, schema, table, privilege; on the table or on some of its columns. */
const WRITERS = `
  select r.rolname as role, n.nspname as schema, c.relname as name, privilege
  from pg_roles r
  cross join pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  cross join unnest(array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) as privilege
  where r.rolname like 'laureate\\_%' and c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')
    and not pg_is_other_temp_schema(n.oid)
    and (has_table_privilege(r.oid, c.oid, privilege)
      or (privilege in ('INSERT', 'UPDATE') and has_any_column_privilege(r.oid, c.oid, privilege)))`;
