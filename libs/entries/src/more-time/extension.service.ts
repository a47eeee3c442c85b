import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import type { Said } from '#libs/contracts';
import { type Stage, bothZones, inLockOrder, lockStage, refusePaused, toInstant, zonedForCity } from '#libs/cycles';
import { Problem, type RequestContext, UnitOfWork, type Work } from '#libs/platform';
import { callForEntries } from '../stage-types/call-for-entries.type.js';
import { holdCity } from '../cities/city-lock.js';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { eligibility } from '../stage-types/eligibility.type.js';
import { requireStaff } from '../entry/entry-access.js';
import { Entry } from '../entry/entry.entities.js';
import { type ExtensibleStep, Extension } from './more-time.entities.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

/** More time to be granted: for all entries of a city, or for one entry. */
export interface NewExtension {
  stageKey: string;
  target: { cityId: string } | { entryId: string };
  /** One of the call's further deadlines; left out for the deadline of the call. */
  step?: ExtensibleStep | undefined;
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
  step: ExtensibleStep | null;
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
   * Grants an extension of a call for entries. Throws `rule-violated` when it would not last beyond
   * now and the deadline, `conflict` when the call is over (it waits for the last extension of all
   * that were granted), what comes after it takes nothing more, or the city was merged.
   */
  async grant(context: RequestContext, cycleId: string, given: NewExtension): Promise<ExtensionAnswer> {
    return this.unitOfWork.run(context, async (work) => {
      const { stage, at } = await lockStage(work, { cycleId, stageKey: given.stageKey }, 'shared');
      requireStaff(
        context,
        { programme: await this.definitions.programmeOf(cycleId), cycleId },
        entryPermissions.grantExtension,
      );
      refusePaused(stage, at);
      if (stage.type !== callForEntries.key)
        throw new Problem('rule-violated', refusal('extension.noCall', { title: stage.title }));
      await requireTarget(work, cycleId, given.target);
      const deadline = deadlineOf(stage, given);
      const after = deadline > at ? deadline : at;
      if (given.until <= after) {
        const message = refusal('extension.untilTooEarly');
        throw new Problem('rule-violated', refusal('extension.tooEarly'), {
          errors: [{ pointer: '/until', message, allowed: refusal('moreTime.after', { after: toInstant(after) }) }],
        });
      }
      const { step = null } = given;
      if (step !== 'supportingMaterial' && isOver(stage))
        throw new Problem('conflict', refusal('extension.callOver', { title: stage.title }), { state: stage.state });
      if (step === null && !(await this.lockFollowers(work, stage))) {
        throw new Problem('conflict', refusal('extension.followersTakeNothing', { title: stage.title }), {
          state: stage.state,
        });
      }
      return this.give(work, stage, given, at);
    });
  }

