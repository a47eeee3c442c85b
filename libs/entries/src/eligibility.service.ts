import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { type CycleDefinition, type Stage, lockStage, requireStage, stageDefinitionOf, toInstant } from '#libs/cycles';
import { Problem, type RequestContext, UnitOfWork, type Work, holds } from '#libs/platform';
import { formOf } from './call-for-entries.type.js';
import { CycleDefinitions } from './cycle-definitions.js';
import { EligibilityCheck } from './eligibility-check.entity.js';
import { factsOf } from './eligibility.facts.js';
import { type CheckableEntry, checkableEntries } from './eligibility.queries.js';
import { type RuleResult, type RulesOutcome, evaluateRules, rulesOutcome } from './eligibility.rules.js';
import { type EligibilitySettings, eligibility } from './eligibility.type.js';
import { noSuchEntry, requireStaff } from './entry.access.js';
import { titleOf } from './entry.answers.js';
import type { PassFailEntry } from './pass-fail.rules.js';

/** What a person says of an entry. A reason is needed when it differs from what the rules say. */
export interface NewVerdict {
  outcome: 'valid' | 'invalid';
  /** The version looked at; refused when the city has submitted a newer one meanwhile. */
  version: number;
  reasonCode?: string | undefined;
  reasonText?: string | undefined;
}

/** An entry in the queue of an eligibility stage. */
export interface QueuedEntry {
  entryId: string;
  version: number;
  title: string;
  city: { id: string; name: string; countryCode: string };
  late: boolean;
  rules: RuleResult[];
  rulesOutcome: RulesOutcome;
  /** A person's verdict; null while nobody has looked. */
  verdict: {
    outcome: 'valid' | 'invalid';
    overridden: boolean;
    reasonCode: string | null;
    reasonText: string | null;
    checkedBy: string;
    checkedAt: string;
  } | null;
}

const BATCH = 100;

/** Lets the rules look at what came in, and people say what follows. */
@Injectable()
export class EligibilityService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
  ) {}

  /** Evaluates the rules for every submitted version that they have not looked at, and keeps what they found. Safe to repeat. */
  async evaluateAll(work: Work, stage: Stage): Promise<void> {
    const context = await this.contextOf(work.em, stage);
    for (;;) {
      const batch = await checkableEntries(work.em, aboutOf(stage), { lacking: 'rules' }, BATCH);
      if (batch.length === 0) return;
      const at = await work.now();
      const rows = batch.map((entry) => firstCheck(entry, stage, evaluate(context, entry), work.actor.id, at));
      await work.em.upsertMany(EligibilityCheck, rows, { onConflictAction: 'ignore' });
    }
  }

  /** One page of the queue, by entry: all, or only those that nobody has looked at. For the staff. */
  async queue(
    context: RequestContext,
    ref: { cycleId: string; stageKey: string },
    page: { after: string | undefined; limit: number; unchecked: boolean },
  ): Promise<QueuedEntry[]> {
    return this.unitOfWork.read(async (em) => {
      const programme = await this.definitions.programmeOf(ref.cycleId);
      const readers = ['secretariat', 'organiser', 'auditor'] as const;
      if (!holds(context.principal, readers, { programme, cycleId: ref.cycleId })) throw noSuchStage();
      const stage = await requireStage(em, ref);
      if (stage.type !== eligibility.key) throw noSuchStage();
      const rules = await this.contextOf(em, stage);
      const lacking = page.unchecked ? 'person' : undefined;
      const entries = await checkableEntries(em, aboutOf(stage), { lacking, after: page.after }, page.limit);
      return entries.map((entry) => queued(entry, entry.rules ?? evaluate(rules, entry)));
    });
  }

  /**
   * Confirms what the rules say, or overrides it with a reason; a later verdict replaces an earlier one. Throws `not-open` or
   * `conflict` unless the stage is open, or closed and not yet proposed; `stale-version` when a newer version came in.
   */
  async check(
    context: RequestContext,
    ref: { cycleId: string; stageKey: string },
    entryId: string,
    given: NewVerdict,
  ): Promise<QueuedEntry> {
    return this.unitOfWork.run(context, async (work) => {
      const { stage, at } = await lockStage(work, ref, 'shared');
      const programme = await this.definitions.programmeOf(ref.cycleId);
      requireStaff(context, { programme, cycleId: ref.cycleId });
      if (stage.type !== eligibility.key) throw noSuchStage();
      requireUndecided(stage);
      // Two people at once: the second sees the verdict of the first.
      await work.em.execute('select 1 from entries.entry where id = ? for update', [entryId]);
      const [entry] = await checkableEntries(work.em, aboutOf(stage), { entryId }, 1);
      if (!entry) throw noSuchEntry();
      if (given.version !== entry.version) {
        throw new Problem('stale-version', `Version ${entry.version} was submitted meanwhile.`, {
          version: entry.version,
        });
      }
      let { sequence } = entry;
      const rules = entry.rules ?? evaluate(await this.contextOf(work.em, stage), entry);
      if (sequence === 0) {
        const first = firstCheck(entry, stage, rules, work.actor.id, at);
        // The opening stage may be looking at this entry in the same moment, and finds the same.
        await work.em.upsertMany(EligibilityCheck, [first], { onConflictAction: 'ignore' });
        sequence = 1;
      }
      const overridden = given.outcome !== rulesOutcome(rules);
      const reason = { reasonCode: given.reasonCode ?? null, reasonText: given.reasonText ?? null };
      if (overridden && !(reason.reasonCode && reason.reasonText)) throw reasonMissing(rulesOutcome(rules));
      const verdict = { outcome: given.outcome, overridden, ...reason, checkedBy: context.actor.id, checkedAt: at };
      await work.em.insert(EligibilityCheck, { ...keyOf(entry, stage, sequence + 1), rules, ...verdict });
      work.emit({
        type: 'laureate.eligibility.checked.v1',
        subject: entryId,
        data: { ...ref, entryId, version: entry.version, reasonCode: reason.reasonCode },
      });
      return queued({ ...entry, ...verdict }, rules);
    });
  }

  /** Every submitted entry as the decision reads it, by id: the same again years later, as nothing of it changes after the close. */
  async decisionEntries(em: SqlEntityManager, stage: Stage): Promise<PassFailEntry[]> {
    const context = await this.contextOf(em, stage);
    const entries: PassFailEntry[] = [];
    for (;;) {
      const batch = await checkableEntries(em, aboutOf(stage), { after: entries.at(-1)?.entryId }, BATCH);
      for (const entry of batch) entries.push(decisionEntry(entry, entry.rules ?? evaluate(context, entry)));
      if (batch.length < BATCH) return entries;
    }
  }

  /** What the rules need beside an entry: the form, the rules, and the deadline of the call each entry answers. */
  private async contextOf(em: SqlEntityManager, stage: Stage): Promise<RuleContext> {
    const { stages } = await this.definitions.stages(em, stage.cycleId);
    const definition = await this.definitions.of(em, stage);
    const { rules } = stageDefinitionOf(definition, stage.key).settings as EligibilitySettings;
    const deadlines = new Map(
      stages.map(({ key, deadlineAt, zone }) => {
        const date = DateTime.fromJSDate(deadlineAt, { zone }).toISODate();
        return [key, { date: date ?? toInstant(deadlineAt).slice(0, 10), zone }];
      }),
    );
    return { definition, rules, deadlines };
  }
}

