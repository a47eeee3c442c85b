import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DAY, HOUR, MINUTE, problemOf, SECOND, TestHouse, window } from './testing/house.js';

let house: TestHouse;
beforeAll(async () => {
  house = await TestHouse.start();
});
afterAll(() => house.close());

describe('a stage by the clock', () => {
  test('goes through its life', async () => {
    const now = await house.now();
    const cycle = await house.startCycle([{ key: 'call', ...window(now, DAY, 10 * DAY), ladder: { P3D: 3 * DAY } }]);
    const result = await cycle.handle.result();
    expect(result).toBe('completed');
    console.log(cycle.stage('call'), cycle.record.attention, cycle.record.ended);
  });
});
