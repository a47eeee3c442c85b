import { Injectable } from '@nestjs/common';
import type { StageRef } from '#libs/contracts';
import { Problem, UnitOfWork } from '#libs/platform';
import { type ZonedInstant, toInstant, zoned } from './calendar.js';
import { Attention } from './attention.entity.js';
import { clockOf, requireCycle, requireStage } from './cycle.queries.js';
import { CycleRevision } from './cycle-revision.entity.js';
import type { CycleDefinition } from './definition.js';
import { Programme } from './programme.entity.js';

/** What every mail of a cycle shows of it, so that no mail carries another cycle's name or signature. */
export interface CycleMailFacts {
  cycleId: string;
  /** Key of the programme, and its name for people. */
  programme: string;
  programmeName: string;
  edition: string;
  cycleTitle: string;
  zone: string;
  signature: string;
  /** The mail must say DEMONSTRATION. */
  demonstration: boolean;
}

/** What a mail about a stage shows besides. */
export interface StageMailFacts extends CycleMailFacts {
  stageKey: string;
  stageTitle: string;
  stageType: string;
  opens: ZonedInstant;
  deadline: ZonedInstant;
  hardClose: ZonedInstant;
  deadlineVersion: number;
}

/** Reads what other libs need of a published cycle: facts for mails, rules for roles. */
@Injectable()
export class CycleContextService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** The facts of a cycle for mails. Throws `not-found`. */
  cycleFacts(cycleId: string): Promise<CycleMailFacts> {
    return this.unitOfWork.read(async (em) => {
      const cycle = await requireCycle(em, cycleId);
      const { name } = await em.findOneOrFail(Programme, { key: cycle.programme });
      const { signature } = await this.definition(cycleId);
      const { programme, edition, title, zone, demonstration } = cycle;
      return { cycleId, programme, programmeName: name, edition, cycleTitle: title, zone, signature, demonstration };
    });
  }

  /** The facts of a stage and its cycle for mails, as they are now. Throws `not-found`. */
  async stageFacts(ref: StageRef): Promise<StageMailFacts> {
    const cycle = await this.cycleFacts(ref.cycleId);
    const stage = await this.unitOfWork.read((em) => requireStage(em, ref));
    const show = (at: Date) => zoned(toInstant(at), stage.zone);
    return {
      ...cycle,
      stageKey: stage.key,
      stageTitle: stage.title,
      stageType: stage.type,
      opens: show(stage.opensAt),
      deadline: show(stage.deadlineAt),
      hardClose: show(stage.hardCloseAt),
      deadlineVersion: stage.deadlineVersion,
    };
  }

  /** The definition in force; a draft's own while it is one. Throws `not-found`. */
  definition(cycleId: string): Promise<CycleDefinition> {
    return this.unitOfWork.read(async (em) => {
      const cycle = await requireCycle(em, cycleId);
      if (cycle.draft) return cycle.draft;
      return (await em.findOneOrFail(CycleRevision, { cycleId, revision: cycle.revision })).definition;
    });
  }

  /**
   * Is this step of a reminder ladder still the one to send? Not when the stage is not open any more, its deadline has moved,
   * or a later step's instant has passed.
   */
  isCurrentReminder({ step, deadlineVersion, ...ref }: StageRef & { step: string; deadlineVersion: number }) {
    return this.unitOfWork.read(async (em) => {
      const stage = await requireStage(em, ref);
      if (stage.state !== 'open' || stage.deadlineVersion !== deadlineVersion) return false;
      const now = await clockOf(em);
      return stage.ladder.findLast(({ at }) => at <= now)?.step === step;
    });
  }

  /** Why a workflow is parked, in plain words; null when it is not, or not any more. */
  attentionOf(cycleId: string, stageKey: string | null, code: string): Promise<string | null> {
    return this.unitOfWork.read(async (em) => {
      const parked = await em.findOne(Attention, { cycleId, stageKey, code, resolvedAt: null });
      return parked?.detail ?? null;
    });
  }

  /** Key of the programme a cycle belongs to; null when there is no such cycle. */
  async programmeOf(cycleId: string): Promise<string | null> {
    return this.unitOfWork.read(async (em) => {
      const [row] = await em.execute<{ programme: string }[]>('select programme from cycles.cycle where id = ?', [
        cycleId,
      ]);
      return row?.programme ?? null;
    });
  }

  /** Does the cycle's definition let an expert also be its juror? False when there is no such cycle. */
  async expertsMayJudge(cycleId: string): Promise<boolean> {
    try {
      return (await this.definition(cycleId)).expertsMayJudge;
    } catch (error) {
      if (error instanceof Problem) return false;
      throw error;
    }
  }
}
