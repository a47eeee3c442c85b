import { continueAsNew, sleep } from '@temporalio/workflow';
import { activities } from '../common/activities.js';

/** The rounds of one run: then it goes on as a new one, so that its history stays short. */
const ROUNDS = 30;

/**
 * Ends what names people when its time is over: one round, and the next when the last one said. It
 * has no end, and nothing but the rows to go by; an activity that fails is tried until it succeeds.
 */
export async function retention(): Promise<never> {
  for (let round = 0; round < ROUNDS; round++) {
    const { again } = await activities.carryOutRetention();
    await sleep(Math.max(Date.parse(again) - Date.now(), 1000), { summary: 'next round' });
  }
  return continueAsNew<typeof retention>();
}
