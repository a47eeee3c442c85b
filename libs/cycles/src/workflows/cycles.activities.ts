import { CheckConstraintViolationException } from '@mikro-orm/core';
import { ApplicationFailure } from '@temporalio/common';
import { Injectable } from '@nestjs/common';
import {
  type Activities,
  type Command,
  type CycleActivities,
  FailureType,
  type StageRef,
  cycleWorkflowId,
  stageWorkflowId,
} from '#libs/contracts';
import { Problem, type WorkContext } from '#libs/platform';
import { AfterCloseService } from '../stage/after-close.service.js';
import { AmendmentSigningService } from '../amendments/amendment-signing.service.js';
import { CommandAnswers } from '../commands/command-answers.js';
import { CycleRunService } from '../cycle/cycle-run.service.js';
import { LatenessService } from '../cycle/lateness.service.js';
import { EarlyClosingService } from '../stage/early-closing.service.js';
import { PauseService } from '../interruptions/pause.service.js';
import { TooEarlyError } from '../rows/stage-problems.js';
import { MoveDeadlineService } from '../move-deadline/move-deadline.service.js';
import { StageService } from '../stage/stage.service.js';

/**
 * Brings what a use case raises across to Temporal: a `Problem` is for good and carries its
 * document, `TooEarlyError` is tried again when it says, a rule of the database that was broken is
 * for good too (the move is parked, the command answered), anything else is a fault and retried by
 * the workflow's policy.
 */
export async function asActivity<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Problem) {
      throw ApplicationFailure.create({
        type: FailureType.refused,
        message: error.message,
        nonRetryable: true,
        details: [error.document],
        cause: error,
      });
    }
    if (error instanceof TooEarlyError) {
      throw ApplicationFailure.create({
        type: FailureType.tooEarly,
        message: error.message,
        nextRetryDelay: error.waitMs,
        cause: error,
      });
    }
    if (error instanceof CheckConstraintViolationException) throw ApplicationFailure.nonRetryable(error.message);
    throw error;
  }
}

/** Who acts in an activity: the person whose command it carries out, or the worker; caused by the workflow. */
export const workflowContext = (ref: { cycleId: string; stageKey?: string }, command?: Command): WorkContext => ({
  actor: { id: command?.actorId ?? 'service:worker' },
  cause: `workflow:${ref.stageKey === undefined ? cycleWorkflowId(ref.cycleId) : stageWorkflowId(ref.cycleId, ref.stageKey)}`,
  traceparent: command?.traceparent ?? null,
});

const refOf = ({ cycleId, stageKey }: StageRef): StageRef => ({ cycleId, stageKey });

/** What workflows may call here. Bound methods, so that the worker can register them by name. */
@Injectable()
export class CyclesActivities implements CycleActivities {
  constructor(
    private readonly stages: StageService,
    private readonly cycles: CycleRunService,
    private readonly lateness: LatenessService,
    private readonly deadlines: MoveDeadlineService,
    private readonly amendments: AmendmentSigningService,
    private readonly pauses: PauseService,
    private readonly answers: CommandAnswers,
    private readonly earlyClosing: EarlyClosingService,
    private readonly afterClose: AfterCloseService,
  ) {}

  private carryOut<T>(
    ref: { cycleId: string; stageKey?: string },
    command: Command | undefined,
    act: (context: WorkContext) => Promise<T>,
    answerOf?: (result: T) => unknown,
  ): Promise<T> {
    const context = workflowContext(ref, command);
    return asActivity(() => this.answers.keep(context, command, () => act(context), answerOf));
  }

  readonly readCyclePlan: Activities['readCyclePlan'] = ({ cycleId }) => asActivity(() => this.cycles.plan(cycleId));

  readonly reportLate: Activities['reportLate'] = (ref) =>
    asActivity(() => this.lateness.report(workflowContext(ref), refOf(ref)));

  readonly readStage: Activities['readStage'] = (ref) =>
    asActivity(async () => this.afterClose.ask(workflowContext(refOf(ref)), await this.stages.read(ref)));

  readonly openStage: Activities['openStage'] = ({ at, command, ...ref }) =>
    this.carryOut(ref, command, (context) => this.stages.open(context, ref, at, command));

  readonly moveDeadline: Activities['moveDeadline'] = ({ command, ...ref }) =>
    this.carryOut(ref, command, async (context) => (await this.deadlines.move(context, ref, command))[0]!);

  readonly moveWithFollowing: Activities['moveWithFollowing'] = ({ command, ...ref }) =>
    this.carryOut(
      ref,
      command,
      (context) => this.deadlines.move(context, ref, command),
      ([moved]) => moved,
    );

  readonly signAmendment: Activities['signAmendment'] = ({ cycleId, command }) =>
    this.carryOut({ cycleId }, command, (context) => this.amendments.sign(context, cycleId, command));

  readonly closeStage: Activities['closeStage'] = ({ command, ...ref }) =>
    asActivity(async () => {
      const closed = await this.carryOut(ref, command, (context) => this.stages.close(context, ref, command));
      return this.afterClose.ask(workflowContext(refOf(ref)), closed);
    });

  readonly closeStageEarly: Activities['closeStageEarly'] = (ref) =>
    asActivity(async () => {
      const context = workflowContext(refOf(ref));
      return this.afterClose.ask(context, await this.earlyClosing.close(context, refOf(ref)));
    });

  readonly remind: Activities['remind'] = (reminder) =>
    asActivity(() => this.cycles.remind(workflowContext(refOf(reminder)), reminder));

  readonly pauseCycle: Activities['pauseCycle'] = ({ cycleId, command }) =>
    this.carryOut({ cycleId }, command, (context) => this.pauses.pause(context, cycleId, command));

  readonly resumeCycle: Activities['resumeCycle'] = ({ cycleId, command }) =>
    this.carryOut({ cycleId }, command, (context) => this.pauses.resume(context, cycleId, command));

  readonly cancelCycle: Activities['cancelCycle'] = ({ cycleId, command }) =>
    this.carryOut({ cycleId }, command, (context) => this.cycles.cancel(context, cycleId, command));

  readonly completeCycle: Activities['completeCycle'] = ({ cycleId }) =>
    asActivity(() => this.cycles.complete(workflowContext({ cycleId }), cycleId));

  readonly needsAttention: Activities['needsAttention'] = (parked) =>
    asActivity(() => this.cycles.needsAttention(workflowContext(parked), parked));

  readonly endWorkflow: Activities['endWorkflow'] = ({ workflowId, runId, ...of }) =>
    asActivity(() => this.cycles.endWorkflow(workflowContext(of), of.cycleId, workflowId, runId));
}
