import type { LadderStep, StageFacts } from '#libs/contracts/pure';

/** What a stage remembers of its reminders; instants in epoch ms. */
export interface Reminded {
  /** When it last reminded; null if it has not yet. */
  lastAt: number | null;
  /** Names of the steps it has reminded of, for any version of the deadline. */
  steps: string[];
  /** When the deadline was last moved. */
  movedAt: number;
}

/**
 * The step to remind of now, or null. Steps that were missed (no worker, a moved deadline) collapse into the latest
 * one. Not missed are steps before the opening or the last reminder, and those that a move put into the past after
 * people were reminded of them by the old deadline. Past the deadline there is nothing to remind of.
 */
export function dueReminder(facts: StageFacts, reminded: Reminded, now: number): LadderStep | null {
  if (now >= Date.parse(facts.deadlineAt)) return null;
  const coveredUntil = Math.max(reminded.lastAt ?? 0, Date.parse(facts.openedAt ?? facts.opensAt));
  const missed = facts.ladder.filter(({ step, at }) => {
    const instant = Date.parse(at);
    if (instant > now || instant <= coveredUntil) return false;
    return instant > reminded.movedAt || !reminded.steps.includes(step);
  });
  return missed.reduce<LadderStep | null>((latest, step) => (latest && latest.at >= step.at ? latest : step), null);
}

/** The steps still to come, in order of time. */
export function stepsAhead(facts: StageFacts, now: number): LadderStep[] {
  return facts.ladder
    .filter(({ at }) => Date.parse(at) > now && Date.parse(at) < Date.parse(facts.deadlineAt))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}
