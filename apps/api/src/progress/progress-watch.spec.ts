import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { CycleProgressView, ProgressService } from '#libs/cycles';
import type { NotificationListener } from '#libs/platform';
import { LONGEST_MS, ProgressWatch, SHORTEST_MS } from './progress-watch.js';

describe('the watch on the progress of cycles', () => {
  /** What the database would show of the cycle now. */
  let present: string;
  let readings: number;
  let told: (cycleId: string) => void;
  let watch: ProgressWatch;

  beforeEach(() => {
    jest.useFakeTimers();
    present = 'as published';
    readings = 0;
    const progress = {
      of: async () => {
        readings += 1;
        return { id: present } as CycleProgressView;
      },
    };
    const listener = {
      on: (_channel: string, listen: (payload: string) => void) => void (told = listen),
      start: () => undefined,
    };
    watch = new ProgressWatch(progress as unknown as ProgressService, listener as unknown as NotificationListener);
    watch.onApplicationBootstrap();
  });
  afterEach(() => {
    watch.beforeApplicationShutdown();
    jest.useRealTimers();
  });

  /** Somebody who watches, and the pictures that were shown. */
  const watching = async () => {
    const shown: string[] = [];
    const stop = await watch.watch('cycle', ({ id }) => shown.push(id));
    return { shown, stop };
  };
  const changes = (to: string, cycleId = 'cycle') => {
    present = to;
    told(cycleId);
  };
  const passes = (ms: number) => jest.advanceTimersByTimeAsync(ms);

  it('reads once for all who watch, and at once when the last reading is long enough ago', async () => {
    const [one, two] = [await watching(), await watching()];
    expect(readings).toBe(1);
    await passes(SHORTEST_MS);
    changes('opened');
    await passes(0);
    expect(readings).toBe(2);
    for (const { shown } of [one, two]) expect(shown).toEqual(['as published', 'opened']);
    // Nothing else is read of it.
    await passes(SHORTEST_MS);
    expect(readings).toBe(2);
  });

  it('reads a cycle at most once in its shortest time, and ends with the newest', async () => {
    const { shown } = await watching();
    for (let n = 1; n <= 25; n++) {
      changes(`change ${n}`);
      await passes(SHORTEST_MS / 10);
    }
    await passes(SHORTEST_MS);
    // At once, and after each of three times the shortest: 25 changes took two and a half.
    expect(readings).toBe(1 + 3);
    expect(shown).toHaveLength(1 + 3);
    expect(shown.at(-1)).toBe('change 25');
  });

  it('reads it again when it changed while it was being read', async () => {
    const { shown } = await watching();
    await passes(SHORTEST_MS);
    changes('read');
    // The reading has begun, by what was there before, and has not ended.
    jest.advanceTimersByTime(0);
    changes('written meanwhile');
    await passes(0);
    expect(readings).toBe(2);
    expect(shown.at(-1)).toBe('read');
    await passes(SHORTEST_MS);
    expect([readings, shown.at(-1)]).toEqual([3, 'written meanwhile']);
  });

  it('reads what is watched, whatever may have been missed, and nothing that is not', async () => {
    const { shown, stop } = await watching();
    await passes(SHORTEST_MS);
    changes('elsewhere', 'another');
    await passes(0);
    expect(readings).toBe(1);
    changes('connected again', '');
    await passes(0);
    expect([readings, shown.at(-1)]).toEqual([2, 'connected again']);
    present = 'a wake-up was lost';
    await passes(LONGEST_MS);
    expect([readings, shown.at(-1)]).toEqual([3, 'a wake-up was lost']);
    stop();
    changes('nobody is there');
    await passes(LONGEST_MS);
    expect([readings, watch.size]).toEqual([3, 0]);
  });
});
