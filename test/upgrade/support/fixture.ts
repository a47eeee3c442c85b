import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { allMigrations } from '../../../apps/migrator/src/migrations.js';
import type { DatabaseConfig, SecretsConfig } from '#libs/platform';
import { projectRoot } from '../../../deploy/local/index.js';
import type { Entrant } from '../../e2e/support/driven-cycle.js';
import type { Somebody } from '../../e2e/support/running-app.js';
import { createTestDatabase } from '../../support/test-database.js';
import { OwnTemporal } from '../../faults/support/own-temporal.js';
import { type Sequences, loadRows } from './rows.js';

const FOLDER = join(projectRoot(), 'test/upgrade/fixture');

/** The parts of the fixture (test/upgrade/README.md says how they were made). */
export const FIXTURE = {
  rows: join(FOLDER, 'rows'),
  histories: join(FOLDER, 'histories'),
  temporal: join(FOLDER, 'temporal.db.gz'),
  story: join(FOLDER, 'story.json'),
};

/** Those who run a cycle. */
interface KeptCycle {
  cycleId: string;
  staff: Somebody;
  organiser: Somebody;
}

/** What the rows do not say in plain text: keys of people, secrets, and who is who. */
export interface Story {
  /** The names of the migrations that made the tables of the rows. */
  migrations: string[];
  sequences: Sequences;
  secrets: SecretsConfig;
  /** Its call is open: an entry that has more time, a draft; and one that is asked about, with half an answer. */
  call: KeptCycle & { asked: Entrant; entered: Entrant; extended: Entrant; draft: Entrant; clarificationId: string };
  /** Paused in its screening: the first expert has reviewed, the second has not. */
  screening: KeptCycle & { entrants: Entrant[]; experts: Somebody[] };
  /** In its jury: all but the last juror have cast; the last entrant has complained about the screening. */
  jury: KeptCycle & { entrants: Entrant[]; experts: Somebody[]; jurors: Somebody[]; complaintId: string };
}

/** The story of the fixture. */
export async function keptStory(): Promise<Story> {
  return JSON.parse(await readFile(FIXTURE.story, 'utf8')) as Story;
}

/** A database of its own with the rows of the fixture, made by the migrations that the fixture's code had. */
export async function keptDatabase({ migrations, sequences }: Story): Promise<DatabaseConfig> {
  const then = allMigrations.filter(({ name }) => migrations.includes(name));
  const missing = migrations.filter((name) => !then.some((migration) => migration.name === name));
  if (missing.length > 0) throw new Error(`Released migrations are gone: ${missing.join(', ')}`);
  const database = await createTestDatabase(then);
  await loadRows(database.url, FIXTURE.rows, sequences);
  return database;
}

/** A Temporal server of its own on the kept file. */
export async function keptTemporal(): Promise<OwnTemporal> {
  return OwnTemporal.start(gunzipSync(await readFile(FIXTURE.temporal)));
}
