import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { DecisionInputs, Proposal } from '#libs/contracts';
import { type Owing, type ProgressCount, type StageHandler, type StageContext, bothZones } from '#libs/cycles';
import { PeopleService } from '#libs/identity';
import { Problem, type Work } from '#libs/platform';
import { ClarificationRunService } from '../clarification/clarification-run.service.js';
import { openClarificationsIn } from '../clarification/clarification.queries.js';
import { countChecks, countUnchecked, mayMoreCome } from '../eligibility/eligibility.queries.js';
import { EligibilityService } from '../eligibility/eligibility.service.js';
import { type PassFailInputs, UncheckedEntries, recomputePassFail } from '../eligibility/pass-fail.rules.js';
import { type EligibilitySettings, eligibility } from '../stage-types/eligibility.type.js';
import { toCheck } from '../stage-types/owed.words.js';
import { refusal } from '../refusals.words.js';

/** What an eligibility stage does: the rules look first, people say what follows, the decision is what they said. */
@Injectable()
export class EligibilityHandler implements StageHandler<EligibilitySettings> {
  readonly type = eligibility;
  readonly settledByStageEvents = ['laureate.eligibility.checked.v1'] as const;
  /** An entry that is gone has to be checked by nobody. */
  readonly settledByCycleEvents = ['laureate.entry.withdrawn.v1'] as const;

  constructor(
    private readonly service: EligibilityService,
    private readonly people: PeopleService,
    readonly individualDeadlines: ClarificationRunService,
  ) {}

  /** The secretariat, while entries wait for their check. */
  async owing(em: SqlEntityManager, { stage, definition }: StageContext<EligibilitySettings>): Promise<Owing[]> {
    const { cycleId, key: stageKey } = stage;
    const unchecked = await countUnchecked(em, { cycleId, stageKey, closedAt: null });
    if (unchecked === 0) return [];
    const staff = await this.people.peopleWithRole('secretariat', { programme: definition.programme.key, cycleId });
    return staff.map(({ id }) => ({
      personId: id,
      tasks: (language) => [toCheck(unchecked, language)],
      path: `/v1/cycles/${cycleId}/stages/${stageKey}/eligibility?state=open`,
    }));
  }

  /** How many submitted entries were found valid or invalid by a person, and how many wait for one. */
  async progress(em: SqlEntityManager, { stage }: StageContext<EligibilitySettings>): Promise<ProgressCount[]> {
    const { cycleId, key: stageKey, closedAt = null } = stage;
    const { valid, invalid, open, asked } = await countChecks(em, { cycleId, stageKey, closedAt });
    const of = valid + invalid + open + asked;
    return [
      { what: 'valid', count: valid, of },
      { what: 'invalid', count: invalid, of },
      { what: 'open', count: open, of },
      { what: 'asked', count: asked, of },
    ];
  }

  /** The rules look at everything that is in. */
  prepare(work: Work, { stage }: StageContext<EligibilitySettings>): Promise<void> {
    return this.service.evaluateAll(work, stage);
  }

  /**
   * The rules look at what came in since, by an extension. Throws `conflict` while a city is being
   * asked: it is looked at again then.
   */
  async beforeDeciding(work: Work, { stage }: StageContext<EligibilitySettings>): Promise<void> {
    const open = await openClarificationsIn(work.em, { cycleId: stage.cycleId, stageKey: stage.key });
    if (open) throw awaitsCities(open, stage.zone);
    await this.service.evaluateAll(work, stage);
  }

  /** Every entry is checked, no city is being asked, and no call of the cycle takes any more, also by an extension. */
  async nothingOwed(em: SqlEntityManager, { stage }: StageContext<EligibilitySettings>): Promise<boolean> {
    const { cycleId, key: stageKey } = stage;
    const { valid, invalid, open, asked } = await countChecks(em, { cycleId, stageKey, closedAt: null });
    if (open + asked > 0 || valid + invalid === 0) return false;
    return !(await mayMoreCome(em, cycleId));
  }

  async inputs(em: SqlEntityManager, { stage }: StageContext<EligibilitySettings>): Promise<PassFailInputs> {
    return { mode: 'pass-fail', entries: await this.service.decisionEntries(em, stage) };
  }

  /** Throws `conflict`, naming up to ten, while entries have not been checked by a person. */
  recompute(inputs: DecisionInputs): Proposal {
    try {
      return recomputePassFail(inputs as PassFailInputs);
    } catch (error) {
      if (error instanceof UncheckedEntries) throw new Problem('conflict', error.said);
      throw error;
    }
  }
}

function awaitsCities({ count, until }: { count: number; until: string }, zone: string): Problem {
  return new Problem('conflict', refusal('clarification.awaited', { count, until: bothZones(until, zone) }));
}
