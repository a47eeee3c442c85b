import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { StageRef } from '#libs/contracts';

/**
 * Knows whom the window of a stage concerns, whether they still owe something or not; brought by
 * the libs of the stage types.
 */
export interface ConcernedSource {
  stageTypes: string[];
  /** Ids of people. */
  concerned(em: SqlEntityManager, ref: StageRef): Promise<string[]>;
}

/** Whom the windows of stages concern, besides the secretariat. */
@Injectable()
export class ConcernedSources {
  private readonly sources: ConcernedSource[] = [];

  register(...sources: ConcernedSource[]): void {
    this.sources.push(...sources);
  }

  /** Ids of the people whom the window of a stage concerns. */
  async concerned(em: SqlEntityManager, ref: StageRef, stageType: string): Promise<string[]> {
    const asked = this.sources.filter(({ stageTypes }) => stageTypes.includes(stageType));
    const people: string[] = [];
    for (const source of asked) people.push(...(await source.concerned(em, ref)));
    return people;
  }
}
