import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Semaphore } from './semaphore.js';

describe('semaphore', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  /** A wait, and whether it is over. */
  const waiting = (semaphore: Semaphore, ms: number) => {
    const wait = { isOver: false };
    void semaphore.wait(ms).then(() => (wait.isOver = true));
    return wait;
  };
  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

  it('wakes one of those who wait', async () => {
    const semaphore = new Semaphore();
    const waits = [waiting(semaphore, 100), waiting(semaphore, 100)];
    semaphore.signal();
    await pass(99);
    expect(waits).toEqual([{ isOver: true }, { isOver: false }]);
    await pass(1);
    expect(waits).toEqual([{ isOver: true }, { isOver: true }]);
  });

  it('keeps one signal for who comes later', async () => {
    const semaphore = new Semaphore();
    semaphore.signal();
    semaphore.signal();
    const first = waiting(semaphore, 1_000);
    await pass(0);
    expect(first.isOver).toBe(true);
    const second = waiting(semaphore, 30);
    await pass(29);
    expect(second.isOver).toBe(false);
    await pass(1);
    expect(second.isOver).toBe(true);
  });

  it('does not waste a signal on who gave up', async () => {
    const semaphore = new Semaphore();
    const gaveUp = waiting(semaphore, 5);
    await pass(5);
    expect(gaveUp.isOver).toBe(true);
    const next = waiting(semaphore, 1_000);
    semaphore.signal();
    await pass(0);
    expect(next.isOver).toBe(true);
  });
});
