import { describe, expect, it } from '@jest/globals';
import { Semaphore } from './semaphore.js';

const elapsed = async (fn: () => Promise<unknown>) => {
  const begun = performance.now();
  await fn();
  return performance.now() - begun;
};

describe('semaphore', () => {
  it('wakes one of those who wait', async () => {
    const semaphore = new Semaphore();
    const woken: number[] = [];
    const waits = [1, 2].map((n) => semaphore.wait(100).then(() => woken.push(n)));
    semaphore.signal();
    await waits[0];
    expect(woken).toEqual([1]);
    await Promise.all(waits);
  });

  it('keeps one signal for who comes later', async () => {
    const semaphore = new Semaphore();
    semaphore.signal();
    semaphore.signal();
    expect(await elapsed(() => semaphore.wait(1_000))).toBeLessThan(500);
    expect(await elapsed(() => semaphore.wait(30))).toBeGreaterThan(20);
  });

  it('does not waste a signal on who gave up', async () => {
    const semaphore = new Semaphore();
    await semaphore.wait(5);
    const next = semaphore.wait(1_000);
    semaphore.signal();
    expect(await elapsed(() => next)).toBeLessThan(500);
  });
});
