import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { type Stage, lockStage, toInstant } from '#libs/cycles';
import { Problem, type RequestContext, UnitOfWork, type Work } from '#libs/platform';
import { callForEntries } from './call-for-entries.type.js';
import { City } from './city.entity.js';
import { CycleDefinitions } from './cycle-definitions.js';
import { eligibility } from './eligibility.type.js';
import { requireStaff } from './entry.access.js';
import { Entry } from './entry.entity.js';
import { Extension } from './extension.entity.js';

/** More time to be granted: for all entries of a city, or for one entry. */
export interface NewExtension {
  stageKey: string;
  target: { cityId: string } | { entryId: string };
  until: Date;
  reasonCode: string;
  reasonText: string;
}

export interface ExtensionAnswer {
  id: string;
  cycleId: string;
  stageKey: string;
  cityId: string | null;
  entryId: string | null;
  until: string;
  reasonCode: string;
  reasonText: string;
  grantedBy: string;
  grantedAt: string;
}

/** Grants more time to one city or entry, and knows whether it still counts. */
@Injectable()
export class ExtensionService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly definitions: CycleDefinitions,
  ) {}

  /**
   * Grants an extension of a call for entries. Throws `rule-violated` when it would not last beyond now and the deadline,
   * `conflict` when what comes after the call takes nothing more.
   */
  async grant(context: RequestContext, cycleId: string, given: NewExtension): Promise<ExtensionAnswer> {
    return this.unitOfWork.run(context, async (work) => {
      const { stage, at } = await lockStage(work, { cycleId, stageKey: given.stageKey }, 'shared');
      requireStaff(context, { programme: await this.definitions.programmeOf(cycleId), cycleId });
      if (stage.type !== callForEntries.key) throw new Problem('rule-violated', `"${stage.title}" takes no entries.`);
      await requireTarget(work.em, cycleId, given.target);
      const after = stage.deadlineAt > at ? stage.deadlineAt : at;
      if (given.until <= after) {
        const message = 'must be after the deadline, and in the future';
        throw new Problem('rule-violated', `The extension ${message}.`, {
          errors: [{ pointer: '/until', message, allowed: `after ${toInstant(after)}` }],
        });
      }
      if (stage.state === 'cancelled' || !(await this.lockFollowers(work, stage))) {
        throw new Problem('conflict', `What follows "${stage.title}" takes no more entries.`, { state: stage.state });
      }
      const { until, reasonCode, reasonText } = given;
      const target = { cityId: null, entryId: null, ...given.target };
      const granted = { grantedBy: context.actor.id, grantedAt: at };
      const row = { id: uuidv7(), cycleId, stageKey: stage.key, ...target, until, reasonCode, reasonText, ...granted };
      await work.em.insert(Extension, row);
      work.emit({
        type: 'laureate.extension.granted.v1',
        subject: cycleId,
        data: { cycleId, stageKey: stage.key, extensionId: row.id, until: toInstant(until), reasonCode },
      });
      return extensionAnswer(row);
    });
  }

  /** One page of a cycle's extensions, by id; for the secretariat and the auditor. */
  async list(cycleId: string, page: { after: string | undefined; limit: number }): Promise<ExtensionAnswer[]> {
    const rows = await this.unitOfWork.read((em) =>
      em.find(
        Extension,
        { cycleId, ...(page.after ? { id: { $gt: page.after } } : {}) },
        { orderBy: { id: 'asc' }, limit: page.limit },
      ),
    );
    return rows.map(extensionAnswer);
  }

  /**
   * The longest extension of an entry, read under the stage's lock when the call is over for others; null when there is none,
   * or when what follows the call takes nothing more (its lock is then held too, so that it can't close meanwhile).
   */
  async longest(work: Work, stage: Stage, entry: Pick<Entry, 'id' | 'cityId'>): Promise<Extension | null> {
    const [extension] = await work.em.find(
      Extension,
      { cycleId: stage.cycleId, stageKey: stage.key, $or: [{ entryId: entry.id }, { cityId: entry.cityId }] },
      { orderBy: { until: 'desc' }, limit: 1 },
    );
    return extension && (await this.lockFollowers(work, stage)) ? extension : null;
  }

  /**
   * Takes the locks of the stages that follow a call, shared. Do all of them still take an entry? Until they open, yes; once
   * they judge what came in, only eligibility does, as long as it is open.
   */
  async lockFollowers(work: Work, call: Stage): Promise<boolean> {
    const { stages } = await this.definitions.stages(work.em, call.cycleId);
    const keys = stages.filter(({ after }) => after.includes(call.key)).map(({ key }) => key);
    const states = [];
    for (const stageKey of keys.toSorted()) {
      states.push((await lockStage(work, { cycleId: call.cycleId, stageKey }, 'shared')).stage);
    }
    return states.every(({ state, type }) => state === 'scheduled' || (state === 'open' && type === eligibility.key));
  }
}

async function requireTarget(em: SqlEntityManager, cycleId: string, target: NewExtension['target']): Promise<void> {
  const there =
    'cityId' in target
      ? await em.count(City, { id: target.cityId })
      : await em.count(Entry, { id: target.entryId, cycleId });
  if (!there) throw new Problem('not-found', `There is no such ${'cityId' in target ? 'city' : 'entry'}.`);
}

const extensionAnswer = ({ until, grantedAt, ...row }: Extension): ExtensionAnswer => ({
  ...row,
  cityId: row.cityId ?? null,
  entryId: row.entryId ?? null,
  until: toInstant(until),
  grantedAt: toInstant(grantedAt),
});
