import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { SecretsConfig } from '#libs/platform';
import { readPrivate, writePrivate } from './private-file.js';
import type { SampleKeys } from './sample-people.js';

/** What this machine's installation keeps to itself. The keys are the sample people's; null until there are any. */
export interface Secrets extends SecretsConfig {
  keys: SampleKeys | null;
}

const fileIn = (dataDir: string): string => join(dataDir, 'secrets.json');
const key32 = (): string => randomBytes(32).toString('base64');

/**
 * The secrets of a data folder, made the first time. With `fresh`, the keys of people who are no more are forgotten.
 */
export async function readSecrets(dataDir: string, fresh: boolean): Promise<Secrets> {
  const kept = await readPrivate<Secrets>(fileIn(dataDir));
  if (kept && !fresh) return kept;
  const secrets = kept ? { ...kept, keys: null } : { signInSecret: key32(), ballotKey: key32(), keys: null };
  await writePrivate(fileIn(dataDir), secrets);
  return secrets;
}

/** Keeps the sample people's keys; the database knows only their hashes. */
export async function keepKeys(dataDir: string, secrets: Secrets, keys: SampleKeys): Promise<void> {
  await writePrivate(fileIn(dataDir), { ...secrets, keys });
}
