import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { PacedWrites } from './paced-writes.js';

const PIECES = ['one ', 'two ', 'three ', 'four'];

describe('writes at the pace of the disk', () => {
  const writes = new PacedWrites();
  let path: string;

  beforeEach(async () => {
    path = join(await mkdtemp(join(tmpdir(), 'laureate-writes-')), 'upload');
    await writeFile(path, 'before: ');
  });

  /** What was asked of the request, with as many streams in between as there are. */
  const through = (count: number, asked: string[], source = PIECES, paced = true) => {
    const request = Readable.from(
      source.map((piece) => Buffer.from(piece)),
      { highWaterMark: 1 },
    );
    request.on('data', (piece: Buffer) => asked.push(piece.toString())).pause();
    const streams = Array.from({ length: count }, () => new PassThrough());
    return streams.reduce<Readable>(
      (from, to) => from.pipe(to),
      Readable.from(paced ? writes.pieces('id', request) : request),
    );
  };

  it('keep what was there, and add the pieces in their order from the offset', async () => {
    expect(await writes.write('id', path, { pieces: through(0, []), offset: 8 })).toBe(8 + 18);
    expect(await readFile(path, 'utf8')).toBe('before: one two three four');
    expect(await writes.write('id', path, { pieces: through(0, [], []), offset: 26 })).toBe(26);
  });

  it('ask for no piece while another is on its way, however many streams stand in between', async () => {
    /** What was asked by the time the first piece has come through all streams and nothing moves any more. */
    const askedFor = async (asked: string[], pieces: Readable) => {
      await once(pieces, 'readable');
      for (let before = -1; before < asked.length;) {
        before = asked.length;
        for (let turns = 0; turns < 20; turns++) await turn();
      }
      return [...asked];
    };
    // What a request is asked for that is not paced.
    const all: string[] = [];
    expect(await askedFor(all, through(10, all, PIECES, false))).toEqual(PIECES);
    const asked: string[] = [];
    const pieces = through(10, asked);
    expect(await askedFor(asked, pieces)).toEqual(PIECES.slice(0, 1));
    await writes.write('id', path, { pieces, offset: 8 });
    expect(asked).toEqual(PIECES);
  });

  it('leave nobody waiting for a piece that could not be written', async () => {
    const request = Readable.from(PIECES.map((piece) => Buffer.from(piece)));
    const pieces = writes.pieces('id', request);
    const body = Readable.from(pieces);
    await expect(writes.write('id', join(path, 'nowhere'), { pieces: body, offset: 0 })).rejects.toThrow(/ENOTDIR/);
    await expect(pieces.next()).resolves.toMatchObject({ done: true });
  });
});
