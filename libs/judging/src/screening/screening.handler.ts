import { type CycleDefinition } from '#libs/cycles';
import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import type { DecisionInputs, Proposal } from '#libs/contracts';
import type { EntriesChanged, Owing, Panel, ProgressCount, Recused, StageHandler, StageContext } from '#libs/cycles';
import { Problem, type Work } from '#libs/platform';
import { inWords } from '#libs/words';
import { refusal } from '../refusals.words.js';
import { Assignment, AssignmentRun } from './screening.entities.js';
import { assign } from './assignment-solver.js';
import type { AssignmentInputs } from './assignment.rules.js';
import { ConflictService } from '../panel/conflict.service.js';
import { DIGEST_ALGORITHM, recomputeDecision } from '../methods/decision.rules.js';
import { shuffled } from '../counting/digest.js';
import { EntriesForJudgesService } from '../panel/entries-for-judges.service.js';
import { PanelMember } from '../panel/panel.entities.js';
import { adoptingPanel, expertLoads, judgingMembers } from '../panel/panel.queries.js';
import type { WeightedScoreInputs } from '../methods/weighted-score.js';
import { refOf, seedOf } from '../panel/stage-context.js';
import { reviewsToWrite } from '../panel/owed.words.js';
import { fillUp, takeOver } from './takeover.js';
import { type ScreeningSettings, technicalScreening } from './technical-screening.type.js';
import type { Criterion } from '../counting/weighted-scores.js';

/**
 * Technical screening: assigns the entries to the experts when it opens, and proposes by their
 * scores when it has closed.
 */
@Injectable()
export class ScreeningHandler implements StageHandler<ScreeningSettings> {
  readonly type = technicalScreening;
  readonly settledByStageEvents = [
    'laureate.review.submitted.v1',
    'laureate.recusal.declared.v1',
    'laureate.assignments.made.v1',
    'laureate.assignment.taken-over.v1',
    'laureate.panel.seated.v1',
  ] as const;
  /** An entry that is gone, or out of the stage by a decision that supersedes, has to be judged by nobody. */
  readonly settledByCycleEvents = ['laureate.entry.withdrawn.v1', 'laureate.decision.superseded.v1'] as const;

  constructor(
    private readonly entries: EntriesForJudgesService,
    private readonly conflicts: ConflictService,
  ) {}

  /** The experts with reviews to write. */
  async owing(
    em: SqlEntityManager,
    stageContext: StageContext<ScreeningSettings>,
    personId?: string,
  ): Promise<Owing[]> {
    const ref = refOf(stageContext);
    const loads = (await expertLoads(em, ref, personId)).filter(({ open }) => open > 0);
    return loads.map((load) => ({
      personId: load.personId,
      tasks: (language) => [reviewsToWrite(load, language)],
      path: `/v1/cycles/${ref.cycleId}/stages/${ref.stageKey}/assignments`,
    }));
  }

  /** The members of the panel who judge. */
  concerned(em: SqlEntityManager, stageContext: StageContext<ScreeningSettings>): Promise<string[]> {
    return judgingMembers(em, refOf(stageContext));
  }

  panel(em: SqlEntityManager, stageContext: StageContext<ScreeningSettings>): Promise<Panel> {
    return adoptingPanel(em, refOf(stageContext));
  }

  /** How many of the assigned reviews are written. */
  async progress(em: SqlEntityManager, { stage }: StageContext<ScreeningSettings>): Promise<ProgressCount[]> {
    const [row] = await em.execute<{ done: number; assigned: number }[]>(
      `select count(*) filter (where state = 'done')::int as done, count(*)::int as assigned from judging.assignment
       where cycle_id = ? and stage_key = ? and state in ('open', 'done')`,
      [stage.cycleId, stage.key],
    );
    return [{ what: 'reviews', count: row!.done, of: row!.assigned }];
  }

