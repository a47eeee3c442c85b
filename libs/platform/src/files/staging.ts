import { createReadStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { FileStore as TusStore } from '@tus/file-store';
import { PacedWrites } from './paced-writes.js';

/** The folder in which uploads grow. Several processes may share it; one upload is written by one request at a time. */
export class Staging {
  private constructor(
    private readonly folder: string,
    /** What the tus server writes to. */
    readonly store: TusStore,
    private readonly writes: PacedWrites,
  ) {}

  static async open(folder: string): Promise<Staging> {
    await mkdir(folder, { recursive: true });
    const { FileStore } = await import('@tus/file-store');
    const writes = new PacedWrites();
    const store = new FileStore({ directory: folder });
    store.write = (pieces, id, offset) => writes.write(id, join(folder, id), { pieces, offset });
    return new Staging(folder, store, writes);
  }

  /** The body of a request that adds to an upload, no faster than the store writes it. */
  bodyOf(id: string, request: Readable): ReadableStream<Uint8Array> {
    return ReadableStream.from(this.writes.pieces(id, request));
  }

  /** Where the bytes of an upload are on this machine. */
  pathOf(id: string): string {
    return join(this.folder, id);
  }

  /** Bytes that have come in of an upload; null when nothing was begun. */
  async sizeOf(id: string): Promise<number | null> {
    const found = await stat(this.pathOf(id)).catch(absent);
    return found?.size ?? null;
  }

  /** Makes place for an upload of that many bytes, if there is none. */
  async prepare(id: string, size: number): Promise<void> {
    if ((await this.sizeOf(id)) !== null && (await stat(`${this.pathOf(id)}.json`).catch(absent))) return;
    const { Upload } = await import('@tus/server');
    await this.store.create(new Upload({ id, size, offset: 0 }));
  }

  read(id: string): Readable {
    return createReadStream(this.pathOf(id));
  }

  /** Removes all there is of an upload; nothing is done when there is nothing. */
  async remove(id: string): Promise<void> {
    // What describes it goes last, so that what is left after a crash is found.
    await rm(this.pathOf(id), { force: true });
    await rm(`${this.pathOf(id)}.json`, { force: true });
  }

  /** Ids of at most `limit` uploads that nothing was added to since that instant. */
  async unchangedSince(instant: Date, limit: number): Promise<string[]> {
    const found: string[] = [];
    const ids = new Set((await readdir(this.folder)).map((name) => name.replace(/\.json$/, '')));
    for (const id of ids) {
      const own = await stat(this.pathOf(id)).catch(absent);
      const described = await stat(`${this.pathOf(id)}.json`).catch(absent);
      const changed = Math.max(own?.mtimeMs ?? 0, described?.mtimeMs ?? 0);
      if (changed >= instant.getTime()) continue;
      found.push(id);
      if (found.length >= limit) break;
    }
    return found;
  }
}

const absent = (error: NodeJS.ErrnoException): null => {
  if (error.code === 'ENOENT') return null;
  throw error;
};
