import type { CycleDirectory } from '#libs/platform';

/** What identity must know of a cycle to give roles in it; implemented by `cycles`, wired by the app. */
export interface CycleRules extends CycleDirectory {
  /** Does the cycle's definition let an expert also be its juror? */
  expertsMayJudge(cycleId: string): Promise<boolean>;
}
export const CYCLE_RULES = Symbol('CycleRules');
