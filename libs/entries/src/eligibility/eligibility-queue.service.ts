import { Injectable } from '@nestjs/common';
import type { StageRef } from '#libs/contracts';
import { toInstant } from '#libs/cycles';
import { Problem, type RequestContext, UnitOfWork, type Work } from '#libs/platform';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { lockStageForChecks, readableStage } from '../entry/eligibility-access.js';
import { type CheckableFilter, type QueueState, queuedEntries } from './eligibility.queries.js';
import { beingAsked } from './eligibility.service.js';
import type { VerdictReason } from '../stage-types/eligibility-shipped-rules.js';
import { noSuchEntry } from '../entry/entry-access.js';
import type { EntryFilter } from './entry-filter.js';
import { type QueuedEntry, aboutOf, queued } from './queue-entry.js';
import { evaluate, ruleContextOf } from './rule-context.js';
import { refusal } from '../refusals.words.js';

/** What part of a queue is asked for. */
export interface QueueFilter extends Omit<EntryFilter, 'standing'> {
  state?: QueueState | undefined;
  /** Id of a rule that is not met. */
  failedRule?: string | undefined;
  /** Only the entries that the caller is checking. */
  mine?: boolean | undefined;
}

/** For how long an entry stays in somebody's hands; taking it again begins anew. */
const HOLD_MINUTES = 30;
/** How often the next entry is looked for while others take the one found. */
const TRIES = 5;

/** The filter as queries take it. */
export const inQueue = ({ mine, ...filter }: QueueFilter, personId: string): CheckableFilter => ({
  ...filter,
  ...(mine ? { heldBy: personId } : {}),
});

/** The queue of an eligibility stage: people take entries out of it, so that no two look at the same one. */
@Injectable()
export class EligibilityQueueService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
  ) {}

  /** One page of the queue, by entry, in a number of queries that does not depend on its length. For the staff. */
  async list(
    context: RequestContext,
    ref: StageRef,
    page: QueueFilter & { after: string | undefined; limit: number },
  ): Promise<QueuedEntry[]> {
    return this.unitOfWork.read(async (em) => {
      const stage = await readableStage(em, this.definitions, context, ref);
      const rules = await ruleContextOf(this.definitions, em, stage);
      const { after, limit, ...filter } = page;
      const asked = { ...inQueue(filter, context.actor.id), after };
      const entries = await queuedEntries(em, aboutOf(stage), asked, { limit });
      const found: QueuedEntry[] = [];
      for (const entry of entries) found.push(queued(entry, entry.rules ?? (await evaluate(rules, entry))));
      return found;
    });
  }

  /** The reasons people choose from; empty where any code will do. */
  async reasons(context: RequestContext, ref: StageRef): Promise<readonly VerdictReason[]> {
    return this.unitOfWork.read(async (em) => {
      const stage = await readableStage(em, this.definitions, context, ref);
      return (await ruleContextOf(this.definitions, em, stage)).reasons;
    });
  }

  /** Takes an entry, or takes it for longer. Throws `conflict` while somebody else has it. */
  async take(context: RequestContext, ref: StageRef, entryId: string): Promise<QueuedEntry> {
    return this.unitOfWork.run(context, async (work) => {
      const { stage } = await lockStageForChecks(work, this.definitions, context, ref);
      const [entry] = await queuedEntries(work.em, aboutOf(stage), { entryIds: [entryId] }, { limit: 1 });
      if (!entry) throw noSuchEntry();
      if (entry.clarificationId) throw beingAsked(entry);
      const until = await hold(work, ref.stageKey, entryId);
      if (!until) throw taken();
      const rules = entry.rules ?? (await evaluate(await ruleContextOf(this.definitions, work.em, stage), entry));
      return queued({ ...entry, heldBy: context.actor.id, heldUntil: until }, rules);
    });
  }

  /** Takes the first open entry of that part of the queue that nobody has; null when there is none. */
  async takeNext(context: RequestContext, ref: StageRef, filter: QueueFilter): Promise<QueuedEntry | null> {
    return this.unitOfWork.run(context, async (work) => {
      const { stage } = await lockStageForChecks(work, this.definitions, context, ref);
      const { id: personId } = context.actor;
      const asked = { ...inQueue(filter, personId), state: 'open' as const, freeFor: personId };
      for (let tries = 0; tries < TRIES; tries++) {
        const [entry] = await queuedEntries(work.em, aboutOf(stage), asked, { limit: 1, lock: true });
        if (!entry) return null;
        const until = await hold(work, ref.stageKey, entry.id);
        // Somebody took it after it was found.
        if (!until) continue;
        const rules = entry.rules ?? (await evaluate(await ruleContextOf(this.definitions, work.em, stage), entry));
        return queued({ ...entry, heldBy: personId, heldUntil: until }, rules);
      }
      throw new Problem('conflict', refusal('queue.othersTookThem'));
    });
  }

  /** Puts back an entry that the caller is checking; nothing happens when the caller is not. */
  async release(context: RequestContext, ref: StageRef, entryId: string): Promise<void> {
    await this.unitOfWork.run(context, async (work) => {
      await readableStage(work.em, this.definitions, context, ref);
      await work.em.execute(
        'delete from entries.eligibility_claim where entry_id = ? and stage_key = ? and person_id = ?',
        [entryId, ref.stageKey, context.actor.id],
      );
    });
  }
}

/**
 * Takes hold of an entry, unless somebody else has it; until when, or null. One statement decides between two at once.
 */
async function hold({ em, actor }: Work, stageKey: string, entryId: string): Promise<string | null> {
  const [row] = await em.execute<{ until: string | Date }[]>(
    `insert into entries.eligibility_claim as held (entry_id, stage_key, person_id, until)
     values (?, ?, ?, now() + make_interval(mins => ?))
     on conflict (entry_id, stage_key) do update set person_id = excluded.person_id, until = excluded.until
       where held.person_id = excluded.person_id or held.until <= now()
     returning until`,
    [entryId, stageKey, actor.id, HOLD_MINUTES],
  );
  return row ? toInstant(new Date(row.until)) : null;
}

const taken = () => new Problem('conflict', refusal('queue.held'));
