import { condition, setHandler, workflowInfo } from '@temporalio/workflow';
import type { ComplaintFacts, ComplaintInput, ComplaintRef } from '#libs/contracts/pure';
import { activities } from './activities.js';
import { complaintMoveKey, nextComplaintMove } from './complaint.rules.js';
import type { ComplaintMove, ComplaintView } from './complaint.rules.js';
import { lookAgain, stateQuery, tryAgain } from './messages.js';
import { Parking } from './parking.js';
import { label } from './search-attributes.js';

/**
 * One complaint about a decision, from its filing to its confirmed outcome or the cancelling of its cycle: has its handlers
 * reminded, and the secretariat told when there is no answer in time. It may outlive the cycle's workflow.
 * @returns the state it ended in
 */
export async function complaint(input: ComplaintInput): Promise<ComplaintFacts['state']> {
  const { cycleId, stageKey, complaintId } = input;
  const ref: ComplaintRef = { cycleId, stageKey, complaintId };
  const view: ComplaintView = { facts: null, lookWanted: true, remindedAt: null, overdueTold: false, finished: false };
  const parking = new Parking(({ detail, ...parked }) =>
    activities.needsAttention({
      cycleId,
      stageKey,
      ...parked,
      detail: `${detail} It is tried again when the complaint changes.`,
    }),
  );
  let changes = 0;
  setHandler(lookAgain, () => {
    view.lookWanted = true;
    parking.clear();
    changes++;
  });
  setHandler(tryAgain, () => {
    view.lookWanted = true;
    parking.retry();
    changes++;
  });
  setHandler(stateQuery, () => ({ ...view, parked: parking.all }));

  for (;;) {
    const seen = changes;
    const move = nextComplaintMove(view, Date.now(), (key) => parking.has(key));
    if (move.do === 'end') return view.facts!.state;
    if (move.do !== 'wait') {
      const { cleared } = parking;
      const key = complaintMoveKey(move);
      await perform(move, ref, view).then(
        () => parking.done(key),
        (error: unknown) => parking.park(key, error, cleared),
      );
      continue;
    }
    const changed = () => changes !== seen;
    if (move.until === undefined) await condition(changed);
    else await condition(changed, move.until - Date.now(), { summary: 'next reminder, or answer due' });
  }
}

async function perform(move: ComplaintMove, ref: ComplaintRef, view: ComplaintView): Promise<void> {
  switch (move.do) {
    case 'look': {
      view.lookWanted = false;
      const facts = await activities.readComplaint(ref);
      const { programme, cycleId: cycle, stageKey: stage, state } = facts;
      if (!view.facts) label({ programme, cycle, stage, status: state });
      else if (view.facts.state !== state) label({ status: state });
      view.facts = facts;
      break;
    }
    case 'remind':
      if (isPaused(await activities.remindOfComplaint({ ...ref, step: move.step.step }))) view.lookWanted = true;
      else view.remindedAt = move.step.at;
      break;
    case 'overdue':
      if (isPaused(await activities.reportOverdueComplaint(ref))) view.lookWanted = true;
      else view.overdueTold = true;
      break;
    case 'finish': {
      const { workflowId, runId } = workflowInfo();
      const { cycleId, stageKey } = ref;
      await activities.endWorkflow({ cycleId, stageKey, workflowId, runId });
      view.finished = true;
      break;
    }
  }
}

/** Did a pause that this run has not heard of keep an activity from doing anything? Older runs recorded no answer: it did. */
const isPaused = (done: boolean | null | undefined): boolean => done === false;
