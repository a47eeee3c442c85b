import { setTimeout as sleep } from 'node:timers/promises';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { StageRef } from '#libs/contracts';
import { type Stage, requireStage, toInstant } from '#libs/cycles';
import { Problem, type RequestContext, UnitOfWork, type WorkContext, log } from '#libs/platform';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { readableStage } from '../entry/eligibility-access.js';
import { checkableEntries, countChecks } from './eligibility.queries.js';
import { type EligibilityRule, evaluateRules, rulesOutcome } from '../stage-types/eligibility.rules.js';
import { ruleProblems } from '../stage-types/eligibility.type.js';
import { requireStaff } from '../entry/entry-access.js';
import { aboutOf } from './queue-entry.js';
import { type RuleContext, evaluate, ruleContextOf } from './rule-context.js';
import { RuleTrial, type TrialCounts } from './eligibility.entities.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

/** What a dry run of rules has found so far. */
export interface TrialAnswer extends TrialCounts {
  id: string;
  /** How many entries there were when it began. */
  total: number;
  startedAt: string;
  /** Null while it goes on. */
  finishedAt: string | null;
}

/** Entries looked at in one transaction: what a trial has in memory at a time. */
const BATCH = 100;
const EXAMPLES_MAX = 10;
/** How long whoever starts a trial waits for its end. */
const PATIENCE_MS = 1_000;
/** After so long without a batch, whoever asks for a trial goes on with it: the process that ran it is gone. */
const ABANDONED_MS = 10_000;

