import type { LogEntry, MetricsBuffer } from '@temporalio/worker';
import { FailureType } from '#libs/contracts';
import { log } from '../telemetry/logger.js';
import type { MetricSource } from '../telemetry/metrics.js';

const FAILED_TASKS = 'workflow_task_execution_failed';
const DRAIN_INTERVAL_MS = 1000;

/** The SDK's worker, loaded only where one runs: it brings a native library that no other service needs. */
export const loadWorkerSdk = () => import('@temporalio/worker');

let installed: Promise<void> | undefined;
let metrics: MetricsBuffer | undefined;
let failedTasks = 0;

/**
 * Installs Temporal's runtime, once per process: it leaves the signals to us, logs through our
 * logger, and its metrics are kept for `temporalMetrics`.
 */
export function installTemporalRuntime(): Promise<void> {
  return (installed ??= install());
}

async function install(): Promise<void> {
  const { DefaultLogger, MetricsBuffer, Runtime } = await loadWorkerSdk();
  metrics = new MetricsBuffer({ maxBufferSize: 20_000 });
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('WARN', writeLog),
    telemetryOptions: {
      metrics: { buffer: metrics },
      logging: { forward: {}, filter: { core: 'WARN', other: 'ERROR' } },
    },
  });
  setInterval(drain, DRAIN_INTERVAL_MS).unref();
}

/** Workflow tasks that failed in this process since its start: code that does not match its histories. */
export const temporalMetrics = (): MetricSource[] => [
  {
    name: 'laureate_workflow_task_failures',
    help: 'Workflow tasks that failed since this process began',
    collect: async () => {
      drain();
      return [{ value: failedTasks }];
    },
  },
];

/** Counters come as increments. */
function drain(): void {
  for (const { metric, value } of metrics?.retrieveUpdates() ?? [])
    if (metric.name.endsWith(FAILED_TASKS)) failedTasks += value;
}

/** Failures that activities raise on purpose are answers, not accidents. */
const ON_PURPOSE: readonly unknown[] = Object.values(FailureType);

/** Writes a line of the SDK through our logger. */
export function writeLog({ level, message, meta }: Pick<LogEntry, 'level' | 'message' | 'meta'>): void {
  const { error, ...rest } = meta ?? {};
  const failure = Object(error) as { type?: unknown; message?: unknown };
  if (ON_PURPOSE.includes(failure.type)) {
    log.info({ ...rest, failure: failure.type, detail: failure.message, source: 'temporal' }, message);
    return;
  }
  log[level === 'ERROR' ? 'error' : 'warn']({ ...rest, err: error, source: 'temporal' }, message);
}
