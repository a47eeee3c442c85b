import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { DynamicModule } from '@nestjs/common';
import { TASK_QUEUE, WorkflowType, cycleWorkflowId, stageWorkflowId } from '#libs/contracts';
import {
  CycleService,
  CycleStatusService,
  CyclesModule,
  CyclesOptions,
  cyclesEntities,
  cyclesMigrations,
} from '#libs/cycles';
import { EntriesModule, entriesEntities, entriesMigrations } from '#libs/entries';
import { IdentityModule, identityMigrations } from '#libs/identity';
import { judgingMigrations } from '#libs/judging';
import {
  type DatabaseConfig,
  PlatformModule,
  TemporalClient,
  type TemporalConfig,
  log,
  platformMigrations,
} from '#libs/platform';
import { eventually } from '../../../test/support/event-lab.js';
import { createTestDatabase } from '../../../test/support/test-database.js';
import { createTestNamespace } from '../../../test/support/test-namespace.js';
import { Change } from '../../../workflows/common/changes.js';
import { bundleBefore, bundleWorkflows } from '../../../workflows/testing/bundle.js';
import { WorkflowHostModule } from './workflow-host.module.js';

const DEPLOYMENT = 'laureate';
const HOUR_MS = 3_600_000;
const staff = { actor: { id: randomUUID() }, cause: 'command:test' };

class TestModule {}
const start = (imports: DynamicModule['imports']): Promise<INestApplicationContext> =>
  NestFactory.createApplicationContext(
    { module: TestModule, imports: imports ?? [] },
    { logger: false, abortOnError: false },
  );

