import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { SignalName } from '#libs/contracts/pure';
import { Change } from '../common/changes.js';
import { bundleBefore } from '../testing/bundle.js';
import { DAY, HOUR, MINUTE, WorkflowFixture, window, type RunningCycle } from '../testing/workflow-fixture.js';
import { instant } from '../in-memory/records.js';

let fixture: WorkflowFixture;
beforeAll(async () => {
  fixture = await WorkflowFixture.start();
});
afterEach(() => fixture.activities.clear());
afterAll(() => fixture.close());

/** A jury that opens on day 11, after a screening that people decide. */
const juryAfterScreening = async (from: number) =>
  fixture.startCycle([
    { key: 'screening', ...window(from, HOUR, 10 * DAY), decides: true, signaturesNeeded: 0, certificationsNeeded: 1 },
    { key: 'jury', ...window(from, 11 * DAY, 20 * DAY) },
    { key: 'ceremony', ...window(from, 30 * DAY, 40 * DAY) },
  ]);

const certify = async (cycle: RunningCycle) => {
  const { decision } = cycle.stage('screening');
  await fixture.command(cycle, 'screening', 'certify', { proposalDigest: decision!.proposalDigest });
};
const lateJury = (openedAt: number) => ({
  stageKey: 'jury',
  code: 'open/late',
  detail: `${instant(openedAt)}: screening`,
});
const reports = (cycle: RunningCycle) => cycle.record.calls.get('reportLate') ?? 0;

test('the secretariat is told at once, and once, when a stage cannot open because one before it is late', async () => {
  const from = await fixture.now();
  const cycle = await juryAfterScreening(from);
  await fixture.skipTo(from + 11 * DAY - MINUTE);
  expect(reports(cycle)).toBe(0);
  await fixture.skipTo(from + 11 * DAY + MINUTE);
  await fixture.until(() => cycle.record.attention.length > 0);
  await fixture.skipTo(from + 15 * DAY);
  expect(cycle.record.attention).toEqual([lateJury(from + 11 * DAY)]);
  expect(reports(cycle)).toBe(1);
  await certify(cycle);
  await fixture.reach(cycle.stage('jury'), 'open');
  expect(await fixture.end(cycle)).toBe('completed');
  expect(cycle.record.attention).toHaveLength(1);
  await fixture.keep('told-of-a-late-stage', cycle);
  await fixture.keep('opened-late', cycle, 'jury');
  await fixture.keep('decided-late', cycle, 'screening');
});

test('the alarm follows an opening that moves, and rings again for it', async () => {
  const from = await fixture.now();
  const cycle = await juryAfterScreening(from);
  const { facts } = cycle.stage('jury');
  const move = async (opens: number) => {
    facts.opensAt = instant(from + opens);
    await cycle.handle.signal(SignalName.lookAgain);
  };
  await fixture.skipTo(from + 5 * DAY);
  await move(14 * DAY);
  await fixture.skipTo(from + 13 * DAY);
  expect(reports(cycle)).toBe(0);
  await fixture.skipTo(from + 14 * DAY + MINUTE);
  await fixture.until(() => reports(cycle) === 1);
  await move(16 * DAY);
  await fixture.skipTo(from + 16 * DAY + MINUTE);
  await fixture.until(() => reports(cycle) === 2);
  expect(cycle.record.attention).toEqual([lateJury(from + 14 * DAY), lateJury(from + 16 * DAY)]);
  await certify(cycle);
  expect(await fixture.end(cycle)).toBe('completed');
  await fixture.keep('late-opening-moved', cycle);
});

test('a stage that opens the instant another closes is not late', async () => {
  const from = await fixture.now();
  const cycle = await fixture.startCycle([
    { key: 'call', ...window(from, HOUR, 10 * DAY) },
    { key: 'ceremony', ...window(from, 10 * DAY, 20 * DAY) },
  ]);
  expect(await fixture.end(cycle)).toBe('completed');
  expect(reports(cycle)).toBe(0);
  await fixture.keep('ordinary', cycle);
  for (const key of ['call', 'ceremony']) await fixture.keep(`ordinary-${key}`, cycle, key);
});

test('a cycle that began before it told of late stages does so from its next step', async () => {
  await fixture.stopWorker();
  await fixture.startWorker(await bundleBefore(Change.tellLate));
  const from = await fixture.now();
  const cycle = await juryAfterScreening(from);
  await fixture.reach(cycle.stage('screening'), 'deciding', from + 12 * DAY);
  expect(reports(cycle)).toBe(0);
  await fixture.stopWorker();
  await fixture.startWorker();
  await cycle.handle.signal(SignalName.lookAgain);
  await fixture.until(() => reports(cycle) === 1);
  await certify(cycle);
  await fixture.reach(cycle.stage('jury'), 'open');
  expect(await fixture.end(cycle)).toBe('completed');
  expect(cycle.record.attention).toEqual([lateJury(from + 11 * DAY)]);
  await fixture.keep('upgraded-while-a-stage-was-late', cycle);
});
