import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes JSON to a file only its owner may read; whoever reads it sees all of it or what was there before. */
export async function writePrivate(file: string, content: unknown): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const making = `${file}.${randomUUID()}`;
  await writeFile(making, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  await rename(making, file);
}

/** What `writePrivate` wrote; null when there is no such file. */
export async function readPrivate<T>(file: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new Error(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
