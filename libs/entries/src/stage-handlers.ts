import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { DecisionInputs, Proposal } from '#libs/contracts';
import type { StageHandler, StageInHand } from '#libs/cycles';
import { Problem, type Work } from '#libs/platform';
import { EligibilityService } from './eligibility.service.js';
import { type EligibilitySettings, eligibility } from './eligibility.type.js';
import { type PassFailInputs, UncheckedEntries, recomputePassFail } from './pass-fail.rules.js';

/** What an eligibility stage does: the rules look first, people say what follows, the decision is what they said. */
@Injectable()
export class EligibilityHandler implements StageHandler<EligibilitySettings> {
  readonly type = eligibility;

  constructor(private readonly service: EligibilityService) {}

  /** The rules look at everything that is in. */
  prepare(work: Work, { stage }: StageInHand<EligibilitySettings>): Promise<void> {
    return this.service.evaluateAll(work, stage);
  }

  /** The rules look at what came in since, by an extension. */
  beforeDeciding(work: Work, { stage }: StageInHand<EligibilitySettings>): Promise<void> {
    return this.service.evaluateAll(work, stage);
  }

  async inputs(em: SqlEntityManager, { stage }: StageInHand<EligibilitySettings>): Promise<PassFailInputs> {
    return { mode: 'pass-fail', entries: await this.service.decisionEntries(em, stage) };
  }

  /** Throws `conflict`, naming up to ten, while entries have not been checked by a person. */
  recompute(inputs: DecisionInputs): Proposal {
    try {
      return recomputePassFail(inputs as PassFailInputs);
    } catch (error) {
      if (error instanceof UncheckedEntries) throw new Problem('conflict', error.message);
      throw error;
    }
  }
}
