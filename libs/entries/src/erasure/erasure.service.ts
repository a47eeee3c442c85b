import { LockMode } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Problem, type RequestContext, UnitOfWork, type Work } from '#libs/platform';
import { eraseField } from '../form/content-digest.rules.js';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { noSuchEntry, requireStaff } from '../entry/entry-access.js';
import { Entry, EntryVersion } from '../entry/entry.entities.js';
import { Erasure } from './erasure.entity.js';
import { tokensOf } from '../form/json-pointer.js';
import { Translation } from '../entry/translation.entities.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

/** What is to be erased, and why. */
export interface ErasureRequest {
  /** JSON pointer of a leaf field of the content. */
  pointer: string;
  reasonCode: string;
  reasonText: string;
}

/** Erases personal values from entries. */
@Injectable()
export class ErasureService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
  ) {}

  /**
   * Clears a field's value and salt in every version of an entry and of its translations, and its
   * value wherever it was drafted; its HMACs stay as tombstones, so that receipts still verify.
   * Returns in how many versions it stood. Throws `not-found` when it stood nowhere.
   */
  async erase(
    context: RequestContext,
    entryId: string,
    request: ErasureRequest,
  ): Promise<{ id: string; versions: number }> {
    const { pointer, reasonCode, reasonText } = request;
    return this.unitOfWork.run(context, async (work) => {
      const entry = await work.em.findOne(Entry, { id: entryId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!entry) throw noSuchEntry();
      const { cycleId, cityId } = entry;
      requireStaff(
        context,
        { programme: await this.definitions.programmeOf(cycleId), cycleId, cityId },
        entryPermissions.eraseFromEntry,
      );

      let versions = 0;
      for (const version of await work.em.find(EntryVersion, { entryId })) {
        if (!Object.hasOwn(version.salts, pointer)) continue;
        const erased = eraseField(version, pointer);
        await work.em.nativeUpdate(
          EntryVersion,
          { entryId, version: version.version },
          { content: erased.content as EntryVersion['content'], salts: erased.salts },
        );
        versions += 1;
      }
      const translated = await eraseInTranslations(work, entryId, pointer);
      const drafted = await eraseInDraft(work, entryId, pointer);
      await eraseInAnswer(work, entryId, pointer);
      if (versions === 0 && !translated && !drafted)
        throw new Problem('not-found', refusal('entry.nothingToErase', { pointer }));
      if (pointer === '/title') entry.title = null;
      entry.version += 1;

      const id = uuidv7();
      const at = await work.now();
      const reason = { reasonCode, reasonText };
      await work.em.insert(Erasure, { id, entryId, pointer, ...reason, erasedBy: context.actor.id, erasedAt: at });
      work.emit({
        type: 'laureate.entry.field-erased.v1',
        subject: entryId,
        data: { entryId, field: pointer, reasonCode },
      });
      await work.em.flush();
      return { id, versions };
    });
  }
}

/** Clears a field in every translation of an entry. Says whether it stood in any. */
async function eraseInTranslations({ em }: Work, entryId: string, pointer: string): Promise<boolean> {
  let found = false;
  for (const translation of await em.find(Translation, { entryId })) {
    if (!Object.hasOwn(translation.salts, pointer)) continue;
    const { content, salts } = eraseField({ ...translation, attachments: {} }, pointer);
    await em.nativeUpdate(Translation, { id: translation.id }, { content: content as Translation['content'], salts });
    found = true;
  }
  return found;
}

/** Takes out of what a city has written and not sent whatever holds the field, or is inside it. */
async function eraseInAnswer({ em }: Work, entryId: string, pointer: string): Promise<void> {
  await em.execute(
    `update entries.clarification_draft d set version = d.version + 1, answers = (
       select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(d.answers)
       where not starts_with(key || '/', ? || '/') and not starts_with(? || '/', key || '/'))
     from entries.clarification k where k.id = d.clarification_id and k.entry_id = ?`,
    [pointer, pointer, entryId],
  );
}

/** Clears a field in the sections of the draft and in all they said before. Says whether it stood anywhere. */
async function eraseInDraft({ em }: Work, entryId: string, pointer: string): Promise<boolean> {
  // The text of a PostgreSQL array.
  const path = `{${tokensOf(pointer)
    .map((token) => JSON.stringify(token))
    .join(',')}}`;
  const set = `set content = jsonb_set(content, ?::text[], 'null', false)
    where entry_id = ? and jsonb_typeof(content #> ?::text[]) not in ('null', 'object') returning 1`;
  const [row] = await em.execute<{ cleared: boolean }[]>(
    `with section as (update entries.entry_section ${set}), version as (update entries.entry_section_version ${set})
     select exists (select from section) or exists (select from version) as cleared`,
    [path, entryId, path, path, entryId, path],
  );
  return row!.cleared;
}
