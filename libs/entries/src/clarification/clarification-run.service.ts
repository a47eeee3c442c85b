import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type ClarificationFacts, type ClarificationRef, type LadderStep } from '#libs/contracts';
import {
  CyclesOptions,
  TooEarlyError,
  type IndividualDeadlines,
  type IndividualMove,
  type PauseEnd,
  laterBy,
  toInstant,
} from '#libs/cycles';
import { Problem, UnitOfWork, type Work, type WorkContext } from '#libs/platform';
import { lockClarification, returnToAsker } from './clarification-access.js';
import { type ClarificationStanding, OPEN, UNSETTLED, clarificationsWhere, factsOf } from './clarification.queries.js';
import { aboutOf } from './clarification.service.js';
import { EligibilityService } from '../eligibility/eligibility.service.js';
import { refusal } from '../refusals.words.js';

/**
 * What a clarification's workflow does, with the rights of the worker, which reads no text of it.
 * Everything is safe to repeat.
 */
@Injectable()
export class ClarificationRunService implements IndividualDeadlines {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly options: CyclesOptions,
    private readonly eligibility: EligibilityService,
  ) {}

  /** What a clarification's workflow runs by. Throws `not-found`. */
  async facts(clarificationId: string): Promise<ClarificationFacts> {
    return factsOf(await this.unitOfWork.read((em) => standing(em, clarificationId)));
  }

  /** Clarifications that are neither answered, timed out nor cancelled: of a cycle, or of an entry. */
  unsettled(of: { cycleId: string } | { entryId: string }): Promise<ClarificationRef[]> {
    const [column, id] = 'cycleId' in of ? ['k.cycle_id', of.cycleId] : ['k.entry_id', of.entryId];
    return this.unitOfWork.read(async (em) => {
      const found = await clarificationsWhere(em, `${column} = ? and ${UNSETTLED}`, [id], 10_000);
      return found.map(({ id: clarificationId, cycleId, stageKey }) => ({ clarificationId, cycleId, stageKey }));
    });
  }

  /** Has the city reminded, once a step and deadline, while it is open and not paused. */
  remind(context: WorkContext, { clarificationId, step, deadlineVersion }: Reminder): Promise<void> {
    return this.unitOfWork.run(context, async (work) => {
      const now = await standing(work.em, clarificationId);
      if (now.state !== 'open' || now.pausedAt || now.deadlineVersion !== deadlineVersion) return;
      const added = await work.em.execute<unknown[]>(
        `insert into entries.clarification_reminder (clarification_id, step, deadline_version) values (?, ?, ?)
         on conflict do nothing returning step`,
        [clarificationId, step, deadlineVersion],
      );
      if (added.length === 0) return;
      work.emit({
        type: 'laureate.clarification.reminder-due.v1',
        subject: clarificationId,
        data: { ...aboutOf(now), step, deadlineVersion },
      });
    });
  }

  /**
   * Ends it without an answer, as the definition said when it was asked: back to whoever asked, or
   * invalid. `TooEarlyError` until answers that began in time have been written.
   */
  timeOut(context: WorkContext, { clarificationId, deadlineVersion }: Known): Promise<ClarificationFacts> {
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      const { clarification, standing: before, stage } = await lockClarification(work, clarificationId);
      if (before.state !== 'open' || before.pausedAt || before.deadlineVersion !== deadlineVersion)
        return factsOf(before);
      const now = await clockOf(em);
      const early = Date.parse(before.dueAt) + this.options.writersTimeoutMs - now.getTime();
      if (early > 0) throw new TooEarlyError(early, 'end a clarification without an answer');
      clarification.timedOutAt = now;
      await em.flush();
      const { onTimeout: outcome, entryId } = before;
      if (outcome === 'invalid') await this.eligibility.findUnanswered(work, stage, entryId);
      else await returnToAsker(work, before);
      work.emit({
        type: 'laureate.clarification.timed-out.v1',
        subject: clarificationId,
        data: { ...aboutOf(before), outcome },
      });
      return factsOf(await standing(em, clarificationId));
    });
  }

  /** The deadlines of what is open, moved by the length of the pause. */
  async moves(em: SqlEntityManager, pause: PauseEnd): Promise<IndividualMove[]> {
    const later = laterBy(pause);
    return (await stoppedBy(em, pause)).map(({ id, stageKey, cityId, dueAt }) => {
      return { kind: 'clarification', id, stageKey, cityId, from: dueAt, to: later(dueAt) };
    });
  }

  /**
   * Moves them, in the transaction that ends the pause. Each has a mail of its own, so that none is named elsewhere.
   */
  async resumed(work: Work, pause: PauseEnd): Promise<IndividualMove[]> {
    const { em } = work;
    const { from, to } = pause;
    const later = laterBy(pause);
    for (const each of await stoppedBy(em, pause)) {
      const dueAt = later(each.dueAt);
      const ladder = each.ladder.map(({ step, at }): LadderStep => ({ step, at: at > from ? later(at) : at }));
      const deadlineVersion = each.deadlineVersion + 1;
      await em.execute(
        `update entries.clarification set due_at = ?, ladder = ?::jsonb, deadline_version = ? where id = ?`,
        [dueAt, JSON.stringify(ladder), deadlineVersion, each.id],
      );
      await em.execute(
        `insert into entries.clarification_move
           (clarification_id, deadline_version, moved_from, moved_to, reason_code, moved_by, moved_at)
         values (?, ?, ?, ?, 'resumed', ?, ?)`,
        [each.id, deadlineVersion, each.dueAt, dueAt, work.actor.id, to],
      );
      work.emit({
        type: 'laureate.clarification.deadline-moved.v1',
        subject: each.id,
        data: { ...aboutOf(each), deadlineVersion, from: each.dueAt, to: dueAt, reasonCode: 'resumed' },
      });
    }
    return [];
  }
}

/** What was open and running when the pause began. */
const stoppedBy = (em: SqlEntityManager, { cycleId, stageKey, from }: PauseEnd): Promise<ClarificationStanding[]> =>
  clarificationsWhere(
    em,
    `k.cycle_id = ? and k.stage_key = ? and k.due_at > ? and ${OPEN}`,
    [cycleId, stageKey, from],
    10_000,
  );

type Known = ClarificationRef & { deadlineVersion: number };
type Reminder = Known & { step: string };

async function standing(em: SqlEntityManager, clarificationId: string): Promise<ClarificationStanding> {
  const [found] = await clarificationsWhere(em, 'k.id = ?', [clarificationId]);
  if (!found) throw new Problem('not-found', refusal('clarification.noneOfId'));
  return found;
}

async function clockOf(em: SqlEntityManager): Promise<Date> {
  const [row] = await em.execute<{ clock: string | Date }[]>('select clock_timestamp() as clock');
  return new Date(toInstant(new Date(row!.clock)));
}
