import { connect } from 'node:net';
import type { Readable } from 'node:stream';

/** What a scanner found: nothing, or the name of it. */
export type ScanResult = { clean: true } | { clean: false; found: string };

const SILENT_AFTER_MS = 120_000;

/**
 * Has clamd look at a stream (its INSTREAM command). The address is `host:port` or the path of a
 * socket. Throws when clamd is away, does not answer within two minutes, or says anything but OK
 * and FOUND: then nothing is known of the file.
 */
export async function scanWithClamd(address: string, file: Readable): Promise<ScanResult> {
  const separator = address.lastIndexOf(':');
  const at = address.startsWith('/')
    ? { path: address }
    : { host: address.slice(0, separator), port: Number(address.slice(separator + 1)) };
  const socket = connect(at);
  socket.setTimeout(SILENT_AFTER_MS, () => socket.destroy(away('clamd does not answer', 'ETIMEDOUT')));
  let answer = '';
  const answered = new Promise<void>((resolve, reject) => {
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString('utf8')));
    socket.on('end', resolve);
    socket.on('error', reject);
    socket.on('close', resolve);
  });
  const send = (bytes: Buffer | string) =>
    new Promise<void>((resolve, reject) => socket.write(bytes, (error) => (error ? reject(error) : resolve())));
  const sending = async () => {
    await send('zINSTREAM\0');
    for await (const chunk of file as AsyncIterable<Buffer>) {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(chunk.length);
      await send(Buffer.concat([length, chunk]));
    }
    await send(Buffer.alloc(4));
  };
  try {
    // It may hang up before all was sent, having found something or refused the size; its answer says which.
    await Promise.all([answered, sending().catch((error: unknown) => (answer === '' ? Promise.reject(error) : null))]);
  } finally {
    socket.destroy();
    file.destroy();
  }
  const text = answer.replace(/\0/g, '').trim();
  const found = /^stream: (.+) FOUND$/.exec(text);
  if (found) return { clean: false, found: found[1]! };
  if (text === 'stream: OK') return { clean: true };
  throw away(`clamd said ${JSON.stringify(text)}`, text === '' ? 'ECONNRESET' : 'ECLAMD');
}

const away = (message: string, code: string) => Object.assign(new Error(message), { code });
