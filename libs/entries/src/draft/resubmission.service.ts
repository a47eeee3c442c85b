import { LockMode } from '@mikro-orm/core';
import { Injectable } from '@nestjs/common';
import type { FieldError } from '#libs/contracts';
import { Problem, type RequestContext, UnitOfWork } from '#libs/platform';
import { carryOver } from '../form/changed-form.rules.js';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { OnBehalfOfService } from './on-behalf-of.service.js';
import { mayRead, noSuchEntry } from '../entry/entry-access.js';
import { type EntryStanding, formProblem, inContent } from '../entry/entry-answers.js';
import { Entry, EntryVersion } from '../entry/entry.entities.js';
import { formFor } from '../entry/entry-form.js';
import { EntryService, callOf } from './entry.service.js';
import { checkDraft } from '../form/form-validation.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

/** An entry of an earlier cycle entered again. */
export interface NewResubmission {
  /** The cycle it is entered into. */
  cycleId: string;
  stageKey?: string | undefined;
  /** What is new since, and what proves it. */
  newEvidence: string;
}

export interface ResubmissionStanding extends EntryStanding {
  /** What of the earlier entry the form of this cycle does not take, by pointer, with the reasons. */
  leftOut: FieldError[];
}

/** Enters entries of earlier cycles again. */
@Injectable()
export class ResubmissionService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
    private readonly entries: EntryService,
    private readonly onBehalfOf: OnBehalfOfService,
  ) {}

  /**
   * Begins a draft from the last submitted version of the same city's entry in another cycle. It is
   * a new entry, and says what it resubmits. Throws `not-found`, `conflict` when the earlier one
   * was never submitted, is of this cycle, or is entered again already, `rule-violated` when the
   * new evidence does not fit the form.
   */
  async begin(context: RequestContext, earlierId: string, given: NewResubmission): Promise<ResubmissionStanding> {
    return this.unitOfWork.run(context, async (work) => {
      // Locked, so that it is entered again once only.
      const earlier = await work.em.findOne(Entry, { id: earlierId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!earlier) throw noSuchEntry();
      const { cityId, currentVersion: version } = earlier;
      const scope = {
        programme: await this.definitions.programmeOf(earlier.cycleId),
        cycleId: earlier.cycleId,
        cityId,
      };
      if (!mayRead(context.principal, scope)) throw noSuchEntry();
      await this.onBehalfOf.require(context, scope, entryPermissions.editEntry);
      if (version === 0) throw new Problem('conflict', refusal('resubmission.neverSubmitted'));
      if (earlier.cycleId === given.cycleId) {
        throw new Problem('conflict', refusal('resubmission.sameCycle'));
      }
      const { cycleId, stageKey, newEvidence } = given;
      if ((await this.definitions.programmeOf(cycleId)) !== scope.programme) {
        throw new Problem('conflict', refusal('resubmission.otherAward'));
      }
      const again = await work.em.findOne(Entry, { cycleId, resubmissionOf: earlierId, withdrawnAt: null });
      if (again) throw new Problem('conflict', refusal('resubmission.again'), { entryId: again.id });

      const call = await callOf(work, this.definitions, cycleId, stageKey);
      const form = formFor(await this.definitions.of(work.em, call), { resubmissionOf: earlierId });
      const errors = checkDraft(form, { newEvidence }, context.language);
      if (errors.length > 0) throw formProblem(refusal('failed.resubmission'), errors);
      const submitted = await work.em.findOneOrFail(EntryVersion, { entryId: earlierId, version });
      const { newEvidence: _, ...before } = submitted.content;
      const { content, leftOut } = carryOver(form, before, context.language);
      const resubmissionOf = { entryId: earlierId, version };
      const standing = await this.entries.draft(context, cycleId, {
        cityId,
        stageKey: call.key,
        content: { ...content, newEvidence },
        resubmissionOf,
      });
      return { ...standing, leftOut: leftOut.map(inContent) };
    });
  }
}
