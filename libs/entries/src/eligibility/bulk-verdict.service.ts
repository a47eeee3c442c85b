import { Injectable } from '@nestjs/common';
import type { StageRef } from '#libs/contracts';
import type { Stage } from '#libs/cycles';
import { Problem, type RequestContext, UnitOfWork, type Work } from '#libs/platform';
import { sha256 } from '../form/content-digest.rules.js';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { lockStageForChecks } from '../entry/eligibility-access.js';
import { queuedEntries } from './eligibility.queries.js';
import { type QueueFilter, inQueue } from './eligibility-queue.service.js';
import { EligibilityService, type EvaluatedEntry } from './eligibility.service.js';
import { titleOf } from '../entry/entry-answers.js';
import { aboutOf } from './queue-entry.js';
import { type RuleContext, evaluate, ruleContextOf } from './rule-context.js';
import { type Verdict, overrides, unknownReason, verdictErrors } from '../stage-types/verdict.rules.js';
import { refusal } from '../refusals.words.js';

/** One verdict of many entries: those named, or that part of the queue. */
export interface BulkVerdict extends Verdict {
  of: { entryIds: string[] } | { filter: QueueFilter };
}

/**
 * Why an entry of the selection gets no verdict: its city is being asked, somebody else has it in
 * hand, or the verdict needs a reason there.
 */
export type LeftOutBecause = 'asked' | 'in-other-hands' | 'needs-reason';

/** What a bulk verdict would do, or has done. */
export interface BulkOutcome {
  /**
   * Stands for the verdict, the entries it is of, their versions and what was last said of them. Confirming names it.
   */
  digest: string;
  entries: { entryId: string; version: number; title: string; cityName: string; overrides: boolean }[];
  leftOut: { entryId: string; title: string; because: LeftOutBecause }[];
}

/** The most entries of one bulk verdict: one transaction writes them all. */
export const BULK_MAX = 500;

/** Gives many entries the same verdict: shown first, then done to exactly what was shown, or not at all. */
@Injectable()
export class BulkVerdictService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
    private readonly eligibility: EligibilityService,
  ) {}

  /** What the verdict would do now; nothing is changed. Throws as `confirm` does, but for the digest. */
  preview(context: RequestContext, ref: StageRef, verdict: BulkVerdict): Promise<BulkOutcome> {
    return this.unitOfWork.run(context, async (work) => {
      const { stage } = await lockStageForChecks(work, this.definitions, context, ref);
      const rules = await ruleContextOf(this.definitions, work.em, stage);
      return (await this.select(work, stage, rules, verdict)).outcome;
    });
  }

  /**
   * Does what was shown under that digest, in one transaction; people and cities are told nothing
   * by it. Throws `conflict` when the selection, a version or a verdict has changed since, with the
   * present digest; `rule-violated` for a reason that is not of the list, and for more than 500
   * entries.
   */
  confirm(context: RequestContext, ref: StageRef, verdict: BulkVerdict, digest: string): Promise<BulkOutcome> {
    return this.unitOfWork.run(context, async (work) => {
      const { stage, at } = await lockStageForChecks(work, this.definitions, context, ref);
      const rules = await ruleContextOf(this.definitions, work.em, stage);
      const { chosen } = await this.select(work, stage, rules, verdict);
      // In one order, so that two at once don't wait for each other; then once more, as it is now
      // that nothing can change.
      await work.em.execute('select 1 from entries.entry where id = any(?::uuid[]) order by id for update', [
        `{${chosen.map(({ id }) => id).join()}}`,
      ]);
      const { chosen: locked, outcome } = await this.select(work, stage, rules, verdict);
      if (outcome.digest !== digest) throw movedOn(outcome.digest);
      await this.eligibility.write(work, { stage, at }, locked, verdict);
      return outcome;
    });
  }

  private async select(
    work: Work,
    stage: Stage,
    rules: RuleContext,
    verdict: BulkVerdict,
  ): Promise<{ chosen: EvaluatedEntry[]; outcome: BulkOutcome }> {
    const { id: personId } = work.actor;
    const filter = 'entryIds' in verdict.of ? { entryIds: verdict.of.entryIds } : inQueue(verdict.of.filter, personId);
    const selected = await queuedEntries(work.em, aboutOf(stage), filter, { limit: BULK_MAX + 1 });
    if (selected.length > BULK_MAX) throw tooMany();
    const chosen: EvaluatedEntry[] = [];
    const leftOut: BulkOutcome['leftOut'] = [];
    const shown: BulkOutcome['entries'] = [];
    for (const entry of selected) {
      const found = entry.rules ?? (await evaluate(rules, entry));
      const errors = verdictErrors(verdict, found, rules.reasons);
      const unknown = unknownReason(verdict, rules.reasons);
      if (unknown) throw new Problem('rule-violated', refusal('verdict.reasonNotListed'), { errors: [unknown] });
      const { id: entryId, version, cityName } = entry;
      const title = titleOf(entry.content);
      if (entry.clarificationId) leftOut.push({ entryId, title, because: 'asked' });
      else if (entry.heldBy && entry.heldBy !== personId) leftOut.push({ entryId, title, because: 'in-other-hands' });
      else if (errors.length > 0) leftOut.push({ entryId, title, because: 'needs-reason' });
      else {
        chosen.push({ ...entry, rules: found });
        shown.push({ entryId, version, title, cityName, overrides: overrides(verdict, found) });
      }
    }
    const { outcome, reasonCode = null, reasonText = null } = verdict;
    const { cycleId, key } = stage;
    const of = chosen.map(({ id, version, sequence }) => ({ id, version, sequence }));
    const digest = sha256({ cycleId, stageKey: key, outcome, reasonCode, reasonText, of });
    return { chosen, outcome: { digest, entries: shown, leftOut } };
  }
}

const movedOn = (digest: string) => new Problem('conflict', refusal('verdict.movedOn'), { digest });

const tooMany = () =>
  new Problem('rule-violated', refusal('verdict.tooMany', { most: BULK_MAX }), {
    errors: [
      { pointer: '/of', message: refusal('verdict.ofTooMany'), allowed: refusal('verdict.atMost', { most: BULK_MAX }) },
    ],
  });
