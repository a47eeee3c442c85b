import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Language } from '#libs/contracts';
import { type LockedStage, type OpenStep, type Stage, lockStage, openStep, toInstant } from '#libs/cycles';
import { Problem, type RequestContext, UnitOfWork, type Work } from '#libs/platform';
import { callForEntries } from '../stage-types/call-for-entries.type.js';
import { City } from '../cities/city.entities.js';
import { holdCity } from '../cities/city-lock.js';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { OnBehalfOfService } from './on-behalf-of.service.js';
import { type EntryStanding, givenTitle, refuseWrong, standingOf } from '../entry/entry-answers.js';
import { Entry } from '../entry/entry.entities.js';
import { formFor } from '../entry/entry-form.js';
import { lockEntry, requireNotWithdrawn } from '../entry/entry-lock.js';
import { ExtensionService } from '../more-time/extension.service.js';
import { insertSections } from '../entry/entry-sections.js';
import { checkDraft } from '../form/form-validation.js';
import type { JsonObject } from '../form/json-pointer.js';
import { type Signer, keepSigner, requireSigner } from './signatory.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

export interface NewEntry {
  cityId: string;
  /** The call for entries; may be left out while the cycle has one only. */
  stageKey?: string | undefined;
  content: JsonObject;
  /** The submitted version of an earlier cycle's entry that it enters again. */
  resubmissionOf?: { entryId: string; version: number } | undefined;
}

