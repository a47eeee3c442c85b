import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Change } from '../common/changes.js';
import { bundleBefore } from '../testing/bundle.js';
import {
  DAY,
  HOUR,
  MINUTE,
  problemOf,
  WorkflowFixture,
  window,
  type RunningCycle,
} from '../testing/workflow-fixture.js';
import { instant } from '../in-memory/records.js';

let fixture: WorkflowFixture;
beforeAll(async () => {
  fixture = await WorkflowFixture.start();
});
afterEach(() => fixture.activities.clear());
afterAll(() => fixture.close());

/** A call that closes on day 10, and a ceremony after it that opens on day 11. */
const callAndCeremony = async (from: number) =>
  fixture.startCycle([
    { key: 'call', ...window(from, HOUR, 10 * DAY) },
    { key: 'ceremony', ...window(from, 11 * DAY, 20 * DAY) },
  ]);
const looks = (cycle: RunningCycle) => cycle.record.calls.get('readStage') ?? 0;

test('a stage that has closed is decided when the last extension has ended, also one that was granted meanwhile', async () => {
  const from = await fixture.now();
  const cycle = await callAndCeremony(from);
  const call = cycle.stage('call');
  call.extensions.push(instant(from + 12 * DAY), instant(from + 5 * DAY));
  await fixture.reach(call, 'closing', from + 10 * DAY + HOUR);
  await fixture.skipTo(from + 11 * DAY + HOUR);
  expect([call.facts.state, cycle.stage('ceremony').facts.state]).toEqual(['closing', 'scheduled']);
  const refused = await problemOf(fixture.command(cycle, 'call', 'close', {}));
  expect(refused.detail).toContain(`by an extension entries may come in until ${instant(from + 12 * DAY)}`);

  call.extensions.push(instant(from + 13 * DAY));
  const before = looks(cycle);
  await fixture.skipTo(from + 12 * DAY + MINUTE);
  await fixture.until(() => looks(cycle) > before);
  expect(call.facts.state).toBe('closing');
  await fixture.skipTo(from + 13 * DAY - MINUTE);
  expect(call.facts.state).toBe('closing');
  await fixture.reach(call, 'released', from + 13 * DAY + MINUTE);
  await fixture.reach(cycle.stage('ceremony'), 'open');
  expect(await fixture.end(cycle)).toBe('completed');
  expect(call.states).toEqual(['scheduled', 'open', 'closing', 'decided', 'released']);
  await fixture.keep('waited-for-extensions', cycle, 'call');
  await fixture.keep('waited-for-extensions', cycle);
});

test('what waits is paused, goes on with what the extension has then, and is cancelled', async () => {
  const from = await fixture.now();
  const cycle = await callAndCeremony(from);
  const call = cycle.stage('call');
  call.extensions.push(instant(from + 12 * DAY));
  await fixture.reach(call, 'closing', from + 10 * DAY + HOUR);
  await fixture.command(cycle, null, 'pause', {});
  await fixture.skipTo(from + 13 * DAY);
  expect(call.facts.state).toBe('closing');
  call.extensions.splice(0, 1, instant(from + 15 * DAY));
  await fixture.command(cycle, null, 'resume', {});
  await fixture.skipTo(from + 14 * DAY);
  expect(call.facts.state).toBe('closing');
  await fixture.command(cycle, null, 'cancel', {});
  expect(await fixture.end(cycle)).toBe('cancelled');
  await fixture.keep('cancelled-while-waiting-for-extensions', cycle, 'call');
});

test('a stage that closed before it knew of extensions goes on as it did', async () => {
  await fixture.stopWorker();
  await fixture.startWorker(await bundleBefore(Change.waitForLast));
  const from = await fixture.now();
  const cycle = await callAndCeremony(from);
  const call = cycle.stage('call');
  call.extensions.push(instant(from + 12 * DAY));
  await fixture.reach(call, 'released', from + 10 * DAY + HOUR);
  await fixture.stopWorker();
  await fixture.startWorker();
  expect(await fixture.end(cycle)).toBe('completed');
  await fixture.keep('closed-before-it-knew-of-extensions', cycle, 'call');
});
