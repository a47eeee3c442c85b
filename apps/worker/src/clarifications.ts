import { type ClarificationRef, clarificationWorkflowId, stageWorkflowId } from '#libs/contracts';
import type { ClarificationRunService } from '#libs/entries';
import type { TemporalClient } from '#libs/platform';
import { wake } from './wake.js';

/** Something became of a clarification: its workflow looks, and its stage, whose decision may have waited for it. */
export async function tellOfClarification(
  temporal: TemporalClient,
  { cycleId, stageKey, clarificationId }: ClarificationRef,
): Promise<void> {
  await wake(temporal, clarificationWorkflowId(clarificationId));
  await wake(temporal, stageWorkflowId(cycleId, stageKey));
}

/** Something became of a whole cycle, or of an entry: so it did of the clarifications in it. */
export async function tellOfClarificationsOf(
  temporal: TemporalClient,
  clarifications: ClarificationRunService,
  of: { cycleId: string } | { entryId: string },
): Promise<void> {
  for (const each of await clarifications.unsettled(of)) await tellOfClarification(temporal, each);
}