  /** Assigns each entry to so many experts, once. Throws `conflict` with the reasons when it can't be done. */
  async prepare(work: Work, stageContext: StageContext<ScreeningSettings>): Promise<void> {
    const { em } = work;
    const ref = refOf(stageContext);
    if (await em.count(AssignmentRun, ref)) return;
    const inputs = await this.assignmentInputs(em, stageContext);
    const result = await assign(inputs);
    if (!result.feasible)
      throw new Problem('conflict', refusal('assignment.none', { reasons: result.reasons }), {
        reasons: result.reasons.map((reason) => inWords(reason, 'en')),
      });
    const { seed, inputsDigest, assignments } = result;
    const { revision } = stageContext.stage;
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

  /** Gives what was assigned to the recused expert to the next one, unless the entry has left the stage. */
  async recused(
    work: Work,
    stageContext: StageContext<ScreeningSettings>,
    { personId, entryId }: Recused,
  ): Promise<void> {
    const assignment = await work.em.findOne(Assignment, { ...refOf(stageContext), personId, entryId });
    if (!assignment) return;
    const hasLeft = assignment.state === 'dropped';
    assignment.state = 'recused';
    if (hasLeft) return;
    const { reviewsPerEntry } = stageContext.settings;
    await takeOver(work, this.conflicts, assignment, { reviewsPerEntry, seed: seedOf(stageContext) });
  }

  /** Gives what the deputy still has to review to others; what they have reviewed stands. */
  async becameDeputy(work: Work, stageContext: StageContext<ScreeningSettings>, personId: string): Promise<void> {
    const where = { ...refOf(stageContext), personId, state: 'open' as const };
    const { reviewsPerEntry } = stageContext.settings;
    for (const assignment of await work.em.find(Assignment, where, { orderBy: { position: 'asc' } })) {
      assignment.state = 'recused';
      await takeOver(work, this.conflicts, assignment, { reviewsPerEntry, seed: seedOf(stageContext) });
    }
  }

  /** Nobody owes a review of an entry that leaves any more; one that joins is assigned as often as it should be. */
  async entriesChanged(
    work: Work,
    stageContext: StageContext<ScreeningSettings>,
    { leaves, joins }: EntriesChanged,
  ): Promise<void> {
    const { em } = work;
    const ref = refOf(stageContext);
    // What is not assigned yet will be, to whoever is in then.
    if (!(await em.count(AssignmentRun, ref))) return;
    const of = (entryIds: string[]) => em.find(Assignment, { ...ref, entryId: { $in: entryIds } });
    for (const assignment of await of(leaves)) if (assignment.state !== 'recused') assignment.state = 'dropped';
    for (const assignment of await of(joins))
      if (assignment.state === 'dropped') assignment.state = assignment.version > 0 ? 'done' : 'open';
    await em.flush();
    const rule = { reviewsPerEntry: stageContext.settings.reviewsPerEntry, seed: seedOf(stageContext) };
    for (const entryId of joins) await fillUp(work, this.conflicts, { ...ref, entryId }, rule);
  }

  /**
   * Are the entries assigned, every assignment done, and every entry that has not left reviewed as
   * often as it should be?
   */
  async nothingOwed(em: SqlEntityManager, stageContext: StageContext<ScreeningSettings>): Promise<boolean> {
    const { cycleId, stageKey } = refOf(stageContext);
    const [row] = await em.execute<{ entries: number; open: number; short: number }[]>(
      `select count(*)::int as entries, coalesce(sum(open), 0)::int as open, count(*) filter (where done < ?)::int as short
       from (
         select entry_id, count(*) filter (where state = 'open') as open, count(*) filter (where state = 'done') as done
         from judging.assignment where cycle_id = ? and stage_key = ? group by entry_id
         having not bool_or(state = 'dropped')
       ) entry`,
      [stageContext.settings.reviewsPerEntry, cycleId, stageKey],
    );
    return row!.entries > 0 && row!.open === 0 && row!.short === 0;
  }

  /** All latest reviews and all recusals, with the criteria, quotas and ladder of the definition. */
  async inputs(em: SqlEntityManager, stageContext: StageContext<ScreeningSettings>): Promise<DecisionInputs> {
    const { stage, settings } = stageContext;
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
      criteria: criteriaOf(stageContext.definition),
      quotas: [
        { tier: 'shortlisted', count: settings.quotas.shortlisted },
        { tier: 'deserving', count: settings.quotas.deserving },
      ],
      ...(settings.reserve ? { reserve: settings.reserve } : {}),
      tieLadder: settings.tieLadder,
      seed: seedOf(stageContext),
      entryIds: await this.entries.inScope(em, stage, technicalScreening),
      reviews,
      recusals,
    } satisfies WeightedScoreInputs;
  }

  recompute(inputs: DecisionInputs): Proposal {
    return recomputeDecision(inputs);
  }

  private async assignmentInputs(
    em: SqlEntityManager,
    stageContext: StageContext<ScreeningSettings>,
  ): Promise<AssignmentInputs> {
    const ref = refOf(stageContext);
    const members = await em.find(PanelMember, { ...ref, seat: { $ne: 'deputy' } }, { orderBy: { personId: 'asc' } });
    const expertIds = members.map(({ personId }) => personId);
    const entryIds = await this.entries.inScope(em, stageContext.stage, technicalScreening);
    const conflicts = (await this.conflicts.among(em, ref, entryIds, expertIds)).map(({ personId, entryId }) => ({
      expertId: personId,
      entryId,
    }));
    const { reviewsPerEntry } = stageContext.settings;
    return { expertIds, entryIds, reviewsPerEntry, conflicts, seed: seedOf(stageContext) };
  }
}

/** The cycle's criteria in the form of the scoring rules. */
export const criteriaOf = ({ criteria }: CycleDefinition): Criterion[] =>
  criteria.map(({ key, scale, weight }) => ({ key, min: scale.min, max: scale.max, weight }));
