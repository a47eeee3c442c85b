import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { completeContent } from '../../support/entry-contents.js';
import { type Figure, below, median, noted } from '../harness.js';
import type { BenchCity, Ground } from './ground.js';
import type { EntriesPart } from './part.js';

const UPLOADS = 200;
const MEGABYTE = 1_000_000;
const SIZE = 20 * MEGABYTE;
const IN_AN_ENTRY = 10;
const MOST_MORE_MB = 200;
const CHUNK = Buffer.alloc(64 * 1024, 7);
const SAMPLE_MS = 200;

/** How much memory does the API need for many large uploads at once, beyond what it has when idle? */
export const uploadsPart: EntriesPart = {
  name: 'uploads',
  async run(ground) {
    const city = await ground.city();
    const idle = median(await sampled(ground, wait(3_000)));
    const paths = await begin(ground, city, UPLOADS);
    ground.say(`${UPLOADS} uploads of ${SIZE / MEGABYTE} MB`);
    const begun = performance.now();
    const busy = await sampled(ground, Promise.all(paths.map((path) => send(ground, city, path))));
    const seconds = (performance.now() - begun) / 1000;
    const what = `${UPLOADS} parallel uploads of ${SIZE / MEGABYTE} MB`;
    return figures(what, idle, Math.max(...busy), (UPLOADS * SIZE) / MEGABYTE / seconds);
  },
};

const figures = (what: string, idle: number, most: number, rate: number): Figure[] => [
  noted({ name: 'memory of the API, idle', value: idle, unit: 'MB' }),
  below({ name: `memory of the API beyond idle, ${what}`, value: most - idle, unit: 'MB' }, MOST_MORE_MB),
  noted({ name: `taken in, ${what}`, value: rate, unit: 'MB/s' }),
];

/** Places for that many files, in as many entries as they need; where to send them. */
async function begin(ground: Ground, city: BenchCity, count: number): Promise<string[]> {
  const paths: string[] = [];
  for (let entryId = ''; paths.length < count;) {
    if (paths.length % IN_AN_ENTRY === 0) entryId = await ground.draft(city, completeContent());
    const file = { section: 'summary', name: 'sample.pdf', size: SIZE };
    const { uploadPath } = await ground.send('POST', `/v1/entries/${entryId}/attachments`, city.key, file);
    paths.push(uploadPath as string);
  }
  return paths;
}

/** Sends a file in one request, as fast as it is taken; nothing of it is held here. */
async function send(ground: Ground, { key }: BenchCity, path: string): Promise<void> {
  let left = SIZE;
  const body = new ReadableStream({
    pull(controller) {
      if (left === 0) return controller.close();
      const chunk = CHUNK.subarray(0, Math.min(left, CHUNK.length));
      left -= chunk.length;
      controller.enqueue(new Uint8Array(chunk));
    },
  });
  const headers = {
    'x-api-key': key,
    'tus-resumable': '1.0.0',
    'upload-offset': '0',
    'content-type': 'application/offset+octet-stream',
  };
  const request = { method: 'PATCH', headers, body, duplex: 'half' } as const;
  const answer = await fetch(ground.api.url + path, request);
  if (answer.status !== 204) throw new Error(`An upload was answered ${answer.status}: ${await answer.text()}`);
}

/** What the API's process has in memory (MB), again and again until this is done. */
async function sampled(ground: Ground, done: Promise<unknown>): Promise<number[]> {
  const samples: number[] = [];
  const state = { going: true };
  const end = done.finally(() => (state.going = false));
  while (state.going || samples.length === 0) {
    const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(ground.api.pid)]);
    samples.push((Number(stdout) * 1024) / MEGABYTE);
    await wait(SAMPLE_MS);
  }
  await end;
  return samples;
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
