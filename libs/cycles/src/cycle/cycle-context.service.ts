import { Injectable } from '@nestjs/common';
import type { AmendmentState, Instant, Language, StageRef } from '#libs/contracts';
import { Problem, UnitOfWork } from '#libs/platform';
import { refusal } from '../refusals.words.js';
import { DEFAULT_ENTRANT, type EntrantKind } from '#libs/words';
import { type ZonedInstant, toInstant, zoned } from '../definition/calendar.js';
import { AmendmentSignature, Amendment } from '../move-deadline/amendment.entities.js';
import { windowChangesOf } from '../move-deadline/amendment.rules.js';
import { Attention, Programme } from '../rows/cycle.entities.js';
import { clockOf, requireCycle, requireRevision, requireStage } from '../rows/cycle.queries.js';
import { type CycleDefinition, signatureOf } from '../definition/definition.js';
import { Stage } from '../definition/stage.entity.js';
import { cycleWords } from '../definition/definition.words.js';

/** What every mail of a cycle shows of it, so that no mail carries another cycle's name or signature. */
export interface CycleMailFacts {
  cycleId: string;
  /** Key of the programme, and its name for people. */
  programme: string;
  programmeName: string;
  edition: string;
  cycleTitle: string;
  zone: string;
  /** In each language. */
  signature: Record<Language, string>;
  /** The mail must say DEMONSTRATION. */
  demonstration: boolean;
  /** Who enters; mails have each form of what they are called. */
  entrantKind: EntrantKind;
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
      const definition = await this.definition(cycleId);
      const signature = signatureOf(definition);
      const entrantKind = definition.entrant ?? DEFAULT_ENTRANT;
      const { programme, edition, title, zone, demonstration } = cycle;
      return {
        cycleId,
        programme,
        programmeName: name,
        edition,
        cycleTitle: title,
        zone,
        signature,
        demonstration,
        entrantKind,
      };
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
      return (await requireRevision(em, cycle)).definition;
    });
  }

  /** The definition in force of a published cycle. Throws `not-found`, also for a draft. */
  publishedDefinition(cycleId: string): Promise<CycleDefinition> {
    return this.unitOfWork.read(async (em) => {
      const cycle = await requireCycle(em, cycleId);
      if (!cycle.publishedAt) throw new Problem('not-found', refusal('cycle.none'));
      return (await requireRevision(em, cycle)).definition;
    });
  }

  /**
   * Is this step of a reminder ladder still the one to send? Not when the stage is not open any
   * more or paused, its deadline has moved, or a later step's instant has passed.
   */
  isCurrentReminder({ step, deadlineVersion, ...ref }: StageRef & { step: string; deadlineVersion: number }) {
    return this.unitOfWork.read(async (em) => {
      const stage = await requireStage(em, ref);
      if (stage.state !== 'open' || stage.pausedAt || stage.deadlineVersion !== deadlineVersion) return false;
      const now = await clockOf(em);
      return stage.ladder.findLast(({ at }) => at <= now)?.step === step;
    });
  }

  /** What a mail about a proposed amendment shows; null when it is settled: nobody has to sign it any more. */
  async amendmentFacts(cycleId: string, amendmentId: string, state: AmendmentState = 'proposed') {
    const amendment = await this.unitOfWork.read((em) => em.findOne(Amendment, { id: amendmentId, cycleId, state }));
    if (!amendment) return null;
    const { number = null, changes, reasonCode } = amendment;
    const changed = changes.map(({ pointer }) => pointer);
    return { ...(await this.cycleFacts(cycleId)), number, changed, reasonCode };
  }

  /**
   * What a mail about deadlines that one person moved shows another who could countersign; null
   * when there is nothing to countersign any more, or it was them.
   */
  async countersigningFacts(cycleId: string, amendmentId: string, personId: string, language: Language) {
    const found = await this.unitOfWork.read(async (em) => ({
      amendment: await em.findOne(Amendment, { id: amendmentId, cycleId, kind: 'deadline', state: 'adopted' }),
      signatures: await em.find(AmendmentSignature, { amendmentId }),
    }));
    const { amendment, signatures } = found;
    if (!amendment || signatures.length > 1 || signatures.some((one) => one.personId === personId)) return null;
    const { number, reasonCode, changes, definition, definitionDigest } = amendment;
    const moves = windowChangesOf(changes).map(({ stageKey, opens, deadline, steps }) => ({
      title: definition.stages.find(({ key }) => key === stageKey)?.title ?? stageKey,
      opens,
      deadline,
      steps: steps.map(({ step, from, to }) => ({ name: cycleWords.say(language, `step.${step}`), from, to })),
    }));
    return { ...(await this.cycleFacts(cycleId)), amendmentId, number, reasonCode, moves, definitionDigest };
  }

  /** Why a workflow is parked, in plain words; null when it is not, or not any more. */
  attentionOf(of: {
    cycleId: string;
    stageKey: string | null;
    code: string;
    workflowId?: string;
  }): Promise<string | null> {
    return this.unitOfWork.read(async (em) => {
      const parked = await em.findOne(Attention, { ...of, resolvedAt: null });
      return parked?.detail ?? null;
    });
  }

  /** The words of a reason that was given about a cycle, by their digest; null when there are none. */
  reasonText(cycleId: string, digest: string | null): Promise<string | null> {
    return this.unitOfWork.read(async (em) => {
      const [row] = await em.execute<{ text: string | null }[]>(
        'select text from cycles.reason where cycle_id = ? and text_digest = ? limit 1',
        [cycleId, digest],
      );
      return row?.text ?? null;
    });
  }

  /** Keys of the stages of a cycle, in their order. */
  stageKeys(cycleId: string): Promise<string[]> {
    return this.unitOfWork.read(async (em) => {
      const stages = await em.find(Stage, { cycleId }, { orderBy: { position: 'asc' } });
      return stages.map(({ key }) => key);
    });
  }

  /** Since when a cycle is paused; null when it is not. Throws `not-found`. */
  pausedSince(cycleId: string): Promise<Instant | null> {
    return this.unitOfWork.read(async (em) => {
      const { pausedAt } = await requireCycle(em, cycleId);
      return pausedAt ? toInstant(pausedAt) : null;
    });
  }

  /** Keys of the stages of a cycle that are open, in their order. */
  openStages(cycleId: string): Promise<string[]> {
    return this.unitOfWork.read(async (em) => {
      const open = await em.find(Stage, { cycleId, state: 'open' }, { orderBy: { position: 'asc' } });
      return open.map(({ key }) => key);
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