  /** Keeps an extension that may be granted, and says so; who may, and until when, the caller has seen to. */
  async give(work: Work, stage: Stage, given: NewExtension, grantedAt: Date): Promise<ExtensionAnswer> {
    const { until, reasonCode, reasonText, step = null } = given;
    const { cycleId, key: stageKey } = stage;
    const target = { cityId: null, entryId: null, ...given.target };
    const granted = { grantedBy: work.actor.id, grantedAt };
    const row = { id: uuidv7(), cycleId, stageKey, ...target, step, until, reasonCode, reasonText, ...granted };
    await work.em.insert(Extension, row);
    work.emit({
      type: 'laureate.extension.granted.v1',
      subject: cycleId,
      data: { cycleId, stageKey, extensionId: row.id, ...(step && { step }), until: toInstant(until), reasonCode },
    });
    return extensionAnswer(row);
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
   * The extension that lets an entry in, read under the stage's lock when the call is over for
   * others: that of its reopening, else the longest, of those that it has not redeemed; null when
   * there is none, or when what follows the call takes nothing more (its lock is then held too, so
   * that it can't close meanwhile). Throws `deadline-passed`, saying by which version, when it has
   * redeemed all that last.
   */
  async usable(
    work: Work,
    stage: Stage,
    entry: Pick<Entry, 'id' | 'cityId' | 'reopeningId'>,
    cityZone?: string,
  ): Promise<Extension | null> {
    const [row] = await work.em.execute<(Redeemed & object)[]>(
      `select x.*, r.version as "redeemedBy", v.submitted_at as "redeemedAt"
       from entries.extension x
         left join entries.redemption r on r.extension_id = x.id and r.entry_id = ?
         left join entries.entry_version v on v.entry_id = r.entry_id and v.version = r.version
       where x.cycle_id = ? and x.stage_key = ? and x.step is null and (x.entry_id = ? or x.city_id = ?)
       order by r.version is null and x.until > now() desc,
         exists (select from entries.reopening o where o.id = ? and o.extension_id = x.id) desc, x.until desc limit 1`,
      [entry.id, stage.cycleId, stage.key, entry.id, entry.cityId, entry.reopeningId ?? null],
    );
    if (!row) return null;
    const { redeemedBy, redeemedAt, ...columns } = row;
    const extension = work.em.map(Extension, columns);
    if (redeemedBy !== null)
      throw redeemed(stage, extension, { redeemedBy, redeemedAt, cityZone: cityZone ?? stage.zone }, await work.now());
    return (await this.lockFollowers(work, stage)) ? extension : null;
  }

  /**
   * The longest extension of one of the call's further deadlines that a city, or one of its
   * entries, was given; null when there is none. It lasts until its end, however often it is used.
   */
  async forStep(
    work: Work,
    { cycleId, key }: Stage,
    { step, cityId, entryId }: { step: ExtensibleStep; cityId: string; entryId: string | null },
  ): Promise<Extension | null> {
    const target = entryId ? { $or: [{ cityId }, { entryId }] } : { cityId };
    const given = { cycleId, stageKey: key, step, ...target };
    return work.em.findOne(Extension, given, { orderBy: { until: 'desc' }, refresh: true });
  }

  /**
   * Takes the locks of the stages that follow a call, and of eligibility, which may run beside it;
   * shared. Do all of them still take an entry? Until they open, yes; once they judge what came in,
   * only eligibility does, as long as it is open.
   */
  async lockFollowers(work: Work, call: Stage): Promise<boolean> {
    return this.stillTake(await this.lockedFollowers(work, call));
  }

  /** The stages, under their locks. */
  async lockedFollowers(work: Work, call: Stage): Promise<Stage[]> {
    const { stages } = await this.definitions.stages(work.em, call.cycleId);
    const earlier = comesAfter(call, stages);
    const followers = inLockOrder(stages).filter(
      ({ key, type, after }) => after.includes(call.key) || (type === eligibility.key && !earlier.has(key)),
    );
    const states = [];
    for (const { key: stageKey } of followers) {
      states.push((await lockStage(work, { cycleId: call.cycleId, stageKey }, 'shared')).stage);
    }
    return states;
  }

  stillTake(followers: Stage[]): boolean {
    return followers.every(
      ({ state, type }) => state === 'scheduled' || (state === 'open' && type === eligibility.key),
    );
  }
}

/**
 * Keys of all stages that a stage comes after, also by others: what they decided was decided before it took anything.
 */
function comesAfter(stage: Stage, stages: Stage[]): Set<string> {
  const before = new Set(stage.after);
  for (const key of before) for (const one of stages.find((other) => other.key === key)?.after ?? []) before.add(one);
  return before;
}

/** By which version an entry has redeemed an extension, and when; null for one that it still has. */
interface Redeemed {
  redeemedBy: number | null;
  redeemedAt: string | Date | null;
}

function redeemed(
  stage: Stage,
  { until }: Extension,
  by: Redeemed & { redeemedBy: number; cityZone: string },
  at: Date,
): Problem {
  const { title, zone } = stage;
  const when = bothZones(toInstant(new Date(by.redeemedAt!)), zone, by.cityZone);
  return new Problem('deadline-passed', refusal('extension.redeemed', { title, version: by.redeemedBy, at: when }), {
    at: toInstant(at),
    deadline: zonedForCity(toInstant(until), zone, by.cityZone),
    currentVersion: by.redeemedBy,
  });
}

/**
 * The deadline that is extended. Throws `rule-violated` for a further one that the call does not
 * have, or that an entry can't need.
 */
function deadlineOf({ title, deadlineAt, steps }: Stage, { step, target }: NewExtension): Date {
  if (!step) return deadlineAt;
  const own = steps.find((each) => each.step === step);
  if (own && !(step === 'registration' && 'entryId' in target)) return new Date(own.deadlineAt);
  const [pointer, fault, allowed]: [string, Said, string | Said] = own
    ? ['/target', refusal('extension.targetCity'), refusal('extension.aCity')]
    : [
        '/step',
        refusal('extension.noDeadline', { title }),
        steps.map((each) => each.step).join(', ') || refusal('extension.leaveOut'),
      ];
  throw new Problem('rule-violated', refusal('extension.nothing', { fault }), {
    errors: [{ pointer, message: fault, allowed }],
  });
}

/** Is a call decided: has it closed, and the last extension ended? */
const isOver = ({ state }: Stage): boolean => state === 'decided' || state === 'released' || state === 'cancelled';

async function requireTarget(work: Work, cycleId: string, target: NewExtension['target']): Promise<void> {
  if ('cityId' in target) return holdCity(work, target.cityId);
  if (!(await work.em.count(Entry, { id: target.entryId, cycleId })))
    throw new Problem('not-found', refusal('entry.none'));
}

const extensionAnswer = ({ until, grantedAt, ...row }: Extension): ExtensionAnswer => ({
  ...row,
  cityId: row.cityId ?? null,
  entryId: row.entryId ?? null,
  step: row.step ?? null,
  until: toInstant(until),
  grantedAt: toInstant(grantedAt),
});
