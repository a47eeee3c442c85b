import { stageWorkflowId } from '#libs/contracts/pure';
import type { CyclePlan, Instant, MoveDeadlineCommand, PlannedStage, ProblemDocument } from '#libs/contracts/pure';
import { type CycleCommandName, cycleRefusalOf, documentOf, refusal } from '#libs/cycles/pure';
import { refusalDocument } from '#libs/words/pure';

/** A stage may close the instant the next one opens: so long its drain and its decision by itself may take, ms. */
const PROMPT_MS = 30_000;

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
  /** Keys of the stages that are open again after they had closed; their row says when they are decided once more. */
  reopened: string[];
  /** The running stages know that the cycle was cancelled. */
  stagesTold: boolean;
  /** The last activity ran. */
  finished: boolean;
  /** The run tells when a stage cannot open in time; not while it replays what older code ran. */
  tellsLate: boolean;
  /** The `opensAt` at which each late stage was told of. */
  toldLate: Record<string, Instant>;
}

/** Until when to wait; without `until` only a message wakes the workflow. */
interface Wait {
  do: 'wait';
  until?: number;
}

/** One thing the cycle does by itself. */
export type CycleMove =
  | { do: 'look' | 'tellStages' | 'complete' | 'finish' }
  | { do: 'start'; stageKey: string }
  | { do: 'reportLate'; stageKey: string; opensAt: Instant };

/** Is this something to do, neither a wait nor the end? */
export const isCycleMove = (next: CycleMove | Wait | { do: 'end' }): next is CycleMove =>
  next.do !== 'wait' && next.do !== 'end';

/** Name under which a move is parked. */
export const cycleMoveKey = (move: CycleMove): string => ('stageKey' in move ? `${move.do}/${move.stageKey}` : move.do);

/**
 * What a cycle does next: the first due move that is not parked, else wait for a message or until a
 * stage is late; `end` when nothing is left.
 */
export function nextCycleMove(
  view: CycleView,
  now: number,
  isParked: (key: string) => boolean,
): CycleMove | Wait | { do: 'end' } {
  if (view.finished) return { do: 'end' };
  const due = dueMoves(view, now).find((move) => !isParked(cycleMoveKey(move)));
  if (due) return due;
  const ahead = waiting(view)
    .map(lateAt)
    .filter((at) => at > now);
  return ahead.length > 0 ? { do: 'wait', until: Math.min(...ahead) } : { do: 'wait' };
}

function dueMoves(view: CycleView, now: number): CycleMove[] {
  const look: CycleMove[] = view.lookWanted ? [{ do: 'look' }] : [];
  if (!view.plan) return look;
  const running = Object.values(view.children).includes('running');
  if (view.plan.status === 'cancelled') {
    if (!running) return [...look, { do: 'finish' }];
    return view.stagesTold ? look : [...look, { do: 'tellStages' }];
  }
  const starts = view.plan.stages
    .filter((stage) => !isStarted(view, stage.key) && mayStart(view, stage))
    .map(({ key }): CycleMove => ({ do: 'start', stageKey: key }));
  const late = waiting(view)
    .filter((stage) => lateAt(stage) <= now && view.toldLate[stage.key] !== stage.opensAt)
    .map(({ key, opensAt }): CycleMove => ({ do: 'reportLate', stageKey: key, opensAt }));
  const allEnded = view.plan.stages.every(({ key }) => hasEnded(view, key));
  const ending: CycleMove[] =
    allEnded && !view.plan.pausedAt ? [{ do: view.plan.status === 'completed' ? 'finish' : 'complete' }] : [];
  return [...look, ...starts, ...late, ...ending];
}

const mayStart = (view: CycleView, { after }: PlannedStage): boolean =>
  after.every((stage) => view.decided.includes(stage));

/** The stages that wait for others to be decided and are told of when they are late; none while the cycle is paused. */
function waiting(view: CycleView): PlannedStage[] {
  if (!view.tellsLate || view.plan?.status !== 'published' || view.plan.pausedAt) return [];
  return view.plan.stages.filter((stage) => !isStarted(view, stage.key) && !mayStart(view, stage));
}

/** When a stage that waits for others is late, epoch ms; never (NaN) in a plan that an earlier release read. */
const lateAt = ({ opensAt }: PlannedStage): number => Date.parse(opensAt) + PROMPT_MS;

/** A lost stage (its workflow was terminated or failed) is started again; its row says where to go on. */
const isStarted = (view: CycleView, key: string): boolean => view.children[key] === 'running' || hasEnded(view, key);

/** The workflow of a stage that is open again may have ended before: then it is started once more. */
const hasEnded = (view: CycleView, key: string): boolean =>
  view.children[key] === 'ended' && !view.reopened.includes(key);

/**
 * Why a cycle refuses a command about the whole, or to reopen a stage, or null: by the table of
 * `libs/cycles/src/possible`. Whether the stage itself allows it is the database's to say.
 */
export function cycleRefusal(
  name: CycleCommandName | 'reopen',
  plan: CyclePlan,
  stageKey?: string,
): ProblemDocument | null {
  const refused = cycleRefusalOf(name, plan, stageKey);
  return refused && documentOf(refused);
}

/**
 * Why a cycle refuses to move the deadline of one of its stages, or null: a running stage is asked
 * itself, unless what follows moves too, or it is a further deadline, which may be of a stage that
 * has ended.
 */
export function moveRefusal(
  view: CycleView & { plan: CyclePlan },
  { stageKey, step, shiftFollowing = false }: Pick<MoveDeadlineCommand, 'stageKey' | 'step' | 'shiftFollowing'>,
): ProblemDocument | null {
  const { plan } = view;
  if (!plan.stages.some(({ key }) => key === stageKey)) {
    const keys = plan.stages.map(({ key }) => key).join(', ');
    return refusalDocument('not-found', refusal('stage.noneOf', { stageKey, keys }));
  }
  const refused = cycleRefusalOf(step ? 'moveStep' : 'moveDeadline', plan, stageKey);
  if (refused) return documentOf(refused);
  if (shiftFollowing || step || !isStarted(view, stageKey)) return null;
  return refusalDocument('conflict', refusal('stage.started', { stageKey }), {
    state: plan.status,
    sendTo: stageWorkflowId(plan.cycleId, stageKey),
  });
}
