import type { Instant, LadderStep } from '#libs/contracts';
import type { RunningExtension } from './extension.queries.js';

/** What is to be done about an extension: the step to remind of now, and when the next one is; null for none. */
export interface ReminderPlan {
  due: string | null;
  next: Instant | null;
}

/**
 * The steps of a ladder that count from the end of an extension. Those that were missed since it was granted collapse into the latest
 * one; so at the close of the call everybody who has more time is told so, unless a step is yet to come that is the first.
 */
export function reminderPlan(
  { until, grantedAt, reminded }: Omit<RunningExtension, 'id'>,
  ladder: LadderStep[],
  now: Instant,
): ReminderPlan {
  const steps = ladder.filter(({ at }) => at > grantedAt && at < until);
  const latest = steps.findLast(({ at }) => at <= now)?.step;
  return {
    due: latest !== undefined && !reminded.includes(latest) ? latest : null,
    next: steps.find(({ at }) => at > now)?.at ?? null,
  };
}
