import { problemDocument, stageWorkflowId, type CyclePlan, type ProblemDocument } from '#libs/contracts/pure';

/** A stage's workflow as its cycle sees it; absent while it was never started. */
type ChildState = 'running' | 'ended' | 'lost';

/** What a cycle's workflow knows when it decides what to do next. */
export interface CycleView {
  plan: CyclePlan | null;
  /** Somebody said that the cycle's row may have changed. */
  lookWanted: boolean;
  children: Record<string, ChildState>;
  /** Keys of the stages that are decided. */
  decided: string[];
  /** The running stages know that the cycle was cancelled. */
  stagesTold: boolean;
  /** The last activity ran. */
  finished: boolean;
}

/** One thing the cycle does by itself. */
export type CycleMove = { do: 'look' | 'tellStages' | 'complete' | 'finish' } | { do: 'start'; stageKey: string };

/** Is this something to do, neither a wait nor the end? */
export const isCycleMove = (next: CycleMove | { do: 'wait' | 'end' }): next is CycleMove =>
  next.do !== 'wait' && next.do !== 'end';

/** Name under which a move is parked. */
export const cycleMoveKey = (move: CycleMove): string => (move.do === 'start' ? `start/${move.stageKey}` : move.do);

/** What a cycle does next: the first due move that is not parked, else wait for a message; `end` when nothing is left. */
export function nextCycleMove(view: CycleView, isParked: (key: string) => boolean): CycleMove | { do: 'wait' | 'end' } {
  if (view.finished) return { do: 'end' };
  return dueMoves(view).find((move) => !isParked(cycleMoveKey(move))) ?? { do: 'wait' };
}

function dueMoves(view: CycleView): CycleMove[] {
  const look: CycleMove[] = view.lookWanted ? [{ do: 'look' }] : [];
  if (!view.plan) return look;
  const running = Object.values(view.children).includes('running');
  if (view.plan.status === 'cancelled') {
    if (!running) return [...look, { do: 'finish' }];
    return view.stagesTold ? look : [...look, { do: 'tellStages' }];
  }
  const starts = view.plan.stages
    .filter(({ key, after }) => !isStarted(view, key) && after.every((stage) => view.decided.includes(stage)))
    .map(({ key }): CycleMove => ({ do: 'start', stageKey: key }));
  const allEnded = view.plan.stages.every(({ key }) => view.children[key] === 'ended');
  const ending: CycleMove[] = allEnded ? [{ do: view.plan.status === 'completed' ? 'finish' : 'complete' }] : [];
  return [...look, ...starts, ...ending];
}

/** A lost stage (its workflow was terminated or failed) is started again; its row says where to go on. */
const isStarted = (view: CycleView, key: string): boolean => ['running', 'ended'].includes(view.children[key] ?? '');

/** Why a cycle refuses to be cancelled, or null. */
export function cancelRefusal(plan: CyclePlan): ProblemDocument | null {
  if (plan.status === 'published') return null;
  const detail = `The cycle cannot be cancelled: it is already ${plan.status}.`;
  return problemDocument('conflict', detail, { state: plan.status, possible: [] });
}

/** Why a cycle refuses to move the deadline of one of its stages, or null: running stages are asked themselves. */
export function moveRefusal(view: CycleView & { plan: CyclePlan }, stageKey: string): ProblemDocument | null {
  const { plan } = view;
  if (!plan.stages.some(({ key }) => key === stageKey)) {
    const keys = plan.stages.map(({ key }) => key).join(', ');
    return problemDocument('not-found', `The cycle has no stage "${stageKey}"; its stages are ${keys}.`);
  }
  if (plan.status !== 'published') {
    return problemDocument('conflict', `No deadline can be moved: the cycle is ${plan.status}.`, {
      state: plan.status,
      possible: [],
    });
  }
  if (!isStarted(view, stageKey)) return null;
  return problemDocument('conflict', `Stage "${stageKey}" has started: send the command to the stage.`, {
    state: plan.status,
    sendTo: stageWorkflowId(plan.cycleId, stageKey),
  });
}
