import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { lockStageForWriting } from '#libs/cycles';
import { Problem, type RequestContext, UnitOfWork, type Work } from '#libs/platform';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { requireCity } from '../entry/entry-access.js';
import type { Entry } from '../entry/entry.entities.js';
import { type FrameworkAnswer, frameworkOf } from './entry-links.js';
import { lockEntry, requireNotWithdrawn } from '../entry/entry-lock.js';
import { ExtensionService } from '../more-time/extension.service.js';
import { FRAMEWORK_PLACES } from './draft.entities.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

/**
 * Links entries of one city that are parts of one larger policy framework: up to three, while the call takes entries.
 */
@Injectable()
export class FrameworkService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
    private readonly extensions: ExtensionService,
  ) {}

  /**
   * Puts an entry into the city's framework of that name, which begins with its first entry; it
   * leaves the one it was in. Throws `conflict` when three are in it already, `not-open` or
   * `deadline-passed` outside the call.
   */
  async join(context: RequestContext, entryId: string, name: string): Promise<FrameworkAnswer> {
    return this.unitOfWork.run(context, async (work) => {
      const entry = await this.lockOpen(work, context, entryId);
      const frameworkId = await lockFramework(work, entry, name);
      if (entry.frameworkId !== frameworkId) await this.move(work, entry, frameworkId, name);
      return (await frameworkOf(work.em, frameworkId))!;
    });
  }

  /** Takes an entry out of its framework; nothing happens when it is in none. Throws like `join`. */
  async leave(context: RequestContext, entryId: string): Promise<void> {
    await this.unitOfWork.run(context, async (work) => {
      const entry = await this.lockOpen(work, context, entryId);
      if (entry.frameworkId == null) return;
      work.em.assign(entry, { frameworkId: null, frameworkPlace: null, version: entry.version + 1 });
      emitChange(work, entry);
    });
  }

  private async lockOpen(work: Work, context: RequestContext, entryId: string): Promise<Entry> {
    const entry = await lockEntry(work, this.definitions, entryId, (scope) =>
      requireCity(context, scope, entryPermissions.editEntry),
    );
    requireNotWithdrawn(entry);
    await lockStageForWriting(work, entry.cycleId, entry.stageKey, {
      extendedUntil: async (stage) => (await this.extensions.usable(work, stage, entry))?.until ?? null,
    });
    return entry;
  }

  private async move(work: Work, entry: Entry, frameworkId: string, name: string): Promise<void> {
    const [free] = await work.em.execute<{ place: number }[]>(
      `select place from generate_series(1, ?::int) place
       where not exists (select from entries.entry where framework_id = ? and framework_place = place) order by place limit 1`,
      [FRAMEWORK_PLACES, frameworkId],
    );
    if (!free) {
      const { entries } = (await frameworkOf(work.em, frameworkId))!;
      const titles = entries.map(({ title }) => `"${title}"`).join(', ');
      throw new Problem('conflict', refusal('entry.frameworkFull', { places: FRAMEWORK_PLACES, name, titles }));
    }
    work.em.assign(entry, { frameworkId, frameworkPlace: free.place, version: entry.version + 1 });
    emitChange(work, entry);
    await work.em.flush();
  }
}

/**
 * The city's framework of that name in the cycle, made when there is none. Whoever else joins it
 * waits for this transaction.
 */
async function lockFramework(work: Work, { cycleId, cityId }: Entry, name: string): Promise<string> {
  const [row] = await work.em.execute<{ id: string }[]>(
    `insert into entries.framework (id, cycle_id, city_id, name, created_by, created_at) values (?, ?, ?, ?, ?, ?)
     on conflict (cycle_id, city_id, lower(name)) do update set name = excluded.name returning id`,
    [uuidv7(), cycleId, cityId, name, work.actor.id, await work.now()],
  );
  return row!.id;
}

function emitChange(work: Work, { id: entryId, cycleId, frameworkId = null }: Entry): void {
  work.emit({
    type: 'laureate.entry.framework-changed.v1',
    subject: entryId,
    data: { entryId, cycleId, frameworkId },
  });
}
