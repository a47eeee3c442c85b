import { randomUUID } from 'node:crypto';
import { LockMode } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { type CycleDefinition, lockStage, toInstant } from '#libs/cycles';
import { Problem, type RequestContext, UnitOfWork, type Work, requireVersion } from '#libs/platform';
import { callForEntries, formOf } from './call-for-entries.type.js';
import { City } from './city.entity.js';
import { CycleDefinitions } from './cycle-definitions.js';
import { type EntryScope, noSuchEntry, requireCity, requireCityOrActing } from './entry.access.js';
import { type EntryStanding, formProblem, standingOf } from './entry.answers.js';
import { EntryContact } from './entry-contact.entity.js';
import { Entry } from './entry.entity.js';
import { ExtensionService } from './extension.service.js';
import { checkDraft } from './form-validation.js';
import type { JsonObject } from './json-pointer.js';

export interface NewEntry {
  cityId: string;
  /** The call for entries; may be left out while the cycle has one only. */
  stageKey?: string | undefined;
  content: JsonObject;
}

/** A contact person named in an entry. */
export interface Contact {
  name: string;
  office: string | null;
  email: string;
  phone: string | null;
}

/** What is saved: the whole content, and the contacts when they are given. */
export interface DraftText {
  content: JsonObject;
  contacts?: Contact[] | undefined;
}

/** Drafts, saves and withdraws entries; `SubmitService` submits them. */
@Injectable()
export class EntryService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
    private readonly extensions: ExtensionService,
  ) {}

  /** Begins an entry of a city. Throws `not-found`, `rule-violated` naming what does not fit the form, `conflict` when the call is decided. */
  async draft(context: RequestContext, cycleId: string, given: NewEntry): Promise<EntryStanding> {
    return this.unitOfWork.run(context, async (work) => {
      const { definition, stages } = await this.definitions.stages(work.em, cycleId);
      const calls = stages.filter(({ type, key }) => type === callForEntries.key && (given.stageKey ?? key) === key);
      const [call] = calls;
      if (!call) throw new Problem('not-found', 'This cycle has no such call for entries.');
      if (calls.length > 1) throw missing('/stageKey', calls.map(({ key }) => key).join(', '));
      requireCityOrActing(context, { programme: definition.programme.key, cycleId, cityId: given.cityId });
      if (!(await work.em.count(City, { id: given.cityId }))) throw new Problem('not-found', 'There is no such city.');
      if (call.state === 'cancelled') throw new Problem('conflict', `"${call.title}" was cancelled.`);
      checkText(definition, given.content);

      const at = await work.now();
      const { id: actor } = context.actor;
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
          draft: given.content,
          draftChanged: true,
          currentVersion: 0,
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
      return standingOf(entry);
    });
  }

  /**
   * Saves the draft that was read as `version`. Throws `stale-version` with both texts when somebody saved meanwhile,
   * `rule-violated` for what does not fit the form; a draft need not be complete.
   */
  async saveDraft(context: RequestContext, entryId: string, version: number, text: DraftText): Promise<EntryStanding> {
    return this.unitOfWork.run(context, async (work) => {
      const { entry, definition } = await this.lockEntry(work, entryId, (scope) => requireCity(context, scope));
      const theirs = { version: entry.version, savedAt: toInstant(entry.savedAt), content: entry.draft };
      requireVersion(version, entry.version, { yours: text.content, theirs });
      requireNotWithdrawn(entry);
      checkText(definition, text.content);
      entry.version += 1;
      entry.draft = text.content;
      entry.draftChanged = true;
      entry.savedBy = context.actor.id;
      entry.savedAt = await work.now();
      if (text.contacts) await replaceContacts(work, entryId, text.contacts);
      await work.em.flush();
      return standingOf(entry);
    });
  }

  /**
   * Withdraws an entry, for good. Before the eligibility closes it leaves that decision; later decisions on it stay as they
   * are. Throws `conflict` when it is withdrawn already.
   */
  async withdraw(context: RequestContext, entryId: string, reasonCode: string | null): Promise<EntryStanding> {
    return this.unitOfWork.run(context, async (work) => {
      const { entry } = await this.lockEntry(work, entryId, (scope) => requireCityOrActing(context, scope));
      requireNotWithdrawn(entry);
      const { stage, clock } = await lockStage(work, { cycleId: entry.cycleId, stageKey: entry.stageKey }, 'shared');
      await this.extensions.lockFollowers(work, stage);
      entry.version += 1;
      entry.state = 'withdrawn';
      // The wall clock under the locks: a stage that closed while this waited for them keeps the entry in its decision.
      entry.withdrawnAt = clock;
      const at = toInstant(clock);
      work.emit({
        type: 'laureate.entry.withdrawn.v1',
        subject: entryId,
        data: { entryId, cycleId: entry.cycleId, at, reasonCode },
      });
      await work.em.flush();
      return standingOf(entry);
    });
  }

  /** Reads an entry for writing: its row locked, whoever may not see it refused. */
  private async lockEntry(
    work: Work,
    entryId: string,
    allow: (scope: EntryScope) => void,
  ): Promise<{ entry: Entry; definition: CycleDefinition }> {
    const entry = await work.em.findOne(Entry, { id: entryId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!entry) throw noSuchEntry();
    const { definition } = await this.definitions.stages(work.em, entry.cycleId);
    const { cycleId, cityId } = entry;
    allow({ programme: definition.programme.key, cycleId, cityId });
    return { entry, definition };
  }
}

function checkText(definition: CycleDefinition, content: JsonObject): void {
  const errors = checkDraft(formOf(definition), content).map((error) => ({
    ...error,
    pointer: `/content${error.pointer}`,
  }));
  if (errors.length > 0) throw formProblem('the draft can not be saved like this', errors);
}

function requireNotWithdrawn({ withdrawnAt }: Entry): void {
  if (withdrawnAt) throw new Problem('conflict', `This entry was withdrawn on ${toInstant(withdrawnAt)}.`);
}

async function replaceContacts({ em }: Work, entryId: string, contacts: Contact[]): Promise<void> {
  await em.nativeDelete(EntryContact, { entryId });
  if (contacts.length > 0) {
    await em.insertMany(
      EntryContact,
      contacts.map((contact, index) => ({ entryId, position: index + 1, ...contact })),
    );
  }
}

function missing(pointer: string, allowed: string): Problem {
  const message = 'is missing: the cycle has several calls for entries';
  return new Problem('invalid-request', 'Say which call for entries.', { errors: [{ pointer, message, allowed }] });
}
