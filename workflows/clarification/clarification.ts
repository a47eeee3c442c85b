import type { ClarificationFacts, ClarificationInput, ClarificationRef } from '#libs/contracts/pure';
import { activities } from '../common/activities.js';
import { clarificationMoveKey, nextClarificationMove } from './clarification.rules.js';
import type { ClarificationMove, ClarificationView } from './clarification.rules.js';
import { finish, follow, runRowWorkflow } from '../common/row-workflow.js';

/**
 * One clarification, from its question to its answer, its deadline, or its end with entry or cycle:
 * has the city reminded, and ends it without an answer as the definition says.
 * @returns the state it ended in
 */
export function clarification(input: ClarificationInput): Promise<ClarificationFacts['state']> {
  const { cycleId, stageKey, clarificationId } = input;
  const ref: ClarificationRef = { cycleId, stageKey, clarificationId };
  const view: ClarificationView = { facts: null, lookWanted: true, remindedAt: null, finished: false };
  return runRowWorkflow(ref, view, {
    name: 'clarification',
    nextMove: nextClarificationMove,
    moveKey: clarificationMoveKey,
    perform: (move: ClarificationMove) => perform(move, ref, view),
  });
}

async function perform(move: ClarificationMove, ref: ClarificationRef, view: ClarificationView): Promise<void> {
  switch (move.do) {
    case 'look':
      view.lookWanted = false;
      follow(await activities.readClarification(ref), view);
      break;
    case 'remind': {
      const { deadlineVersion } = view.facts!;
      await activities.remindOfClarification({ ...ref, step: move.step.step, deadlineVersion });
      view.remindedAt = move.step.at;
      break;
    }
    case 'timeOut': {
      const { deadlineVersion } = view.facts!;
      follow(await activities.timeOutClarification({ ...ref, deadlineVersion }), view);
      break;
    }
    case 'finish':
      await finish(ref, view);
      break;
  }
}
