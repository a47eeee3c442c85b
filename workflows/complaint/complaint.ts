import type { ComplaintFacts, ComplaintInput, ComplaintRef } from '#libs/contracts/pure';
import { activities } from '../common/activities.js';
import { complaintMoveKey, nextComplaintMove } from './complaint.rules.js';
import type { ComplaintMove, ComplaintView } from './complaint.rules.js';
import { finish, follow, runRowWorkflow } from '../common/row-workflow.js';

/**
 * One complaint about a decision, from its filing to its confirmed outcome or the cancelling of its
 * cycle: has its handlers reminded, and the secretariat told when there is no answer in time. It
 * may outlive the cycle's workflow.
 * @returns the state it ended in
 */
export function complaint(input: ComplaintInput): Promise<ComplaintFacts['state']> {
  const { cycleId, stageKey, complaintId } = input;
  const ref: ComplaintRef = { cycleId, stageKey, complaintId };
  const view: ComplaintView = { facts: null, lookWanted: true, remindedAt: null, overdueTold: false, finished: false };
  return runRowWorkflow(ref, view, {
    name: 'complaint',
    nextMove: nextComplaintMove,
    moveKey: complaintMoveKey,
    perform: (move: ComplaintMove) => perform(move, ref, view),
  });
}

async function perform(move: ComplaintMove, ref: ComplaintRef, view: ComplaintView): Promise<void> {
  switch (move.do) {
    case 'look':
      view.lookWanted = false;
      follow(await activities.readComplaint(ref), view);
      break;
    case 'remind':
      if (isPaused(await activities.remindOfComplaint({ ...ref, step: move.step.step }))) view.lookWanted = true;
      else view.remindedAt = move.step.at;
      break;
    case 'overdue':
      if (isPaused(await activities.reportOverdueComplaint(ref))) view.lookWanted = true;
      else view.overdueTold = true;
      break;
    case 'finish':
      await finish(ref, view);
      break;
  }
}

/**
 * Did a pause that this run has not heard of keep an activity from doing anything? Older runs
 * recorded no answer: it did.
 */
const isPaused = (done: boolean | null | undefined): boolean => done === false;
