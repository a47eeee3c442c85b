import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { StageRef } from '#libs/contracts';
import { type Stage, toInstant } from '#libs/cycles';
import { Problem, type RequestContext, UnitOfWork, type Work } from '#libs/platform';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { EligibilityCheck } from './eligibility.entities.js';
import { lockStageForChecks } from '../entry/eligibility-access.js';
import { type CheckableEntry, checkableEntries, queuedEntries } from './eligibility.queries.js';
import type { RuleResult } from '../stage-types/eligibility.rules.js';
import { noSuchEntry } from '../entry/entry-access.js';
import { AutomaticCheckService, firstCheck } from './automatic-check.service.js';
import type { PassFailEntry } from './pass-fail.rules.js';
import { type QueuedEntry, aboutOf, queued } from './queue-entry.js';
import { evaluate, ruleContextOf } from './rule-context.js';
import { UNANSWERED, type Verdict, overrides, verdictErrors } from '../stage-types/verdict.rules.js';
import { refusal } from '../refusals.words.js';

/** What a person says of an entry. A reason is needed when it differs from what the rules say. */
export interface NewVerdict extends Verdict {
  /** The version looked at; refused when the city has submitted a newer one meanwhile. */
  version: number;
}

const BATCH = 100;

/** Lets the rules look at what came in, and people say what follows. */
@Injectable()
export class EligibilityService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
    private readonly automaticCheck: AutomaticCheckService,
  ) {}

  /**
   * Evaluates the rules for every submitted version that they have not looked at, and keeps what
   * they found. Safe to repeat.
   */
  evaluateAll(work: Work, stage: Stage): Promise<void> {
    return this.automaticCheck.atAll(work, stage);
  }

  /**
   * Confirms what the rules say, or overrides it with a reason; a later verdict replaces an earlier
   * one. Throws `not-open` or `conflict` unless the stage is open, or closed and not yet proposed;
   * `conflict` while somebody else is checking the entry; `stale-version` when a newer version came
   * in; `rule-violated` for a reason that is missing or not of the list.
   */
  async check(context: RequestContext, ref: StageRef, entryId: string, given: NewVerdict): Promise<QueuedEntry> {
    return this.unitOfWork.run(context, async (work) => {
      const { stage, at } = await lockStageForChecks(work, this.definitions, context, ref);
      // Two people at once: the second sees the verdict of the first.
      await work.em.execute('select 1 from entries.entry where id = ? for update', [entryId]);
      const [entry] = await queuedEntries(work.em, aboutOf(stage), { entryIds: [entryId] }, { limit: 1 });
      if (!entry) throw noSuchEntry();
      if (given.version !== entry.version) {
        throw new Problem('stale-version', refusal('verdict.otherVersion', { version: entry.version }), {
          version: entry.version,
        });
      }
      if (entry.clarificationId) throw beingAsked(entry);
      if (entry.heldBy && entry.heldBy !== context.actor.id) throw inOtherHands(entry);
      const found = await ruleContextOf(this.definitions, work.em, stage);
      const rules = entry.rules ?? (await evaluate(found, entry));
      const errors = verdictErrors(given, rules, found.reasons);
      if (errors.length > 0) throw new Problem('rule-violated', refusal('verdict.reasonNeeded'), { errors });
      const [verdict] = await this.write(work, { stage, at }, [{ ...entry, rules }], given);
      return queued({ ...entry, ...verdict!, checkedRevision: stage.revision, heldBy: null }, rules);
    });
  }

  /**
   * Writes a verdict of entries whose rows are locked and that it can be given of
   * (`verdictErrors`), and lets go of them.
   */
  async write(work: Work, checking: Checking, entries: EvaluatedEntry[], given: Verdict): Promise<WrittenVerdict[]> {
    const rows = await this.record(work, checking, entries, given);
    await work.em.execute('delete from entries.eligibility_claim where stage_key = ? and entry_id = any(?::uuid[])', [
      checking.stage.key,
      `{${entries.map(({ id }) => id).join()}}`,
    ]);
    return rows;
  }

  /**
   * Within the transaction that ends a clarification without an answer, where the definition says
   * that the entry is then invalid.
   */
  async findUnanswered(work: Work, stage: Stage, entryId: string): Promise<void> {
    const [entry] = await checkableEntries(work.em, aboutOf(stage), { entryIds: [entryId] }, 1);
    if (!entry) return;
    const rules = entry.rules ?? (await evaluate(await ruleContextOf(this.definitions, work.em, stage), entry));
    await this.record(work, { stage, at: await work.now() }, [{ ...entry, rules }], UNANSWERED);
  }

  private async record(
    work: Work,
    { stage, at }: Checking,
    entries: EvaluatedEntry[],
    given: Verdict,
  ): Promise<WrittenVerdict[]> {
    const { cycleId, key: stageKey, revision } = stage;
    const by = work.actor.id;
    // The opening stage may be looking at these entries in the same moment, and finds the same.
    const unseen = entries.filter(({ sequence }) => sequence === 0);
    const firsts = unseen.map((entry) => firstCheck(entry, stage, entry.rules, { by, at }));
    if (firsts.length > 0) await work.em.upsertMany(EligibilityCheck, firsts, { onConflictAction: 'ignore' });
    const rows = entries.map(({ id: entryId, version: entryVersion, sequence, rules }) => ({
      entryId,
      entryVersion,
      stageKey,
      sequence: Math.max(sequence, 1) + 1,
      rules,
      outcome: given.outcome,
      overridden: overrides(given, rules),
      reasonCode: given.reasonCode ?? null,
      reasonText: given.reasonText ?? null,
      checkedBy: by,
      checkedAt: at,
      revision,
    }));
    if (rows.length > 0) await work.em.insertMany(EligibilityCheck, rows);
    for (const { id: entryId, version } of entries) {
      const data = { cycleId, stageKey, entryId, version, reasonCode: given.reasonCode ?? null };
      work.emit({ type: 'laureate.eligibility.checked.v1', subject: entryId, data });
    }
    return rows;
  }

  /**
   * Every submitted entry as the decision reads it, by id: the same again years later, as nothing
   * of it changes after the close.
   */
  async decisionEntries(em: SqlEntityManager, stage: Stage): Promise<PassFailEntry[]> {
    const context = await ruleContextOf(this.definitions, em, stage);
    const entries: PassFailEntry[] = [];
    for (;;) {
      const batch = await checkableEntries(em, aboutOf(stage), { after: entries.at(-1)?.entryId }, BATCH);
      for (const entry of batch) entries.push(decisionEntry(entry, entry.rules ?? (await evaluate(context, entry))));
      if (batch.length < BATCH) return entries;
    }
  }
}

