import { expect, it } from '@jest/globals';
import { RequestCounts } from './request-counts.js';

const MINUTE = 60_000;

it('counts down to the limit, then refuses until the window ends', () => {
  const counts = new RequestCounts(3, MINUTE, 10);
  expect(counts.count('a', 1, 1_000)).toEqual({ left: 2, seconds: 60, isRefused: false });
  expect(counts.count('a', 1, 2_500)).toEqual({ left: 1, seconds: 59, isRefused: false });
  expect(counts.count('a', 1, 60_000)).toEqual({ left: 0, seconds: 1, isRefused: false });
  expect(counts.count('a', 1, 60_999)).toEqual({ left: 0, seconds: 1, isRefused: true });
  expect(counts.count('a', 1, 61_000)).toEqual({ left: 2, seconds: 60, isRefused: false });
});

it('counts each by themselves', () => {
  const counts = new RequestCounts(1, MINUTE, 10);
  expect(counts.count('a', 1, 0).isRefused).toBe(false);
  expect(counts.count('b', 1, 0).isRefused).toBe(false);
  expect(counts.count('a', 1, 0).isRefused).toBe(true);
});

it('counts a dear request by its weight; refused, it leaves what a cheap one needs', () => {
  const counts = new RequestCounts(10, MINUTE, 10);
  expect(counts.count('a', 7, 0)).toEqual({ left: 3, seconds: 60, isRefused: false });
  expect(counts.count('a', 4, 0)).toEqual({ left: 3, seconds: 60, isRefused: true });
  expect(counts.count('a', 3, 0)).toEqual({ left: 0, seconds: 60, isRefused: false });
});

it('takes a request that weighs more than the limit once a window', () => {
  const counts = new RequestCounts(10, MINUTE, 10);
  expect(counts.count('a', 50, 0)).toEqual({ left: 0, seconds: 60, isRefused: false });
  expect(counts.count('a', 50, 59_999).isRefused).toBe(true);
  expect(counts.count('a', 50, 60_000).isRefused).toBe(false);
});

it('keeps at most so many, and none whose window is over', () => {
  const counts = new RequestCounts(1, MINUTE, 2);
  const kept = () => (counts as unknown as { windows: Map<string, unknown> }).windows;
  for (const [at, id] of ['a', 'b', 'c'].entries()) counts.count(id, 1, at);
  expect([...kept().keys()]).toEqual(['b', 'c']);
  // Forgotten, it starts anew, and the next one that began longest ago goes.
  expect(counts.count('a', 1, 3).isRefused).toBe(false);
  expect(counts.count('c', 1, 3).isRefused).toBe(true);
  counts.count('d', 1, MINUTE + 3);
  expect([...kept().keys()]).toEqual(['d']);
});
