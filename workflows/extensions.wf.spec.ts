import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Change } from './changes.js';
import { bundleBefore } from './testing/bundle.js';
import { DAY, HOUR, MINUTE, problemOf, TestHouse, window, type RunningCycle } from './testing/house.js';
import { instant } from './in-memory/records.js';

let house: TestHouse;
beforeAll(async () => {
  house = await TestHouse.start();
});
afterEach(() => house.activities.clear());
afterAll(() => house.close());

/** A call that closes on day 10, and a ceremony after it that opens on day 11. */
const callAndCeremony = async (from: number) =>
  house.startCycle([
    { key: 'call', ...window(from, HOUR, 10 * DAY) },
    { key: 'ceremony', ...window(from, 11 * DAY, 20 * DAY) },
  ]);
const looks = (cycle: RunningCycle) => cycle.record.calls.get('readStage') ?? 0;

test('a stage that has closed is decided when the last extension has ended, also one that was granted meanwhile', async () => {
  const from = await house.now();
  const cycle = await callAndCeremony(from);
  const call = cycle.stage('call');
  call.extensions.push(instant(from + 12 * DAY), instant(from + 5 * DAY));
  await house.reach(call, 'closing', from + 10 * DAY + HOUR);
  await house.skipTo(from + 11 * DAY + HOUR);
  expect([call.facts.state, cycle.stage('ceremony').facts.state]).toEqual(['closing', 'scheduled']);
  const refused = await problemOf(house.command(cycle, 'call', 'close', {}));
  expect(refused.detail).toContain(`by an extension entries may come in until ${instant(from + 12 * DAY)}`);

  call.extensions.push(instant(from + 13 * DAY));
  const before = looks(cycle);
  await house.skipTo(from + 12 * DAY + MINUTE);
  await house.until(() => looks(cycle) > before);
  expect(call.facts.state).toBe('closing');
  await house.skipTo(from + 13 * DAY - MINUTE);
  expect(call.facts.state).toBe('closing');
  await house.reach(call, 'released', from + 13 * DAY + MINUTE);
  await house.reach(cycle.stage('ceremony'), 'open');
  expect(await house.end(cycle)).toBe('completed');
  expect(call.states).toEqual(['scheduled', 'open', 'closing', 'decided', 'released']);
  await house.keep('waited-for-extensions', cycle, 'call');
  await house.keep('waited-for-extensions', cycle);
});

test('what waits is paused, goes on with what the extension has then, and is cancelled', async () => {
  const from = await house.now();
  const cycle = await callAndCeremony(from);
  const call = cycle.stage('call');
  call.extensions.push(instant(from + 12 * DAY));
  await house.reach(call, 'closing', from + 10 * DAY + HOUR);
  await house.command(cycle, null, 'pause', {});
  await house.skipTo(from + 13 * DAY);
  expect(call.facts.state).toBe('closing');
  call.extensions.splice(0, 1, instant(from + 15 * DAY));
  await house.command(cycle, null, 'resume', {});
  await house.skipTo(from + 14 * DAY);
  expect(call.facts.state).toBe('closing');
  await house.command(cycle, null, 'cancel', {});
  expect(await house.end(cycle)).toBe('cancelled');
  await house.keep('cancelled-while-waiting-for-extensions', cycle, 'call');
});

test('a stage that closed before it knew of extensions goes on as it did', async () => {
  await house.stopWorker();
  await house.startWorker(await bundleBefore(Change.waitForLast));
  const from = await house.now();
  const cycle = await callAndCeremony(from);
  const call = cycle.stage('call');
  call.extensions.push(instant(from + 12 * DAY));
  await house.reach(call, 'released', from + 10 * DAY + HOUR);
  await house.stopWorker();
  await house.startWorker();
  expect(await house.end(cycle)).toBe('completed');
  await house.keep('closed-before-it-knew-of-extensions', cycle, 'call');
});
