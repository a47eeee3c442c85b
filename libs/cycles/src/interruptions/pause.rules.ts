import type { Instant, StageState, WindowStep, WindowStepKey } from '#libs/contracts';
import { laterBy } from '../definition/calendar.js';
import type { WantedWindow } from '../move-deadline/move-deadline.rules.js';
import { isStepToCome } from '../definition/window-steps.js';

/** A stage of a paused cycle, as the end of the pause looks at it. */
interface PausedStage {
  key: string;
  state: StageState;
  opensAt: Instant;
  deadlineAt: Instant;
  /** Further deadlines. */
  steps: WindowStep[];
}

/** A new deadline that is given at the end of a pause; of a stage, or one of its further deadlines. */
export interface GivenDeadline {
  stageKey: string;
  step?: WindowStepKey | undefined;
  deadlineAt: Instant;
}

/**
 * The windows after a pause. What is open, and what should have opened by now, gets its deadline
 * moved by the length of the pause, so that everybody has as much time as before; an opening that
 * fell into the pause moves as well, and so do the further deadlines that were to come when the
 * pause began, that for supporting material also of a stage that has closed. A deadline that is
 * given stands for itself.
 */
export function windowsAfterPause(
  stages: PausedStage[],
  pause: { from: Instant; to: Instant },
  given: GivenDeadline[],
): WantedWindow[] {
  const later = laterBy(pause);
  return stages.flatMap((stage): WantedWindow[] => {
    const { key: stageKey, state, opensAt, deadlineAt } = stage;
    const mine = given.filter((each) => each.stageKey === stageKey);
    const own = mine.find(({ step }) => step === undefined);
    const isDue = state === 'open' || (state === 'scheduled' && opensAt <= pause.to);
    const opens = state === 'scheduled' && opensAt > pause.from && opensAt <= pause.to ? later(opensAt) : undefined;
    const steps = stage.steps.flatMap((step) => {
      const to = mine.find((each) => each.step === step.step)?.deadlineAt;
      const isRunning = isDue || (step.step === 'supportingMaterial' && state !== 'scheduled' && state !== 'cancelled');
      if (to === undefined && !(isRunning && isStepToCome(step, pause.from))) return [];
      return [{ step: step.step, deadlineAt: to ?? later(step.deadlineAt) }];
    });
    const moved = steps.length > 0 ? { steps } : {};
    if (own) return [{ stageKey, opensAt: opens, deadlineAt: own.deadlineAt, ...moved }];
    if (isDue) return [{ stageKey, opensAt: opens, deadlineAt: later(deadlineAt), ...moved }];
    return steps.length > 0 ? [{ stageKey, steps }] : [];
  });
}
