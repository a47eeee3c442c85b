import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { v7 as uuidv7 } from 'uuid';
import type { Instant } from '#libs/contracts';
import { Problem, UnitOfWork, type Work, type WorkContext } from '#libs/platform';
import { toInstant } from '../definition/calendar.js';
import { Cycle } from '../rows/cycle.entities.js';
import { requireCycle } from '../rows/cycle.queries.js';
import { type CycleView, cycleView } from '../cycle/cycle-views.js';
import { type ExplainedProblem, explained } from '../definition/definition-problems.js';
import { refusal } from '../refusals.words.js';
import { checkPastEdition } from './history-check.js';
import { type PastEdition, pastEditionDigest } from './history.js';
import { HistoryRevision } from './history-revision.entity.js';

/** What entering a past edition changes; `none` when it says what is there already. */
export type HistoryChange = 'new' | 'corrected' | 'none';

/** What entering a document would do. */
export interface HistoryPlan {
  change: HistoryChange;
  /** The cycle it is entered already as; null for a new one. */
  cycleId: string | null;
  /** The revision it becomes, or is. */
  revision: number;
  digest: string;
  history: PastEdition;
}

/** A past edition as it was entered. */
export interface HistoryView {
  cycleId: string;
  revision: number;
  digest: string;
  enteredAt: Instant;
  document: PastEdition;
  /** Every revision, oldest first. */
  revisions: { revision: number; digest: string; enteredAt: Instant }[];
}

/** Past editions, entered as history: no stage, workflow, deadline or mail ever comes of them. */
@Injectable()
export class HistoryService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** What entering a document (or its YAML or JSON text) would do, or every problem of it; keeps nothing. */
  check(given: string | object): Promise<HistoryPlan | { problems: ExplainedProblem[] }> {
    return this.unitOfWork.read(async (em) => planFor(em, given));
  }

  /**
   * Enters a past edition, or a correction of it as its next revision; nothing when it says what is
   * there already. Throws `rule-violated` with every problem of it; nothing is entered then.
   */
  enter(context: WorkContext, given: string | object): Promise<HistoryPlan & { cycle: CycleView }> {
    return this.unitOfWork.run(context, async (work) => {
      // One at a time, so that two imports of one edition see each other.
      await work.em.execute(`select pg_advisory_xact_lock(hashtextextended('cycles.history', 0))`);
      const plan = await planFor(work.em, given);
      if ('problems' in plan) throw historyRefused(plan.problems);
      const cycle = await this.write(work, plan);
      return { ...plan, cycleId: cycle.id, cycle: cycleView(cycle) };
    });
  }

  /**
   * A past edition; its newest revision unless another is asked for. Throws `not-found`, also for a
   * cycle that is run here.
   */
  read(cycleId: string, revision?: number): Promise<HistoryView> {
    return this.unitOfWork.read(async (em) => {
      const cycle = await requireCycle(em, cycleId);
      if (cycle.status !== 'history') throw new Problem('not-found', refusal('history.none'));
      const revisions = await em.find(HistoryRevision, { cycleId }, { orderBy: { revision: 'asc' } });
      const found = revisions.find((each) => each.revision === (revision ?? cycle.revision));
      if (!found) throw new Problem('not-found', refusal('history.noRevision', { revision: String(revision) }));
      const summary = ({ revision, digest, enteredAt }: HistoryRevision) => ({
        revision,
        digest,
        enteredAt: toInstant(enteredAt),
      });
      return { cycleId, ...summary(found), document: found.document, revisions: revisions.map(summary) };
    });
  }

  private async write(work: Work, { change, cycleId, revision, digest, history }: HistoryPlan): Promise<Cycle> {
    if (change === 'none') return requireCycle(work.em, cycleId!);
    const now = await work.now();
    const cycle = cycleId ? await requireCycle(work.em, cycleId) : await begin(work, history, now);
    const { title, zone } = history;
    work.em.assign(cycle, { title, zone, revision, version: cycleId ? cycle.version + 1 : 1 });
    const { id } = cycle;
    work.em.create(
      HistoryRevision,
      {
        cycleId: id,
        revision,
        document: history,
        digest,
        digestAlgorithm: 'sha256-jcs-v1',
        actorId: work.actor.id,
        enteredAt: now,
      },
      { persist: true },
    );
    work.emit({ type: 'laureate.cycle.history-entered.v1', subject: id, data: { cycleId: id, revision, digest } });
    return cycle;
  }
}

async function begin(work: Work, { programme, edition, year, title, zone }: PastEdition, now: Date): Promise<Cycle> {
  await work.em.execute('insert into cycles.programme (key, name) values (?, ?) on conflict do nothing', [
    programme.key,
    programme.name,
  ]);
  return work.em.create(
    Cycle,
    {
      // Lists are in the order of the ids: a past edition stands in its year.
      id: uuidv7({ msecs: Math.min(Math.max(0, Date.UTC(year, 11, 31)), now.getTime()) }),
      programme: programme.key,
      edition,
      title,
      zone,
      demonstration: false,
      status: 'history',
      revision: 1,
      version: 1,
      draft: null,
      createdBy: work.actor.id,
      createdAt: now,
    },
    { persist: true },
  );
}

/** What entering it would do, by what is there now. */
async function planFor(
  em: SqlEntityManager,
  given: string | object,
): Promise<HistoryPlan | { problems: ExplainedProblem[] }> {
  const checked = checkPastEdition(given);
  if ('problems' in checked) return checked;
  const { history } = checked;
  const digest = pastEditionDigest(history);
  const { programme, edition } = history;
  const same = await em.find(Cycle, { programme: programme.key, edition, demonstration: false });
  const run = same.find(({ status }) => status === 'published' || status === 'completed');
  if (run) {
    const message = `is run here: "${run.title}" is ${run.status}`;
    return {
      problems: [explained({ pointer: '/edition', value: edition, message, allowed: 'an edition of the past' })],
    };
  }
  const entered = same.find(({ status }) => status === 'history');
  if (!entered) return { change: 'new', cycleId: null, revision: 1, digest, history };
  const { id: cycleId, revision } = entered;
  const last = await em.findOneOrFail(HistoryRevision, { cycleId, revision });
  return last.digest === digest
    ? { change: 'none', cycleId, revision, digest, history }
    : { change: 'corrected', cycleId, revision: revision + 1, digest, history };
}

const historyRefused = (problems: ExplainedProblem[]): Problem =>
  new Problem('rule-violated', refusal('history.problems', { count: problems.length }), {
    errors: problems.map(({ pointer, message, allowed }) => ({ pointer: `/document${pointer}`, message, allowed })),
  });