/** A stage under its lock, in which verdicts are given. */
export interface Checking {
  stage: Stage;
  /** The instant verdicts are dated by. */
  at: Date;
}

export type EvaluatedEntry = CheckableEntry & { rules: RuleResult[] };
interface WrittenVerdict {
  outcome: 'valid' | 'invalid';
  overridden: boolean;
  reasonCode: string | null;
  reasonText: string | null;
  checkedBy: string;
  checkedAt: Date;
}

function decisionEntry(entry: CheckableEntry, rules: RuleResult[]): PassFailEntry {
  const { id: entryId, version, digest, outcome, overridden, reasonCode } = entry;
  const verdict = outcome ? { outcome, overridden: overridden === true, reasonCode } : null;
  return { entryId, version, digest, rules, verdict };
}

function inOtherHands({ heldUntil }: CheckableEntry): Problem {
  const until = toInstant(new Date(heldUntil!));
  const detail = refusal('queue.heldUntilRelease', { until });
  return new Problem('conflict', detail, { until });
}

/** The city of the entry is being asked: nothing is said of it meanwhile. */
export function beingAsked({ clarificationId, askedUntil }: CheckableEntry): Problem {
  const until = toInstant(new Date(askedUntil!));
  const detail = refusal('verdict.cityAsked', { until });
  return new Problem('conflict', detail, { clarificationId, until });
}
