import type { LadderStep, StageFacts } from '#libs/contracts/pure';

/**
 * The step to remind of now, or null. Steps that were missed (no worker, a moved deadline) collapse into the latest
 * one; steps before the opening or before the last reminder are covered; past the deadline there is nothing to remind of.
 * @param remindedAt when this stage last reminded, epoch ms; null if it has not yet
 */
export function dueReminder(facts: StageFacts, remindedAt: number | null, now: number): LadderStep | null {
  if (now >= Date.parse(facts.deadlineAt)) return null;
  const coveredUntil = Math.max(remindedAt ?? 0, Date.parse(facts.openedAt ?? facts.opensAt));
  const missed = facts.ladder.filter(({ at }) => Date.parse(at) > coveredUntil && Date.parse(at) <= now);
  return missed.reduce<LadderStep | null>((latest, step) => (latest && latest.at >= step.at ? latest : step), null);
}

/** The steps still to come, in order of time. */
export function stepsAhead(facts: StageFacts, now: number): LadderStep[] {
  return facts.ladder
    .filter(({ at }) => Date.parse(at) > now && Date.parse(at) < Date.parse(facts.deadlineAt))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
