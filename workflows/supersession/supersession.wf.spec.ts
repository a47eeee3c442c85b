import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Client, WorkflowNotFoundError } from '@temporalio/client';
import {
  SignalName,
  supersessionWorkflowId,
  TASK_QUEUE,
  UpdateName,
  WorkflowType,
  type StageDecision,
} from '#libs/contracts/pure';
import { record } from '../testing/histories.js';
import {
  DAY,
  HOUR,
  problemOf,
  PATIENCE_MS,
  WorkflowFixture,
  window,
  type RunningCycle,
} from '../testing/workflow-fixture.js';
import { refused } from '../in-memory/in-memory.activities.js';

type Name = 'supersede' | 'sign' | 'certify' | 'drop';

let fixture: WorkflowFixture;
let cycle: RunningCycle;

beforeAll(async () => {
  fixture = await WorkflowFixture.start();
  const from = await fixture.now();
  cycle = await fixture.startCycle([{ key: 'jury', ...window(from, 0, HOUR), decides: true, certificationsNeeded: 1 }]);
  const stage = cycle.stage('jury');
  await fixture.reach(stage, 'deciding', from + HOUR + DAY);
  await fixture.until(() => stage.decision !== null);
  const { proposalDigest } = stage.decision!;
  await fixture.command(cycle, 'jury', 'sign', { proposalDigest });
  await fixture.command(cycle, 'jury', 'certify', { proposalDigest });
  expect(await fixture.end(cycle)).toBe('completed');
});
afterEach(() => fixture.activities.clear());
afterAll(() => fixture.close());

/** Starts the workflow of a superseding decision, as the dispatcher does; gives its handle and how to command it. */
async function begin(decisionId: string = randomUUID()) {
  const { cycleId } = cycle.record;
  const input = { cycleId, stageKey: 'jury', programme: 'test', decisionId };
  // Not the client of the application, which skips time while it waits for a result: to where the
  // others' runs time out.
  const { connection, namespace = 'default' } = fixture.env;
  const handle = await new Client({ connection, namespace }).workflow.start(WorkflowType.supersession, {
    workflowId: supersessionWorkflowId(cycleId, 'jury', decisionId),
    taskQueue: TASK_QUEUE,
    args: [input],
  });
  const send = (name: Name, commandId: string) =>
    handle.executeUpdate<StageDecision, [object]>(UpdateName[name], {
      updateId: commandId,
      args: [{ commandId, actorId: randomUUID(), stageKey: 'jury', decisionId, proposalDigest: '' }],
    });
  // The time-skipping server may forget an update, before it is carried out or after: it is sent
  // again under its id, as the dispatcher does, until it has been committed.
  const command = async (
    name: Name,
    commandId: string = randomUUID(),
    end = Date.now() + PATIENCE_MS,
  ): Promise<StageDecision> => {
    try {
      return await send(name, commandId);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError) || Date.now() > end) throw error;
      const committed = cycle.record.committed.get(commandId) as StageDecision | undefined;
      if (committed) return committed;
      await pause(100);
      return command(name, commandId, end);
    }
  };
  return { handle, command, decisionId };
}

test('a decision is superseded long after its cycle has ended: proposed, signed, certified', async () => {
  await fixture.skipTo((await fixture.now()) + 300 * DAY);
  const { handle, command } = await begin();
  const key = randomUUID();
  const proposed = await command('supersede', key);
  expect(proposed.decision.supersession).toMatchObject({ number: 2, state: 'proposed' });
  expect(await command('supersede', key)).toEqual(proposed);
  expect((await problemOf(command('certify'))).detail).toBe('It is not signed yet.');
  await command('sign');
  const certified = await command('certify');
  expect(certified.decision).toMatchObject({ complete: true, supersession: { state: 'certified' } });
  // The stage's row is as it was: what was certified is not edited.
  expect(certified.stage).toEqual(proposed.stage);
  expect(await handle.result()).toBe('certified');
  expect(cycle.record.ended).toContain(handle.workflowId);
  await record(handle, WorkflowType.supersession, 'certified');
});

test('one that is dropped ends, and another can be proposed then', async () => {
  const first = await begin();
  await first.command('supersede');
  const second = await begin();
  expect((await problemOf(second.command('supersede'))).detail).toBe('Another is.');
  // What was never proposed ends too; the history of its refusal is kept.
  expect(await second.handle.result()).toBe('refused');
  await record(second.handle, WorkflowType.supersession, 'refused');

  await first.command('drop');
  expect(await first.handle.result()).toBe('dropped');
  await record(first.handle, WorkflowType.supersession, 'dropped');
  const third = await begin();
  await third.command('supersede');
  await third.command('drop');
  expect(await third.handle.result()).toBe('dropped');
});

test('a run that is lost is started again, and goes on from the row', async () => {
  const { handle, command, decisionId } = await begin();
  await command('supersede');
  await command('sign');
  await handle.terminate();
  const again = await begin(decisionId);
  expect((await again.command('certify')).decision.complete).toBe(true);
  expect(await again.handle.result()).toBe('certified');
  await record(again.handle, WorkflowType.supersession, 'started-again');

  // Started on one that is over, it answers from the row and ends.
  const late = await begin(decisionId);
  expect(await late.handle.result()).toBe('certified');
});

test('a fault of the database holds a command up, and does not lose it', async () => {
  const { handle, command } = await begin();
  let failures = 2;
  fixture.activities.obstruct('proposeSupersession', () => {
    if (failures-- > 0) throw new Error('the database is away');
  });
  expect((await command('supersede')).decision.supersession!.state).toBe('proposed');
  fixture.activities.obstruct('dropSupersession', () => {
    throw refused('conflict', 'Not now.');
  });
  expect((await problemOf(command('drop'))).detail).toBe('Not now.');
  fixture.activities.obstruct('dropSupersession', () => {});
  await command('drop');
  expect(await handle.result()).toBe('dropped');
});

test('one that is not complete ends with its cycle; told of it before, it goes on', async () => {
  const { handle, command } = await begin();
  await command('supersede');
  await handle.signal(SignalName.lookAgain);
  await fixture.until(() => cycle.record.calls.get('endSupersession') === 1, 'it looked');
  const { status } = cycle.record;
  cycle.record.status = 'cancelled';
  await handle.signal(SignalName.lookAgain);
  expect(await handle.result()).toBe('dropped');
  cycle.record.status = status;
  expect(cycle.record.ended).toContain(handle.workflowId);
  await record(handle, WorkflowType.supersession, 'cancelled-with-its-cycle');
});
