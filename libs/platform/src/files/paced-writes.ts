import { EventEmitter, once } from 'node:events';
import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Takes uploads from the network no faster than they are written: the next piece is read when the
 * one before is on disk. Some ten streams stand between the two and would each hold a piece: 125 MB
 * for 200 uploads at once.
 */
export class PacedWrites {
  private readonly written = new EventEmitter().setMaxListeners(0);

  /** The bytes of a request for this upload, piece by piece, to be given to `write`. */
  async *pieces(id: string, request: Readable): AsyncGenerator<Uint8Array> {
    for await (const piece of request.iterator({ destroyOnReturn: false })) {
      const written = once(this.written, id);
      yield piece as Uint8Array;
      await written;
    }
  }

  /** Writes pieces to the file of this upload, which is there, from an offset on; answers where they end. */
  async write(id: string, path: string, from: { pieces: Readable; offset: number }): Promise<number> {
    const { written } = this;
    // Each piece is on disk before the next is asked for.
    const file = createWriteStream(path, { flags: 'r+', start: from.offset, highWaterMark: 1 });
    async function* told(pieces: AsyncIterable<Uint8Array>) {
      for await (const piece of pieces) {
        yield piece;
        written.emit(id);
      }
    }
    try {
      await pipeline(from.pieces, told, file);
    } finally {
      // Nobody waits for a piece that was lost.
      written.emit(id);
    }
    return from.offset + file.bytesWritten;
  }
}
