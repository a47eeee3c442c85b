import { z } from 'zod';
import { digest, event, id } from './event.js';

/** Events of the audit log (topic `laureate.transparency`). */
export const TRANSPARENCY_EVENTS = {
  'laureate.history.archived.v1': event(
    'laureate.transparency',
    'The history of an ended workflow run was archived',
    z.object({ cycleId: id, workflowId: z.string(), runId: z.string(), events: z.int(), digest }),
  ),
} as const;
