import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { DecisionFacts } from '#libs/contracts';
import type { Stage } from './stage.entity.js';

/** Knows what is proposed and decided in a stage; registered by the lib that decides. */
export interface ProposalSource {
  /** The stage's own proposal as it stands; null while there is none. */
  proposal(em: SqlEntityManager, stage: Stage): Promise<DecisionFacts | null>;
  /** The id of the stage's decision that is in force; null while there is none. */
  inForce(em: SqlEntityManager, stage: Stage): Promise<string | null>;
}

/** The source of proposals; an app without one has no stage that is decided by people. */
@Injectable()
export class ProposalSources {
  private source: ProposalSource | null = null;

  register(source: ProposalSource): void {
    this.source = source;
  }

  /** What is proposed for a stage; undefined where no lib of this app knows. */
  async proposal(em: SqlEntityManager, stage: Stage): Promise<DecisionFacts | null | undefined> {
    return stage.state === 'deciding' ? this.source?.proposal(em, stage) : null;
  }

  /** The id of the decision that a stage would release; null where there is none. */
  async inForce(em: SqlEntityManager, stage: Stage): Promise<string | null> {
    return (await this.source?.inForce(em, stage)) ?? null;
  }
}
