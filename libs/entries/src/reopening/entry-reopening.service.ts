import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { type Stage, bothZones, lockStage, refusePaused, toInstant } from '#libs/cycles';
import { Problem, type RequestContext, UnitOfWork } from '#libs/platform';
import { refuseEnd, windowOf } from '../more-time/end-bounds.js';
import { openClarificationsOf } from '../clarification/clarification.queries.js';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { requireStaff } from '../entry/entry-access.js';
import type { Entry } from '../entry/entry.entities.js';
import { lockEntry, requireNotWithdrawn } from '../entry/entry-lock.js';
import { ExtensionService } from '../more-time/extension.service.js';
import { Reopening } from '../more-time/more-time.entities.js';
import {
  type ReopeningAnswer,
  openReopeningOf,
  reopeningAnswer,
  reopeningsOf,
} from '../more-time/reopening.queries.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

/** An entry to be opened again for its city, and why; without an end it is open as long as the call. */
export interface NewReopening {
  until?: Date | undefined;
  reasonCode: string;
  reasonText: string;
}

/**
 * Opens submitted entries again for their cities to edit. Staff edit nothing: the city confirms by
 * submitting, or lets it pass.
 */
@Injectable()
export class EntryReopeningService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
    private readonly extensions: ExtensionService,
  ) {}

  /**
   * Reopens a submitted entry. Its last version stands, with its receipt, until the city confirms
   * another one. Throws `conflict` for what is not submitted, is reopened or asked about already,
   * or can change no more; `rule-violated` naming between which instants it may end.
   */
  async reopen(context: RequestContext, entryId: string, given: NewReopening): Promise<ReopeningAnswer> {
    return this.unitOfWork.run(context, async (work) => {
      const { em } = work;
      const entry = await lockEntry(work, this.definitions, entryId, (scope) =>
        requireStaff(context, scope, entryPermissions.reopenEntry),
      );
      const { stage: call, at } = await lockStage(work, { cycleId: entry.cycleId, stageKey: entry.stageKey }, 'shared');
      refusePaused(call, at);
      requireSubmitted(entry);
      const standing = await openReopeningOf(em, entry);
      if (standing) throw isOpenAlready(standing, call);
      await this.refuseAsked(em, entryId, call);
      const followers = await this.extensions.lockedFollowers(work, call);
      const window = this.extensions.stillTake(followers) ? windowOf(call, followers, at) : null;
      if (!window) throw new Problem('conflict', refusal('reopening.followersTakeNothing', { title: call.title }));
      refuseEnd(given.until, window, call);

      const { until, reasonCode, reasonText } = given;
      const id = uuidv7();
      const extension = until && { stageKey: call.key, target: { entryId }, until, reasonCode, reasonText };
      const granted = extension ? await this.extensions.give(work, call, extension, at) : null;
      const { currentVersion: version } = entry;
      const done = { reasonCode, reasonText, reopenedBy: context.actor.id, reopenedAt: at };
      await em.insert(Reopening, { id, entryId, version, extensionId: granted?.id ?? null, ...done });
      entry.reopeningId = id;
      entry.version += 1;
      await em.flush();
      work.emit({
        type: 'laureate.entry.reopened.v1',
        subject: entryId,
        data: {
          entryId,
          cycleId: entry.cycleId,
          stageKey: call.key,
          reopeningId: id,
          entryVersion: version,
          extensionId: granted?.id ?? null,
          at: toInstant(at),
          reasonCode,
        },
      });
      const made = await reopeningsOf(em, entryId);
      return reopeningAnswer(made.at(-1)!);
    });
  }

  private async refuseAsked(em: Parameters<typeof openClarificationsOf>[0], entryId: string, call: Stage) {
    const asked = (await openClarificationsOf(em, [entryId])).get(entryId);
    if (!asked) return;
    const detail = refusal('reopening.cityAsked', { until: bothZones(asked.dueAt, call.zone) });
    throw new Problem('conflict', detail, { clarificationId: asked.id });
  }
}

function requireSubmitted(entry: Entry): void {
  requireNotWithdrawn(entry);
  if (entry.state !== 'submitted') throw new Problem('conflict', refusal('reopening.draft'), { state: entry.state });
}

const isOpenAlready = ({ until }: ReopeningAnswer, { zone }: Stage): Problem =>
  new Problem('conflict', refusal('reopening.already', { until: bothZones(until, zone) }), { until });
