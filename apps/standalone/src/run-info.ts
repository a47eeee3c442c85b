import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivate } from './private-file.js';
import type { SampleKeys } from './sample-people.js';

/** Everything somebody on this machine needs to reach a running standalone; the file `run.json`. */
export interface RunInfo {
  /** Origin of the API. */
  api: string;
  docs: string;
  database: string;
  smtp: string;
  /** Web page and REST API of the mailbox; null when mail goes to a server of your own. */
  mailbox: string | null;
  kafka: string[];
  temporal: { address: string; namespace: string; ui: string | null };
  /** Development API keys; empty when the database was not seeded here. */
  keys: Partial<SampleKeys>;
  /** The processes; those of servers that were given an address are left out. */
  pids: { standalone: number; postgres?: number; kafka?: number; temporal?: number; mail?: number };
}

const fileIn = (dataDir: string): string => join(dataDir, 'run.json');

/** Tells where everything is, readable by this account only. */
export const writeRunInfo = (dataDir: string, run: RunInfo): Promise<void> => writePrivate(fileIn(dataDir), run);

/** Nothing runs here any more, or not yet again. */
export const removeRunInfo = (dataDir: string): Promise<void> => rm(fileIn(dataDir), { force: true });
