import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { ComplaintFacts, ComplaintRef, CycleStatus, LadderStep } from '#libs/contracts';
import {
  TooEarlyError,
  type IndividualDeadlines,
  type IndividualMove,
  type PauseEnd,
  laterBy,
  toInstant,
} from '#libs/cycles';
import { Problem, UnitOfWork, type Work, type WorkContext } from '#libs/platform';
import { refusal } from '../refusals.words.js';

interface Row {
  id: string;
  cycleId: string;
  stageKey: string;
  programme: string;
  status: CycleStatus;
  pausedAt: string | Date | null;
  dueAt: string | Date;
  ladder: LadderStep[];
  settled: boolean;
  early: number;
}

/**
 * What the workflow of a complaint does, with the rights of the worker, which reads no text.
 * Everything is safe to repeat.
 */
@Injectable()
export class ComplaintRunService implements IndividualDeadlines {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** What a complaint's workflow runs by. Throws `not-found`. */
  async facts(complaintId: string): Promise<ComplaintFacts> {
    const row = await this.row(complaintId);
    const { cycleId, stageKey, programme, ladder } = row;
    const dueAt = toInstant(new Date(row.dueAt));
    const pausedAt = row.pausedAt && toInstant(new Date(row.pausedAt));
    return { complaintId, cycleId, stageKey, programme, state: stateOf(row), dueAt, ladder, pausedAt };
  }

  /** Ids of a cycle's complaints that are not settled. */
  async openOf(cycleId: string): Promise<string[]> {
    const rows = await this.unitOfWork.read((em) =>
      em.execute<{ id: string }[]>(
        'select id from judging.complaint where cycle_id = ? and settled_at is null order by id',
        [cycleId],
      ),
    );
    return rows.map(({ id }) => id);
  }

  /** Has the handlers reminded, once a step, while it is open; false while its cycle is paused. */
  remind(context: WorkContext, { complaintId, step }: ComplaintRef & { step: string }): Promise<boolean> {
    return this.unitOfWork.run(context, async (work) => {
      const row = await this.row(complaintId);
      if (stateOf(row) !== 'open') return true;
      if (row.pausedAt) return false;
      const added = await work.em.execute<unknown[]>(
        'insert into judging.complaint_reminder (complaint_id, step) values (?, ?) on conflict do nothing returning step',
        [complaintId, step],
      );
      if (added.length === 0) return true;
      const { cycleId, stageKey } = row;
      work.emit({
        type: 'laureate.complaint.reminder-due.v1',
        subject: complaintId,
        data: { cycleId, stageKey, complaintId, step },
      });
      return true;
    });
  }

  /**
   * Tells the secretariat, once, that there was no answer in time; false while its cycle is paused.
   * `TooEarlyError` before that time.
   */
  reportOverdue(context: WorkContext, { complaintId }: ComplaintRef): Promise<boolean> {
    return this.unitOfWork.run(context, async (work) => {
      const row = await this.row(complaintId);
      if (stateOf(row) !== 'open') return true;
      if (row.pausedAt) return false;
      if (row.early > 0) throw new TooEarlyError(row.early, 'report that a complaint is overdue');
      const marked = await work.em.execute<unknown[]>(
        `update judging.complaint set overdue_at = now()
         where id = ? and overdue_at is null and settled_at is null returning id`,
        [complaintId],
      );
      if (marked.length === 0) return true;
      const { cycleId, stageKey } = row;
      work.emit({
        type: 'laureate.complaint.overdue.v1',
        subject: complaintId,
        data: { cycleId, stageKey, complaintId },
      });
      return true;
    });
  }

  /** The answers that were to come when the pause began, due as much later. */
  async moves(em: SqlEntityManager, pause: PauseEnd): Promise<IndividualMove[]> {
    return (await stoppedBy(em, pause)).map(({ ladder: _ladder, ...move }) => move);
  }

  /** Moves them, and the reminders still to come, in the transaction that ends the pause. */
  async resumed(work: Work, pause: PauseEnd): Promise<IndividualMove[]> {
    const { em, actor } = work;
    const { cycleId } = pause;
    const stopped = await stoppedBy(em, pause);
    const later = laterBy(pause);
    for (const { id, stageKey, from, to, ladder } of stopped) {
      const steps = ladder.map(({ step, at }): LadderStep => ({ step, at: at > pause.from ? later(at) : at }));
      await em.execute('update judging.complaint set due_at = ?, ladder = ?::jsonb where id = ?', [
        to,
        JSON.stringify(steps),
        id,
      ]);
      await em.execute(
        `insert into judging.complaint_move (complaint_id, moved_from, moved_to, reason_code, moved_by, moved_at)
         values (?, ?, ?, 'resumed', ?, now())`,
        [id, from, to, actor.id],
      );
      work.emit({
        type: 'laureate.complaint.deadline-moved.v1',
        subject: id,
        data: { cycleId, stageKey, complaintId: id, from, to, reasonCode: 'resumed' },
      });
    }
    return stopped.map(({ ladder: _ladder, ...move }) => move);
  }

  private row(complaintId: string): Promise<Row> {
    return this.unitOfWork.read(async (em) => {
      const [row] = await em.execute<Row[]>(
        `select c.id, c.cycle_id as "cycleId", c.stage_key as "stageKey", y.programme, y.status, y.paused_at as "pausedAt", c.due_at as "dueAt",
           c.ladder, c.settled_at is not null as settled,
           ceil(extract(epoch from c.due_at - clock_timestamp()) * 1000)::float8 as early
         from judging.complaint c join cycles.cycle y on y.id = c.cycle_id where c.id = ?`,
        [complaintId],
      );
      if (!row) throw new Problem('not-found', refusal('complaint.notFound'));
      return row;
    });
  }
}

/** What was open and not yet due when the pause began, with its reminders as they are. */
async function stoppedBy(
  em: SqlEntityManager,
  pause: PauseEnd,
): Promise<(IndividualMove & { ladder: LadderStep[] })[]> {
  const rows = await em.execute<(Pick<IndividualMove, 'id' | 'stageKey' | 'cityId'> & Pick<Row, 'dueAt' | 'ladder'>)[]>(
    `select c.id, c.stage_key as "stageKey", coalesce(filing.merged_into, c.city_id) as "cityId", c.due_at as "dueAt", c.ladder
     from judging.complaint c left join entries.city filing on filing.id = c.city_id
     where c.cycle_id = ? and c.stage_key = ? and c.settled_at is null and c.due_at > ? order by c.id`,
    [pause.cycleId, pause.stageKey, pause.from],
  );
  const later = laterBy(pause);
  return rows.map(({ dueAt, ...row }) => {
    const from = toInstant(new Date(dueAt));
    return { kind: 'complaint', ...row, from, to: later(from) };
  });
}

function stateOf({ settled, status }: Row): ComplaintFacts['state'] {
  if (settled) return 'settled';
  return status === 'cancelled' ? 'cancelled' : 'open';
}
