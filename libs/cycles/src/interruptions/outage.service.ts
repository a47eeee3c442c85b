import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { Instant, StageState } from '#libs/contracts';
import { Problem, UnitOfWork, type WorkContext } from '#libs/platform';
import { refusal } from '../refusals.words.js';
import { type ZonedInstant, toInstant, zoned } from '../definition/calendar.js';
import { clockOf } from '../rows/cycle.queries.js';
import { type OutageProposal, proposalFor } from './outage.rules.js';
import { type GivenReason, keepReason } from '../rows/reasons.js';

/** A stage that an outage has touched, and once a person has confirmed it, what is proposed. */
export interface OutageStageView {
  cycleId: string;
  programme: string;
  cycleTitle: string;
  stageKey: string;
  title: string;
  state: StageState;
  deadline: ZonedInstant;
  confirmed: ZonedInstant | null;
  /** Null until confirmed, and when its deadline was moved since. */
  proposal: { do: OutageProposal['do']; deadline: ZonedInstant } | null;
}

/** A time in which no instance could serve. */
export interface OutageView {
  id: string;
  from: Instant;
  to: Instant;
  stages: OutageStageView[];
}

/** May somebody see, or confirm for, a cycle? */
type MayFor = (scope: { programme: string; cycleId: string }) => boolean;

interface OutageRow {
  id: string;
  from: string | Date;
  to: string | Date;
}
interface StageRow {
  cycleId: string;
  programme: string;
  cycleTitle: string;
  stageKey: string;
  title: string;
  zone: string;
  state: StageState;
  deadlineAt: string | Date;
  isMoved: boolean;
  confirmedAt: string | Date | null;
  proposedAt: string | Date | null;
}

const LISTED = 50;
const instant = (at: string | Date): Instant => toInstant(new Date(at));

/**
 * Shows outages with what they touched; a person confirms one, and more time for all is proposed.
 * Nothing moves by itself.
 */
@Injectable()
export class OutageService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** The last 50 outages, newest first, each with the stages of the cycles somebody may see. */
  list(maySee: MayFor): Promise<OutageView[]> {
    return this.unitOfWork.read(async (em) => {
      const rows = await em.execute<OutageRow[]>(
        'select id, from_at as "from", to_at as "to" from cycles.outage order by to_at desc limit ?',
        [LISTED],
      );
      const views: OutageView[] = [];
      for (const row of rows) views.push(await viewOf(em, row, maySee));
      return views;
    });
  }

  /**
   * A person says that it was so, for the cycles they may act for; what is proposed is kept with
   * it, and theirs to command. Safe to repeat. Throws `not-found`; `forbidden` when it touched no
   * stage of theirs.
   */
  confirm(
    context: WorkContext,
    { outageId: id, reason }: { outageId: string; reason: GivenReason },
    mayConfirm: MayFor,
  ): Promise<OutageView> {
    return this.unitOfWork.run(context, async (work) => {
      const { em, actor, emit } = work;
      const [row] = await em.execute<OutageRow[]>(
        'select id, from_at as "from", to_at as "to" from cycles.outage where id = ?',
        [id],
      );
      if (!row) throw new Problem('not-found', refusal('outage.none'));
      const stages = (await stagesOf(em, id, 'for update of o')).filter(mayConfirm);
      if (stages.length === 0) throw new Problem('forbidden', refusal('outage.notYours'));
      const now = await clockOf(em);
      const open = stages.filter(({ confirmedAt }) => confirmedAt === null);
      for (const stage of open) {
        const of = { ...stage, deadlineAt: instant(stage.deadlineAt) };
        const proposal = proposalFor(of, { from: instant(row.from), to: instant(row.to) }, now);
        await em.execute(
          `update cycles.outage_stage set confirmed_by = ?, confirmed_at = ?, proposed_deadline_at = ?
           where outage_id = ? and cycle_id = ? and stage_key = ?`,
          [actor.id, now, proposal?.deadlineAt ?? null, id, stage.cycleId, stage.stageKey],
        );
      }
      for (const [cycleId, own] of Map.groupBy(open, (stage) => stage.cycleId)) {
        const { code: reasonCode } = keepReason(work, cycleId, reason);
        const data = { cycleId, outageId: id, stageKeys: own.map(({ stageKey }) => stageKey), reasonCode };
        emit({ type: 'laureate.outage.confirmed.v1', subject: cycleId, data });
      }
      return viewOf(em, row, mayConfirm);
    });
  }
}

async function viewOf(em: SqlEntityManager, { id, from, to }: OutageRow, may: MayFor): Promise<OutageView> {
  const stages = (await stagesOf(em, id)).filter(may);
  return { id, from: instant(from), to: instant(to), stages: stages.map(stageView) };
}

function stagesOf(em: SqlEntityManager, id: string, lock = ''): Promise<StageRow[]> {
  return em.execute<StageRow[]>(
    `select s.cycle_id as "cycleId", c.programme, c.title as "cycleTitle", s.key as "stageKey", s.title, s.zone, s.state,
       s.deadline_at as "deadlineAt", s.deadline_version <> o.deadline_version as "isMoved",
       o.confirmed_at as "confirmedAt", o.proposed_deadline_at as "proposedAt"
     from cycles.outage_stage o
     join cycles.stage s on s.cycle_id = o.cycle_id and s.key = o.stage_key join cycles.cycle c on c.id = o.cycle_id
     where o.outage_id = ? order by c.title, s.position ${lock}`,
    [id],
  );
}

function stageView(row: StageRow): OutageStageView {
  const { zone, isMoved, proposedAt, confirmedAt, deadlineAt, ...rest } = row;
  const show = (at: string | Date): ZonedInstant => zoned(instant(at), zone);
  const isProposed = proposedAt !== null && !isMoved;
  return {
    ...rest,
    deadline: show(deadlineAt),
    confirmed: confirmedAt === null ? null : show(confirmedAt),
    proposal: isProposed ? { do: row.state === 'open' ? 'extend' : 'reopen', deadline: show(proposedAt) } : null,
  };
}
