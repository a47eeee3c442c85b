import { condition, defineUpdate, setHandler } from '@temporalio/workflow';

/** The yardstick of a command: an update that does nothing, on a workflow that does nothing. */
export async function empty(): Promise<void> {
  setHandler(defineUpdate('bare'), () => undefined);
  await condition(() => false);
}