describe('an upgrade of the worker while a cycle runs', () => {
  let database: DatabaseConfig;
  let namespace: TemporalConfig;
  let temporal: TemporalClient;
  let api: INestApplicationContext;
  const workers = new Set<INestApplicationContext>();

  beforeAll(async () => {
    log.level = 'silent';
    const migrations = [platformMigrations, identityMigrations, cyclesMigrations, entriesMigrations, judgingMigrations];
    database = { ...(await createTestDatabase(migrations.flat())), transactionTimeoutMs: 1000 };
    namespace = await createTestNamespace();
    temporal = new TemporalClient(namespace);
    api = await start([
      PlatformModule.forRoot({ app: 'api', database, entities: [...cyclesEntities, ...entriesEntities] }),
      IdentityModule.forRoot(),
      CyclesModule.forRoot(new CyclesOptions(1000)),
      EntriesModule,
    ]);
  });
  afterEach(async () => {
    for (const worker of workers) await stop(worker);
  });
  afterAll(async () => {
    await temporal?.onApplicationShutdown();
    await api?.close();
  });

  const startWorker = async (buildId: string | undefined, workflowBundle: { code: string }) => {
    const config = { ...namespace, buildId, deploymentName: buildId && DEPLOYMENT };
    const secrets = { ballotKey: Buffer.alloc(32, 7).toString('base64') };
    const worker = await start([
      WorkflowHostModule.forRoot({ database, temporal: config, secrets }, { workflowBundle }),
    ]);
    workers.add(worker);
    return worker;
  };
  const stop = async (worker: INestApplicationContext) => {
    workers.delete(worker);
    await worker.close();
  };
  /** As an operator does, once the server has heard of the build. */
  const makeCurrent = (buildId: string) =>
    eventually(async () => {
      const version = { namespace: namespace.namespace, deploymentName: DEPLOYMENT, buildId };
      return temporal.client.workflowService.setWorkerDeploymentCurrentVersion(version).then(
        () => true,
        () => false,
      );
    });

  /** A cycle whose call is open and whose ceremony follows; both wait for commands. */
  const runCycle = async (): Promise<string> => {
    const at = (ms: number) => new Date(Date.now() + ms).toISOString();
    const { id, version } = await api.get(CycleService).createDraft(staff, {
      programme: { key: 'test', name: 'Test' },
      edition: '1',
      title: 'Upgraded',
      zone: 'Asia/Shanghai',
      stages: [
        { key: 'call', type: 'call-for-entries', window: { opens: at(-1000), deadline: at(HOUR_MS) } },
        { key: 'ceremony', type: 'ceremony', window: { opens: at(HOUR_MS), deadline: at(2 * HOUR_MS) } },
      ],
    });
    await api.get(CycleService).publish(staff, id, version);
    await temporal.client.workflow.start(WorkflowType.awardCycle, {
      workflowId: cycleWorkflowId(id),
      taskQueue: TASK_QUEUE,
      args: [{ cycleId: id }],
    });
    return id;
  };
  const command = async (cycleId: string, stageKey: string, name: 'open' | 'close') => {
    const given = { commandId: randomUUID(), actorId: staff.actor.id, stageKey, reason: { code: 'test' } };
    await temporal.client.workflow
      .getHandle(stageWorkflowId(cycleId, stageKey))
      .executeUpdate(name, { args: [given], updateId: given.commandId });
  };
  /** The call closes, and the ceremony opens. */
  const untilCeremony = async (cycleId: string) => {
    await command(cycleId, 'call', 'close');
    const { workflow } = temporal.client;
    const hasBegun = () => workflow.getHandle(stageWorkflowId(cycleId, 'ceremony')).describe();
    await eventually(() =>
      hasBegun().then(
        () => true,
        () => false,
      ),
    );
    await command(cycleId, 'ceremony', 'open');
  };
  const stateOf = async (cycleId: string, stageKey: string) =>
    (await api.get(CycleStatusService).calendar(cycleId)).find(({ key }) => key === stageKey)!.state;
  const untilCompleted = (cycleId: string) =>
    eventually(async () => (await api.get(CycleService).find(cycleId)).status === 'completed');
  /** The runs that carry the marker of the change, as an operator asks for them. */
  const changed = async (cycleId: string) =>
    (
      await temporal.client.workflow.count(
        `WorkflowId = '${cycleWorkflowId(cycleId)}' AND TemporalChangeVersion = '${Change.tellLate}'`,
      )
    ).count;
  /** The builds that carried a workflow on, one after the other. */
  const buildsOf = async (workflowId: string) => {
    const { events } = await temporal.client.workflow.getHandle(workflowId).fetchHistory();
    const builds = (events ?? []).flatMap(
      ({ workflowTaskCompletedEventAttributes: task }) => task?.deploymentVersion?.buildId ?? [],
    );
    return builds.filter((build, i) => build !== builds[i - 1]);
  };

  it('needs no versions: the new worker takes over what the old one left', async () => {
    const before = await startWorker(undefined, await bundleBefore(Change.tellLate));
    const cycleId = await runCycle();
    await eventually(async () => (await stateOf(cycleId, 'call')) === 'open');
    expect(await changed(cycleId)).toBe(0);
    await stop(before);
    await startWorker(undefined, await bundleWorkflows());
    expect(await stateOf(cycleId, 'call')).toBe('open');
    await untilCeremony(cycleId);
    await command(cycleId, 'ceremony', 'close');
    await untilCompleted(cycleId);
    await eventually(async () => (await changed(cycleId)) === 1);
  });

  it('goes from no version to a build, and from build to build, once each is current', async () => {
    const unversioned = await startWorker(undefined, await bundleBefore(Change.tellLate));
    const cycleId = await runCycle();
    await eventually(async () => (await stateOf(cycleId, 'call')) === 'open');

    const first = await startWorker('1', await bundleBefore(Change.tellLate));
    await makeCurrent('1');
    await stop(unversioned);
    await untilCeremony(cycleId);
    expect(await changed(cycleId)).toBe(0);

    await startWorker('2', await bundleWorkflows());
    await makeCurrent('2');
    await stop(first);
    expect(await stateOf(cycleId, 'ceremony')).toBe('open');
    await command(cycleId, 'ceremony', 'close');
    await untilCompleted(cycleId);
    expect(await buildsOf(stageWorkflowId(cycleId, 'call'))).toEqual(['1']);
    expect(await buildsOf(stageWorkflowId(cycleId, 'ceremony'))).toEqual(['1', '2']);
    expect(await buildsOf(cycleWorkflowId(cycleId))).toEqual(['1', '2']);
    await eventually(async () => (await changed(cycleId)) === 1);
  });
});
