import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** A file of an archive. */
export interface ZippedFile {
  name: string;
  body: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;
}

type Files = Iterable<ZippedFile> | AsyncIterable<ZippedFile>;

/**
 * The bytes of a ZIP: each file is asked for and read only when the one before is written, so that
 * memory holds a part of one.
 */
export async function* zipped(files: Files): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const leaving = new AbortController();
  const feeding = feed(zip, files, leaving.signal).catch((error: Error) => void output.destroy(error));
  zip.on('error', (error: Error) => output.destroy(error));
  try {
    for await (const chunk of output) yield chunk as Uint8Array;
  } finally {
    leaving.abort();
    output.destroy();
    await feeding;
  }
}

async function feed(zip: ZipFile, files: Files, signal: AbortSignal): Promise<void> {
  for await (const { name, body } of files) {
    const stream = Readable.from(body, { objectMode: false });
    zip.addReadStream(stream, name);
    try {
      await finished(stream, { signal });
    } finally {
      stream.destroy();
    }
  }
  zip.end();
}

/** A name as a file can have it on any system; of nothing, `unnamed`. */
export const fileName = (name: string): string =>
  name
    .toWellFormed()
    .replace(/[\p{Cc}<>:"/\\|?*]/gu, '_')
    .replace(/^[. ]+|[. ]+$/g, '')
    .slice(0, 100) || 'unnamed';
