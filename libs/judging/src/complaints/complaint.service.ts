import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { StageRef } from '#libs/contracts';
import {
  CycleContextService,
  type ZonedInstant,
  bothZones,
  endWithPauses,
  hardClose,
  ladderSteps,
  refuseWhilePaused,
  requireStage,
  stageContextOf,
  toInstant,
  zoned,
} from '#libs/cycles';
import { holdCity } from '#libs/entries';
import { type CityScope, actsFor, needsMore } from '#libs/identity';
import { allows, type Principal, Problem, type RequestContext, UnitOfWork, type Work } from '#libs/platform';
import { ComplaintOutcome } from './complaint.entities.js';
import { type ComplaintStanding, complaintsWhere, releasedDecisionOf } from './complaint.queries.js';
import {
  type ComplaintKind,
  type ComplaintOutcomeCode,
  type ComplaintState,
  type PublishedComplaints,
  publishedComplaints,
  stateForCity,
} from './complaint.rules.js';
import { type JudgedEntry, EntriesForJudgesService } from '../panel/entries-for-judges.service.js';
import { judgingPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

/** What a city complains about, in its own words. */
export interface NewComplaint {
  stageKey: string;
  text: string;
}

/** A complaint as the city that filed it sees it; also its receipt. */
export interface OwnComplaint {
  id: string;
  number: string;
  kind: ComplaintKind;
  entryId: string;
  stageKey: string;
  state: ComplaintState;
  filed: ZonedInstant;
  /** By when the city is to have an answer. */
  answerBy: ZonedInstant;
  answer: { outcome: ComplaintOutcomeCode; reasonCode: string; text: string; at: ZonedInstant } | null;
}

/** Takes complaints of cities, shows them theirs, and publishes what the definition says. */
@Injectable()
export class ComplaintService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly cycles: CycleContextService,
    private readonly entries: EntriesForJudgesService,
  ) {}

  /**
   * Files a complaint of the entry's city about the decision of a stage, once a decision. Throws
   * `not-open` before the decision was released to the city, `paused`, `deadline-passed` after the
   * window, `conflict` when there is one or the cycle was cancelled, `rule-violated` where the
   * definition takes none.
   */
  file(context: RequestContext, entryId: string, { stageKey, text }: NewComplaint): Promise<OwnComplaint> {
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      const { cycleId, cityId } = await this.requireOwn(context.principal, entryId);
      const ref: StageRef = { cycleId, stageKey };
      const { status } = await refuseWhilePaused(work, ref);
      const { stage, stageDefinition } = await stageContextOf(em, await requireStage(em, ref));
      const { complaints } = stageDefinition;
      if (!complaints) throw new Problem('rule-violated', refusal('complaint.notTaken', { title: stage.title }));
      const decision = await releasedDecisionOf(em, ref, entryId);
      if (!decision) throw new Problem('not-open', refusal('stage.nothingReleased', { title: stage.title }));
      if (status === 'cancelled') throw new Problem('conflict', refusal('complaint.cycleCancelled'));
      const at = await work.now();
      const { zone } = stage;
      const filedAt = toInstant(at);
      const window = { from: decision.at, to: hardClose(decision.at, complaints.window, zone) };
      refuseLate(stage.title, await endWithPauses(em, cycleId, window), filedAt, zone);

      const { answer, ladder } = complaints;
      const filed = await lodge(
        work,
        'complaint',
        { ref, decisionId: decision.id, entryId, cityId, text },
        { filedAt, zone, answer, ladder },
      );
      if (!filed) throw new Problem('conflict', refusal('complaint.onceOnly'));
      return ownComplaint(filed, null);
    });
  }

  /**
   * The complaints for an entry: to its city, and to the secretariat and auditors as the city sees
   * them. Throws `not-found`.
   */
  async ofEntry(principal: Principal | null, entryId: string): Promise<OwnComplaint[]> {
    await this.requireReader(principal, entryId);
    return this.unitOfWork.read(async (em) => {
      const standing = await complaintsWhere(em, 'c.entry_id = ?', [entryId]);
      const answers = await em.find(ComplaintOutcome, { complaintId: { $in: standing.map(({ id }) => id) } });
      return standing.map((each) => {
        const isAnswer = ({ complaintId, version }: ComplaintOutcome) =>
          complaintId === each.id && version === each.settled?.version;
        return ownComplaint(each, answers.find(isAnswer)?.text ?? null);
      });
    });
  }

  /**
   * What everybody may know of a cycle's complaints, by stage; stages that publish nothing, or
   * whose decision is not yet released to all it is for, are left out. Throws `not-found`.
   */
  async published(cycleId: string): Promise<PublishedComplaints[]> {
    const { stages } = await this.cycles.publishedDefinition(cycleId);
    return this.unitOfWork.read(async (em) => {
      const released = await em.execute<{ key: string }[]>(
        `select key from cycles.stage where cycle_id = ? and state = 'released'`,
        [cycleId],
      );
      const filed = await complaintsWhere(em, 'c.cycle_id = ?', [cycleId]);
      return stages.flatMap(({ key, complaints }): PublishedComplaints[] => {
        if (!complaints || complaints.publish === 'nothing' || !released.some((stage) => stage.key === key)) return [];
        const own = filed.filter(({ stageKey }) => stageKey === key);
        const publishable = own.map(({ settled }) => ({
          outcome: settled?.outcome ?? null,
          reasonCode: settled?.reasonCode ?? null,
        }));
        return [publishedComplaints(key, complaints.publish, publishable)];
      });
    });
  }

  /** The entry, for who binds its own city. Throws `not-found`, `forbidden`. */
  async requireOwn(principal: Principal | null, entryId: string): Promise<JudgedEntry> {
    const { entry, isOwn, scope } = await this.access(principal, entryId);
    if (!isOwn) throw noSuchEntry();
    if (!actsFor(principal, scope, judgingPermissions.fileComplaint.cityNeed)) throw needsMore('bind');
    return entry;
  }

  private async requireReader(principal: Principal | null, entryId: string): Promise<void> {
    const { isOwn, isStaff } = await this.access(principal, entryId);
    if (!isOwn && !isStaff) throw noSuchEntry();
  }

  private async access(
    principal: Principal | null,
    entryId: string,
  ): Promise<{ entry: JudgedEntry; scope: CityScope; isOwn: boolean; isStaff: boolean }> {
    const [entry] = await this.entries.find([entryId]);
    const programme = entry && (await this.cycles.programmeOf(entry.cycleId));
    if (!entry || !programme) throw noSuchEntry();
    const { cycleId, cityId } = entry;
    const scope = { programme, cycleId, cityId };
    return {
      entry,
      scope,
      isOwn: actsFor(principal, scope, 'read'),
      isStaff: allows(judgingPermissions.readAnyComplaint, principal, { programme, cycleId }),
    };
  }
}

