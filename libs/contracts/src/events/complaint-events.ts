import { z } from 'zod';
import { event, id, instant, reasonCode, stageRef } from './event.js';

/** Events of complaints about decisions (topic `laureate.judging`). */
export const COMPLAINT_EVENTS = {
  'laureate.complaint.filed.v1': event(
    'laureate.judging',
    'A city complained about a decision',
    z.object({ ...stageRef, complaintId: id }),
  ),
  'laureate.complaint.assigned.v1': event(
    'laureate.judging',
    'Somebody who did not decide was assigned to a complaint',
    z.object({ ...stageRef, complaintId: id, personId: id }),
  ),
  'laureate.complaint.outcome-recorded.v1': event(
    'laureate.judging',
    'A handler recorded the outcome of a complaint; another one is to confirm it',
    z.object({ ...stageRef, complaintId: id, version: z.int() }),
  ),
  'laureate.complaint.settled.v1': event(
    'laureate.judging',
    'The outcome of a complaint is confirmed',
    z.object({ ...stageRef, complaintId: id }),
  ),
  'laureate.complaint.reminder-due.v1': event(
    'laureate.judging',
    'The handlers of a complaint are to be reminded',
    z.object({ ...stageRef, complaintId: id, step: z.string() }),
  ),
  'laureate.complaint.deadline-moved.v1': event(
    'laureate.judging',
    'What is due of a complaint moved by the length of a pause',
    z.object({ ...stageRef, complaintId: id, from: instant, to: instant, reasonCode }),
  ),
  'laureate.complaint.overdue.v1': event(
    'laureate.judging',
    'A complaint has had no answer in time',
    z.object({ ...stageRef, complaintId: id }),
  ),
} as const;
