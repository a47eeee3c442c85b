import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { TemporalClient, TemporalConfig } from '#libs/platform';

const TASK_QUEUE = 'bench-yardstick';
const WORKFLOWS = fileURLToPath(new URL('./empty.workflow.js', import.meta.url));

/** A workflow that does nothing, on a worker with the settings of ours, in the same namespace. */
export interface Yardstick {
  /** Sends it an update that does nothing and waits for the answer. */
  update(): Promise<void>;
  close(): Promise<void>;
}

export async function startYardstick({ client }: TemporalClient, config: TemporalConfig): Promise<Yardstick> {
  const connection = await NativeConnection.connect({ address: config.address });
  const { namespace } = config;
  const worker = await Worker.create({ connection, namespace, taskQueue: TASK_QUEUE, workflowsPath: WORKFLOWS });
  const running = worker.run();
  const handle = await client.workflow.start('empty', { workflowId: `bench/${randomUUID()}`, taskQueue: TASK_QUEUE });
  return {
    update: () => handle.executeUpdate('bare', { updateId: randomUUID() }),
    close: async () => {
      await handle.terminate();
      worker.shutdown();
      await running;
      await connection.close();
    },
  };
}
