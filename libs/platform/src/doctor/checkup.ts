import type { WorkContext } from '../database/work.js';

/**
 * `loss`: something that happened is missing in the database, and nothing is mended before people
 * have decided what to do; `broken`: something does not go on by itself; `notice`: it goes on, and
 * somebody should look.
 */
export const SEVERITIES = ['loss', 'broken', 'notice'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Something that is not as it should be, in plain words. */
export interface Finding {
  /** Stable name of what it is. */
  code: string;
  severity: Severity;
  /** What it is about: a workflow, a consumer, a topic. */
  where: string;
  what: string;
  /** What mending does; null when it is left to people. */
  wouldDo: string | null;
  /** Why it is left to people, and what they can do; null when it can be mended. */
  refusedBecause: string | null;
}

/** A finding, and what mends it: null where `wouldDo` is. Safe to repeat; throws what stood in its way. */
export interface MendableFinding extends Finding {
  mend: ((context: WorkContext) => Promise<void>) | null;
}

/** What a lib looks at when the doctor comes. Every question is bounded: limits and counts. */
export interface Checkup {
  /** What it looks at, as said when it cannot. */
  name: string;
  /** Finds what is wrong now. Throws when something it has to ask does not answer. */
  examine(): Promise<MendableFinding[]>;
}

/** A finding that is left to people. */
export const leftToPeople = (
  finding: Omit<Finding, 'wouldDo' | 'refusedBecause'>,
  refusedBecause: string,
): Finding => ({
  ...finding,
  wouldDo: null,
  refusedBecause,
});
