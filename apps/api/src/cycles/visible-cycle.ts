import type { Role } from '#libs/contracts';
import type { CycleService, CycleView } from '#libs/cycles';
import { Problem, type RequestContext, holds } from '#libs/platform';

/** Who sees drafts. */
export const STAFF: Role[] = ['secretariat', 'organiser', 'auditor'];

/** The cycle; a draft is there for its staff only. Throws `not-found`. */
export async function visibleCycle(
  cycles: CycleService,
  { principal }: RequestContext,
  cycleId: string,
): Promise<CycleView> {
  const cycle = await cycles.find(cycleId);
  const { programme, status } = cycle;
  if (status !== 'draft' || holds(principal, STAFF, { programme, cycleId })) return cycle;
  throw new Problem('not-found', 'There is no such cycle.');
}
