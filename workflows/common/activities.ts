import { proxyActivities, type ActivityOptions } from '@temporalio/workflow';
import { FailureType, type Activities } from '#libs/contracts/pure';

/** Ordinary failures are retried for ever, at most 10 s apart, so that a server that comes back is found quickly. */
const retry: ActivityOptions['retry'] = {
  initialInterval: '500ms',
  backoffCoefficient: 2,
  maximumInterval: '10s',
  nonRetryableErrorTypes: [FailureType.refused],
};

/** One short transaction each. An activity whose worker was killed is given to another only after this time. */
const transactions = proxyActivities<Activities>({ startToCloseTimeout: '15s', retry });

/** These compute (assignment, tally) before they write. */
const computations = proxyActivities<Activities>({ startToCloseTimeout: '30s', retry });

/** The activities as workflows call them. */
export const activities: Activities = {
  readCyclePlan: transactions.readCyclePlan,
  pauseCycle: transactions.pauseCycle,
  resumeCycle: transactions.resumeCycle,
  cancelCycle: transactions.cancelCycle,
  completeCycle: transactions.completeCycle,
  reportLate: transactions.reportLate,
  readStage: transactions.readStage,
  openStage: transactions.openStage,
  moveDeadline: transactions.moveDeadline,
  moveWithFollowing: transactions.moveWithFollowing,
  signAmendment: transactions.signAmendment,
  closeStage: transactions.closeStage,
  closeStageEarly: transactions.closeStageEarly,
  remind: transactions.remind,
  prepareStage: computations.prepareStage,
  proposeDecision: computations.proposeDecision,
  reopenStage: transactions.reopenStage,
  signDecision: transactions.signDecision,
  certifyDecision: transactions.certifyDecision,
  releaseDecision: transactions.releaseDecision,
  readSupersession: transactions.readSupersession,
  endSupersession: transactions.endSupersession,
  proposeSupersession: transactions.proposeSupersession,
  signSupersession: transactions.signSupersession,
  certifySupersession: transactions.certifySupersession,
  dropSupersession: transactions.dropSupersession,
  readComplaint: transactions.readComplaint,
  remindOfComplaint: transactions.remindOfComplaint,
  reportOverdueComplaint: transactions.reportOverdueComplaint,
  readClarification: transactions.readClarification,
  remindOfClarification: transactions.remindOfClarification,
  timeOutClarification: transactions.timeOutClarification,
  carryOutRetention: transactions.carryOutRetention,
  needsAttention: transactions.needsAttention,
  endWorkflow: transactions.endWorkflow,
};