/** Tries rules on all entries of a cycle before anybody adopts them, batch by batch, and counts what they find. */
@Injectable()
export class RuleTrialService implements OnModuleDestroy {
  private readonly running = new Map<string, Promise<void>>();
  private stopping = false;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
  ) {}

  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.running.values());
  }

  /**
   * Keeps a trial of these rules, or of those in force; `run` begins it. Throws `rule-violated` for
   * rules that can't be used.
   */
  async begin(context: RequestContext, ref: StageRef, rules?: EligibilityRule[]): Promise<TrialAnswer> {
    return this.unitOfWork.run(context, async (work) => {
      requireStaff(
        context,
        { programme: await this.definitions.programmeOf(ref.cycleId), cycleId: ref.cycleId },
        entryPermissions.tryRules,
      );
      const stage = await readableStage(work.em, this.definitions, context, ref);
      const inForce = await ruleContextOf(this.definitions, work.em, stage);
      const tried = rules ?? [...inForce.rules];
      const errors = ruleProblems(tried, inForce.form, '').map(({ pointer, message, allowed }) => ({
        pointer,
        message,
        allowed,
      }));
      if (errors.length > 0) throw new Problem('rule-violated', refusal('rules.unusable'), { errors });
      const { valid, invalid, open, asked } = await countChecks(work.em, aboutOf(stage));
      const at = await work.now();
      const trial = work.em.create(
        RuleTrial,
        {
          id: uuidv7(),
          ...ref,
          rules: tried,
          revision: stage.revision,
          total: valid + invalid + open + asked,
          counted: nothingCounted(tried),
          after: null,
          startedBy: context.actor.id,
          startedAt: at,
          seenAt: at,
          finishedAt: null,
        },
        { persist: true },
      );
      await work.em.flush();
      return answerOf(trial);
    });
  }

  /**
   * How far a trial is; waits up to a second for its end, and goes on with one that its process has
   * left. Throws `not-found`.
   */
  async find(context: RequestContext, ref: StageRef, id: string): Promise<TrialAnswer> {
    const trial = await this.read(context, ref, id);
    if (trial.finishedAt) return answerOf(trial);
    const isAbandoned = Date.now() - trial.seenAt.getTime() > ABANDONED_MS;
    if (!this.running.has(id) && (trial.counted.lookedAt === 0 || isAbandoned)) this.run(ref, id);
    const patience = new AbortController();
    await Promise.race([
      this.running.get(id),
      sleep(PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => {}),
    ]);
    patience.abort();
    return answerOf(await this.read(context, ref, id));
  }

  private read(context: RequestContext, ref: StageRef, id: string): Promise<RuleTrial> {
    return this.unitOfWork.read(async (em) => {
      await readableStage(em, this.definitions, context, ref);
      const trial = await em.findOne(RuleTrial, { id, ...ref });
      if (!trial) throw new Problem('not-found', refusal('rules.noDryRun'));
      return trial;
    });
  }

  /** Goes through the entries in the background. Two processes at once count each batch once: its row is locked. */
  private run(ref: StageRef, id: string): void {
    const context: WorkContext = { actor: { id: 'service:api' }, cause: `rule-trial:${id}` };
    const running = (async () => {
      while (!this.stopping && !(await this.batch(context, ref, id)));
    })()
      .catch((error: unknown) => log.error({ err: error, trial: id }, 'A dry run of rules stopped'))
      .finally(() => this.running.delete(id));
    this.running.set(id, running);
  }

  /** Counts the next entries in one transaction; true when none is left. */
  private batch(context: WorkContext, ref: StageRef, id: string): Promise<boolean> {
    return this.unitOfWork.run(context, async (work) => {
      const locked = await work.em.execute<unknown[]>(
        'select 1 from entries.rule_trial where id = ? and finished_at is null for update',
        [id],
      );
      if (locked.length === 0) return true;
      const trial = await work.em.findOneOrFail(RuleTrial, { id });
      const stage = await requireStage(work.em, ref);
      const inForce = await this.contextAt(work.em, stage, trial.revision);
      const entries = await checkableEntries(work.em, aboutOf(stage), { after: trial.after ?? undefined }, BATCH);
      const counted = structuredClone(trial.counted);
      for (const entry of entries) {
        const found = await evaluate({ ...inForce, rules: trial.rules }, entry);
        count(counted, entry.id, found, rulesOutcome(entry.rules ?? (await evaluate(inForce, entry))));
      }
      const [clock] = await work.em.execute<{ now: string | Date }[]>('select clock_timestamp() as now');
      const at = new Date(clock!.now);
      const isLast = entries.length < BATCH;
      work.em.assign(trial, {
        counted,
        after: entries.at(-1)?.id ?? trial.after ?? null,
        seenAt: at,
        finishedAt: isLast ? at : null,
      });
      return isLast;
    });
  }

  private contextAt(em: SqlEntityManager, stage: Stage, revision: number): Promise<RuleContext> {
    return ruleContextOf(this.definitions, em, { ...stage, revision } as Stage);
  }
}

const nothingCounted = (rules: readonly EligibilityRule[]): TrialCounts => ({
  lookedAt: 0,
  outcomes: { valid: 0, invalid: 0, undecided: 0 },
  changed: 0,
  rules: rules.map(({ id }) => ({ id, pass: 0, fail: 0, error: 0, examples: [] })),
});

/** Adds what was found in one entry. */
function count(
  counted: TrialCounts,
  entryId: string,
  found: ReturnType<typeof evaluateRules>,
  before: ReturnType<typeof rulesOutcome>,
): void {
  counted.lookedAt += 1;
  const outcome = rulesOutcome(found);
  counted.outcomes[outcome] += 1;
  if (outcome !== before) counted.changed += 1;
  for (const [index, { result }] of found.entries()) {
    const rule = counted.rules[index]!;
    rule[result] += 1;
    if (result !== 'pass' && rule.examples.length < EXAMPLES_MAX) rule.examples.push(entryId);
  }
}

const answerOf = ({ id, total, counted, startedAt, finishedAt }: RuleTrial): TrialAnswer => ({
  id,
  total,
  ...counted,
  startedAt: toInstant(startedAt),
  finishedAt: finishedAt ? toInstant(finishedAt) : null,
});
