import { isDeepStrictEqual } from 'node:util';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { Stage } from '#libs/cycles';
import type { Work } from '#libs/platform';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { DuplicateFinder } from '../duplicates/duplicate-finder.js';
import { EligibilityCheck } from './eligibility.entities.js';
import { type CheckableEntry, checkableEntries } from './eligibility.queries.js';
import { type RuleResult, rulesOutcome } from '../stage-types/eligibility.rules.js';
import { eligibility } from '../stage-types/eligibility.type.js';
import { aboutOf } from './queue-entry.js';
import { evaluate, ruleContextOf } from './rule-context.js';

const BATCH = 100;

/** Looks at what came in before people do: the rules of an open eligibility, and what is like it. */
@Injectable()
export class AutomaticCheckService {
  constructor(
    private readonly definitions: CycleDefinitions,
    private readonly duplicates: DuplicateFinder,
  ) {}

  /**
   * Looks at the last submitted version of an entry: the rules of each eligibility stage that is
   * open or has just closed, and entries like it. Safe to repeat; of a version that is not the last
   * there is nothing to do.
   */
  async at(work: Work, entryId: string): Promise<void> {
    const cycleId = await this.duplicates.look(work.em, entryId);
    if (cycleId === null) return;
    const stages = await work.em.find(Stage, { cycleId, type: eligibility.key, state: { $in: ['open', 'closing'] } });
    for (const stage of stages) {
      const entries = await checkableEntries(work.em, aboutOf(stage), { lacking: 'rules', entryIds: [entryId] }, 1);
      if (entries.length > 0) await this.evaluate(work, stage, entries);
    }
  }

  /**
   * Looks at every submitted version of the stage that nobody has looked at, and keeps what was found. Safe to repeat.
   */
  async atAll(work: Work, stage: Stage): Promise<void> {
    // In the order of `at`, or the two would wait for each other.
    await this.duplicates.lookAtAll(work.em, stage.cycleId);
    for (;;) {
      const batch = await checkableEntries(work.em, aboutOf(stage), { lacking: 'rules' }, BATCH);
      if (batch.length === 0) return;
      await this.evaluate(work, stage, batch);
    }
  }

  /**
   * Looks once more at the last version of an entry whose translations have changed, under the
   * stage's lock, while verdicts are given. What is found anew opens the entry again, unless a
   * person has said the same of it. Safe to repeat.
   */
  async again(work: Work, stage: Stage, entryId: string): Promise<void> {
    if (stage.state !== 'open' && stage.state !== 'closing') return;
    const [entry] = await checkableEntries(work.em, aboutOf(stage), { entryIds: [entryId] }, 1);
    // Nobody has looked yet: whoever does sees the translations as they are then.
    if (!entry?.rules) return;
    const rules = await evaluate(await ruleContextOf(this.definitions, work.em, stage), entry);
    if (entry.outcome === rulesOutcome(rules) || isDeepStrictEqual(findings(rules), findings(entry.rules))) return;
    const look = firstCheck(entry, stage, rules, { by: work.actor.id, at: await work.now() });
    await work.em.insert(EligibilityCheck, { ...look, sequence: entry.sequence + 1 });
  }

  /** What the rules find in an entry now. */
  async rulesOf(em: SqlEntityManager, stage: Stage, entry: CheckableEntry): Promise<RuleResult[]> {
    return evaluate(await ruleContextOf(this.definitions, em, stage), entry);
  }

  private async evaluate(work: Work, stage: Stage, entries: CheckableEntry[]): Promise<void> {
    const context = await ruleContextOf(this.definitions, work.em, stage);
    const at = await work.now();
    const rows = [];
    for (const entry of entries)
      rows.push(firstCheck(entry, stage, await evaluate(context, entry), { by: work.actor.id, at }));
    await work.em.upsertMany(EligibilityCheck, rows, { onConflictAction: 'ignore' });
  }
}

/** What of results says whether they are others. */
const findings = (rules: readonly RuleResult[]) => rules.map(({ id, result, reason }) => ({ id, result, reason }));

/** What the rules found, as the first look at a version. */
export const firstCheck = (
  entry: CheckableEntry,
  stage: Stage,
  rules: RuleResult[],
  { by, at }: { by: string; at: Date },
) => ({
  entryId: entry.id,
  entryVersion: entry.version,
  stageKey: stage.key,
  sequence: 1,
  rules,
  outcome: null,
  overridden: false,
  reasonCode: null,
  reasonText: null,
  checkedBy: by,
  checkedAt: at,
  revision: stage.revision,
});
