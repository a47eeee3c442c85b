import { proxyActivities, sleep } from '@temporalio/workflow';
import type { Action } from './actions.js';

const { act } = proxyActivities<{ act(action: Action): Promise<void> }>({
  startToCloseTimeout: '1 minute',
  retry: { initialInterval: '1s', backoffCoefficient: 1, maximumAttempts: 20 },
});

/**
 * One person does one thing after a while. A workflow, because only its timers follow the skipped clock to the instant.
 */
export async function somebodyActs(action: Action, afterMs: number): Promise<void> {
  await sleep(afterMs);
  await act(action);
}
