import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { log } from '../telemetry/logger.js';
import { EventStream } from './event-streams.js';

log.level = 'silent';
const event = (n: number, size = 0) => ({ name: 'progress', id: `${n}`, data: 'x'.repeat(size) });

/** What the client has been sent so far, as far as it took it. */
const taken = (stream: EventStream) => String(stream.answer.getStream().read() ?? '');

describe('a stream of server-sent events', () => {
  it('replaces what a slow client has not taken by the newest', async () => {
    const stream = new EventStream('p', async () => true);
    stream.send(event(1, 100_000));
    await turn();
    for (const n of [2, 3, 4]) stream.send(event(n));
    await turn();
    expect(taken(stream)).toMatch(/^retry: \d+\n\nevent: progress\nid: 1\n/);
    await turn();
    await turn();
    expect(taken(stream)).toBe('event: progress\nid: 4\ndata: ""\n\n');
  });

  it('gives up a client that takes nothing for two beats, and not one that does', async () => {
    const [stuck, alive] = [new EventStream('p', async () => true), new EventStream('p', async () => true)];
    let closed = 0;
    stuck.onClose(() => closed++);
    stuck.send(event(1, 100_000));
    alive.send(event(1, 100_000));
    await turn();
    for (let beat = 0; beat < 3; beat++) {
      await Promise.all([stuck.beat(), alive.beat()]);
      taken(alive);
      await turn();
    }
    expect([closed, taken(alive)]).toEqual([1, '']);
    await alive.beat();
    expect(taken(alive)).toBe(': still here\n\n');
    stuck.onClose(() => closed++);
    expect(closed).toBe(2);
  });

  it('sends nothing once the right is gone, and waits while that cannot be found out', async () => {
    const answers = [async () => true, () => Promise.reject(new Error('the database is away')), async () => true];
    const stream = new EventStream('p', () => (answers.shift() ?? (async () => false))());
    for (const n of [1, 2]) {
      stream.send(event(n));
      await turn();
    }
    expect(taken(stream)).toMatch(/id: 1\n[^]*$/);
    await stream.beat();
    expect(taken(stream)).toBe('');
    await stream.beat();
    stream.send(event(3));
    await turn();
    const rest = taken(stream);
    expect(rest).not.toContain('id: 3');
    expect(stream.answer.getStream().readableEnded).toBe(true);
  });
});