/** Begins and withdraws entries; `SectionService` saves their drafts, `SubmitService` submits them. */
@Injectable()
export class EntryService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
    private readonly extensions: ExtensionService,
    private readonly onBehalfOf: OnBehalfOfService,
  ) {}

  /**
   * Begins an entry of a city. Throws `not-found`, `rule-violated` naming what does not fit the
   * form, `conflict` when the call was cancelled, or the city merged; where the call has a deadline
   * for registration, `paused` and `deadline-passed`.
   */
  async draft(context: RequestContext, cycleId: string, given: NewEntry): Promise<EntryStanding> {
    return this.unitOfWork.run(context, async (work) => {
      const call = await callOf(work, this.definitions, cycleId, given.stageKey);
      const programme = await this.definitions.programmeOf(cycleId);
      await this.onBehalfOf.require(context, { programme, cycleId, cityId: given.cityId }, entryPermissions.beginEntry);
      const locked = await lockStage(work, { cycleId, stageKey: call.key }, 'shared');
      const registered = await this.registrationOf(work, locked, given.cityId);
      const entry = await this.begin(work, call, given, {
        language: context.language,
        late: registered?.late ?? false,
      });
      await this.onBehalfOf.keep(work, 'entry-drafted', entry);
      return standingOf(entry);
    });
  }

  /**
   * Keeps a new draft, for a caller who may; `late` says that it was begun late. Throws what
   * `draft` throws of content, call and city.
   */
  async begin(
    work: Work,
    call: Stage,
    given: NewEntry,
    { language, late = false }: { language: Language | undefined; late?: boolean },
  ): Promise<Entry> {
    const { cycleId } = call;
    await holdCity(work, given.cityId);
    if (call.state === 'cancelled') throw new Problem('conflict', refusal('stage.cancelled', { title: call.title }));
    const { entryId: resubmissionOf = null, version: resubmissionOfVersion = null } = given.resubmissionOf ?? {};
    const form = formFor(await this.definitions.of(work.em, call), { resubmissionOf });
    refuseWrong(checkDraft(form, given.content, language));

    const at = await work.now();
    const { id: actor } = work.actor;
    const entry = work.em.create(
      Entry,
      {
        id: uuidv7(),
        cycleId,
        stageKey: call.key,
        cityId: given.cityId,
        alias: randomUUID(),
        state: 'draft',
        version: 1,
        title: givenTitle(given.content),
        draftChanged: true,
        currentVersion: 0,
        contactsVersion: 1,
        begunLate: late,
        formRevision: call.revision,
        resubmissionOf,
        resubmissionOfVersion,
        createdBy: actor,
        createdAt: at,
        savedBy: actor,
        savedAt: at,
      },
      { persist: true },
    );
    work.emit({
      type: 'laureate.entry.drafted.v1',
      subject: entry.id,
      data: { entryId: entry.id, cycleId, cityId: given.cityId },
    });
    await work.em.flush();
    await insertSections(work, entry, form, given.content);
    return entry;
  }

  /** May the city begin an entry now? Null where the call has no deadline for registration. */
  private async registrationOf(work: Work, locked: LockedStage, cityId: string): Promise<OpenStep | null> {
    if (locked.stage.steps.length === 0) return null;
    const city = await work.em.findOne(City, { id: cityId });
    if (!city) return null;
    return openStep(locked, 'registration', {
      cityZone: city.zone,
      extendedUntil: async (stage) =>
        (await this.extensions.forStep(work, stage, { step: 'registration', cityId, entryId: null }))?.until ?? null,
    });
  }

  /**
   * Withdraws an entry, for good. Before the eligibility closes it leaves that decision; later
   * decisions on it stay as they are. Throws `conflict` when it is withdrawn already,
   * `rule-violated` when an office account does not say who acts.
   */
  async withdraw(
    context: RequestContext,
    entryId: string,
    reasonCode: string | null,
    signatory?: Signer,
  ): Promise<EntryStanding> {
    return this.unitOfWork.run(context, async (work) => {
      const entry = await lockEntry(work, this.definitions, entryId, (scope) =>
        this.onBehalfOf.require(context, scope, entryPermissions.withdrawEntry),
      );
      requireNotWithdrawn(entry);
      requireSigner(context, signatory, refusal('failed.withdrawal'));
      const clock = await this.takeBack(work, entry, reasonCode);
      keepSigner(work, signatory, { entryId, act: 'withdrawn', version: null, at: clock });
      await this.onBehalfOf.keep(work, 'entry-withdrawn', entry);
      await work.em.flush();
      return standingOf(entry);
    });
  }

  /** Withdraws an entry that is locked, for a caller who may; gives when. */
  async takeBack(work: Work, entry: Entry, reasonCode: string | null): Promise<Date> {
    const { id: entryId, cycleId, stageKey } = entry;
    const { stage, clock } = await lockStage(work, { cycleId, stageKey }, 'shared');
    await this.extensions.lockFollowers(work, stage);
    entry.version += 1;
    entry.state = 'withdrawn';
    entry.frameworkPlace = null;
    // The wall clock under the locks: a stage that closed while this waited for them keeps the entry in its decision.
    entry.withdrawnAt = clock;
    const data = { entryId, cycleId, at: toInstant(clock), reasonCode };
    work.emit({ type: 'laureate.entry.withdrawn.v1', subject: entryId, data });
    return clock;
  }
}

/**
 * The call for entries of a cycle; the key may be left out while there is one only. Throws
 * `not-found`, `invalid-request`.
 */
export async function callOf(
  { em }: Pick<Work, 'em'>,
  definitions: CycleDefinitions,
  cycleId: string,
  stageKey?: string,
): Promise<Stage> {
  const { stages } = await definitions.stages(em, cycleId);
  const calls = stages.filter(({ type, key }) => type === callForEntries.key && (stageKey ?? key) === key);
  const [call] = calls;
  if (!call) throw new Problem('not-found', refusal('cycle.noCall'));
  if (calls.length > 1) throw missing('/stageKey', calls.map(({ key }) => key).join(', '));
  return call;
}

function missing(pointer: string, allowed: string): Problem {
  const message = refusal('entry.severalCalls');
  return new Problem('invalid-request', refusal('entry.whichCall'), { errors: [{ pointer, message, allowed }] });
}
