import {
  type Instant,
  type Said,
  type StageState,
  WINDOW_STEPS,
  type WindowStep,
  type WindowStepKey,
} from '#libs/contracts/pure';
import { refusal } from '../refusals.words.js';
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

/** A further deadline as an argument of a refusal: what it is called in a sentence. */
export const stepName = (step: WindowStepKey): Said => refusal('step.name', { step });

/** Why a further deadline does not go with its stage's window, as a part of a sentence and as one, and what would. */
export interface StepFault {
  why: Said;
  sentence: Said;
  allowed: Said;
}

/** How a fault is said: beginning with a capital and ending with a full stop, or as a part of a sentence. */
type Form = 'sentence' | 'part';

const fault = (said: (form: Form) => Said, allowed: Said): StepFault => ({
  why: said('part'),
  sentence: said('sentence'),
  allowed,
});

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
  if (deadlineAt <= opens) {
    return fault(
      (form) => refusal('step.notAfterOpening', { form, step: stepName(step) }),
      refusal('step.afterInstant', { instant: show(opens) }),
    );
  }
  const end = show(deadline);
  if (step === 'registration' && deadlineAt > deadline) {
    return fault((form) => refusal('step.registrationTooLong', { form, end }), refusal('step.orEarlier', { end }));
  }
  if (step === 'earlyBird' && deadlineAt >= deadline) {
    return fault((form) => refusal('step.allEarly', { form, end }), refusal('step.before', { end }));
  }
  if (step === 'supportingMaterial' && deadlineAt < deadline) {
    return fault((form) => refusal('step.materialTooShort', { form, end }), refusal('step.orLater', { end }));
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
  if (!MOVABLE[step].includes(state)) {
    const [first, second] = MOVABLE[step] as [StageState, StageState];
    return fault(
      (form) => refusal('step.over', { form, state, step: stepName(step) }),
      refusal('step.movableIn', { first, second }),
    );
  }
  if (step === 'earlyBird' && from !== null && from <= since) {
    const ended = show(from);
    return fault((form) => refusal('step.earlyEnded', { form, ended }), refusal('step.asItStands'));
  }
  if (to > toInstant(now)) return null;
  const past = { instant: show(to), now: show(toInstant(now)) };
  return fault((form) => refusal('step.past', { form, ...past }), refusal('move.toCome'));
}

/** Is it still to come, its grace included? Otherwise it has passed, and moves with nothing. */
export const isStepToCome = ({ hardCloseAt }: WindowStep, now: Instant): boolean => hardCloseAt > now;
