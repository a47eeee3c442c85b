import { type CycleService, type CycleView, cyclePermissions } from '#libs/cycles';
import { allows, Problem, type RequestContext } from '#libs/platform';
import { refusal } from '../refusals.words.js';

/** The cycle; a draft is there for its staff only. Throws `not-found`. */
export async function visibleCycle(
  cycles: CycleService,
  { principal }: RequestContext,
  cycleId: string,
): Promise<CycleView> {
  const cycle = await cycles.find(cycleId);
  const { programme, status } = cycle;
  if (status !== 'draft' || allows(cyclePermissions.readDraft, principal, { programme, cycleId })) return cycle;
  throw new Problem('not-found', refusal('cycle.none'));
}
