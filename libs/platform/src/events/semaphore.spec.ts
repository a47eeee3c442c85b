import { describe, expect, it } from '@jest/globals';
import { Bell } from './semaphore.js';

const elapsed = async (fn: () => Promise<unknown>) => {
  const begun = performance.now();
  await fn();
  return performance.now() - begun;
};

describe('bell', () => {
  it('wakes one of those who wait', async () => {
    const bell = new Bell();
    const woken: number[] = [];
    const waits = [1, 2].map((n) => bell.wait(100).then(() => woken.push(n)));
    bell.ring();
    await waits[0];
    expect(woken).toEqual([1]);
    await Promise.all(waits);
  });

  it('keeps one ring for who comes later', async () => {
    const bell = new Bell();
    bell.ring();
    bell.ring();
    expect(await elapsed(() => bell.wait(1_000))).toBeLessThan(500);
    expect(await elapsed(() => bell.wait(30))).toBeGreaterThan(20);
  });

  it('does not waste a ring on who gave up', async () => {
    const bell = new Bell();
    await bell.wait(5);
    const next = bell.wait(1_000);
    bell.ring();
    expect(await elapsed(() => next)).toBeLessThan(500);
  });
});
