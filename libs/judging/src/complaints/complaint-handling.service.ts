import { LockMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Said, StageRef } from '#libs/contracts';
import {
  CycleContextService,
  type StageContext,
  type ZonedInstant,
  refuseWhilePaused,
  requireStage,
  stageContextOf,
  toInstant,
  zoned,
} from '#libs/cycles';
import { PeopleService } from '#libs/identity';
import { allows, holds, type Principal, Problem, type RequestContext, UnitOfWork, type Work } from '#libs/platform';
import type { FieldFault } from '#libs/words';
import { Certifier } from '../panel/panel.entities.js';
import { Complaint, ComplaintHandler, ComplaintOutcome } from './complaint.entities.js';
import { type ComplaintStanding, complaintsWhere, tookPart } from './complaint.queries.js';
import {
  type ComplaintKind,
  type ComplaintOutcomeCode,
  type ComplaintState,
  type Involvement,
  handlerProblem,
} from './complaint.rules.js';
import { appealSettings } from '#libs/entries';
import { ConflictService } from '../panel/conflict.service.js';
import { refusal } from '../refusals.words.js';
import { scopeOf } from '../panel/stage-context.js';
import { EntriesForJudgesService } from '../panel/entries-for-judges.service.js';
import { judgingPermissions } from '../permissions.js';

/** A complaint in a list: what it is about and where it stands, without its text. */
export interface ComplaintSummary {
  id: string;
  number: string;
  kind: ComplaintKind;
  stageKey: string;
  decisionId: string;
  entryId: string;
  entryTitle: string;
  cityName: string;
  state: ComplaintState;
  filed: ZonedInstant;
  answerBy: ZonedInstant;
  overdue: boolean;
  handlers: { personId: string; name: string }[];
}

/** A complaint as those see it who handle it. */
export interface ComplaintView extends ComplaintSummary {
  text: string;
  /** Everything that was recorded, oldest first. */
  outcomes: {
    version: number;
    outcome: ComplaintOutcomeCode;
    reasonCode: string;
    text: string;
    recordedBy: string;
    at: ZonedInstant;
  }[];
  settled: { version: number; by: string; at: ZonedInstant } | null;
}

/**
 * What a handler finds. The code is published where the definition publishes outcomes, the text is told to the city.
 */
export interface NewOutcome {
  outcome: ComplaintOutcomeCode;
  reasonCode: string;
  text: string;
}

/** Names one complaint of a cycle. */
export interface ComplaintPath {
  cycleId: string;
  complaintId: string;
}

