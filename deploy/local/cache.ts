import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const ABANDONED_AFTER_MS = 24 * 3600 * 1000;

/** The folder of the checkout, found from the sources as well as from `dist/`. */
export function projectRoot(from = import.meta.dirname): string {
  if (existsSync(join(from, 'deploy/local/pom.xml'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('deploy/local/pom.xml was not found above this file.');
  return projectRoot(parent);
}

/** The path of a file of `deploy/local` that the compiler does not copy: a manifest or a script. */
export function localFile(name: string): string {
  return join(projectRoot(), 'deploy/local', name);
}

/** Where packages are kept between clones: `$XDG_CACHE_HOME/laureate`, else `~/.cache/laureate`. */
export function cacheDirectory(env: NodeJS.ProcessEnv): string {
  return join(env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache'), 'laureate');
}

/** A cache key that changes with the manifest: `name-<first 12 hex digits of its SHA-256>`. */
export async function keyOf(name: string, manifest: string): Promise<string> {
  const digest = createHash('sha256')
    .update(await readFile(manifest))
    .digest('hex');
  return `${name}-${digest.slice(0, 12)}`;
}

/**
 * The cached folder `key`, built first when it is not there. It appears whole or not at all: it is built beside its
 * place and moved there, so two processes may do this at once (the later one discards what it built).
 */
export async function cached(
  key: string,
  env: NodeJS.ProcessEnv,
  build: (folder: string) => Promise<void>,
): Promise<string> {
  const cache = cacheDirectory(env);
  const place = join(cache, key);
  if (existsSync(place)) return place;
  await mkdir(cache, { recursive: true });
  await removeAbandoned(cache);
  const building = await mkdtemp(join(cache, '.building-'));
  try {
    await build(building);
    await rename(building, place);
  } catch (error) {
    await rm(building, { recursive: true, force: true });
    if (!existsSync(place)) throw error;
  }
  return place;
}

async function removeAbandoned(cache: string): Promise<void> {
  for (const name of await readdir(cache)) {
    if (!name.startsWith('.building-')) continue;
    const made = await stat(join(cache, name)).catch(() => undefined);
    if (made && Date.now() - made.mtimeMs > ABANDONED_AFTER_MS)
      await rm(join(cache, name), { recursive: true, force: true });
  }
}
