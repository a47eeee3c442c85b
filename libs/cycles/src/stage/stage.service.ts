import { Injectable } from '@nestjs/common';
import { LockMode } from '@mikro-orm/core';
import {
  type Command,
  type Instant,
  type ReleaseAudience,
  type StageCommand,
  type StageFacts,
  type StageRef,
} from '#libs/contracts';
import { Problem, UnitOfWork, type Work, type WorkContext } from '#libs/platform';
import { refusal } from '../refusals.words.js';
import { CommandCheckService } from '../possible/command-check.service.js';
import { stageClosed, stageOpened, stageReleased } from '../rows/events.rules.js';
import { tell } from '../rows/tell.js';
import { requireStage } from '../rows/cycle.queries.js';
import { CyclesOptions } from '../rows/cycles-options.js';
import { TooEarlyError, notDecidable } from '../rows/stage-problems.js';
import { StageRecord } from '../rows/cycle.entities.js';
import { recordStage } from '../rows/stage-records.js';
import { Stage } from '../definition/stage.entity.js';
import { factsOf } from '../rows/stage-facts.js';
import { lockStage } from '../rows/stage-lock.js';

/**
 * Changes stages. Every change is one transaction, holds the stage's lock, and leaves a record of the committed facts.
 */
@Injectable()
export class StageService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly options: CyclesOptions,
    private readonly commands: CommandCheckService,
  ) {}

  /** The stage's facts as they are now. Throws `not-found`. */
  read(ref: StageRef): Promise<StageFacts> {
    return this.unitOfWork.read(async (em) => factsOf(await requireStage(em, ref)));
  }

  /**
   * Opens a stage: by its window (`at` is the workflow's instant) or now by command. Throws
   * `conflict` while a stage it waits for is undecided, `TooEarlyError` before its window.
   */
  open(context: WorkContext, ref: KnownStage, at: Instant, command?: StageCommand): Promise<StageFacts> {
    return this.change(context, ref, command, async (work, stage, clock) => {
      if (!command && stage.openedAt && !stage.pausedAt) return null;
      await this.refuseWhilePaused(work, 'open', stage);
      refuseMovedOn(stage, ref.version);
      const early = stage.opensAt.getTime() - Date.parse(at);
      if (!command && stage.state === 'scheduled' && early > 0) throw new TooEarlyError(early, `open "${stage.key}"`);
      await this.commands.requirePossible(work.em, 'open', stage, { stages: await this.before(work, stage) });
      stage.state = 'open';
      stage.openedAt = command ? clock : new Date(at);
      const facts = recordStage(work, stage, 'opened', command);
      tell(work, stage.cycleId, stageOpened(facts));
      return facts;
    });
  }

  /**
   * Closes a stage: at its hard close, after the drain in which writers that began in time finish
   * (`TooEarlyError` before), or now by command, after the writers that already hold its lock.
   */
  async close(context: WorkContext, ref: KnownStage, command?: StageCommand): Promise<StageFacts> {
    if (!command) await this.awaitDrain(ref);
    return this.change(context, ref, command, async (work, stage, clock) => {
      if (!command && stage.closedAt && !stage.pausedAt) return null;
      await this.refuseWhilePaused(work, 'close', stage);
      refuseMovedOn(stage, ref.version);
      await this.commands.requirePossible(work.em, 'close', stage);
      if (!command) this.refuseBeforeDrain(stage, clock);
      return this.markClosed(work, stage, clock, command);
    });
  }

  /** Within the transaction that closes an open stage, under its exclusive lock. */
  markClosed(work: Work, stage: Stage, clock: Date, by?: Partial<Command>): StageFacts {
    stage.state = 'closing';
    stage.closedAt = clock;
    const facts = recordStage(work, stage, 'closed', by);
    tell(work, stage.cycleId, stageClosed(facts));
    return facts;
  }

  /** The stage under its exclusive lock, for `judging`, whose transactions decide and release it. */
  async lock(work: Work, ref: StageRef): Promise<Stage> {
    return (await lockStage(work, ref, 'exclusive')).stage;
  }

  /** Within judging's transaction: a proposal stands, people sign and certify it. Safe to repeat. */
  markDeciding(work: Work, stage: Stage): StageFacts {
    if (stage.state === 'deciding') return factsOf(stage);
    if (stage.state !== 'closing') throw notDecidable(stage);
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
    if (stage.state !== 'closing' && stage.state !== 'deciding') throw notDecidable(stage);
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
   * Within judging's transaction: the decision is released to an audience; the stage is `released`
   * with the last. By the plan (no command) never before its instant (`TooEarlyError`); by command
   * only where the plan says so. Safe to repeat.
   */
  async markReleased(
    work: Work,
    stage: Stage,
    audience: ReleaseAudience,
    decisionId: string | null,
    by: { command?: StageCommand | undefined; version?: number | undefined },
  ): Promise<StageFacts> {
    const { command, version } = by;
    if (stage.releasedTo.includes(audience)) return factsOf(stage);
    const name = command ? 'release' : 'releaseByPlan';
    await this.refuseWhilePaused(work, name, stage, { audience });
    refuseMovedOn(stage, version);
    const step = stage.releases.find((each) => each.audience === audience);
    if (!command && stage.state === 'decided' && step && step.when !== 'command' && step.when !== 'decided') {
      const early = Date.parse(step.when) - (await work.now()).getTime();
      if (early > 0) throw new TooEarlyError(early, `release "${stage.key}"`);
    }
    await this.commands.requirePossible(work.em, name, stage, { audience });
    release(stage, audience);
    const facts = recordStage(work, stage, 'released', command);
    tell(work, stage.cycleId, stageReleased(facts, audience, decisionId));
    return facts;
  }

  /** Throws `paused`, before it is looked at whether the stage has moved on: a pause moves it on, too. */
  private async refuseWhilePaused(work: Work, ...asked: Asked): Promise<void> {
    if (asked[1].pausedAt) await this.commands.requirePossible(work.em, ...asked);
  }

  /** Within the transaction that cancels the cycle. */
  markCancelled(work: Work, stage: Stage, command: Command): StageFacts {
    stage.state = 'cancelled';
    stage.pausedAt = null;
    return recordStage(work, stage, 'cancelled', command);
  }

  /** What a command committed on this stage before, if it did. */
  async committedBy(work: Work, ref: StageRef, commandId: string): Promise<StageFacts | null> {
    return (await work.em.findOne(StageRecord, { ...ref, commandId }))?.facts ?? null;
  }

  /**
   * One change of one stage, under its exclusive lock. A command that was carried out before
   * returns what it committed then; `act` returns null when there is nothing left to do. Throws
   * `paused` while the cycle is paused.
   */
  private change(
    context: WorkContext,
    { cycleId, stageKey }: StageRef,
    command: Command | undefined,
    act: (work: Work, stage: Stage, clock: Date) => Promise<StageFacts | null>,
  ): Promise<StageFacts> {
    return this.unitOfWork.run(context, async (work) => {
      const ref = { cycleId, stageKey };
      const { stage, clock } = await lockStage(work, ref, 'exclusive');
      const before = command && (await this.committedBy(work, ref, command.commandId));
      if (before) return before;
      return (await act(work, stage, clock)) ?? factsOf(stage);
    });
  }

  /** The stages it comes after, held as they are. */
  private before({ em }: Work, { cycleId, after }: Stage): Promise<Stage[]> {
    return em.find(Stage, { cycleId, key: { $in: after } }, { lockMode: LockMode.PESSIMISTIC_READ });
  }

  /** Asks without the lock, so that writers are not held up before the time has come. */
  private async awaitDrain(ref: KnownStage): Promise<void> {
    await this.unitOfWork.read(async (em) => {
      const [row] = await em.execute<
        { closes: string | Date; clock: string | Date; closed: boolean; version: number }[]
      >(
        `select hard_close_at as closes, clock_timestamp() as clock, closed_at is not null as closed, version
         from cycles.stage where cycle_id = ? and key = ?`,
        [ref.cycleId, ref.stageKey],
      );
      if (!row || row.closed) return;
      refuseMovedOn({ key: ref.stageKey, version: row.version }, ref.version);
      this.refuseBeforeDrain({ key: ref.stageKey, hardCloseAt: new Date(row.closes) }, new Date(row.clock));
    });
  }

  private refuseBeforeDrain(stage: Pick<Stage, 'key' | 'hardCloseAt'>, clock: Date): void {
    const early = stage.hardCloseAt.getTime() + this.options.writersTimeoutMs - clock.getTime();
    if (early > 0) throw new TooEarlyError(early, `close "${stage.key}"`);
  }
}

/** Writes to the row that the decision is released to an audience; the stage is `released` with the last. */
export function release(stage: Stage, audience: ReleaseAudience): void {
  stage.releasedTo = [...stage.releasedTo, audience];
  if (stage.releases.every((step) => stage.releasedTo.includes(step.audience))) stage.state = 'released';
}

/** What is asked of the table of commands: the command, the stage, and what else is known. */
type Asked = Parameters<CommandCheckService['requirePossible']> extends [unknown, ...infer Rest] ? Rest : never;

/** A stage, and the version of its row that a move by the clock goes by. */
type KnownStage = StageRef & { version?: number | undefined };

/**
 * Refuses a move by the clock that goes by an older version: its instant may not be meant any more.
 * Throws `stale-version`.
 */
function refuseMovedOn({ key, version }: Pick<Stage, 'key' | 'version'>, known: number | undefined): void {
  if (known === undefined || known === version) return;
  throw new Problem('stale-version', refusal('stage.movedOn', { key, version, known }), { version });
}

const refOf = (stage: Stage): StageRef => ({ cycleId: stage.cycleId, stageKey: stage.key });