/** Has complaints handled by people who did not decide: assigned, an outcome recorded by one, confirmed by another. */
@Injectable()
export class ComplaintHandlingService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cycles: CycleContextService,
    private readonly people: PeopleService,
    private readonly conflicts: ConflictService,
    private readonly entries: EntriesForJudgesService,
  ) {}

  /**
   * A page of a cycle's complaints, oldest first: all to the secretariat and auditors, to others
   * those assigned to them.
   */
  async list(
    principal: Principal | null,
    cycleId: string,
    { after, limit }: { after: string | undefined; limit: number },
  ): Promise<ComplaintSummary[]> {
    const programme = await this.cycles.programmeOf(cycleId);
    if (!programme) throw new Problem('not-found', refusal('cycle.notFound'));
    const sees = seesAll(principal, { programme, cycleId });
    const own = 'exists (select from judging.complaint_handler h where h.complaint_id = c.id and h.person_id = ?)';
    return this.unitOfWork.read(async (em) => {
      const found = await complaintsWhere(
        em,
        `c.cycle_id = ? ${after ? 'and c.id > ?' : ''} ${sees ? '' : `and ${own}`}`,
        [cycleId, ...(after ? [after] : []), ...(sees ? [] : [principal?.personId ?? null])],
        limit,
      );
      return this.summaries(em, found);
    });
  }

  /**
   * A complaint with its text and what was recorded. Throws `not-found` for whoever neither runs,
   * audits nor handles it.
   */
  async read(principal: Principal | null, { cycleId, complaintId }: ComplaintPath): Promise<ComplaintView> {
    return this.unitOfWork.read(async (em) => {
      const complaint = await em.findOne(Complaint, { id: complaintId, cycleId });
      if (!complaint) throw noSuchComplaint();
      const stageContext = await this.stageOf(em, complaint);
      const personId = principal?.personId ?? '';
      const handles = (await em.count(ComplaintHandler, { complaintId, personId })) > 0;
      if (!handles && !seesAll(principal, scopeOf(stageContext))) throw noSuchComplaint();
      return this.inHand(em, complaint);
    });
  }

  /**
   * Assigns people to a complaint; assigned again, they stay so. Throws `rule-violated` naming who
   * took part in the decision, is in conflict with the entry, or lacks the role; `conflict` once it
   * is settled or its cycle cancelled.
   */
  assign(context: RequestContext, path: ComplaintPath, personIds: readonly string[]): Promise<ComplaintView> {
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      const complaint = await lockOpen(work, path);
      const stageContext = await this.stageOf(em, complaint);
      const errors: FieldFault[] = [];
      for (const [index, personId] of personIds.entries()) {
        const problem = await this.handlerProblem(em, stageContext, complaint, personId);
        if (!problem) continue;
        const allowed = refusal('complaint.didNotDecide');
        errors.push({ pointer: `/personIds/${index}`, message: problem, allowed });
      }
      if (errors.length > 0) throw new Problem('rule-violated', refusal('complaint.decidedThemselves'), { errors });
      for (const personId of personIds) await assignOne(work, complaint, personId);
      return this.inHand(em, complaint);
    });
  }

  /**
   * The caller, a handler, records an outcome; the one before, if any, counts no more. Of an appeal
   * it counts at once. Throws `forbidden` for whoever is not assigned or must not handle it any
   * more, `conflict` once it is settled.
   */
  record(context: RequestContext, path: ComplaintPath, given: NewOutcome): Promise<ComplaintView> {
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      const complaint = await lockOpen(work, path);
      const personId = await this.requireHandler(em, context, complaint);
      const before = await em.find(ComplaintOutcome, { complaintId: complaint.id });
      const version = before.length + 1;
      em.create(
        ComplaintOutcome,
        { complaintId: complaint.id, version, ...given, recordedBy: personId },
        { persist: true },
      );
      // Its handlers are foreign to it, so that one of them is another person already.
      if (complaint.kind === 'appeal') {
        await em.flush();
        return this.settle(work, complaint, version, personId);
      }
      work.emit({
        type: 'laureate.complaint.outcome-recorded.v1',
        subject: complaint.id,
        data: { ...about(complaint), version },
      });
      await em.flush();
      return this.inHand(em, complaint);
    });
  }

  /**
   * The caller, another handler, confirms the outcome recorded last, which they have read as
   * `version`: it counts, the city is told, and it is settled for good. Throws `conflict` for one's
   * own or an earlier version.
   */
  confirm(context: RequestContext, path: ComplaintPath, version: number): Promise<ComplaintView> {
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      const complaint = await lockOpen(work, path);
      const personId = await this.requireHandler(em, context, complaint);
      const recorded = await em.find(ComplaintOutcome, { complaintId: complaint.id }, { orderBy: { version: 'asc' } });
      const last = recorded.at(-1);
      if (last?.version !== version)
        throw new Problem(
          'conflict',
          last ? refusal('complaint.newerOutcome', { version: last.version }) : refusal('complaint.noOutcome'),
        );
      if (last.recordedBy === personId) throw new Problem('conflict', refusal('complaint.ownOutcome'));
      return this.settle(work, complaint, version, personId);
    });
  }

  private async settle(work: Work, complaint: Complaint, version: number, by: string): Promise<ComplaintView> {
    const { em } = work;
    em.assign(complaint, { settledVersion: version, settledBy: by, settledAt: await work.now() });
    work.emit({ type: 'laureate.complaint.settled.v1', subject: complaint.id, data: about(complaint) });
    await em.flush();
    return this.inHand(em, complaint);
  }

  private async requireHandler(em: SqlEntityManager, context: RequestContext, complaint: Complaint): Promise<string> {
    const { actor } = context;
    if (actor.onBehalfOf) throw new Problem('forbidden', refusal('complaint.ownNameOnly'));
    const isAssigned = await em.count(ComplaintHandler, { complaintId: complaint.id, personId: actor.id });
    const stageContext = await this.stageOf(em, complaint);
    if (isAssigned === 0) {
      if (!seesAll(context.principal, scopeOf(stageContext))) throw noSuchComplaint();
      throw new Problem('forbidden', refusal('complaint.notAssigned'));
    }
    const problem = await this.handlerProblem(em, stageContext, complaint, actor.id);
    if (problem) throw new Problem('forbidden', refusal('complaint.notForHandler', { problem }));
    return actor.id;
  }

  private async handlerProblem(
    em: SqlEntityManager,
    stageContext: StageContext,
    complaint: Complaint,
    personId: string,
  ): Promise<Said | null> {
    const ref: StageRef = { cycleId: complaint.cycleId, stageKey: complaint.stageKey };
    const { entryId } = complaint;
    const person = await this.people.find(personId);
    const principal = person && { personId, grants: person.roles, apiKeyId: null };
    const conflicts = await this.conflicts.ofPerson(em, ref, [entryId], personId);
    return handlerProblem({
      hasRole: holds(principal, rolesFor(complaint, stageContext), scopeOf(stageContext)),
      decided: await tookPart(em, ref, entryId, personId),
      named: (await em.count(Certifier, { ...ref, personId })) > 0,
      inConflict: conflicts.length > 0 || complaint.filedBy === personId,
    } satisfies Involvement);
  }

  private async stageOf(em: SqlEntityManager, { cycleId, stageKey }: Complaint): Promise<StageContext> {
    return stageContextOf(em, await requireStage(em, { cycleId, stageKey }));
  }

  private async inHand(em: SqlEntityManager, complaint: Complaint): Promise<ComplaintView> {
    const { id, text, settledVersion, settledBy, settledAt } = complaint;
    const [standing] = await complaintsWhere(em, 'c.id = ?', [id]);
    const [summary] = await this.summaries(em, [standing!]);
    const recorded = await em.find(ComplaintOutcome, { complaintId: id }, { orderBy: { version: 'asc' } });
    const { zone } = standing!;
    return {
      ...summary!,
      text,
      outcomes: recorded.map(({ version, outcome, reasonCode, text: words, recordedBy, recordedAt }) => ({
        version,
        outcome,
        reasonCode,
        text: words,
        recordedBy,
        at: zoned(toInstant(recordedAt), zone),
      })),
      settled: settledAt ? { version: settledVersion!, by: settledBy!, at: zoned(toInstant(settledAt), zone) } : null,
    };
  }

  private async summaries(em: SqlEntityManager, found: readonly ComplaintStanding[]): Promise<ComplaintSummary[]> {
    const handlers = await em.find(
      ComplaintHandler,
      { complaintId: { $in: found.map(({ id }) => id) } },
      { orderBy: { assignedAt: 'asc', personId: 'asc' } },
    );
    const people = await this.people.findPeople(handlers.map(({ personId }) => personId));
    const names = new Map(people.map(({ id, name }) => [id, name]));
    const entries = new Map(
      (await this.entries.find(found.map(({ entryId }) => entryId))).map((entry) => [entry.id, entry]),
    );
    return found.map(({ id, number, kind, stageKey, decisionId, entryId, state, zone, filedAt, dueAt, overdue }) => ({
      id,
      number,
      kind,
      stageKey,
      decisionId,
      entryId,
      entryTitle: entries.get(entryId)?.title ?? '',
      cityName: entries.get(entryId)?.cityName ?? '',
      state,
      filed: zoned(filedAt, zone),
      answerBy: zoned(dueAt, zone),
      overdue,
      handlers: handlers
        .filter(({ complaintId }) => complaintId === id)
        .map(({ personId }) => ({ personId, name: names.get(personId) ?? '' })),
    }));
  }
}

