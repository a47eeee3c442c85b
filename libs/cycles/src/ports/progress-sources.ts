import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Instant } from '#libs/contracts';
import type { StageInHand } from '../definition/stage-type.js';

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

/**
 * Counts what a stage has come to: exported by the lib that knows, registered with
 * `ProgressSources`. One query a stage. Counts only: nothing that tells who did what, a score, a
 * choice or an outcome that is not released.
 */
export interface ProgressSource {
  /** Does it count anything in stages of this type? */
  counts(stageType: string): boolean;
  count(em: SqlEntityManager, hand: StageInHand): Promise<ProgressCount[]>;
  /**
   * How entries come in, where that is what the stage is for; `now` by the database's clock. A fixed number of queries.
   */
  intake?(em: SqlEntityManager, hand: StageInHand, now: Instant): Promise<Intake>;
}

/** Every source of what stages have come to. */
@Injectable()
export class ProgressSources {
  private readonly sources: ProgressSource[] = [];

  register(...sources: ProgressSource[]): void {
    this.sources.push(...sources);
  }

  /** What is counted in a stage, in the order in which the sources were registered. */
  async count(em: SqlEntityManager, hand: StageInHand): Promise<ProgressCount[]> {
    const counts: ProgressCount[] = [];
    for (const source of this.sources)
      if (source.counts(hand.stage.type)) counts.push(...(await source.count(em, hand)));
    return counts;
  }

  /** How entries come in to a stage; null where that is not what it is for. */
  async intake(em: SqlEntityManager, hand: StageInHand, now: Instant): Promise<Intake | null> {
    const source = this.sources.find((each) => each.intake && each.counts(hand.stage.type));
    return source?.intake?.(em, hand, now) ?? null;
  }
}
