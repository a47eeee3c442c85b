import { condition, setHandler, workflowInfo } from '@temporalio/workflow';
import type { ClarificationFacts, ClarificationInput, ClarificationRef } from '#libs/contracts/pure';
import { activities } from './activities.js';
import { clarificationMoveKey, nextClarificationMove } from './clarification.rules.js';
import type { ClarificationMove, ClarificationView } from './clarification.rules.js';
import { lookAgain, stateQuery, tryAgain } from './messages.js';
import { Parking } from './parking.js';
import { label } from './search-attributes.js';

/**
 * One clarification, from its question to its answer, its deadline, or its end with entry or cycle: has the city reminded, and
 * ends it without an answer as the definition says. It can be started on a row in any state.
 * @returns the state it ended in
 */
export async function clarification(input: ClarificationInput): Promise<ClarificationFacts['state']> {
  const { cycleId, stageKey, clarificationId } = input;
  const ref: ClarificationRef = { cycleId, stageKey, clarificationId };
  const view: ClarificationView = { facts: null, lookWanted: true, remindedAt: null, finished: false };
  const parking = new Parking(({ detail, ...parked }) =>
    activities.needsAttention({
      cycleId,
      stageKey,
      ...parked,
      detail: `${detail} It is tried again when the clarification changes.`,
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
    const move = nextClarificationMove(view, Date.now(), (key) => parking.has(key));
    if (move.do === 'end') return view.facts!.state;
    if (move.do !== 'wait') {
      const { cleared } = parking;
      const key = clarificationMoveKey(move);
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
    case 'finish': {
      const { workflowId, runId } = workflowInfo();
      const { cycleId, stageKey } = ref;
      await activities.endWorkflow({ cycleId, stageKey, workflowId, runId });
      view.finished = true;
      break;
    }
  }
}

/** The only place where the state changes: to what an activity committed. */
function follow(facts: ClarificationFacts, view: ClarificationView): void {
  const { programme, cycleId: cycle, stageKey: stage, state } = facts;
  if (!view.facts) label({ programme, cycle, stage, status: state });
  else if (view.facts.state !== state) label({ status: state });
  view.facts = facts;
}
