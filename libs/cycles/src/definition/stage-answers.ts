import type { Instant, Language } from '#libs/contracts';

/** A person with what they still have to do in a stage. */
export interface Owing {
  personId: string;
  /** Each thing they have to do, in a language: what a reminder lists. */
  tasks(language: Language): string[];
  /** All of it in one line, for the status that the secretariat reads; left out where the English tasks say it. */
  summary?: string;
  /** Path of the API where they do it. */
  path: string;
}

/** How much of something there is in a stage; `of` how much there should be, null where nothing says. */
export interface ProgressCount {
  /** Such as `submitted` or `reviews`. */
  what: string;
  count: number;
  of: number | null;
}

/** Where a number of entries that is expected comes from; `not-known` when there is nothing to go by. */
export const EXPECTED_FROM = ['earlier-cycles', 'past-editions', 'not-known'] as const;

/** How many entries a call will have received at its deadline, going by what was before. */
export interface ExpectedEntries {
  /** Null when it is not known. */
  count: number | null;
  source: (typeof EXPECTED_FROM)[number];
  /** Titles of the cycles or past editions that were gone by. */
  of: string[];
}

/** How entries come in to a call. */
export interface Intake {
  /** Drafts and submitted entries by the region of their city, regions in the order of the alphabet. */
  byRegion: { region: string; drafts: number; submitted: number }[];
  /**
   * Entries by the day (ISO 8601) they were first submitted on, in the zone of the stage; days
   * without any are left out.
   */
  byDay: { day: string; submitted: number }[];
  /** Null once the deadline has passed. */
  expected: ExpectedEntries | null;
}

/** Who adopts the method of a stage: the members of its panel, and how many of them are its quorum. */
export interface Panel {
  memberIds: string[];
  quorum: number;
}

/** The end of a pause of a cycle, as a stage of it meets it. */
export interface PauseEnd {
  cycleId: string;
  stageKey: string;
  from: Instant;
  to: Instant;
}

/** A deadline of one city that the end of a pause moves. */
export interface IndividualMove {
  kind: 'clarification' | 'complaint' | 'extension';
  id: string;
  stageKey: string;
  cityId: string;
  from: Instant;
  to: Instant;
}
