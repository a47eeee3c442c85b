import { z } from 'zod';
import { digest, event, id, instant, reasonCode, stageRef } from './event.js';

const clarification = { ...stageRef, clarificationId: id, entryId: id };

/** Events of what a city is asked about its entry (topic `laureate.entries`). */
export const CLARIFICATION_EVENTS = {
  'laureate.clarification.asked.v1': event(
    'laureate.entries',
    'A city was asked about fields of an entry',
    z.object({ ...clarification, dueAt: instant }),
  ),
  'laureate.clarification.deadline-moved.v1': event(
    'laureate.entries',
    'A city has more time to answer what it was asked about an entry',
    z.object({ ...clarification, deadlineVersion: z.int(), from: instant, to: instant, reasonCode }),
  ),
  'laureate.clarification.reminder-due.v1': event(
    'laureate.entries',
    'A city is to be reminded of what it was asked about an entry',
    z.object({ ...clarification, step: z.string(), deadlineVersion: z.int() }),
  ),
  'laureate.clarification.answered.v1': event(
    'laureate.entries',
    'A city answered what it was asked: a version of the entry that differs in the named fields only',
    z.object({ ...clarification, version: z.int(), digest, at: instant }),
  ),
  'laureate.clarification.timed-out.v1': event(
    'laureate.entries',
    'What a city was asked about an entry had no answer in time',
    z.object({ ...clarification, outcome: z.enum(['decide-as-is', 'invalid']) }),
  ),
  'laureate.clarification.cancelled.v1': event(
    'laureate.entries',
    'What a city was asked about an entry is asked no more',
    z.object({ ...clarification, reasonCode }),
  ),
} as const;
