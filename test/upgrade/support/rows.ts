import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/** Ends the name of a file with the rows of one table. */
const ENDING = '.copy';

/** What the next value of each sequence follows, by the sequence's name with its schema. */
export type Sequences = Record<string, string>;

/** The name of each table with its schema and its columns, without partitions and the migrator's own. */
async function tablesOf(client: pg.Client): Promise<{ name: string; columns: string }[]> {
  const { rows } = await client.query<{ name: string; columns: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name,
            string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
     from pg_class c
       join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relkind in ('r', 'p') and not c.relispartition
       and n.nspname not in ('pg_catalog', 'information_schema', 'public')
     group by 1 order by 1`,
  );
  return rows;
}

/** Writes all rows of a database into a folder, a file a table that has any. */
export async function keepRows(url: string, folder: string): Promise<Sequences> {
  return connected(url, async (client) => {
    await mkdir(folder, { recursive: true });
    for (const { name, columns } of await tablesOf(client)) {
      const rows = await copyOut(client, `copy (select ${columns} from ${name}) to stdout (header)`);
      if (rows.indexOf('\n') < rows.length - 1) await writeFile(join(folder, name + ENDING), rows);
    }
    const { rows } = await client.query<{ name: string; last: string }>(
      `select format('%I.%I', schemaname, sequencename) as name, last_value::text as last
       from pg_sequences where last_value is not null and schemaname <> 'public' order by 1`,
    );
    return Object.fromEntries(rows.map(({ name, last }) => [name, last]));
  });
}

/**
 * Loads kept rows into a database whose tables are as they were; what its migrations put there goes first. Nothing is
 * checked and no trigger fires: the rows are as they stood.
 */
export async function loadRows(url: string, folder: string, sequences: Sequences): Promise<void> {
  await connected(url, async (client) => {
    const tables = await tablesOf(client);
    await client.query('set session_replication_role = replica');
    await client.query(`truncate ${tables.map(({ name }) => name).join(', ')}`);
    const files = await readdir(folder);
    for (const file of files) {
      const table = tables.find(({ name }) => file === name + ENDING);
      if (!table) throw new Error(`There is no table for the rows of ${file}.`);
      const statement = `copy ${table.name} (${table.columns}) from stdin (header match)`;
      await copyIn(client, statement, await readFile(join(folder, file)));
    }
    for (const [name, last] of Object.entries(sequences)) await client.query('select setval($1, $2)', [name, last]);
  });
}

async function connected<T>(url: string, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end();
  }
}

/** The part of the driver's connection that COPY needs, which its types leave out. */
interface CopyConnection extends pg.Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/** One statement of COPY: the driver calls these as the server answers. */
class Copy implements pg.Submittable {
  private readonly chunks: Buffer[] = [];
  private readonly result = Promise.withResolvers<Buffer>();

  constructor(
    private readonly statement: string,
    private readonly given?: Buffer,
  ) {}

  get done(): Promise<Buffer> {
    return this.result.promise;
  }

  submit(connection: pg.Connection): void {
    connection.query(this.statement);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(this.given!);
    connection.endCopyFrom();
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    // The driver uses its buffer again.
    this.chunks.push(Buffer.from(chunk));
  }

  handleError(error: Error): void {
    this.result.reject(error);
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.result.resolve(Buffer.concat(this.chunks));
  }
}

const copyOut = (client: pg.Client, statement: string): Promise<Buffer> => client.query(new Copy(statement)).done;

async function copyIn(client: pg.Client, statement: string, rows: Buffer): Promise<void> {
  await client.query(new Copy(statement, rows)).done;
}
