import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase } from '../../../../test/support/test-database.js';
import { LAST_STATEMENT, WITH_NEXT, saveRoundTrips } from './round-trips.js';

describe('a transaction that saves round trips', () => {
  let pool: pg.Pool;
  let client: pg.PoolClient;
  /** How often the server said that it is ready for the next message. */
  let roundTrips = 0;

  beforeAll(async () => {
    const { url } = await createTestDatabase([]);
    pool = new pg.Pool({ connectionString: url, max: 1 });
    saveRoundTrips(pool);
    client = await pool.connect();
    await client.query('create table note (id int primary key)');
    const { connection } = client as unknown as { connection: NodeJS.EventEmitter };
    connection.on('readyForQuery', () => roundTrips++);
  });
  afterAll(async () => {
    client?.release();
    await pool?.end();
  });
  beforeEach(async () => {
    await client.query('truncate note');
    roundTrips = 0;
  });

  const ids = async () =>
    (await client.query<{ id: number }>('select id from note order by id')).rows.map(({ id }) => id);

  it('costs a round trip less, and answers what the statement answers', async () => {
    await client.query('begin');
    const { rows, rowCount, command } = await client.query('insert into note values (1) returning id', []);
    expect({ rows, rowCount, command }).toEqual({ rows: [{ id: 1 }], rowCount: 1, command: 'INSERT' });
    await client.query('insert into note values (2)');
    await client.query('commit');
    expect(roundTrips).toBe(3);
    expect(await ids()).toEqual([1, 2]);
  });

  it('is rolled back whole, also when its first statement fails', async () => {
    await client.query('begin');
    await client.query('insert into note values (1)');
    await client.query('rollback');
    await client.query('begin');
    await expect(client.query('insert into note values (null)')).rejects.toThrow(/null value/);
    await expect(client.query('select 1')).rejects.toThrow(/current transaction is aborted/);
    await client.query('rollback');
    expect(await ids()).toEqual([]);
  });

  it('sends nothing when it does nothing', async () => {
    for (const end of ['commit', 'rollback']) {
      await client.query('begin');
      await client.query(end);
    }
    expect(roundTrips).toBe(0);
    // And is over: what comes next is in no transaction.
    await client.query('insert into note values (3)');
    await client.query('rollback');
    expect(await ids()).toEqual([3]);
  });

  it('is committed with the last statement that says so, after which nothing may follow', async () => {
    await client.query('begin');
    await client.query('insert into note values (1)');
    const { rows } = await client.query(`${LAST_STATEMENT}insert into note values (2) returning id`);
    expect(rows).toEqual([{ id: 2 }]);
    await expect(client.query('insert into note values (3)')).rejects.toThrow('Nothing may follow');
    await client.query('commit');
    expect(roundTrips).toBe(2);
    await client.query('begin');
    await client.query(`${LAST_STATEMENT}insert into note values (4)`);
    await client.query('commit');
    expect(roundTrips).toBe(3);
    expect(await ids()).toEqual([1, 2, 4]);
  });

  it('sends what may wait with the next statement, which fails when that does', async () => {
    await client.query('begin');
    expect(await client.query(`${WITH_NEXT}insert into note values (1)`)).toMatchObject({ rows: [] });
    expect((await client.query('select 2 as two')).rows).toEqual([{ two: 2 }]);
    await client.query('commit');
    expect(roundTrips).toBe(2);
    for (const values of [undefined, [3]]) {
      await client.query('begin');
      await client.query(`${WITH_NEXT}insert into note values (1)`);
      const next = client.query(values ? 'insert into note values ($1)' : 'insert into note values (3)', values);
      await expect(next).rejects.toThrow(/duplicate key|transaction is aborted/);
      await client.query('rollback');
    }
    // With nothing after it, it goes with the end.
    for (const end of ['rollback', 'commit']) {
      await client.query('begin');
      await client.query(`${WITH_NEXT}insert into note values (4)`);
      await client.query(end);
      expect(await ids()).toEqual(end === 'commit' ? [1, 4] : [1]);
    }
  });

  it('is rolled back whole when its last statement fails', async () => {
    await client.query('begin');
    await client.query('insert into note values (1)');
    await expect(client.query(`${LAST_STATEMENT}insert into note values (null)`)).rejects.toThrow(/null value/);
    await client.query('rollback');
    await client.query('insert into note values (2)');
    expect(await ids()).toEqual([2]);
  });

  it('leaves the connection good when whoever holds it thinks that it failed after all', async () => {
    await client.query('begin');
    await client.query(`${LAST_STATEMENT}insert into note values (1)`);
    await expect(client.query('insert into note values (2)')).rejects.toThrow('Nothing may follow');
    await client.query('rollback');
    await client.query('begin');
    await client.query('insert into note values (3)');
    await client.query('rollback');
    await client.query('insert into note values (4)');
    expect(await ids()).toEqual([1, 4]);
  });

  it('begins before a statement with parameters, and before several statements', async () => {
    await client.query('begin');
    expect((await client.query('insert into note values ($1) returning id', [4])).rows).toEqual([{ id: 4 }]);
    await client.query('rollback');
    await client.query('begin');
    const answers = await client.query('insert into note values (5); select 6 as six');
    expect((answers as unknown as pg.QueryResult[]).map(({ command }) => command)).toEqual(['INSERT', 'SELECT']);
    await client.query('rollback');
    expect(await ids()).toEqual([]);
  });
});
