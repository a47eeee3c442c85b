import { z } from 'zod';
import { AMENDMENT_KINDS } from '../workflows/amendments.js';
import { WINDOW_STEPS } from '../workflows/stage-facts.js';
import { digest, event, id, instant, reasonCode, stageRef } from './event.js';

/** Events of cycles, their stages, amendments and pauses (topic `laureate.cycles`). */
export const CYCLES_EVENTS = {
  'laureate.cycle.published.v1': event(
    'laureate.cycles',
    'A cycle definition was published and frozen',
    z.object({ cycleId: id, revision: z.int(), definitionDigest: digest }),
  ),
  'laureate.cycle.history-entered.v1': event(
    'laureate.cycles',
    'A past edition was entered, or corrected',
    z.object({ cycleId: id, revision: z.int(), digest }),
  ),
  'laureate.cycle.completed.v1': event(
    'laureate.cycles',
    'All stages of a cycle have ended',
    z.object({ cycleId: id }),
  ),
  'laureate.cycle.cancelled.v1': event(
    'laureate.cycles',
    'A cycle was cancelled',
    z.object({ cycleId: id, reasonCode, reasonDigest: digest.nullable().optional() }),
  ),
  'laureate.amendment.proposed.v1': event(
    'laureate.cycles',
    'A change of a published definition was proposed and waits for signatures',
    z.object({
      cycleId: id,
      amendmentId: id,
      kind: z.enum(AMENDMENT_KINDS),
      stageKey: z.string().nullable(),
      definitionDigest: digest,
      reasonCode,
    }),
  ),
  'laureate.amendment.signed.v1': event(
    'laureate.cycles',
    'Somebody signed an amendment',
    z.object({ cycleId: id, amendmentId: id, signatures: z.int(), signaturesNeeded: z.int() }),
  ),
  'laureate.amendment.withdrawn.v1': event(
    'laureate.cycles',
    'A proposed amendment was withdrawn',
    z.object({ cycleId: id, amendmentId: id, reasonCode: reasonCode.optional() }),
  ),
  'laureate.cycle.amended.v1': event(
    'laureate.cycles',
    'An amendment is in force: the cycle follows a new revision of its definition',
    z.object({
      cycleId: id,
      amendmentId: id,
      number: z.int(),
      revision: z.int(),
      kind: z.enum(AMENDMENT_KINDS),
      definitionDigest: digest,
      stageKeys: z.array(z.string()),
      reasonCode,
    }),
  ),
  'laureate.cycle.paused.v1': event(
    'laureate.cycles',
    'A cycle was paused: nothing opens, closes or comes in until it is resumed',
    z.object({ cycleId: id, number: z.int(), at: instant, reasonCode }),
  ),
  'laureate.cycle.resumed.v1': event(
    'laureate.cycles',
    'A cycle goes on, with these deadlines in place of the former ones',
    z.object({
      cycleId: id,
      number: z.int(),
      pausedAt: instant,
      at: instant,
      moved: z.array(z.object({ stageKey: z.string(), deadlineVersion: z.int(), from: instant, to: instant })),
      steps: z
        .array(z.object({ stageKey: z.string(), step: z.enum(WINDOW_STEPS), from: instant, to: instant }))
        .optional()
        .describe('Further deadlines that moved with it; absent in earlier ones'),
      own: z
        .array(
          z.object({
            kind: z.enum(['clarification', 'complaint', 'extension']),
            id,
            stageKey: z.string(),
            cityId: id,
            from: instant,
            to: instant,
          }),
        )
        .optional()
        .describe(
          'Deadlines of single cities that moved with it and that no event of theirs tells; absent in earlier ones',
        ),
      reasonCode,
    }),
  ),
  'laureate.outage.found.v1': event(
    'laureate.cycles',
    'The service could not serve for a while, in the last hours of these stages or over their deadlines',
    z.object({ cycleId: id, outageId: id, from: instant, to: instant, stageKeys: z.array(z.string()) }),
  ),
  'laureate.outage.confirmed.v1': event(
    'laureate.cycles',
    'A person confirmed an outage: more time for all is proposed',
    z.object({ cycleId: id, outageId: id, stageKeys: z.array(z.string()), reasonCode: reasonCode.optional() }),
  ),
  'laureate.stage.opened.v1': event(
    'laureate.cycles',
    'A stage opened',
    z.object({ ...stageRef, stageType: z.string(), version: z.int(), at: instant }),
  ),
  'laureate.stage.deadline-moved.v1': event(
    'laureate.cycles',
    'The deadline of a stage was moved for all',
    z.object({
      ...stageRef,
      version: z.int(),
      deadlineVersion: z.int(),
      from: instant,
      to: instant,
      opens: z.object({ from: instant, to: instant }).optional(),
      reasonCode,
    }),
  ),
  'laureate.stage.step-moved.v1': event(
    'laureate.cycles',
    'A further deadline of a stage (registration, early-bird, supporting material) was moved for all',
    z.object({
      ...stageRef,
      version: z.int(),
      step: z.enum(WINDOW_STEPS),
      from: instant.nullable().describe('Null where the stage had none of this kind'),
      to: instant.nullable().describe('Null where the stage has none of this kind any more'),
      reasonCode,
    }),
  ),
  'laureate.stage.reopened.v1': event(
    'laureate.cycles',
    'A closed stage is open again until a new deadline; what was proposed is void',
    z.object({ ...stageRef, version: z.int(), deadlineVersion: z.int(), from: instant, to: instant, reasonCode }),
  ),
  'laureate.stage.closed.v1': event(
    'laureate.cycles',
    'A stage closed; nothing comes in any more',
    z.object({ ...stageRef, version: z.int(), at: instant }),
  ),
  'laureate.stage.decided.v1': event(
    'laureate.cycles',
    'The decision of a stage is certified',
    z.object({ ...stageRef, version: z.int(), decisionId: id.nullable() }),
  ),
  'laureate.stage.released.v1': event(
    'laureate.cycles',
    'The decision of a stage was released to an audience',
    z.object({ ...stageRef, version: z.int(), audience: z.enum(['concerned', 'public']), decisionId: id.nullable() }),
  ),
  'laureate.stage.needs-attention.v1': event(
    'laureate.cycles',
    'A workflow is parked and waits for the secretariat',
    z.object({
      cycleId: id,
      stageKey: z.string().nullable(),
      code: z.string(),
      workflowId: z.string().optional().describe('Absent in earlier ones'),
      occurrence: z.string().optional().describe('Which time it is parked so; absent in earlier ones'),
    }),
  ),
  'laureate.stage.late.v1': event(
    'laureate.cycles',
    'A stage could not open when its window began: it waits for stages that are late',
    z.object({ ...stageRef, opensAt: instant }),
  ),
  'laureate.reminder.due.v1': event(
    'laureate.cycles',
    'A step of a reminder ladder is due',
    z.object({ ...stageRef, step: z.string(), deadlineVersion: z.int(), deadlineAt: instant }),
  ),
  'laureate.workflow.ending.v1': event(
    'laureate.cycles',
    'A workflow run is about to end and is to be archived',
    z.object({ cycleId: id, workflowId: z.string(), runId: z.string() }),
  ),
} as const;
