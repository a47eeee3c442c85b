/** What identity must know of a cycle to give roles in it; implemented by `cycles`, wired by the app. */
export interface CycleRules {
  /** Key of the programme the cycle belongs to; null when there is no such cycle. */
  programmeOf(cycleId: string): Promise<string | null>;
  /** Does the cycle's definition let an expert also be its juror? */
  expertsMayJudge(cycleId: string): Promise<boolean>;
}
export const CYCLE_RULES = Symbol('CycleRules');
