import type { SqlEntityManager } from '@mikro-orm/postgresql';
import {
  type MoveDeadlineCommand,
  type ProblemDocument,
  type SupersessionInput,
  WorkflowType,
  cycleWorkflowId,
  problemDocument,
  stageWorkflowId,
  supersessionWorkflowId,
} from '#libs/contracts';
import type { Command } from './command.entity.js';
import { requireCycle, requireStage } from '../rows/cycle.queries.js';
import { Stage } from '../definition/stage.entity.js';
import { factsOf, hasEnded } from '../rows/stage-facts.js';
import { waitsFor } from '../definition/timetable.js';

/** So long a decision that needs nobody may take. */
const MOMENT_MS = 10_000;

/**
 * The workflows a command may be for, in the order in which they are tried: a stage that has none
 * yet is moved by its cycle.
 */
export function workflowsFor({ cycleId, stageKey, updateName, payload }: Command): string[] {
  const cycle = cycleWorkflowId(cycleId);
  if (stageKey == null || updateName === 'reopen') return [cycle];
  const decisionId = supersessionOf(payload);
  if (decisionId !== undefined) return [supersessionWorkflowId(cycleId, stageKey, decisionId)];
  const stage = stageWorkflowId(cycleId, stageKey);
  if (updateName !== 'moveDeadline') return [stage];
  const { shiftFollowing, step } = payload as MoveDeadlineCommand;
  return shiftFollowing || step ? [cycle] : [stage, cycle];
}

/** The superseding decision that a command is about, if it is about one. */
const supersessionOf = (payload: Command['payload'] & { decisionId?: string }): string | undefined =>
  payload.decisionId;

/** How a workflow that a command has for itself is started. */
export interface WorkflowStart {
  workflowType: string;
  workflowId: string;
  input: SupersessionInput;
}

/**
 * What is to be started when no workflow takes the command: a superseding decision has one of its
 * own, once it is proposed.
 */
export async function startFor(
  em: SqlEntityManager,
  { cycleId, stageKey, payload }: Command,
): Promise<WorkflowStart | null> {
  const decisionId = supersessionOf(payload);
  if (decisionId === undefined || stageKey == null) return null;
  const { programme } = await requireCycle(em, cycleId);
  return {
    workflowType: WorkflowType.supersession,
    workflowId: supersessionWorkflowId(cycleId, stageKey, decisionId),
    input: { cycleId, stageKey, programme, decisionId },
  };
}

/**
 * Why there is no workflow to take a command: its cycle or stage has ended or waits for others.
 * Null when one must be about to start, so that the command only has to wait.
 */
export async function whyThereIsNone(em: SqlEntityManager, command: Command): Promise<ProblemDocument | null> {
  const cycle = await requireCycle(em, command.cycleId);
  const no = (detail: string, state: string) => problemDocument('conflict', detail, { state, possible: [] });
  if (cycle.status !== 'published') return no(`The cycle is ${cycle.status}.`, cycle.status);
  if (command.updateName === 'reopen') return null;
  if (command.stageKey == null || command.updateName === 'moveDeadline') {
    // A stage that has ended may still take what comes in beside entries: the transaction judges that.
    const { step } = command.payload as Partial<MoveDeadlineCommand>;
    const stage =
      command.stageKey == null || step ? null : await requireStage(em, { ...command, stageKey: command.stageKey });
    return stage && hasEnded(stage) ? no(`"${stage.title}" has ended: it is ${stage.state}.`, stage.state) : null;
  }
  const all = await em.find(Stage, { cycleId: command.cycleId }, { orderBy: { position: 'asc' } });
  const stage = all.find(({ key }) => key === command.stageKey)!;
  if (hasEnded(stage)) return no(`"${stage.title}" has ended: it is ${stage.state}.`, stage.state);
  const waits = waitsFor(factsOf(stage), all.map(factsOf));
  const undecided = all.filter(({ key }) => waits.includes(key));
  if (undecided.every(isAboutToBeDecided)) return null;
  const names = undecided.map(({ title, state }) => `"${title}" (${state})`);
  return no(`"${stage.title}" waits for the decision of ${names.join(', ')}.`, stage.state);
}

/** A stage that nobody has to decide has just closed: a moment later it is decided. */
const isAboutToBeDecided = ({ state, decides, closedAt }: Stage): boolean =>
  state === 'closing' && !decides && closedAt != null && Date.now() - closedAt.getTime() < MOMENT_MS;
