import type { Instant, LadderStep } from '#libs/contracts';
import { type AfterClose, type StageContext, ladderSteps, toInstant } from '#libs/cycles';
import type { Work } from '#libs/platform';
import type { CallSettings } from '../stage-types/call-for-entries.type.js';
import { type RunningExtension, runningExtensions } from './extension.queries.js';

/**
 * Until when a closed call still takes an entry by an extension. Reminds whoever has one and has
 * not used it by the ladder of the call, counted from the end of the extension; in a paused call
 * nobody. Null when nothing may come in any more.
 */
export async function afterCloseOfCall(
  work: Work,
  { stage, stageDefinition }: StageContext<CallSettings>,
): Promise<AfterClose | null> {
  const ref = { cycleId: stage.cycleId, stageKey: stage.key };
  const running = await runningExtensions(work.em, ref);
  if (running.length === 0) return null;
  const { until } = running[0]!;
  if (stage.pausedAt) return { until, remindAt: null };
  const now = toInstant(await work.now());
  const plans = running.map((extension) => ({
    ...extension,
    ...reminderPlan(extension, ladderSteps(stageDefinition.ladder, extension.until, stage.zone), now),
  }));
  const due = plans.flatMap(({ id, until: end, due: step }) => (step ? [{ id, until: end, step }] : []));
  if (due.length > 0) await remind(work, ref, due);
  const [remindAt = null] = plans.flatMap(({ next }) => next ?? []).toSorted();
  return { until, remindAt };
}

/** Says each reminder once, whoever asks at the same time. */
async function remind(
  work: Work,
  ref: { cycleId: string; stageKey: string },
  due: { id: string; until: Instant; step: string }[],
): Promise<void> {
  const first = await work.em.execute<{ id: string }[]>(
    `insert into entries.extension_reminder (extension_id, until, step)
     select id, until, step from jsonb_to_recordset(?::jsonb) as due (id uuid, until timestamptz, step text)
     on conflict do nothing returning extension_id as id`,
    [JSON.stringify(due)],
  );
  for (const { id: extensionId, until, step } of due) {
    if (!first.some(({ id }) => id === extensionId)) continue;
    const data = { ...ref, extensionId, until, step };
    work.emit({ type: 'laureate.extension.reminder-due.v1', subject: ref.cycleId, data });
  }
}

/** What is to be done about an extension: the step to remind of now, and when the next one is; null for none. */
interface ReminderPlan {
  due: string | null;
  next: Instant | null;
}

/**
 * The steps of a ladder that count from the end of an extension. Those that were missed since it
 * was granted collapse into the latest one; so at the close of the call everybody who has more time
 * is told so, unless a step is yet to come that is the first.
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
