import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Said, StageRef } from '#libs/contracts';
import {
  type Stage,
  bothZones,
  hardClose,
  ladderSteps,
  lockStage,
  refusePaused,
  stageDefinitionOf,
  toInstant,
} from '#libs/cycles';
import { Problem, type RequestContext, UnitOfWork, type Work } from '#libs/platform';
import { formFor } from '../entry/entry-form.js';
import {
  latestDue,
  lockClarification,
  noSuchClarification,
  returnToAsker,
  refuseDue,
  requireOpenClarification,
} from './clarification-access.js';
import { Clarification, ClarificationQuestion } from './clarification.entities.js';
import { type ClarificationStanding, UNSETTLED } from './clarification.queries.js';
import { ClarificationReaderService, type ClarificationView } from './clarification-reader.service.js';
import { type ClarificationSettings, clarificationSettings } from '../stage-types/clarification.settings.js';
import { type Asked, askedFields, fieldProblems } from './clarification.rules.js';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { isAllowed, noSuchEntry, requireStaff } from '../entry/entry-access.js';
import { Entry, EntryVersion } from '../entry/entry.entities.js';
import { openReopeningOf } from '../more-time/reopening.queries.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

/** What a city is to be asked: fields of its entry, each with a question, and until when. */
export interface NewClarification {
  entryId: string;
  fields: Asked[];
  /** Without it, as many days as the definition gives, at most to the stage's deadline. */
  dueAt?: Date | undefined;
}

/** Later, and why. */
export interface MoreTime {
  dueAt: Date;
  reasonCode: string;
  reasonText?: string | undefined;
}

/**
 * Asks cities about fields of their entries: asks, gives more time, cancels. The answer is
 * `ClarificationAnswerService`'s.
 */
@Injectable()
export class ClarificationService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
    private readonly reader: ClarificationReaderService,
  ) {}

  /**
   * Asks an entry's city about fields of the version that is submitted. Throws `not-open` or
   * `conflict` unless the stage is open and nothing is asked of the entry already; `rule-violated`
   * for what is no field, and for a deadline beyond the stage's.
   */
  ask(context: RequestContext, ref: StageRef, given: NewClarification): Promise<ClarificationView> {
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      // The entry first, as a submit does: two who lock both never wait for each other.
      await em.execute('select 1 from entries.entry where id = ? for update', [given.entryId]);
      const { stage, at } = await lockStage(work, ref, 'shared');
      requireStaff(
        context,
        { programme: await this.definitions.programmeOf(ref.cycleId), cycleId: ref.cycleId },
        entryPermissions.askClarification,
      );
      const latest = latestDue(stage);
      refusePaused(stage, at);
      const entry = await requireSubmitted(em, ref.cycleId, given.entryId);
      await takeOutOfHands(work, ref, entry.id);
      const version = await em.findOneOrFail(EntryVersion, { entryId: entry.id, version: entry.currentVersion });
      const definition = await this.definitions.of(em, stage);
      const form = formFor(definition, entry);
      const asked = askedFields(form, given.fields);
      const fields = asked.map(({ pointer }) => pointer);
      refuseFields(asked, fieldProblems(form, version.content, fields));
      const settings = clarificationSettings(stageDefinitionOf(definition, stage.key));
      const { dueAt, ladder } = timesOf(given.dueAt, { at: toInstant(at), latest, stage, settings });
      const id = uuidv7();
      await em.insert(Clarification, {
        id,
        ...ref,
        entryId: entry.id,
        entryVersion: version.version,
        fields,
        onTimeout: settings.onTimeout,
        askedBy: context.actor.id,
        askedAt: at,
        dueAt: new Date(dueAt),
        deadlineVersion: 1,
        ladder,
      });
      await em.insertMany(
        ClarificationQuestion,
        asked.map(({ pointer, question }, index) => ({ clarificationId: id, position: index + 1, pointer, question })),
      );
      work.emit({
        type: 'laureate.clarification.asked.v1',
        subject: id,
        data: { ...ref, clarificationId: id, entryId: entry.id, dueAt },
      });
      return this.reader.view(em, id);
    });
  }

  /**
   * Gives the city more time. Throws `conflict` or `deadline-passed` when it is over,
   * `rule-violated` naming what is possible.
   */
  extend(context: RequestContext, id: string, { dueAt, reasonCode, reasonText }: MoreTime): Promise<ClarificationView> {
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      const { clarification, standing, stage, at } = await this.lockForStaff(work, context, id);
      refusePaused(stage, at);
      requireOpenClarification(standing, toInstant(at));
      const to = toInstant(dueAt);
      refuseDue(to, { after: standing.dueAt, latest: latestDue(stage), stage });
      const definition = await this.definitions.of(em, stage);
      const { ladder } = clarificationSettings(stageDefinitionOf(definition, stage.key));
      clarification.ladder = stepsAhead(ladder, to, toInstant(at), stage.zone);
      clarification.dueAt = dueAt;
      clarification.deadlineVersion += 1;
      await em.flush();
      await em.execute(
        `insert into entries.clarification_move
           (clarification_id, deadline_version, moved_from, moved_to, reason_code, reason_text, moved_by, moved_at)
         values (?, ?, ?, ?, ?, ?, ?, ?)`,
        [id, clarification.deadlineVersion, standing.dueAt, to, reasonCode, reasonText ?? null, context.actor.id, at],
      );
      const { deadlineVersion } = clarification;
      work.emit({
        type: 'laureate.clarification.deadline-moved.v1',
        subject: id,
        data: { ...aboutOf(standing), deadlineVersion, from: standing.dueAt, to, reasonCode },
      });
      return this.reader.view(em, id);
    });
  }

  /** Asks no more; the entry goes back to whoever asked. Throws `conflict` when it is over. */
  cancel(context: RequestContext, id: string, reasonCode: string | null): Promise<ClarificationView> {
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      const { clarification, standing, at } = await this.lockForStaff(work, context, id);
      if (standing.state !== 'open') requireOpenClarification(standing, toInstant(at));
      await returnToAsker(work, standing);
      em.assign(clarification, { cancelledAt: at, cancelledBy: context.actor.id, cancelReasonCode: reasonCode });
      work.emit({
        type: 'laureate.clarification.cancelled.v1',
        subject: id,
        data: { ...aboutOf(standing), reasonCode },
      });
      await em.flush();
      return this.reader.view(em, id);
    });
  }

  private async lockForStaff(work: Work, context: RequestContext, id: string) {
    const locked = await lockClarification(work, id);
    const { programme, cycleId } = locked.standing;
    if (!isAllowed(context.principal, entryPermissions.askClarification, { programme, cycleId }))
      throw noSuchClarification();
    return locked;
  }
}

