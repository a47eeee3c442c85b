import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Bell } from './bell.js';

describe('bell', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  /** A wait, and whether it is over. */
  const waiting = (bell: Bell, ms: number) => {
    const wait = { isOver: false };
    void bell.wait(ms).then(() => (wait.isOver = true));
    return wait;
  };
  const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

  it('wakes one of those who wait', async () => {
    const bell = new Bell();
    const waits = [waiting(bell, 100), waiting(bell, 100)];
    bell.ring();
    await pass(99);
    expect(waits).toEqual([{ isOver: true }, { isOver: false }]);
    await pass(1);
    expect(waits).toEqual([{ isOver: true }, { isOver: true }]);
  });

  it('keeps one ring for who comes later', async () => {
    const bell = new Bell();
    bell.ring();
    bell.ring();
    const first = waiting(bell, 1_000);
    await pass(0);
    expect(first.isOver).toBe(true);
    const second = waiting(bell, 30);
    await pass(29);
    expect(second.isOver).toBe(false);
    await pass(1);
    expect(second.isOver).toBe(true);
  });

  it('does not waste a ring on who gave up', async () => {
    const bell = new Bell();
    const gaveUp = waiting(bell, 5);
    await pass(5);
    expect(gaveUp.isOver).toBe(true);
    const next = waiting(bell, 1_000);
    bell.ring();
    await pass(0);
    expect(next.isOver).toBe(true);
  });
});
