import type { SqlEntityManager } from '@mikro-orm/postgresql';
import {
  type MoveDeadlineCommand,
  type ProblemDocument,
  type SupersessionInput,
  WorkflowType,
  cycleWorkflowId,
  stageWorkflowId,
  supersessionWorkflowId,
} from '#libs/contracts';
import { cycleNow } from '../possible/command-check.service.js';
import type { CycleCommandName, StageCommandName } from '../possible/command-table.rules.js';
import { type Refusal, cycleRefusalOf, documentOf, refusalOf } from '../possible/refusals.rules.js';
import type { Command } from './command.entity.js';
import { requireCycle } from '../rows/cycle.queries.js';
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
  const { cycleId, stageKey, updateName } = command;
  const cycle = cycleNow(await requireCycle(em, cycleId));
  const isRunning = cycle.status === 'published';
  if (stageKey == null) return isRunning ? null : problemOf(cycleRefusalOf(updateName as CycleCommandName, cycle));
  const stages = await em.find(Stage, { cycleId }, { orderBy: { position: 'asc' } });
  const stage = stages.find(({ key }) => key === stageKey)!;
  const name = rowOf(command);
  if (isRunning && isAboutToBeTaken(name, stage, stages)) return null;
  return problemOf(refusalOf(name, { facts: factsOf(stage), stages, cycle }));
}

const problemOf = (refusal: Refusal | null): ProblemDocument | null => refusal && documentOf(refusal);

/** The row of the table of commands that a command about a stage falls under. */
function rowOf({ updateName, payload }: Command): StageCommandName {
  const { step } = payload as Partial<MoveDeadlineCommand>;
  return updateName === 'moveDeadline' && step ? 'moveStep' : (updateName as StageCommandName);
}

/** Must a workflow be about to start that takes the command, of the cycle or of the stage? */
function isAboutToBeTaken(name: StageCommandName, stage: Stage, stages: Stage[]): boolean {
  // The cycle's own: a stage that has ended may be reopened, and still take what comes in beside entries.
  if (name === 'reopen' || name === 'moveStep') return true;
  if (hasEnded(stage)) return false;
  if (name === 'moveDeadline') return true;
  const waits = waitsFor(factsOf(stage), stages.map(factsOf));
  return stages.filter(({ key }) => waits.includes(key)).every(isAboutToBeDecided);
}

/** A stage that nobody has to decide has just closed: a moment later it is decided. */
const isAboutToBeDecided = ({ state, decides, closedAt }: Stage): boolean =>
  state === 'closing' && !decides && closedAt != null && Date.now() - closedAt.getTime() < MOMENT_MS;
