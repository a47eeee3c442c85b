import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { RETENTION_WORKFLOW_ID, TASK_QUEUE, WorkflowType } from '#libs/contracts/pure';
import type { retention } from './retention.js';
import { record } from '../testing/histories.js';
import { DAY, MINUTE, WorkflowFixture } from '../testing/workflow-fixture.js';

let fixture: WorkflowFixture;
beforeAll(async () => {
  fixture = await WorkflowFixture.start();
});
afterEach(() => fixture.activities.clear());
afterAll(() => fixture.close());

test('it makes a round a day for ever, in runs of a short history, and outlives failures', async () => {
  const { client } = fixture.env;
  const rounds = fixture.activities.retentionRounds;
  const started = await client.workflow.start<typeof retention>(WorkflowType.retention, {
    workflowId: RETENTION_WORKFLOW_ID,
    taskQueue: TASK_QUEUE,
    args: [],
  });
  await fixture.until(() => rounds.length === 1, 'a first round');
  const began = Date.parse(rounds[0]!);
  let failures = 0;
  fixture.activities.obstruct('carryOutRetention', () => {
    if (++failures <= 3) throw new Error('the database is away');
  });
  await fixture.skipTo(began + 33 * DAY + MINUTE);
  await fixture.until(() => rounds.length === 34, 'a round a day');
  for (const [day, at] of rounds.entries()) {
    const late = Date.parse(at) - began - day * DAY;
    expect(late).toBeGreaterThanOrEqual(0);
    expect(late).toBeLessThan(30 * MINUTE);
  }
  const first = client.workflow.getHandle(RETENTION_WORKFLOW_ID, started.firstExecutionRunId);
  const now = await client.workflow.getHandle(RETENTION_WORKFLOW_ID).describe();
  expect([now.status.name, now.runId === started.firstExecutionRunId]).toEqual(['RUNNING', false]);
  expect((await first.fetchHistory()).events!.length).toBeLessThan(400);
  expect(now.historyLength).toBeLessThan(400);
  await record(first, WorkflowType.retention, 'month');
  await client.workflow.getHandle(RETENTION_WORKFLOW_ID).terminate();
});
