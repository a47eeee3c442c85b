import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import type { DecisionInputs, Proposal } from '#libs/contracts';
import type { CycleDefinition, StageHandler, StageInHand } from '#libs/cycles';
import { Problem, type Work } from '#libs/platform';
import { AssignmentRun } from './assignment-run.entity.js';
import { Assignment } from './assignment.entity.js';
import { assign } from './assignment.solver.js';
import type { AssignmentInputs } from './assignment.js';
import { ConflictService } from './conflict.service.js';
import { DIGEST_ALGORITHM } from './decision.rules.js';
import { shuffled } from './digest.js';
import { JudgedEntries } from './judged-entries.js';
import { isFullyReviewed } from './nothing-owed.js';
import { PanelMember } from './panel-member.entity.js';
import { type WeightedScoreInputs, recomputeWeightedScore } from './recompute.js';
import { refOf, seedOf } from './stage-in-hand.js';
import { type ScreeningSettings, technicalScreening } from './technical-screening.type.js';
import type { Criterion } from './weighted-score.js';

/** Technical screening: assigns the entries to the experts when it opens, and proposes by their scores when it has closed. */
@Injectable()
export class ScreeningHandler implements StageHandler<ScreeningSettings> {
  readonly type = technicalScreening;

  constructor(
    private readonly entries: JudgedEntries,
    private readonly conflicts: ConflictService,
  ) {}

  /** Assigns each entry to so many experts, once. Throws `conflict` with the reasons when it can't be done. */
  async prepare(work: Work, hand: StageInHand<ScreeningSettings>): Promise<void> {
    const { em } = work;
    const ref = refOf(hand);
    if (await em.count(AssignmentRun, ref)) return;
    const inputs = await this.assignmentInputs(em, hand);
    const result = await assign(inputs);
    if (!result.feasible)
      throw new Problem('conflict', `The entries cannot be assigned. ${result.reasons.join(' ')}`, {
        reasons: result.reasons,
      });
    const { seed, inputsDigest, assignments } = result;
    const { revision } = hand.stage;
    const run = { id: uuidv7(), ...ref, seed, inputs, inputsDigest, digestAlgorithm: DIGEST_ALGORITHM, revision };
    em.create(AssignmentRun, run, { persist: true });
    for (const [personId, own] of Map.groupBy(assignments, ({ expertId }) => expertId)) {
      const order = shuffled(
        seed,
        `order/${personId}`,
        own.map(({ entryId }) => entryId),
      );
      for (const [index, entryId] of order.entries()) {
        const place = { id: uuidv7(), ...ref, personId, entryId, position: index + 1 };
        em.create(Assignment, { ...place, state: 'open', version: 0, takesOver: null }, { persist: true });
      }
    }
    work.emit({
      type: 'laureate.assignments.made.v1',
      subject: run.id,
      data: { ...ref, count: assignments.length, seed, inputsDigest },
    });
  }

  nothingOwed(em: SqlEntityManager, hand: StageInHand<ScreeningSettings>): Promise<boolean> {
    return isFullyReviewed(em, refOf(hand), hand.settings.reviewsPerEntry);
  }

  /** All latest reviews and all recusals, with the criteria, quotas and ladder of the definition. */
  async inputs(em: SqlEntityManager, hand: StageInHand<ScreeningSettings>): Promise<DecisionInputs> {
    const { stage, settings } = hand;
    const stageParameters = [stage.cycleId, stage.key];
    const reviews = await em.execute<WeightedScoreInputs['reviews']>(
      `select a.person_id as "reviewerId", a.entry_id as "entryId", r.scores
       from judging.assignment a join judging.review r on r.assignment_id = a.id and r.version = a.version
       where a.cycle_id = ? and a.stage_key = ? order by a.entry_id, a.person_id`,
      stageParameters,
    );
    const recusals = await em.execute<WeightedScoreInputs['recusals']>(
      `select person_id as "reviewerId", entry_id as "entryId" from judging.recusal
       where cycle_id = ? and stage_key = ? order by entry_id, person_id`,
      stageParameters,
    );
    return {
      mode: 'weighted-score',
      criteria: criteriaOf(hand.definition),
      quotas: [
        { tier: 'shortlisted', count: settings.quotas.shortlisted },
        { tier: 'deserving', count: settings.quotas.deserving },
      ],
      ...(settings.reserve ? { reserve: settings.reserve } : {}),
      tieLadder: settings.tieLadder,
      seed: seedOf(hand),
      entryIds: await this.entries.inScope(em, stage, technicalScreening),
      reviews,
      recusals,
    } satisfies WeightedScoreInputs;
  }

  recompute(inputs: DecisionInputs): Proposal {
    return recomputeWeightedScore(inputs as WeightedScoreInputs);
  }

  private async assignmentInputs(
    em: SqlEntityManager,
    hand: StageInHand<ScreeningSettings>,
  ): Promise<AssignmentInputs> {
    const ref = refOf(hand);
    const members = await em.find(PanelMember, { ...ref, seat: { $ne: 'deputy' } }, { orderBy: { personId: 'asc' } });
    const expertIds = members.map(({ personId }) => personId);
    const entryIds = await this.entries.inScope(em, hand.stage, technicalScreening);
    const conflicts = (await this.conflicts.among(em, ref, entryIds, expertIds)).map(({ personId, entryId }) => ({
      expertId: personId,
      entryId,
    }));
    const { reviewsPerEntry } = hand.settings;
    return { expertIds, entryIds, reviewsPerEntry, conflicts, seed: seedOf(hand) };
  }
}

/** The cycle's criteria in the form of the scoring rules. */
export const criteriaOf = ({ criteria }: CycleDefinition): Criterion[] =>
  criteria.map(({ key, scale, weight }) => ({ key, min: scale.min, max: scale.max, weight }));