const noSuchEntry = () => new Problem('not-found', refusal('entry.notFoundOrSeen'));

/** Throws `deadline-passed` from when the window closes. */
export function refuseLate(title: string, closes: string, at: string, zone: string): void {
  if (at < closes) return;
  throw new Problem('deadline-passed', refusal('complaint.closed', { title, until: bothZones(closes, zone) }), {
    at,
    deadline: { utc: closes, zone },
  });
}

/** What is complained about, by whom, in which words. */
interface Lodged {
  ref: StageRef;
  decisionId: string;
  entryId: string;
  cityId: string;
  text: string;
}

/** When it came in, and how long the answer may take. */
interface Times {
  filedAt: string;
  zone: string;
  answer: string;
  ladder: string[];
}

/**
 * Keeps a complaint with its event; null when there is one already that there can be only one of.
 * Throws `conflict` for a city that was merged.
 */
export async function lodge(
  work: Work,
  kind: ComplaintKind,
  { ref, decisionId, entryId, cityId, text }: Lodged,
  { filedAt, zone, answer, ladder }: Times,
): Promise<ComplaintStanding | null> {
  const { em } = work;
  // Whoever merges the city waits for this, and the other way round: it complains once under all its names.
  await holdCity(work, cityId);
  const [before] = await em.execute<unknown[]>(
    `select 1 from judging.complaint c join entries.city filing on filing.id = c.city_id
     where c.kind = 'complaint' and c.kind = ? and c.decision_id = ? and filing.merged_into = ?`,
    [kind, decisionId, cityId],
  );
  if (before) return null;
  const id = uuidv7();
  const dueAt = hardClose(filedAt, answer, zone);
  const steps = ladderSteps(ladder, dueAt, zone).filter((step) => step.at > filedAt);
  const about = [ref.cycleId, ref.stageKey, decisionId, entryId, cityId];
  const inserted = await em.execute<unknown[]>(
    `insert into judging.complaint (id, number, kind, cycle_id, stage_key, decision_id, entry_id, city_id, text, filed_by,
       filed_at, due_at, ladder) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)
     on conflict do nothing returning id`,
    [id, newNumber(kind), kind, ...about, text, work.actor.id, filedAt, dueAt, JSON.stringify(steps)],
  );
  if (inserted.length === 0) return null;
  work.emit({ type: 'laureate.complaint.filed.v1', subject: id, data: { ...ref, complaintId: id } });
  const [filed] = await complaintsWhere(em, 'c.id = ?', [id]);
  return filed!;
}

/** The letters and digits of a number: none that look alike. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A number that tells nothing: neither how many there are nor which came first. */
function newNumber(kind: ComplaintKind): string {
  const letters = Array.from({ length: 10 }, () => LETTERS[randomInt(LETTERS.length)]);
  return `${kind === 'appeal' ? 'A' : 'C'}-${letters.slice(0, 5).join('')}-${letters.slice(5).join('')}`;
}

/** As its city sees it. */
export function ownComplaint(standing: ComplaintStanding, text: string | null): OwnComplaint {
  const { id, number, kind, entryId, stageKey, state, zone, settled } = standing;
  return {
    id,
    number,
    kind,
    entryId,
    stageKey,
    state: stateForCity(state),
    filed: zoned(standing.filedAt, zone),
    answerBy: zoned(standing.dueAt, zone),
    answer: settled && {
      outcome: settled.outcome,
      reasonCode: settled.reasonCode,
      text: text ?? '',
      at: zoned(settled.at, zone),
    },
  };
}
