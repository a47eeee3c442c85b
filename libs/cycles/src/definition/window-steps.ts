import { type Instant, type StageState, WINDOW_STEPS, type WindowStep, type WindowStepKey } from '#libs/contracts/pure';
import { bothZones, hardClose, toInstant } from './calendar.js';

/** The further deadlines of a stage as its definition says them. */
export type StepWindows = Partial<Record<WindowStepKey, { deadline: Instant; grace?: string }>>;

/** What each is called in a sentence. */
export const STEP_NAMES: Record<WindowStepKey, string> = {
  registration: 'registration',
  earlyBird: 'early entries',
  supportingMaterial: 'supporting material',
};

/** The further deadlines of a definition as a stage's row holds them, in one order. */
export const stepsOf = (windows: StepWindows | undefined, zone: string): WindowStep[] =>
  WINDOW_STEPS.flatMap((step): WindowStep[] => {
    const window = windows?.[step];
    if (!window) return [];
    const { deadline, grace = 'PT0S' } = window;
    return [{ step, deadlineAt: deadline, grace, hardCloseAt: hardClose(deadline, grace, zone) }];
  });

/** A step with another deadline; its grace stays. */
export const stepMovedTo = (step: WindowStep, deadlineAt: Instant, zone: string): WindowStep => ({
  ...step,
  deadlineAt,
  hardCloseAt: hardClose(deadlineAt, step.grace, zone),
});

/** The definition's further deadlines with some of them at another instant. */
export function windowsWith(windows: StepWindows, moved: { step: WindowStepKey; to: Instant }[]): StepWindows {
  const changed = moved.flatMap(({ step, to }) => {
    const window = windows[step];
    return window ? [[step, { ...window, deadline: to }] as const] : [];
  });
  return { ...windows, ...Object.fromEntries(changed) };
}

/** Why a further deadline does not go with its stage's window: in words, and what would. */
export interface StepFault {
  why: string;
  allowed: string;
}

/**
 * Does a further deadline go with its stage's window? Each is after the opening; registration ends
 * with the stage's deadline at the latest, early entries before it, supporting material with it at
 * the earliest. Null when all is well.
 */
export function stepFault(
  { step, deadlineAt }: Pick<WindowStep, 'step' | 'deadlineAt'>,
  { opens, deadline }: { opens: Instant; deadline: Instant },
  zone: string,
): StepFault | null {
  const show = (instant: Instant) => bothZones(instant, zone);
  const name = STEP_NAMES[step];
  if (deadlineAt <= opens) {
    return { why: `the deadline for ${name} is not after the opening`, allowed: `after ${show(opens)}` };
  }
  if (step === 'registration' && deadlineAt > deadline) {
    const why = `registration would go on beyond the deadline of the stage, ${show(deadline)}`;
    return { why, allowed: `${show(deadline)} or earlier` };
  }
  if (step === 'earlyBird' && deadlineAt >= deadline) {
    const why = `every entry in time would be early: the deadline of the stage is ${show(deadline)}`;
    return { why, allowed: `before ${show(deadline)}` };
  }
  if (step === 'supportingMaterial' && deadlineAt < deadline) {
    const why = `supporting material would end before the deadline of the stage, ${show(deadline)}`;
    return { why, allowed: `${show(deadline)} or later` };
  }
  return null;
}

/**
 * States of its stage in which a further deadline can move: what comes in beside entries may do so
 * when the call is over.
 */
const MOVABLE: Record<WindowStepKey, readonly StageState[]> = {
  registration: ['scheduled', 'open'],
  earlyBird: ['scheduled', 'open'],
  supportingMaterial: ['scheduled', 'open', 'closing', 'deciding', 'decided', 'released'],
};

/**
 * Why a further deadline can't be moved there now, or null: its stage is over for it; it would be
 * past; or it is that of early entries and had passed by `since`, as what came in after it is not
 * early, on the record.
 */
export function stepMoveFault(
  { step, from, to }: { step: WindowStepKey; from: Instant | null; to: Instant },
  state: StageState,
  now: Date,
  zone: string,
  since: Instant = toInstant(now),
): StepFault | null {
  const show = (instant: Instant) => bothZones(instant, zone);
  const name = STEP_NAMES[step];
  if (!MOVABLE[step].includes(state)) {
    const allowed = `a stage that is ${MOVABLE[step].slice(0, 2).join(' or ')}`;
    return { why: `the stage is ${state}: its deadline for ${name} is over`, allowed };
  }
  if (step === 'earlyBird' && from !== null && from <= since) {
    const why = `early entries ended on ${show(from)}: whatever came in since is not early, on the record`;
    return { why, allowed: 'what stands there now' };
  }
  if (to > toInstant(now)) return null;
  return { why: `${show(to)} is past: it is now ${show(toInstant(now))}`, allowed: 'an instant to come' };
}

/** Is it still to come, its grace included? Otherwise it has passed, and moves with nothing. */
export const isStepToCome = ({ hardCloseAt }: WindowStep, now: Instant): boolean => hardCloseAt > now;
