import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type ProblemDocument, cycleWorkflowId, problemDocument, stageWorkflowId } from '#libs/contracts';
import type { Command } from './command.entity.js';
import { requireCycle, requireStage } from './cycle.queries.js';
import { Stage } from './stage.entity.js';
import { factsOf } from './stage-facts.js';
import { waitsFor } from './timetable.js';

/** The workflows a command may be for, in the order in which they are tried: a stage that has none yet is moved by its cycle. */
export function workflowsFor({ cycleId, stageKey, updateName }: Command): string[] {
  const cycle = cycleWorkflowId(cycleId);
  if (stageKey == null || updateName === 'cancel') return [cycle];
  const stage = stageWorkflowId(cycleId, stageKey);
  return updateName === 'moveDeadline' ? [stage, cycle] : [stage];
}

/**
 * Why there is no workflow to take a command: its cycle or stage has ended or waits for others. Null when one must be about to
 * start, so that the command only has to wait.
 */
export async function whyThereIsNone(em: SqlEntityManager, command: Command): Promise<ProblemDocument | null> {
  const cycle = await requireCycle(em, command.cycleId);
  const no = (detail: string, state: string) => problemDocument('conflict', detail, { state, possible: [] });
  if (cycle.status !== 'published') return no(`The cycle is ${cycle.status}.`, cycle.status);
  if (command.stageKey == null || command.updateName === 'moveDeadline') {
    const stage = command.stageKey == null ? null : await requireStage(em, { ...command, stageKey: command.stageKey });
    return stage && hasEnded(stage) ? no(`"${stage.title}" has ended: it is ${stage.state}.`, stage.state) : null;
  }
  const all = await em.find(Stage, { cycleId: command.cycleId }, { orderBy: { position: 'asc' } });
  const stage = all.find(({ key }) => key === command.stageKey)!;
  if (hasEnded(stage)) return no(`"${stage.title}" has ended: it is ${stage.state}.`, stage.state);
  const waits = waitsFor(factsOf(stage), all.map(factsOf));
  const names = all.filter(({ key }) => waits.includes(key)).map(({ title, state }) => `"${title}" (${state})`);
  return names.length > 0 ? no(`"${stage.title}" waits for the decision of ${names.join(', ')}.`, stage.state) : null;
}

/** Its workflow ends when there is nothing left to decide or to release. */
const hasEnded = ({ state, releases, releasedTo }: Stage): boolean =>
  state === 'released' ||
  state === 'cancelled' ||
  (state === 'decided' && releases.every(({ audience }) => releasedTo.includes(audience)));
