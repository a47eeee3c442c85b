import { PanelMember } from '../panel/panel.entities.js';
import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { StageRef } from '#libs/contracts';
import { lockStageForWriting, stageInHand } from '#libs/cycles';
import { allows, type Principal, Problem, type RequestContext, requireVersion, UnitOfWork } from '#libs/platform';
import { Assignment, type AssignmentState, Review } from './screening.entities.js';
import { ConflictService } from '../panel/conflict.service.js';
import {
  type EntryToJudge,
  EntriesForJudgesService,
  type ShownTranslation,
} from '../panel/entries-for-judges.service.js';
import { criteriaOf } from './screening.handler.js';
import { checkReview } from '../counting/weighted-scores.js';
import { judgingPermissions } from '../permissions.js';

/** What an expert says of an entry. */
export interface ReviewText {
  /** By criterion key. */
  scores: Record<string, number>;
  comment: string;
}

/** One of an expert's assignments, in the expert's own order. */
export interface AssignmentAnswer {
  id: string;
  entryId: string;
  /** In the language it is judged in, and whose translation that is; null where it is the original's. */
  title: string;
  translatedBy: EntryToJudge['translatedBy'];
  cityName: string;
  countryCode: string;
  position: number;
  state: AssignmentState;
  /** Number of the latest review; 0 without one. Its ETag. */
  version: number;
}

/** What an expert needs to review an entry: what it says, and their own review. Others' are never shown. */
export interface AssignmentInHand extends AssignmentAnswer {
  /** As it was submitted. */
  content: Record<string, unknown>;
  /** What that is written in; null where nobody was asked. */
  language: string | null;
  /** To be read first, where there is one. */
  translation: ShownTranslation | null;
  review: ReviewText | null;
}

/** Experts read what is assigned to them and review it. */
@Injectable()
export class ReviewService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly entries: EntriesForJudgesService,
    private readonly conflicts: ConflictService,
  ) {}

  /** The caller's own assignments, in their own order. */
  async list(principal: Principal | null, ref: StageRef): Promise<AssignmentAnswer[]> {
    const own = await this.unitOfWork.read((em) =>
      em.find(Assignment, { ...ref, personId: principal?.personId ?? '' }, { orderBy: { position: 'asc' } }),
    );
    const entries = new Map(
      (
        await this.entries.findToJudge(
          ref,
          own.map(({ entryId }) => entryId),
        )
      ).map((entry) => [entry.id, entry]),
    );
    return own.map((assignment) => answerOf(assignment, entries.get(assignment.entryId)!));
  }

  /** One of the caller's own assignments with what the entry says. Throws `not-found`, `conflict` when recused from it. */
  async read(principal: Principal | null, assignmentId: string): Promise<AssignmentInHand> {
    return this.unitOfWork.read(async (em) => {
      const assignment = await requireOwn(em, principal, assignmentId);
      refuseUnjudged(assignment);
      return this.inHand(em, assignment);
    });
  }

  /**
   * Writes the next version of the caller's review, read as `version`. Throws `stale-version` with both texts,
   * `rule-violated` naming the scores that do not fit, `conflict` for a conflict of interest, and what the stage's window
   * refuses.
   */
  async write(
    context: RequestContext,
    assignmentId: string,
    version: number,
    given: ReviewText,
  ): Promise<AssignmentInHand> {
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      const { cycleId, stageKey, entryId } = await requireOwn(em, context.principal, assignmentId);
      const ref = { cycleId, stageKey };
      const { stage } = await lockStageForWriting(work, cycleId, stageKey);
      const assignment = await em.findOneOrFail(
        Assignment,
        { id: assignmentId },
        { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
      );
      refuseUnjudged(assignment);
      requireVersion(version, assignment.version, { yours: given, theirs: await latestReview(em, assignment) });
      const [conflict] = await this.conflicts.among(em, ref, [entryId], [assignment.personId]);
      if (conflict)
        throw new Problem('conflict', `You must not review this entry. ${conflict.reasons[0]!.message}`, {
          conflicts: conflict.reasons.map(({ code }) => code),
        });
      refuseWrongScores(given, criteriaOf(await stageInHand(em, stage)));

      const alias = randomUUID();
      assignment.version += 1;
      assignment.state = 'done';
      em.create(
        Review,
        { assignmentId, version: assignment.version, alias, revision: stage.revision, ...given },
        { persist: true },
      );
      work.emit({ type: 'laureate.review.submitted.v1', subject: alias, data: { ...ref, alias } });
      await em.flush();
      return this.inHand(em, assignment);
    });
  }

  private async inHand(em: SqlEntityManager, assignment: Assignment): Promise<AssignmentInHand> {
    const entry = (await this.entries.content(assignment.entryId))!;
    const { content, language, translation } = entry;
    return {
      ...answerOf(assignment, entry),
      content,
      language,
      translation,
      review: await latestReview(em, assignment),
    };
  }
}

/** An assignment of somebody who is still an expert of its cycle and judges on its panel. Throws `not-found`. */
export async function requireOwn(em: SqlEntityManager, principal: Principal | null, id: string): Promise<Assignment> {
  const personId = principal?.personId ?? '';
  const assignment = await em.findOne(Assignment, { id, personId });
  const { cycleId, stageKey } = assignment ?? {};
  const isExpert = cycleId !== undefined && allows(judgingPermissions.review, principal, { cycleId });
  const judges =
    isExpert && (await em.count(PanelMember, { cycleId, stageKey, personId, seat: { $ne: 'deputy' } })) > 0;
  if (!assignment || !judges) throw new Problem('not-found', 'There is no such assignment of yours.');
  return assignment;
}

async function latestReview(em: SqlEntityManager, { id, version }: Assignment): Promise<ReviewText | null> {
  const review = version > 0 ? await em.findOne(Review, { assignmentId: id, version }) : null;
  return review && { scores: review.scores, comment: review.comment };
}

function refuseUnjudged({ state }: Assignment): void {
  if (state === 'recused') throw new Problem('conflict', 'You are recused from this entry.');
  if (state === 'dropped') throw new Problem('conflict', 'This entry has left the stage: it is not reviewed any more.');
}

function refuseWrongScores({ scores }: ReviewText, criteria: Parameters<typeof checkReview>[1]): void {
  const problems = checkReview(scores, criteria);
  if (problems.length === 0) return;
  throw new Problem('rule-violated', 'The review is not complete yet, or a score is not on its scale.', {
    errors: problems.map(({ criterion, message }) => ({
      pointer: `/scores/${criterion.replaceAll('~', '~0').replaceAll('/', '~1')}`,
      message,
    })),
  });
}

const answerOf = (
  { id, entryId, position, state, version }: Assignment,
  { title, translatedBy, cityName, countryCode }: EntryToJudge,
): AssignmentAnswer => ({ id, entryId, title, translatedBy, cityName, countryCode, position, state, version });
