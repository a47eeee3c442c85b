import { z } from 'zod';
import { event, id } from './event.js';

/** Events of mails (topic `laureate.notifications`). */
export const NOTIFICATIONS_EVENTS = {
  'laureate.delivery.settled.v1': event(
    'laureate.notifications',
    'A mail was taken by the server, failed for good, or is unknown',
    z.object({
      deliveryId: id,
      kind: z.string(),
      state: z.enum(['sent', 'failed', 'unknown', 'dropped']),
      attempts: z.int(),
    }),
  ),
} as const;
