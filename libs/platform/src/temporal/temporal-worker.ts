import { setTimeout as sleep } from 'node:timers/promises';
import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';
import type { Context } from '@temporalio/activity';
import type { ActivityInterceptors, Worker, WorkerOptions } from '@temporalio/worker';
import { TASK_QUEUE } from '#libs/contracts';
import type { TemporalConfig } from '../config/concerns.js';
import type { HealthCheck } from '../telemetry/health.js';
import { log, traceIds, withLogContext } from '../telemetry/logger.js';
import { installTemporalRuntime, loadWorkerSdk } from './temporal-runtime.js';

const RESTART_MS = [500, 1000, 2000, 5000];
/** Time within which a worker is to finish what it has begun. */
const GRACE = '10 seconds';

/** What a worker runs. */
export interface TemporalWorkerOptions {
  config: TemporalConfig;
  /** The workflows: the path of their compiled module, or a bundle made before. */
  workflows: Pick<WorkerOptions, 'workflowsPath' | 'workflowBundle'>;
  /** The activities by name. */
  activities: object;
}

/**
 * A Temporal worker that lives with its Nest application: begins with it, goes on through outages
 * of the server, drains before the application's connections close. Not ready while it does not
 * run.
 */
export class TemporalWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly stopping = new AbortController();
  private worker: Worker | undefined;
  private problem: string | null = 'It has not started yet.';
  private living: Promise<void> | undefined;

  private readonly versioning: Pick<WorkerOptions, 'workerDeploymentOptions'>;

  /** Throws when only one of deployment name and build id is given. */
  constructor(private readonly options: TemporalWorkerOptions) {
    this.versioning = versioning(options.config);
  }

  /** Answers when the worker runs, or could not start for the first time and goes on trying. */
  async onApplicationBootstrap(): Promise<void> {
    await installTemporalRuntime();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.living = this.live(resolve);
    await promise;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    if (this.worker?.getState() === 'RUNNING') this.worker.shutdown();
    await this.living;
  }

  healthCheck(): HealthCheck {
    return {
      name: 'temporal-worker',
      check: async () => {
        if (this.problem !== null || this.worker?.getState() !== 'RUNNING')
          throw new Error(this.problem ?? 'It does not run.');
      },
    };
  }

  private async live(onFirstAttempt: () => void): Promise<void> {
    for (let failures = 0; !this.stopping.signal.aborted; failures++) {
      const startedAt = Date.now();
      try {
        await this.run(onFirstAttempt);
      } catch (error) {
        this.problem = error instanceof Error ? error.message : String(error);
        log.error({ err: error }, 'the Temporal worker does not run');
      }
      onFirstAttempt();
      if (Date.now() - startedAt > 60_000) failures = 0;
      const pause = RESTART_MS[Math.min(failures, RESTART_MS.length - 1)];
      await sleep(pause, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  /** One life of a worker, from its connection to the end of its drain. */
  private async run(onRunning: () => void): Promise<void> {
    const { config, workflows, activities } = this.options;
    const { NativeConnection, Worker } = await loadWorkerSdk();
    const connection = await NativeConnection.connect({ address: config.address });
    try {
      this.worker = await Worker.create({
        connection,
        namespace: config.namespace,
        taskQueue: TASK_QUEUE,
        ...workflows,
        activities,
        shutdownGraceTime: GRACE,
        interceptors: { activity: [logContext] },
        ...this.versioning,
      });
      if (this.stopping.signal.aborted) return;
      const running = this.worker.run();
      this.problem = null;
      onRunning();
      await running;
    } finally {
      this.worker = undefined;
      await connection.close();
    }
  }
}

/**
 * Operators turn worker versioning on by naming a deployment and a build. Running workflows follow the current build.
 */
function versioning({ deploymentName, buildId }: TemporalConfig): Pick<WorkerOptions, 'workerDeploymentOptions'> {
  if (!deploymentName && !buildId) return {};
  if (!deploymentName || !buildId) throw new Error('TEMPORAL_DEPLOYMENT_NAME and TEMPORAL_BUILD_ID go together.');
  return {
    workerDeploymentOptions: {
      version: { deploymentName, buildId },
      useWorkerVersioning: true,
      defaultVersioningBehavior: 'AUTO_UPGRADE',
    },
  };
}

/** What an activity logs carries its workflow's ids, and the command's, by which the request is found. */
const logContext = ({ info }: Context): ActivityInterceptors => ({
  inbound: {
    execute: (input, next) => {
      const [first] = input.args as [{ command?: { commandId: string; traceparent?: string } }?];
      const { commandId, traceparent } = first?.command ?? {};
      const { workflowId = '', runId = '' } = info.workflowExecution ?? {};
      const ids = {
        workflowId,
        runId,
        activity: info.activityType,
        ...(commandId ? { commandId } : {}),
        ...traceIds(traceparent),
      };
      return withLogContext(ids, () => next(input));
    },
  },
});
