import { Injectable } from '@nestjs/common';
import { LockMode } from '@mikro-orm/core';
import {
  type Command,
  type Instant,
  type MoveDeadlineCommand,
  type ReleaseAudience,
  type StageCommand,
  type StageFacts,
  type StageRef,
} from '#libs/contracts';
import { Problem, UnitOfWork, type Work, type WorkContext } from '#libs/platform';
import { bothZones, hardClose, ladderSteps, toInstant } from './calendar.js';
import { definitionOf, requireStage } from './cycle.queries.js';
import { CyclesOptions } from './cycles-options.js';
import { stageDefinitionOf } from './definition.js';
import { NotYet } from './not-yet.js';
import { StageRecord } from './stage-record.entity.js';
import { recordStage } from './stage-records.js';
import { Stage } from './stage.entity.js';
import { factsOf } from './stage-facts.js';
import { lockStage } from './stage-lock.js';
import { type DeadlineMove, refuseOverlap } from './deadline.rules.js';

/** Changes stages. Every change is one transaction, holds the stage's lock, and leaves a record of the committed facts. */
@Injectable()
export class StageService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly options: CyclesOptions,
  ) {}

  /** The stage's facts as they are now. Throws `not-found`. */
  read(ref: StageRef): Promise<StageFacts> {
    return this.unitOfWork.read(async (em) => factsOf(await requireStage(em, ref)));
  }

  /**
   * Opens a stage: by its window (`at` is the workflow's instant) or now by command. Throws `conflict` while a stage it waits
   * for is undecided, `NotYet` before its window.
   */
  open(context: WorkContext, ref: StageRef, at: Instant, command?: StageCommand): Promise<StageFacts> {
    return this.change(context, ref, command, async (work, stage, clock) => {
      if (!command && stage.openedAt) return null;
      if (stage.state !== 'scheduled') throw conflict(stage, 'cannot be opened');
      const early = stage.opensAt.getTime() - Date.parse(at);
      if (!command && early > 0) throw new NotYet(early, `open "${stage.key}"`);
      await this.refuseUndecided(work, stage);
      stage.state = 'open';
      stage.openedAt = command ? clock : new Date(at);
      const facts = recordStage(work, stage, 'opened', command);
      work.emit({
        type: 'laureate.stage.opened.v1',
        subject: stage.cycleId,
        data: { ...refOf(stage), stageType: stage.type, version: stage.version, at: facts.openedAt! },
      });
      return facts;
    });
  }

  /**
   * Moves the published deadline while the stage has not closed. Throws `conflict` when it has, `rule-violated` when the new
   * deadline is not possible (past, before the opening, or over what a later stage or a release has planned).
   */
  moveDeadline(context: WorkContext, ref: StageRef, command: MoveDeadlineCommand): Promise<StageFacts> {
    return this.change(context, ref, command, async (work, stage, clock) => {
      if (stage.state !== 'scheduled' && stage.state !== 'open')
        throw conflict(stage, 'cannot have its deadline moved');
      const { ladder } = stageDefinitionOf(await definitionOf(work.em, stage), stage.key);
      const others = await work.em.find(Stage, { cycleId: stage.cycleId, key: { $ne: stage.key } });
      const deadline = toInstant(new Date(command.deadlineAt));
      const move: DeadlineMove = { deadline, hardClose: hardClose(deadline, stage.grace, stage.zone), now: clock };
      refuseOverlap(stage, others, move);

      const from = toInstant(stage.deadlineAt);
      stage.deadlineAt = new Date(move.deadline);
      stage.hardCloseAt = new Date(move.hardClose);
      stage.deadlineVersion += 1;
      const opens = toInstant(stage.openedAt ?? stage.opensAt);
      stage.ladder = ladderSteps(ladder, deadline, stage.zone).filter((step) => step.at > opens);
      const facts = recordStage(work, stage, 'deadline-moved', command);
      work.emit({
        type: 'laureate.stage.deadline-moved.v1',
        subject: stage.cycleId,
        data: {
          ...refOf(stage),
          version: stage.version,
          deadlineVersion: stage.deadlineVersion,
          from,
          to: deadline,
          reasonCode: command.reason?.code ?? null,
        },
      });
      return facts;
    });
  }

  /**
   * Closes a stage: at its hard close, after the drain in which writers that began in time finish (`NotYet` before), or now by
   * command, after the writers that already hold its lock.
   */
  async close(context: WorkContext, ref: StageRef, command?: StageCommand): Promise<StageFacts> {
    if (!command) await this.awaitDrain(ref);
    return this.change(context, ref, command, async (work, stage, clock) => {
      if (!command && stage.closedAt) return null;
      if (stage.state !== 'open') throw conflict(stage, 'cannot be closed');
      if (!command) this.refuseBeforeDrain(stage, clock);
      stage.state = 'closing';
      stage.closedAt = clock;
      const facts = recordStage(work, stage, 'closed', command);
      work.emit({
        type: 'laureate.stage.closed.v1',
        subject: stage.cycleId,
        data: { ...refOf(stage), version: stage.version, at: facts.closedAt! },
      });
      return facts;
    });
  }

  /** The stage under its exclusive lock, for `judging`, whose transactions decide and release it. */
  async lock(work: Work, ref: StageRef): Promise<Stage> {
    return (await lockStage(work, ref, 'exclusive')).stage;
  }

  /** Within judging's transaction: a proposal stands, people sign and certify it. Safe to repeat. */
  markDeciding(work: Work, stage: Stage): StageFacts {
    if (stage.state === 'deciding') return factsOf(stage);
    if (stage.state !== 'closing') throw conflict(stage, 'cannot be decided');
    stage.state = 'deciding';
    return recordStage(work, stage, 'proposed');
  }

  /** Within judging's transaction: the decision is complete (or there is none to make). Safe to repeat. */
  markDecided(
    work: Work,
    stage: Stage,
    decision: { decisionId: string; decisionDigest: string } | null,
    command?: Command,
  ): StageFacts {
    if (stage.state === 'decided' || stage.state === 'released') return factsOf(stage);
    if (stage.state !== 'closing' && stage.state !== 'deciding') throw conflict(stage, 'cannot be decided');
    stage.state = 'decided';
    stage.decisionDigest = decision?.decisionDigest ?? null;
    const facts = recordStage(work, stage, 'decided', command);
    work.emit({
      type: 'laureate.stage.decided.v1',
      subject: stage.cycleId,
      data: { ...refOf(stage), version: stage.version, decisionId: decision?.decisionId ?? null },
    });
    return facts;
  }

  /**
   * Within judging's transaction: the decision is released to an audience; the stage is `released` with the last. By the plan
   * (no command) never before its instant (`NotYet`); by command only where the plan says so. Safe to repeat.
   */
  async markReleased(
    work: Work,
    stage: Stage,
    audience: ReleaseAudience,
    decisionId: string | null,
    command?: StageCommand,
  ): Promise<StageFacts> {
    if (stage.releasedTo.includes(audience)) return factsOf(stage);
    const step = stage.releases.find((release) => release.audience === audience);
    if (stage.state !== 'decided' || !step) throw conflict(stage, `cannot be released to "${audience}"`);
    if (command && step.when !== 'command')
      throw conflict(stage, `is released to "${audience}" by its plan, not by command`);
    if (!command && step.when === 'command') throw conflict(stage, `is released to "${audience}" by command only`);
    if (step.when !== 'command' && step.when !== 'decided') {
      const early = Date.parse(step.when) - (await work.now()).getTime();
      if (early > 0) throw new NotYet(early, `release "${stage.key}"`);
    }
    stage.releasedTo = [...stage.releasedTo, audience];
    if (stage.releases.every((release) => stage.releasedTo.includes(release.audience))) stage.state = 'released';
    const facts = recordStage(work, stage, 'released', command);
    work.emit({
      type: 'laureate.stage.released.v1',
      subject: stage.cycleId,
      data: { ...refOf(stage), version: stage.version, audience, decisionId },
    });
    return facts;
  }

  /** Within the transaction that cancels the cycle. */
  markCancelled(work: Work, stage: Stage, command: Command): StageFacts {
    stage.state = 'cancelled';
    return recordStage(work, stage, 'cancelled', command);
  }

  /** What a command committed on this stage before, if it did. */
  async committedBy(work: Work, ref: StageRef, commandId: string): Promise<StageFacts | null> {
    return (await work.em.findOne(StageRecord, { ...ref, commandId }))?.facts ?? null;
  }

  /**
   * One change of one stage, under its exclusive lock. A command that was carried out before returns what it committed then;
   * `act` returns null when there is nothing left to do.
   */
  private change(
    context: WorkContext,
    ref: StageRef,
    command: Command | undefined,
    act: (work: Work, stage: Stage, clock: Date) => Promise<StageFacts | null>,
  ): Promise<StageFacts> {
    return this.unitOfWork.run(context, async (work) => {
      const { stage, clock } = await lockStage(work, ref, 'exclusive');
      const before = command && (await this.committedBy(work, ref, command.commandId));
      return before ?? (await act(work, stage, clock)) ?? factsOf(stage);
    });
  }

  private async refuseUndecided(work: Work, stage: Stage): Promise<void> {
    const before = await work.em.find(
      Stage,
      { cycleId: stage.cycleId, key: { $in: stage.after } },
      { lockMode: LockMode.PESSIMISTIC_READ },
    );
    const undecided = before.filter(({ state }) => state !== 'decided' && state !== 'released');
    if (undecided.length === 0) return;
    const names = undecided.map(({ title, state }) => `"${title}" (${state})`).join(', ');
    throw new Problem('conflict', `"${stage.title}" waits for the decision of ${names}.`, { state: stage.state });
  }

  /** Asks without the lock, so that writers are not held up before the time has come. */
  private async awaitDrain(ref: StageRef): Promise<void> {
    await this.unitOfWork.read(async (em) => {
      const [row] = await em.execute<{ closes: string | Date; clock: string | Date; closed: boolean }[]>(
        `select hard_close_at as closes, clock_timestamp() as clock, closed_at is not null as closed
         from cycles.stage where cycle_id = ? and key = ?`,
        [ref.cycleId, ref.stageKey],
      );
      if (row && !row.closed)
        this.refuseBeforeDrain({ key: ref.stageKey, hardCloseAt: new Date(row.closes) }, new Date(row.clock));
    });
  }

  private refuseBeforeDrain(stage: Pick<Stage, 'key' | 'hardCloseAt'>, clock: Date): void {
    const early = stage.hardCloseAt.getTime() + this.options.writersTimeoutMs - clock.getTime();
    if (early > 0) throw new NotYet(early, `close "${stage.key}"`);
  }
}

const refOf = (stage: Stage): StageRef => ({ cycleId: stage.cycleId, stageKey: stage.key });

function conflict(stage: Stage, what: string): Problem {
  const closed = stage.closedAt ? ` since ${bothZones(toInstant(stage.closedAt), stage.zone)}` : '';
  return new Problem('conflict', `"${stage.title}" ${what}: it is ${stage.state}${closed}.`, { state: stage.state });
}
