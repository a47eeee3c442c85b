import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FileStore } from './file-store.js';

/** As much of S3 as a storage of files needs, in memory. */
function bucketServer(kept: Map<string, Buffer>): Server {
  return createServer((request, response) => {
    const key = decodeURIComponent(request.url!.split('?', 1)[0]!);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const file = kept.get(key);
      if (request.method === 'PUT') {
        kept.set(key, Buffer.concat(chunks));
        response.setHeader('etag', '"1"').end();
      } else if (request.method === 'DELETE') {
        kept.delete(key);
        response.writeHead(204).end();
      } else if (!file) response.writeHead(404).end();
      else {
        response.setHeader('content-length', file.length).setHeader('last-modified', new Date(0).toUTCString());
        response.end(request.method === 'HEAD' ? undefined : file);
      }
    });
  });
}

describe('the storage of files', () => {
  const inBucket = new Map<string, Buffer>();
  const server = bucketServer(inBucket);
  const before = { ...process.env };
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'laureate-files-'));
    await writeFile(join(folder, 'given'), 'sample');
    await once(server.listen(0, '127.0.0.1'), 'listening');
    Object.assign(process.env, { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  });
  afterAll(() => {
    process.env = before;
    server.closeAllConnections();
    server.close();
  });

  it.each(['a folder', 'a bucket'])('is %s: it keeps, replaces, hands out and removes', async (what) => {
    const { port } = server.address() as AddressInfo;
    const bucket = { storage: 's3://award/files', s3Endpoint: `http://127.0.0.1:${port}` };
    const store = await FileStore.open(what === 'a bucket' ? bucket : { storage: join(folder, 'kept') });
    expect(await store.has('entries/1/2')).toBe(false);
    await store.put('entries/1/2', join(folder, 'given'), 'application/pdf');
    await store.put('entries/1/2', join(folder, 'given'), 'application/pdf');
    expect(await store.has('entries/1/2')).toBe(true);
    const read = await store.read('entries/1/2');
    expect(Buffer.concat(await read.toArray()).toString()).toBe('sample');
    if (what === 'a bucket') expect([...inBucket.keys()]).toEqual(['/award/files/entries/1/2']);
    await store.remove('entries/1/2');
    await store.remove('entries/1/2');
    expect(await store.has('entries/1/2')).toBe(false);
  });
});
