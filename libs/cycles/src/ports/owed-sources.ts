import { Injectable } from '@nestjs/common';
import type { StageRef } from '#libs/contracts';

/** One person who still owes something in a stage; `what` in plain words, e.g. `3 of 12 reviews`. */
export interface Owed {
  personId: string;
  name?: string;
  what: string;
}

/** Knows who owes what in stages of some types: exported by the lib that knows, registered with `OwedSources`. */
export interface OwedSource {
  stageTypes: string[];
  /** At most `limit` people, in a stable order. */
  owed(ref: StageRef, limit: number): Promise<Owed[]>;
}

/** The most people the status of a stage names. */
const OWED_LIMIT = 100;

/** Every source of who owes what. */
@Injectable()
export class OwedSources {
  private readonly sources: OwedSource[] = [];

  register(...sources: OwedSource[]): void {
    this.sources.push(...sources);
  }

  /** Who owes what in a stage, at most 100 people. */
  async owed(ref: StageRef, stageType: string): Promise<Owed[]> {
    const asked = this.sources.filter(({ stageTypes }) => stageTypes.includes(stageType));
    const answers = await Promise.all(asked.map((source) => source.owed(ref, OWED_LIMIT)));
    return answers.flat().slice(0, OWED_LIMIT);
  }
}
