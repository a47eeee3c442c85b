import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EntityManager } from '@mikro-orm/postgresql';
import type { DynamicModule, INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import pg from 'pg';
import { QueryName, TASK_QUEUE, WorkflowType, complaintWorkflowId, cycleWorkflowId } from '#libs/contracts';
import {
  CommandService,
  CycleCommandsModule,
  type CycleDocument,
  CycleRunService,
  CycleService,
  CyclesModule,
  CyclesOptions,
  type GivenReason,
  cyclesEntities,
  cyclesMigrations,
} from '#libs/cycles';
import { EntriesModule, entriesEntities, entriesMigrations } from '#libs/entries';
import { IdentityModule, identityMigrations } from '#libs/identity';
import { judgingMigrations } from '#libs/judging';
import {
  type DatabaseConfig,
  EventsModule,
  PlatformModule,
  TemporalClient,
  TemporalClientModule,
  type TemporalConfig,
  log,
  platformMigrations,
  type Principal,
} from '#libs/platform';
import { eventually } from '../../../test/support/event-lab.js';
import { createTestDatabase } from '../../../test/support/test-database.js';
import { createTestNamespace } from '../../../test/support/test-namespace.js';
import { bundleWorkflows } from '../../../workflows/testing/bundle.js';
import { WorkflowHostModule } from './workflow-host.module.js';

const WRITERS_TIMEOUT_MS = 3000;
const HOUR_MS = 3_600_000;
const personId = randomUUID();
const secretariat: Principal = {
  personId,
  grants: [{ role: 'secretariat', programme: null, cycleId: null, cityId: null, cityRole: null }],
  apiKeyId: null,
};
const staff = { actor: { id: personId }, principal: secretariat, cause: 'command:test' };
const reason: GivenReason = { code: 'test', text: 'To see that it works' };

/** A complaint about a decision of the call, to be answered within a day: of a cycle, and its own id. */
const COMPLAINT_SQL = `with decision as (
    insert into judging.decision (id, cycle_id, stage_key, revision, mode, state, proposal_version, inputs_digest, method_digest,
      digest_algorithm)
    values (gen_random_uuid(), $1, 'call', 1, 'test', 'proposed', 1, 'test', 'test', 'test') returning id
  )
  insert into judging.complaint (id, number, cycle_id, stage_key, decision_id, entry_id, city_id, text, filed_by, filed_at, due_at, ladder)
  select $2, 'test', $1, 'call', decision.id, gen_random_uuid(), gen_random_uuid(), 'test', gen_random_uuid(), now(),
    now() + interval '1 day', '[]' from decision`;

class TestModule {}
const start = (imports: DynamicModule['imports']): Promise<INestApplicationContext> =>
  NestFactory.createApplicationContext(
    { module: TestModule, imports: imports ?? [] },
    { logger: false, abortOnError: false },
  );

describe('commands to running cycles', () => {
  let database: DatabaseConfig;
  let temporal: TemporalConfig;
  let api: INestApplicationContext;
  let worker: INestApplicationContext | undefined;

  const startApi = async () => {
    api = await start([
      PlatformModule.forRoot({ app: 'api', database, entities: [...cyclesEntities, ...entriesEntities] }),
      IdentityModule.forRoot(),
      CyclesModule.forRoot(new CyclesOptions(WRITERS_TIMEOUT_MS)),
      EntriesModule,
      TemporalClientModule.forRoot(temporal),
      EventsModule.forRoot({ app: 'api', database, kafka: { brokers: ['127.0.0.1:1'], prefix: '' } }),
      CycleCommandsModule,
    ]);
  };
  const startWorker = async () => {
    const secrets = { ballotKey: Buffer.alloc(32, 7).toString('base64') };
    const workflows = { workflowBundle: await bundleWorkflows() };
    worker = await start([WorkflowHostModule.forRoot({ database, temporal, secrets }, workflows)]);
  };
  const stopWorker = async () => {
    await worker?.close();
    worker = undefined;
  };

  beforeAll(async () => {
    log.level = 'silent';
    const migrations = [platformMigrations, identityMigrations, cyclesMigrations, entriesMigrations, judgingMigrations];
    database = { ...(await createTestDatabase(migrations.flat())), transactionTimeoutMs: WRITERS_TIMEOUT_MS };
    temporal = await createTestNamespace();
    await startApi();
    await startWorker();
  });
  afterAll(async () => {
    await stopWorker();
    await api?.close();
  });

  /** A published cycle of a call and a ceremony whose workflow is started. */
  const runCycle = async (steps?: CycleDocument['stages'][number]['window']['steps']): Promise<string> => {
    const at = (ms: number) => new Date(Date.now() + ms).toISOString();
    const document: CycleDocument = {
      programme: { key: 'test', name: 'Test' },
      edition: '1',
      title: 'Commands',
      zone: 'Asia/Shanghai',
      stages: [
        { key: 'call', type: 'call-for-entries', window: { opens: at(-1000), deadline: at(HOUR_MS), steps } },
        { key: 'ceremony', type: 'ceremony', window: { opens: at(86_400_000), deadline: at(90_000_000) } },
      ],
    };
    const cycles = api.get(CycleService);
    const { id, version } = await cycles.createDraft(staff, document);
    await cycles.publish(staff, id, version);
    return id;
  };
  const startWorkflow = (cycleId: string) =>
    api.get(TemporalClient).client.workflow.start(WorkflowType.awardCycle, {
      workflowId: cycleWorkflowId(cycleId),
      taskQueue: TASK_QUEUE,
      args: [{ cycleId }],
    });
  const states = async (cycleId: string): Promise<Record<string, string>> => {
    const rows = await api
      .get(EntityManager)
      .fork()
      .execute<{ key: string; state: string }[]>('select key, state from cycles.stage where cycle_id = ?', [cycleId]);
    return Object.fromEntries(rows.map(({ key, state }) => [key, state]));
  };
  const until = (cycleId: string, stage: string, state: string) =>
    eventually(async () => (await states(cycleId))[stage] === state, `"${stage}" is ${state}`);
  /**
   * Closes the call by its clock: moves its deadline to a moment from now. One that is past before the
   * command is judged is refused: then to a later one.
   */
  const closeSoon = async (cycleId: string, inMs = 500): Promise<void> => {
    const fields = { deadlineAt: new Date(Date.now() + inMs).toISOString() };
    const move = { key: randomUUID(), name: 'moveDeadline', cycleId, stageKey: 'call', reason, fields } as const;
    const { state, answer } = await api.get(CommandService).send(staff, move);
    if (state === 'refused' && (answer as { status: number }).status === 422) return closeSoon(cycleId, 2 * inMs);
    expect([state, answer]).toMatchObject(['done', { state: 'open' }]);
    await until(cycleId, 'call', 'decided');
  };
  const moves = async (cycleId: string) =>
    api
      .get(EntityManager)
      .fork()
      .execute<unknown[]>(
        `select traceparent from platform.outbox where subject = ? and type = 'laureate.stage.deadline-moved.v1'`,
        [cycleId],
      );
  const attention = (cycleId: string) =>
    api.get(EntityManager).fork().execute<unknown[]>('select code from cycles.attention where cycle_id = ?', [cycleId]);
  const deadlineAt = () => new Date(Date.now() + 2 * HOUR_MS).toISOString();

  it('carries out a command once, however often and by however many it is sent, and answers all the same', async () => {
    const cycleId = await runCycle();
    await startWorkflow(cycleId);
    await until(cycleId, 'call', 'open');
    const commands = api.get(CommandService);
    const move = {
      key: randomUUID(),
      name: 'moveDeadline',
      cycleId,
      stageKey: 'call',
      reason,
      fields: { deadlineAt: deadlineAt() },
    } as const;
    const answers = await Promise.all([1, 2, 3].map(() => commands.send(staff, move)));
    expect(new Set(answers.map(({ answer }) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({
      state: 'done',
      answer: { deadlineAt: move.fields.deadlineAt, deadlineVersion: 2, state: 'open' },
    });
    expect(await commands.send(staff, move)).toEqual(answers[0]);
    expect(await moves(cycleId)).toHaveLength(1);
    await expect(commands.send(staff, { ...move, reason: { code: 'other' } })).rejects.toMatchObject({
      code: 'idempotency-key-reused',
    });
    await expect(commands.send({ ...staff, actor: { id: randomUUID() } }, move)).rejects.toMatchObject({
      code: 'idempotency-key-reused',
    });
  });

  it('answers refusals of the workflow, of the database, and of who is not there with the same kind of document', async () => {
    const cycleId = await runCycle();
    await startWorkflow(cycleId);
    await until(cycleId, 'call', 'open');
    const commands = api.get(CommandService);
    const send = (name: 'open' | 'moveDeadline', stageKey: string, at?: string) =>
      commands.send(staff, {
        key: randomUUID(),
        name,
        cycleId,
        stageKey,
        reason,
        ...(at ? { fields: { deadlineAt: at } } : {}),
      });
    const refusal = (detail: string) => ({
      state: 'refused',
      answer: { status: 409, detail: expect.stringContaining(detail) },
    });
    expect(await send('open', 'call')).toMatchObject(refusal('cannot be opened'));
    expect(await send('open', 'ceremony')).toMatchObject(refusal('waits for the decision of "Call" (open)'));
    expect(await send('moveDeadline', 'call', new Date(0).toISOString())).toMatchObject({
      state: 'refused',
      answer: { status: 422, errors: [{ pointer: '/deadlineAt' }] },
    });
    await expect(send('open', 'jury')).rejects.toMatchObject({ code: 'not-found' });
  });

  it('carries the trace of the request through the workflow to the events it causes', async () => {
    const cycleId = await runCycle();
    await startWorkflow(cycleId);
    await until(cycleId, 'call', 'open');
    const traceparent = `00-${randomUUID().replaceAll('-', '')}-0123456789abcdef-01`;
    const move = { key: randomUUID(), name: 'moveDeadline', cycleId, stageKey: 'call', reason } as const;
    await api.get(CommandService).send({ ...staff, traceparent }, { ...move, fields: { deadlineAt: deadlineAt() } });
    expect(await moves(cycleId)).toEqual([{ traceparent }]);
  });

  it('moves the deadline of a stage that has not begun through the cycle', async () => {
    const cycleId = await runCycle();
    await startWorkflow(cycleId);
    await until(cycleId, 'call', 'open');
    const move = { deadlineAt: new Date(Date.now() + 100_000_000).toISOString() };
    const answer = await api
      .get(CommandService)
      .send(staff, { key: randomUUID(), name: 'moveDeadline', cycleId, stageKey: 'ceremony', reason, fields: move });
    expect(answer).toMatchObject({ state: 'done', answer: { ...move, state: 'scheduled', deadlineVersion: 2 } });
  });

  it('moves a further deadline through the cycle: of a call that runs, and of one that has ended', async () => {
    const at = (ms: number) => new Date(Date.now() + ms).toISOString();
    const cycleId = await runCycle({
      registration: { deadline: at(HOUR_MS / 4) },
      supportingMaterial: { deadline: at(HOUR_MS) },
    });
    await startWorkflow(cycleId);
    await until(cycleId, 'call', 'open');
    const move = (step: 'registration' | 'supportingMaterial', to: string) =>
      api.get(CommandService).send(staff, {
        key: randomUUID(),
        name: 'moveDeadline',
        cycleId,
        stageKey: 'call',
        reason,
        fields: { step, deadlineAt: to },
      });
    const registration = at(HOUR_MS / 2);
    expect(await move('registration', registration)).toMatchObject({
      state: 'done',
      answer: { state: 'open', deadlineVersion: 1, steps: [{ step: 'registration', deadlineAt: registration }, {}] },
    });
    expect(await moves(cycleId)).toEqual([]);
    const close = { key: randomUUID(), name: 'close', cycleId, stageKey: 'call', reason } as const;
    expect(await api.get(CommandService).send(staff, close)).toMatchObject({ state: 'done' });
    await until(cycleId, 'call', 'decided');
    expect(await attention(cycleId)).toEqual([]);
    const to = at(7_200_000);
    expect(await move('supportingMaterial', to)).toMatchObject({
      state: 'done',
      answer: { state: 'decided', steps: [{}, { step: 'supportingMaterial', deadlineAt: to }] },
    });
    expect(await move('registration', to)).toMatchObject({
      state: 'refused',
      answer: { status: 422, step: 'registration' },
    });
  });

  it('refuses what is asked of a stage that has ended while its cycle goes on', async () => {
    const cycleId = await runCycle();
    await startWorkflow(cycleId);
    await until(cycleId, 'call', 'open');
    await closeSoon(cycleId);
    const fields = { deadlineAt: deadlineAt() };
    const move = { key: randomUUID(), name: 'moveDeadline', cycleId, stageKey: 'call', reason, fields } as const;
    const commands = api.get(CommandService);
    expect(await commands.send(staff, move)).toMatchObject({ state: 'refused', answer: { status: 409 } });
  });

  it('has what is parked beside the stages try again, and answers its calls for attention', async () => {
    const cycleId = await runCycle();
    await startWorkflow(cycleId);
    await until(cycleId, 'call', 'open');
    const ref = { cycleId, stageKey: 'call', complaintId: randomUUID() };
    // Nothing is known of it yet, as after a restore of the database to an earlier moment.
    const handle = await api.get(TemporalClient).client.workflow.start(WorkflowType.complaint, {
      workflowId: complaintWorkflowId(cycleId, ref.complaintId),
      taskQueue: TASK_QUEUE,
      args: [ref],
    });
    const parked = () => api.get(CycleRunService).parkedBeside({ cycleId });
    await eventually(async () => (await parked()).length > 0, 'it is parked');
    expect(await parked()).toEqual([handle.workflowId]);

    const commands = api.get(CommandService);
    const retry = () => commands.send(staff, { key: randomUUID(), name: 'retry', cycleId, stageKey: 'call', reason });
    const owner = new pg.Client({ connectionString: database.url });
    await owner.connect();
    await owner.query(COMPLAINT_SQL, [cycleId, ref.complaintId]);
    await owner.end();
    expect(await retry()).toMatchObject({ state: 'done' });
    type State = { facts: { state: string } | null };
    const state = () => handle.query<State>(QueryName.state);
    await eventually(async () => (await state()).facts, 'it has read its complaint');
    expect(await state()).toMatchObject({ facts: { ...ref, state: 'open' }, parked: {} });
    expect(await parked()).toEqual([]);
    // Nothing is parked any more, neither beside the stage nor in it.
    expect(await retry()).toMatchObject({ state: 'refused', answer: { status: 409 } });
  });

  it('keeps a command while no worker answers and the caller has gone, and has it carried out exactly once', async () => {
    const cycleId = await runCycle();
    await startWorkflow(cycleId);
    await until(cycleId, 'call', 'open');
    await stopWorker();
    const move = {
      key: randomUUID(),
      name: 'moveDeadline',
      cycleId,
      stageKey: 'call',
      reason,
      fields: { deadlineAt: deadlineAt() },
    } as const;
    // It stops waiting for the answer by itself.
    expect(await api.get(CommandService).send(staff, move)).toMatchObject({ state: 'pending', answer: null });
    // The API goes too, and comes back before the worker does.
    await api.close();
    await startApi();
    await startWorker();
    const commands = api.get(CommandService);
    await eventually(async () => (await commands.find(move.key)).state !== 'pending', 'it is carried out');
    expect(await commands.find(move.key)).toMatchObject({ state: 'done', answer: { deadlineVersion: 2 } });
    expect(await commands.send(staff, move)).toMatchObject({ state: 'done', answer: { deadlineVersion: 2 } });
    expect(await moves(cycleId)).toHaveLength(1);
  });

  it('opens and closes by the clock of the stage, and cancels everything', async () => {
    const cycleId = await runCycle();
    await startWorkflow(cycleId);
    await until(cycleId, 'call', 'open');
    await closeSoon(cycleId);
    const cancelled = await api
      .get(CommandService)
      .send(staff, { key: randomUUID(), name: 'cancel', cycleId, reason: { code: 'no-money' } });
    expect(cancelled).toMatchObject({ state: 'done', answer: { status: 'cancelled' } });
    expect(await states(cycleId)).toEqual({ call: 'cancelled', ceremony: 'cancelled' });
  });
});