/** The roles that settle it, by the definition. */
const rolesFor = ({ kind }: Complaint, { stageDefinition }: StageContext) =>
  (kind === 'appeal' ? appealSettings(stageDefinition)?.decidedBy : stageDefinition.complaints?.handledBy) ?? [];

const noSuchComplaint = () => new Problem('not-found', refusal('complaint.notFoundOrSeen'));

const seesAll = (principal: Principal | null, scope: { programme: string; cycleId: string }): boolean =>
  allows(judgingPermissions.readAnyComplaint, principal, scope);

const about = ({ id, cycleId, stageKey }: Complaint) => ({ cycleId, stageKey, complaintId: id });

/** The complaint's row, locked. Throws `not-found`, `paused`, `conflict` once it is settled or its cycle cancelled. */
async function lockOpen(work: Work, { cycleId, complaintId }: ComplaintPath): Promise<Complaint> {
  const { em } = work;
  // The stage's lock first: the end of a pause holds it while it moves complaints.
  const [found] = await em.execute<{ stageKey: string }[]>(
    'select stage_key as "stageKey" from judging.complaint where id = ? and cycle_id = ?',
    [complaintId, cycleId],
  );
  if (!found) throw noSuchComplaint();
  await refuseWhilePaused(work, { cycleId, ...found });
  const complaint = await em.findOne(Complaint, { id: complaintId, cycleId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (!complaint) throw noSuchComplaint();
  const [standing] = await complaintsWhere(em, 'c.id = ?', [complaintId]);
  if (standing!.state === 'cancelled') throw new Problem('conflict', refusal('complaint.cancelled'));
  if (standing!.settled)
    throw new Problem(
      'conflict',
      refusal('complaint.settled', { number: complaint.number, outcome: standing!.settled.outcome }),
      {
        state: standing!.state,
      },
    );
  return complaint;
}

async function assignOne(work: Work, complaint: Complaint, personId: string): Promise<void> {
  const added = await work.em.execute<unknown[]>(
    `insert into judging.complaint_handler (complaint_id, person_id, assigned_by) values (?, ?, ?)
     on conflict do nothing returning person_id`,
    [complaint.id, personId, work.actor.id],
  );
  if (added.length === 0) return;
  work.emit({
    type: 'laureate.complaint.assigned.v1',
    subject: complaint.id,
    data: { ...about(complaint), personId },
  });
}
