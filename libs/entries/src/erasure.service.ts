import { LockMode } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Problem, type RequestContext, UnitOfWork } from '#libs/platform';
import { eraseField } from './content-digest.rules.js';
import { CycleDefinitions } from './cycle-definitions.js';
import { noSuchEntry, requireStaff } from './entry.access.js';
import { EntryVersion } from './entry-version.entity.js';
import { Entry } from './entry.entity.js';
import { Erasure } from './erasure.entity.js';
import { leavesOf, memberAt, withMemberAt } from './json-pointer.js';

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
   * Clears a field's value and salt in every version of an entry, and its value in the draft; its HMACs stay as tombstones, so
   * that receipts still verify. Returns in how many versions it stood. Throws `not-found` when it stood nowhere.
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
      requireStaff(context, { programme: await this.definitions.programmeOf(cycleId), cycleId, cityId });

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
      const drafted = leavesOf(entry.draft).has(pointer) && memberAt(entry.draft, pointer) !== null;
      if (versions === 0 && !drafted) throw new Problem('not-found', `There is no field ${pointer} to erase.`);
      if (drafted) entry.draft = withMemberAt(entry.draft, pointer, null) as Entry['draft'];
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
