import { Injectable } from '@nestjs/common';
import {
  type Activities,
  type Command,
  type ComplaintActivities,
  type ComplaintRef,
  type DecisionActivities,
  type StageRef,
  type SupersessionActivities,
  type SupersessionRef,
  complaintWorkflowId,
} from '#libs/contracts';
import { CommandAnswers, asActivity, workflowContext } from '#libs/cycles';
import type { WorkContext } from '#libs/platform';
import { ComplaintRunService } from './complaints/complaint-run.service.js';
import { DecisionService } from './decision/decision.service.js';
import { VoidDecisionOnReopeningService } from './decision/void-decision-on-reopening.service.js';
import { SupersessionEnforcementService } from './supersession/supersession-enforcement.service.js';

const refOf = ({ cycleId, stageKey }: StageRef): StageRef => ({ cycleId, stageKey });
const supersessionOf = ({ cycleId, stageKey, decisionId }: SupersessionRef): SupersessionRef => ({
  cycleId,
  stageKey,
  decisionId,
});

const knownOf = (ref: StageRef & { version?: number }) => ({ ...refOf(ref), version: ref.version });

const complaintContext = ({ cycleId, complaintId }: ComplaintRef): WorkContext => ({
  actor: { id: 'service:worker' },
  cause: `workflow:${complaintWorkflowId(cycleId, complaintId)}`,
});

/**
 * What workflows may call here, for stages of every type. Bound methods, so that the worker can register them by name.
 */
@Injectable()
export class JudgingActivities implements DecisionActivities, SupersessionActivities, ComplaintActivities {
  constructor(
    private readonly decisions: DecisionService,
    private readonly superseding: SupersessionEnforcementService,
    private readonly reopenings: VoidDecisionOnReopeningService,
    private readonly answers: CommandAnswers,
    private readonly complaints: ComplaintRunService,
  ) {}

  private carryOut<T>(
    ref: { cycleId: string; stageKey?: string },
    command: Command | undefined,
    act: (context: WorkContext) => Promise<T>,
    answerOf?: (result: T) => unknown,
  ) {
    const context = workflowContext(ref, command);
    return asActivity(() => this.answers.keep(context, command, () => act(context), answerOf));
  }

  readonly prepareStage: Activities['prepareStage'] = (ref) =>
    asActivity(() => this.decisions.prepare(workflowContext(ref), refOf(ref)));

  readonly proposeDecision: Activities['proposeDecision'] = (ref) =>
    asActivity(() => this.decisions.propose(workflowContext(ref), refOf(ref)));

  readonly reopenStage: Activities['reopenStage'] = ({ cycleId, command }) =>
    this.carryOut(
      { cycleId },
      command,
      (context) => this.reopenings.reopen(context, cycleId, command),
      ({ changed = [] }) => changed.find(({ stageKey }) => stageKey === command.stageKey),
    );

  readonly signDecision: Activities['signDecision'] = ({ command, ...ref }) =>
    this.carryOut(ref, command, (context) => this.decisions.sign(context, refOf(ref), command));

  readonly certifyDecision: Activities['certifyDecision'] = ({ command, ...ref }) =>
    this.carryOut(ref, command, (context) => this.decisions.certify(context, refOf(ref), command));

  readonly releaseDecision: Activities['releaseDecision'] = ({ audience, command, ...ref }) =>
    this.carryOut(ref, command, (context) => this.decisions.release(context, knownOf(ref), audience, command));

  readonly readSupersession: Activities['readSupersession'] = (ref) =>
    asActivity(() => this.superseding.read(supersessionOf(ref)));

  readonly endSupersession: Activities['endSupersession'] = (ref) =>
    asActivity(() => this.superseding.endWithCycle(workflowContext(ref), supersessionOf(ref)));

  readonly proposeSupersession: Activities['proposeSupersession'] = ({ command, ...ref }) =>
    asActivity(() => this.superseding.propose(workflowContext(ref, command), supersessionOf(ref)));

  readonly signSupersession: Activities['signSupersession'] = ({ command, ...ref }) =>
    asActivity(() => this.superseding.sign(workflowContext(ref, command), supersessionOf(ref), command));

  readonly certifySupersession: Activities['certifySupersession'] = ({ command, ...ref }) =>
    asActivity(() => this.superseding.certify(workflowContext(ref, command), supersessionOf(ref), command));

  readonly dropSupersession: Activities['dropSupersession'] = ({ command, ...ref }) =>
    asActivity(() => this.superseding.drop(workflowContext(ref, command), supersessionOf(ref)));

  readonly readComplaint: Activities['readComplaint'] = ({ complaintId }) =>
    asActivity(() => this.complaints.facts(complaintId));

  readonly remindOfComplaint: Activities['remindOfComplaint'] = (ref) =>
    asActivity(() => this.complaints.remind(complaintContext(ref), ref));

  readonly reportOverdueComplaint: Activities['reportOverdueComplaint'] = (ref) =>
    asActivity(() => this.complaints.reportOverdue(complaintContext(ref), ref));
}
