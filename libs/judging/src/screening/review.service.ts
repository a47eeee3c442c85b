import { NIL } from 'uuid';
import { CycleDefinitions } from '#libs/entries';
import { randomUUID } from 'node:crypto';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { StageRef } from '#libs/contracts';
import { lockStageForWriting } from '#libs/cycles';
import {
  allows,
  type Principal,
  Problem,
  type RequestContext,
  requireVersion,
  rowAs,
  UnitOfWork,
} from '#libs/platform';
import { refusal } from '../refusals.words.js';
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
export interface AssignmentView extends AssignmentAnswer {
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
    private readonly definitions: CycleDefinitions,
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

  /**
   * One of the caller's own assignments with what the entry says. Throws `not-found`, `conflict` when recused from it.
   */
  async read(principal: Principal | null, assignmentId: string): Promise<AssignmentView> {
    return this.unitOfWork.read(async (em) => {
      const assignment = await requireOwn(em, principal, assignmentId);
      refuseUnjudged(assignment);
      return this.inHand(assignment, await latestReview(em, assignment));
    });
  }

  /**
   * Writes the next version of the caller's review, read as `version`. Throws `stale-version` with
   * both texts, `rule-violated` naming the scores that do not fit, `conflict` for a conflict of
   * interest, and what the stage's window refuses.
   */
  async write(
    context: RequestContext,
    assignmentId: string,
    version: number,
    given: ReviewText,
  ): Promise<AssignmentView> {
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      const { cycleId, stageKey, entryId } = await requireOwn(em, context.principal, assignmentId);
      const ref = { cycleId, stageKey };
      const { stage } = await lockStageForWriting(work, cycleId, stageKey);
      const { theirs, ...assignment } = await lockAssignment(em, assignmentId);
      refuseUnjudged(assignment);
      requireVersion(version, assignment.version, { yours: given, theirs });
      const [conflict] = await this.conflicts.among(em, ref, [entryId], [assignment.personId]);
      if (conflict)
        throw new Problem('conflict', refusal('review.conflict', { reason: conflict.reasons[0]!.message }), {
          conflicts: conflict.reasons.map(({ code }) => code),
        });
      refuseWrongScores(given, criteriaOf(await this.definitions.of(em, stage)));

      const alias = randomUUID();
      const written = { ...assignment, version: version + 1, state: 'done' as const };
      await writeReview(em, written, { alias, revision: stage.revision, given });
      work.emit({ type: 'laureate.review.submitted.v1', subject: alias, data: { ...ref, alias } });
      return this.inHand(written, given);
    });
  }

  private async inHand(assignment: Assignment, review: ReviewText | null): Promise<AssignmentView> {
    const entry = (await this.entries.content(assignment.entryId))!;
    const { content, language, translation } = entry;
    return {
      ...answerOf(assignment, entry),
      content,
      language,
      translation,
      review,
    };
  }
}

/** An assignment of somebody who is still an expert of its cycle and judges on its panel. Throws `not-found`. */
export async function requireOwn(em: SqlEntityManager, principal: Principal | null, id: string): Promise<Assignment> {
  const [row] = await em.execute<[object?]>(
    `select a.* from judging.assignment a join judging.panel_member m using (cycle_id, stage_key, person_id)
     where a.id = ? and a.person_id = ? and m.seat <> 'deputy'`,
    [id, principal?.personId ?? NIL],
  );
  const assignment = row && rowAs(em, Assignment, row);
  if (!assignment || !allows(judgingPermissions.review, principal, { cycleId: assignment.cycleId }))
    throw new Problem('not-found', refusal('review.notAssigned'));
  return assignment;
}

/** The assignment under its lock, with its latest review; nothing of it is watched for changes. */
async function lockAssignment(em: SqlEntityManager, id: string): Promise<Assignment & { theirs: ReviewText | null }> {
  const [{ theirs, ...row }] = await em.execute<[{ theirs: ReviewText | null } & object]>(
    `select a.*, (select jsonb_build_object('scores', r.scores, 'comment', r.comment) from judging.review r
       where r.assignment_id = a.id and r.version = a.version) as theirs
     from judging.assignment a where a.id = ? for update`,
    [id],
  );
  return { ...rowAs(em, Assignment, row), theirs };
}

/** One statement: the next version of a review, and that it is the latest of its assignment. */
async function writeReview(
  em: SqlEntityManager,
  { id, version, state }: Assignment,
  { alias, revision, given }: { alias: string; revision: number; given: ReviewText },
): Promise<void> {
  await em.execute(
    `with latest as (update judging.assignment set version = ?, state = ? where id = ?)
     insert into judging.review (assignment_id, version, alias, revision, scores, comment) values (?, ?, ?, ?, ?::jsonb, ?)`,
    [version, state, id, id, version, alias, revision, JSON.stringify(given.scores), given.comment],
  );
}

async function latestReview(em: SqlEntityManager, { id, version }: Assignment): Promise<ReviewText | null> {
  const review =
    version > 0 ? await em.findOne(Review, { assignmentId: id, version }, { disableIdentityMap: true }) : null;
  return review && { scores: review.scores, comment: review.comment };
}

function refuseUnjudged({ state }: Assignment): void {
  if (state === 'recused') throw new Problem('conflict', refusal('review.recused'));
  if (state === 'dropped') throw new Problem('conflict', refusal('review.entryLeft'));
}

function refuseWrongScores({ scores }: ReviewText, criteria: Parameters<typeof checkReview>[1]): void {
  const problems = checkReview(scores, criteria);
  if (problems.length === 0) return;
  throw new Problem('rule-violated', refusal('review.incomplete'), {
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
