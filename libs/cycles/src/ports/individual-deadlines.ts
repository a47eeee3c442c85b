import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Instant } from '#libs/contracts';
import type { Work } from '#libs/platform';

/** The end of a pause of a cycle. */
export interface PauseEnd {
  cycleId: string;
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

/**
 * Knows deadlines that stand beside the windows of stages, and that a pause of the cycle stops too;
 * brought by the libs that have them.
 */
export interface IndividualDeadlines {
  /** What was running when the pause began, and would move now; changes nothing. */
  moves(em: SqlEntityManager, pause: PauseEnd): Promise<IndividualMove[]>;
  /**
   * Within the transaction that ends a pause: moves it. Returns what the mail about its end is to
   * name, as no other mail does.
   */
  resumed(work: Work, pause: PauseEnd): Promise<IndividualMove[]>;
}

/** Every lib with deadlines of its own. */
@Injectable()
export class IndividualDeadlineSources {
  private readonly sources: IndividualDeadlines[] = [];

  register(...sources: IndividualDeadlines[]): void {
    this.sources.push(...sources);
  }

  /** All that the end of a pause would move. */
  async moves(em: SqlEntityManager, pause: PauseEnd): Promise<IndividualMove[]> {
    const moves: IndividualMove[] = [];
    for (const source of this.sources) moves.push(...(await source.moves(em, pause)));
    return moves;
  }

  /** Moves all that a pause has stopped. Returns what the mail about its end is to name. */
  async resumed(work: Work, pause: PauseEnd): Promise<IndividualMove[]> {
    const told: IndividualMove[] = [];
    for (const source of this.sources) told.push(...(await source.resumed(work, pause)));
    return told;
  }
}
