import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { type TemporalConfig, registerSearchAttributes } from '#libs/platform';

const READY_WITHIN_MS = 20_000;

/**
 * A Temporal namespace of its own for a test suite, with our search attributes: all workers share
 * one task queue, so suites that run beside each other would otherwise take each other's tasks.
 */
export async function createTestNamespace(): Promise<TemporalConfig> {
  const address = process.env['LAUREATE_TEST_TEMPORAL_ADDRESS'];
  if (!address) throw new Error('Run this with jest --selectProjects servers: it needs the test Temporal.');
  const namespace = `test-${randomBytes(6).toString('hex')}`;
  const config = { address, namespace, deploymentName: undefined, buildId: undefined };
  const connection = await Connection.connect({ address });
  try {
    const { workflowService } = connection;
    // The generated type wants its own 64-bit integer and takes a number.
    const seconds = 86_400 as never;
    await workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: { seconds } });
    // Every part of the server has its own cache of namespaces.
    const end = Date.now() + READY_WITHIN_MS;
    for (;;) {
      try {
        await registerSearchAttributes(config);
        await workflowService.listWorkflowExecutions({ namespace });
        return config;
      } catch (error) {
        if (Date.now() > end) throw error;
        await sleep(250);
      }
    }
  } finally {
    await connection.close();
  }
}
