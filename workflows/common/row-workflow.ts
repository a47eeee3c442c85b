import { condition, setHandler, workflowInfo } from '@temporalio/workflow';
import type { StageRef } from '#libs/contracts/pure';
import { activities } from './activities.js';
import { lookAgain, stateQuery, tryAgain } from './messages.js';
import { Parking } from './parking.js';
import { label } from './search-attributes.js';

/** What a run that follows one row needs of the row's facts. */
interface RowFacts extends StageRef {
  programme: string;
  state: string;
}

/** What a run that follows one row knows when it decides what to do next. */
export interface RowView<Facts extends RowFacts> {
  facts: Facts | null;
  /** Somebody said that the row may have changed. */
  lookWanted: boolean;
  /** The last activity ran. */
  finished: boolean;
}

/** What to wait for when there is nothing to do: an instant (epoch ms), or only a message. */
type Wait = { do: 'wait'; until: number | undefined } | { do: 'end' };

/** How a kind of row decides on its moves and makes them. */
interface RowMoves<View, Move> {
  /** What the row is called where the secretariat is told of what is parked. */
  name: string;
  nextMove(view: View, now: number, isParked: (key: string) => boolean): Move | Wait;
  /** Name under which a move is parked. */
  moveKey(move: Move): string;
  perform(move: Move): Promise<void>;
}

/**
 * Follows one row of a cycle to its end: makes the moves that are due, parks those that fail, and
 * waits for the next instant or for a message. The run can be started on a row in any state.
 * @returns the state the row ended in
 */
export async function runRowWorkflow<Facts extends RowFacts, View extends RowView<Facts>, Move extends { do: string }>(
  { cycleId, stageKey }: StageRef,
  view: View & RowView<Facts>,
  { name, nextMove, moveKey, perform }: RowMoves<View, Move>,
): Promise<Facts['state']> {
  const parking = new Parking(({ detail, ...parked }) =>
    activities.needsAttention({
      cycleId,
      stageKey,
      ...parked,
      detail: `${detail} It is tried again when the ${name} changes.`,
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
    const move = nextMove(view, Date.now(), (key) => parking.has(key));
    if (isEnd(move)) return view.facts!.state;
    if (!isWait(move)) {
      const { cleared } = parking;
      const key = moveKey(move);
      await perform(move).then(
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

const isEnd = (move: { do: string }): move is { do: 'end' } => move.do === 'end';
const isWait = (move: { do: string }): move is Extract<Wait, { do: 'wait' }> => move.do === 'wait';

/** The only place where the state of a row's run changes: to what an activity committed. */
export function follow<Facts extends RowFacts>(facts: Facts, view: RowView<Facts>): void {
  const { programme, cycleId: cycle, stageKey: stage, state } = facts;
  if (!view.facts) label({ programme, cycle, stage, status: state });
  else if (view.facts.state !== state) label({ status: state });
  view.facts = facts;
}

/** Makes the last move of a row's run: says that it is about to end. */
export async function finish({ cycleId, stageKey }: StageRef, view: { finished: boolean }): Promise<void> {
  const { workflowId, runId } = workflowInfo();
  await activities.endWorkflow({ cycleId, stageKey, workflowId, runId });
  view.finished = true;
}
