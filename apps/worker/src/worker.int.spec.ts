import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type LaureateEvent, TASK_QUEUE, complaintWorkflowId } from '#libs/contracts';
import {
  type CycleDocument,
  CycleRunService,
  CycleService,
  CycleStatusService,
  EarlyClosingService,
  CyclesModule,
  CyclesOptions,
  cyclesEntities,
  cyclesMigrations,
} from '#libs/cycles';
import { EntriesModule, entriesEntities, entriesMigrations } from '#libs/entries';
import { IdentityModule, identityMigrations } from '#libs/identity';
import { judgingMigrations } from '#libs/judging';
import { PlatformModule, TemporalClient, log, platformMigrations } from '#libs/platform';
import { EventLab, eventually } from '../../../test/support/event-lab.js';
import { createTestDatabase } from '../../../test/support/test-database.js';
import { testFiles } from '../../../test/support/test-files.js';
import { createTestNamespace } from '../../../test/support/test-namespace.js';
import { bundleWorkflows } from '../../../workflows/testing/bundle.js';
import { startWorker } from './start.js';
import { workerConsumer } from './worker.consumer.js';

const staff = { actor: { id: randomUUID() }, cause: 'command:test' };

class TestModule {}

describe('the worker', () => {
  let lab: EventLab;
  let api: INestApplicationContext;
  let temporal: TemporalClient;
  let worker: Awaited<ReturnType<typeof startWorker>>;
  /** Other tests in this process may have counted some. */
  let failedBefore: number;

  beforeAll(async () => {
    log.level = 'silent';
    const migrations = [platformMigrations, identityMigrations, cyclesMigrations, entriesMigrations, judgingMigrations];
    lab = await EventLab.open(await createTestDatabase(migrations.flat()));
    const namespace = await createTestNamespace();
    temporal = new TemporalClient(namespace);
    const { database, kafka } = lab;
    const entities = [...cyclesEntities, ...entriesEntities];
    const imports = [
      PlatformModule.forRoot({ app: 'api', database, entities }),
      IdentityModule.forRoot(),
      CyclesModule.forRoot(new CyclesOptions(3000)),
      EntriesModule,
    ];
    api = await NestFactory.createApplicationContext(
      { module: TestModule, imports },
      { logger: false, abortOnError: false },
    );
    const secrets = { ballotKey: Buffer.alloc(32, 7).toString('base64') };
    worker = await startWorker(
      { database, kafka, temporal: namespace, secrets, files: testFiles(), operations: { host: '127.0.0.1', port: 0 } },
      { workflowBundle: await bundleWorkflows() },
    );
    failedBefore = await failures();
  });
  afterAll(async () => {
    await worker?.close();
    await temporal?.onApplicationShutdown();
    await api?.close();
    await lab?.close();
  });

  const until = async <T>(ask: () => Promise<T>, holds: (answer: T) => boolean): Promise<T> => {
    let answer = await ask();
    await eventually(async () => holds(answer) || holds((answer = await ask())), holds.toString());
    return answer;
  };

  const failures = async () => {
    const text = await fetch(`${worker.operations}/metrics`).then((answer) => answer.text());
    return Number(/^laureate_workflow_task_failures (\d+)$/m.exec(text)?.[1]);
  };

  it('says that it is ready, and counts', async () => {
    type Health = { status: string };
    const ready = async () => (await fetch(`${worker.operations}/health/ready`)).json() as Promise<Health>;
    expect(await until(ready, ({ status }) => status === 'ok')).toEqual({
      status: 'ok',
      parts: {
        database: 'up',
        'temporal-worker': 'up',
        'consumer-worker': 'up',
        'consumer-first-look': 'up',
        'consumer-attachments': 'up',
      },
    });
    expect(await failures()).toBe(failedBefore);
  });

  it('counts workflow tasks that fail', async () => {
    const options = { workflowId: randomUUID(), taskQueue: TASK_QUEUE };
    const handle = await temporal.client.workflow.start('nobodyWroteThis', options);
    await until(failures, (count) => count > failedBefore);
    await handle.terminate();
  });

  it('starts a published cycle from its event, once, and runs it to its end', async () => {
    const at = (ms: number) => new Date(Date.now() + ms).toISOString();
    const cycles = api.get(CycleService);
    /**
     * A cycle that is over soon. A definition whose deadline is past before it is published is refused:
     * then with a later one.
     */
    const publish = async (soon = 1000): Promise<string> => {
      const document: CycleDocument = {
        programme: { key: 'test', name: 'Test' },
        edition: '1',
        title: 'From an event',
        zone: 'Asia/Shanghai',
        stages: [{ key: 'ceremony', type: 'ceremony', window: { opens: at(-1000), deadline: at(soon) } }],
      };
      const draft = await cycles.createDraft(staff, document);
      return cycles.publish(staff, draft.id, 1).then(
        () => draft.id,
        (error: { code?: string }) => {
          if (error.code !== 'rule-violated') throw error;
          return publish(2 * soon);
        },
      );
    };
    const id = await publish();
    lab.startRelay();
    const statusOf = async () => (await api.get(CycleStatusService).status(id)).stages[0]!.state;
    await until(statusOf, (state) => state === 'decided');
    await until(
      () => cycles.find(id),
      ({ status }) => status === 'completed',
    );
    const { workflow } = temporal.client;
    const description = () => workflow.getHandle(`cycle/${id}`).describe();
    const { runId } = await until(description, ({ status }) => status.name === 'COMPLETED');

    // The same event once more, as in a replay, starts nothing.
    const event = { type: 'laureate.cycle.published.v1', subject: id, data: { cycleId: id } } as LaureateEvent;
    const knowing = { cycles: api.get(CycleRunService), closing: api.get(EarlyClosingService) };
    await workerConsumer(temporal, knowing as never).before?.(event);
    expect((await description()).runId).toBe(runId);
  });

  it('starts the workflow of a complaint from its event, though its cycle is over, and ends it when it is settled', async () => {
    const { rows } = await lab.pool.query<{ cycleId: string }>(
      `select id as "cycleId" from cycles.cycle where status <> 'draft'`,
    );
    const { cycleId } = rows[0]!;
    const [complaintId, decisionId, first, second] = Array.from({ length: 4 }, () => randomUUID());
    const ref = { cycleId, stageKey: 'ceremony', complaintId: complaintId! };
    await lab.pool.query(
      `insert into judging.decision (id, cycle_id, stage_key, revision, mode, state, proposal_version, inputs_digest,
         method_digest, digest_algorithm, certified_at)
       values ($1, $2, 'ceremony', 1, 'pass-fail', 'certified', 1, 'test', 'test', 'test', now())`,
      [decisionId, cycleId],
    );
    await lab.pool.query(
      `insert into judging.complaint (id, number, cycle_id, stage_key, decision_id, entry_id, city_id, text, filed_by,
         filed_at, due_at, ladder)
       values ($1, 'C-1', $2, 'ceremony', $3, $1, $1, 'Wrong.', $1, now(), now() + interval '1 second', '[]')`,
      [complaintId, cycleId, decisionId],
    );
    const tell = (type: 'laureate.complaint.filed.v1' | 'laureate.complaint.settled.v1') =>
      lab.unitOfWork.run(staff, async (work) => work.emit({ type, subject: ref.complaintId, data: ref }));
    await tell('laureate.complaint.filed.v1');
    const overdue = () =>
      lab.pool
        .query(`select from platform.outbox where type = 'laureate.complaint.overdue.v1'`)
        .then((found) => found.rowCount);
    await until(overdue, (count) => count === 1);

    await lab.pool.query(`insert into judging.complaint_handler select $1, unnest($2::uuid[]), 'test'`, [
      complaintId,
      [first, second],
    ]);
    await lab.pool.query(
      `insert into judging.complaint_outcome (complaint_id, version, outcome, reason_code, text, recorded_by)
       values ($1, 1, 'dismissed', 'no-error', 'Right.', $2)`,
      [complaintId, first],
    );
    await lab.pool.query(
      'update judging.complaint set settled_version = 1, settled_by = $2, settled_at = now() where id = $1',
      [complaintId, second],
    );
    await tell('laureate.complaint.settled.v1');
    const handle = temporal.client.workflow.getHandle(complaintWorkflowId(cycleId, ref.complaintId));
    const { searchAttributes } = await until(
      () => handle.describe(),
      ({ status }) => status.name === 'COMPLETED',
    );
    expect(searchAttributes).toMatchObject({ LaureateCycle: [cycleId], LaureateStatus: ['settled'] });
    const { rows: ended } = await lab.pool.query(
      'select workflow_id as id from cycles.workflow_end where workflow_id = $1',
      [handle.workflowId],
    );
    expect(ended).toHaveLength(1);
  });
});
