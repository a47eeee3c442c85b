import { Injectable } from '@nestjs/common';
import type { Activities, DecisionActivities, StageRef } from '#libs/contracts';
import { asActivity, workflowContext } from '#libs/cycles';
import { DecisionService } from './decision.service.js';

const refOf = ({ cycleId, stageKey }: StageRef): StageRef => ({ cycleId, stageKey });

/** What workflows may call here, for stages of every type. Bound methods, so that the worker can register them by name. */
@Injectable()
export class JudgingActivities implements DecisionActivities {
  constructor(private readonly decisions: DecisionService) {}

  readonly prepareStage: Activities['prepareStage'] = (ref) =>
    asActivity(() => this.decisions.prepare(workflowContext(ref), refOf(ref)));

  readonly proposeDecision: Activities['proposeDecision'] = (ref) =>
    asActivity(() => this.decisions.propose(workflowContext(ref), refOf(ref)));

  readonly signDecision: Activities['signDecision'] = ({ command, ...ref }) =>
    asActivity(() => this.decisions.sign(workflowContext(ref, command), refOf(ref), command));

  readonly certifyDecision: Activities['certifyDecision'] = ({ command, ...ref }) =>
    asActivity(() => this.decisions.certify(workflowContext(ref, command), refOf(ref), command));

  readonly releaseDecision: Activities['releaseDecision'] = ({ audience, command, ...ref }) =>
    asActivity(() => this.decisions.release(workflowContext(ref, command), refOf(ref), audience, command));
}