/** What every event of a clarification says. */
export const aboutOf = ({ id, cycleId, stageKey, entryId }: ClarificationStanding) => ({
  cycleId,
  stageKey,
  clarificationId: id,
  entryId,
});

async function requireSubmitted(em: SqlEntityManager, cycleId: string, entryId: string): Promise<Entry> {
  const entry = await em.findOne(Entry, { id: entryId, cycleId }, { refresh: true });
  if (!entry) throw noSuchEntry();
  if (entry.state !== 'submitted')
    throw new Problem('conflict', refusal('clarification.entryState', { state: entry.state }));
  const reopened = await openReopeningOf(em, entry);
  if (reopened)
    throw new Problem('conflict', refusal('clarification.entryReopened', { until: reopened.until }), {
      until: reopened.until,
    });
  const [open] = await em.execute<{ id: string }[]>(
    `select k.id from entries.clarification k where k.entry_id = ? and ${UNSETTLED}`,
    [entryId],
  );
  if (open)
    throw new Problem('conflict', refusal('clarification.askedAlready'), {
      clarificationId: open.id,
    });
  return entry;
}

/** Whoever asks has done with the entry until it comes back. Throws `conflict` while somebody else is checking it. */
async function takeOutOfHands({ em, actor }: Work, { stageKey }: StageRef, entryId: string): Promise<void> {
  const [held] = await em.execute<{ by: string; until: string | Date }[]>(
    'select person_id as by, until from entries.eligibility_claim where entry_id = ? and stage_key = ? and until > now()',
    [entryId, stageKey],
  );
  if (held && held.by !== actor.id) {
    const until = toInstant(new Date(held.until));
    throw new Problem('conflict', refusal('queue.heldUntil', { until }), { until });
  }
  await em.execute('delete from entries.eligibility_claim where entry_id = ? and stage_key = ?', [entryId, stageKey]);
}

function refuseFields(asked: readonly { index: number }[], problems: (Said | null)[]): void {
  const errors = problems.flatMap((message, index) =>
    message ? [{ pointer: `/fields/${asked[index]!.index}`, message }] : [],
  );
  if (errors.length > 0) throw new Problem('rule-violated', refusal('clarification.fields'), { errors });
}

interface TimesOf {
  at: string;
  latest: string;
  stage: Stage;
  settings: ClarificationSettings;
}

/** When a city is to answer, and when it is reminded. */
function timesOf(given: Date | undefined, { at, latest, stage, settings }: TimesOf) {
  const { title, zone } = stage;
  if (at >= latest)
    throw new Problem(
      'deadline-passed',
      refusal('clarification.stageDeadline', { title, deadline: bothZones(latest, zone) }),
      { at },
    );
  const byDefinition = hardClose(at, `P${settings.days}D`, zone);
  const dueAt = given ? toInstant(given) : byDefinition < latest ? byDefinition : latest;
  refuseDue(dueAt, { after: at, latest, stage });
  return { dueAt, ladder: stepsAhead(settings.ladder, dueAt, at, zone) };
}

const stepsAhead = (ladder: string[], dueAt: string, at: string, zone: string) =>
  ladderSteps(ladder, dueAt, zone).filter((step) => step.at > at);