interface RuleContext {
  definition: CycleDefinition;
  rules: EligibilitySettings['rules'];
  deadlines: Map<string, { date: string; zone: string }>;
}

function evaluate({ definition, rules, deadlines }: RuleContext, entry: CheckableEntry): RuleResult[] {
  const { cityName: name, countryCode, kind, region, population, late } = entry;
  const city = { name, countryCode, kind, region, population };
  return evaluateRules(
    rules,
    factsOf(formOf(definition), entry.content, { late, city, deadline: deadlines.get(entry.callKey)! }),
  );
}

const aboutOf = ({ cycleId, key, closedAt }: Stage) => ({ cycleId, stageKey: key, closedAt: closedAt ?? null });

const keyOf = (entry: CheckableEntry, stage: Stage, sequence: number) => ({
  entryId: entry.id,
  entryVersion: entry.version,
  stageKey: stage.key,
  sequence,
});

const firstCheck = (entry: CheckableEntry, stage: Stage, rules: RuleResult[], checkedBy: string, checkedAt: Date) => ({
  ...keyOf(entry, stage, 1),
  rules,
  outcome: null,
  overridden: false,
  reasonCode: null,
  reasonText: null,
  checkedBy,
  checkedAt,
});

function queued(entry: CheckableEntry, rules: RuleResult[]): QueuedEntry {
  const { outcome, overridden, reasonCode, reasonText, checkedBy, checkedAt } = entry;
  return {
    entryId: entry.id,
    version: entry.version,
    title: titleOf(entry.content),
    city: { id: entry.cityId, name: entry.cityName, countryCode: entry.countryCode },
    late: entry.late,
    rules,
    rulesOutcome: rulesOutcome(rules),
    verdict:
      outcome && checkedBy && checkedAt
        ? {
            outcome,
            overridden: overridden === true,
            reasonCode,
            reasonText,
            checkedBy,
            checkedAt: toInstant(new Date(checkedAt)),
          }
        : null,
  };
}

function decisionEntry(entry: CheckableEntry, rules: RuleResult[]): PassFailEntry {
  const { id: entryId, version, digest, outcome, overridden, reasonCode } = entry;
  const verdict = outcome ? { outcome, overridden: overridden === true, reasonCode } : null;
  return { entryId, version, digest, rules, verdict };
}

function requireUndecided({ title, state }: Stage): void {
  if (state === 'open' || state === 'closing') return;
  if (state === 'scheduled') throw new Problem('not-open', `"${title}" is not open yet.`, { state });
  throw new Problem('conflict', `"${title}" is ${state}; its entries can't be checked any more.`, { state });
}

function reasonMissing(byRules: RulesOutcome): Problem {
  const message = `is needed: the rules say ${byRules}`;
  return new Problem('rule-violated', 'An override needs a reason.', {
    errors: [
      { pointer: '/reasonCode', message },
      { pointer: '/reasonText', message },
    ],
  });
}

const noSuchStage = () => new Problem('not-found', 'This cycle has no such eligibility stage.');
