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
import { CycleRunService } from './cycle-run.service.js';
import { NotYet } from './not-yet.js';
import { StageService } from './stage.service.js';

/**
 * Brings what a use case raises across to Temporal: a `Problem` is for good and carries its document, `NotYet` is tried again
 * when it says, a rule of the database that was broken is for good too (the move is parked, the command answered), anything else is a
 * fault and retried by the workflow's policy.
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
    if (error instanceof NotYet) {
      throw ApplicationFailure.create({
        type: FailureType.notYet,
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
  ) {}

  readonly readCyclePlan: Activities['readCyclePlan'] = ({ cycleId }) => asActivity(() => this.cycles.plan(cycleId));

  readonly readStage: Activities['readStage'] = (ref) => asActivity(() => this.stages.read(ref));

  readonly openStage: Activities['openStage'] = ({ at, command, ...ref }) =>
    asActivity(() => this.stages.open(workflowContext(ref, command), ref, at, command));

  readonly moveDeadline: Activities['moveDeadline'] = ({ command, ...ref }) =>
    asActivity(() => this.stages.moveDeadline(workflowContext(ref, command), ref, command));

  readonly closeStage: Activities['closeStage'] = ({ command, ...ref }) =>
    asActivity(() => this.stages.close(workflowContext(ref, command), ref, command));

  readonly remind: Activities['remind'] = (reminder) =>
    asActivity(() => this.cycles.remind(workflowContext(refOf(reminder)), reminder));

  readonly cancelCycle: Activities['cancelCycle'] = ({ cycleId, command }) =>
    asActivity(() => this.cycles.cancel(workflowContext({ cycleId }, command), cycleId, command));

  readonly completeCycle: Activities['completeCycle'] = ({ cycleId }) =>
    asActivity(() => this.cycles.complete(workflowContext({ cycleId }), cycleId));

  readonly needsAttention: Activities['needsAttention'] = ({ code, detail, ...of }) =>
    asActivity(() => this.cycles.needsAttention(workflowContext(of), of, code, detail));

  readonly endWorkflow: Activities['endWorkflow'] = ({ workflowId, runId, ...of }) =>
    asActivity(() => this.cycles.endWorkflow(workflowContext(of), of.cycleId, workflowId, runId));
}
