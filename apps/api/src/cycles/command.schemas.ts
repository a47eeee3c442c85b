import { z } from 'zod';
import {
  CYCLE_STATUSES,
  DECISION_STATES,
  RELEASE_AUDIENCES,
  STAGE_STATES,
  SUPERSESSION_KINDS,
  UpdateName,
  WINDOW_STEPS,
} from '#libs/contracts';
import { schemaMessage } from '#libs/platform';
import { refusal } from '../refusals.words.js';
import { Zoned, ZonedChange, zonedMove } from './cycle.schemas.js';

const instant = z.iso.datetime();
const digest = z.string().regex(/^[0-9a-f]{64}$/, schemaMessage(refusal('must.digest')));

/** Why something out of the ordinary is done; the text stays in the database. */
export const Reason = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, schemaMessage(refusal('must.code'))),
  text: z.string().trim().min(1).max(4000).optional(),
});

/** One of the further deadlines of a stage. */
export const Step = z
  .enum(WINDOW_STEPS)
  .describe('One of the further deadlines of the stage; left out for the deadline of the stage itself');

export const WithReason = z.strictObject({ reason: Reason });
export const DeadlineMove = WithReason.extend({
  deadlineAt: z.iso.datetime({ offset: true }).describe('The new deadline'),
  step: Step.optional(),
  shiftFollowing: z
    .strictObject({ preview: digest.describe('Digest of the preview that was read') })
    .optional()
    .describe('Move the windows of all stages that follow by the same span, as the preview says'),
});
export const Resumption = WithReason.extend({
  deadlines: z
    .array(
      z.strictObject({ stageKey: z.string(), step: Step.optional(), deadlineAt: z.iso.datetime({ offset: true }) }),
    )
    .max(30)
    .default([])
    .describe('New deadlines; what is open and not named moves by the length of the pause'),
  shiftFollowing: z
    .boolean()
    .default(false)
    .describe('Move later stages that are in the way along, instead of refusing'),
});
export const Reopening = WithReason.extend({
  deadlineAt: z.iso.datetime({ offset: true }).describe('The new deadline'),
  shiftFollowing: z
    .boolean()
    .default(false)
    .describe('Move later stages that are in the way along, instead of refusing'),
});
export const Signature = z.strictObject({ proposalDigest: digest.describe('Digest of the proposal that was read') });
export const Release = z.strictObject({ audience: z.enum(RELEASE_AUDIENCES), reason: Reason.optional() });

export const CommandPath = z.object({ commandId: z.string().min(1).max(200) });

export const Command = z
  .object({
    id: z.string().describe('The Idempotency-Key it was given under'),
    href: z.string(),
    name: z.enum(UpdateName),
    cycleId: z.uuid(),
    stageKey: z.string().nullable(),
    actorId: z.string(),
    state: z.enum(['pending', 'done', 'refused']),
    answer: z.unknown().describe('What was committed, or the problem document of the refusal; null while pending'),
    createdAt: instant,
    settledAt: instant.nullable(),
  })
  .meta({ id: 'Command' });

export const StageFacts = z
  .object({
    cycleId: z.uuid(),
    stageKey: z.string(),
    type: z.string(),
    revision: z.int(),
    state: z.enum(STAGE_STATES),
    version: z.int(),
    opensAt: instant,
    deadlineAt: instant,
    hardCloseAt: instant,
    steps: z
      .array(z.object({ step: z.enum(WINDOW_STEPS), deadlineAt: instant, grace: z.string(), hardCloseAt: instant }))
      .optional()
      .describe('Further deadlines; left out where there are none'),
    deadlineVersion: z.int(),
    after: z.array(z.string()),
    ladder: z.array(z.object({ step: z.string(), at: instant })),
    releases: z.array(z.object({ audience: z.enum(RELEASE_AUDIENCES), when: z.string() })),
    releasedTo: z.array(z.enum(RELEASE_AUDIENCES)),
    decides: z.boolean(),
    openedAt: instant.nullable(),
    closedAt: instant.nullable(),
    decisionDigest: z.string().nullable(),
    pausedAt: instant.nullish(),
  })
  .meta({ id: 'StageFacts' });

export const StageDecision = z
  .object({
    stage: StageFacts,
    decision: z.object({
      cycleId: z.uuid(),
      stageKey: z.string(),
      decisionId: z.uuid(),
      proposalVersion: z.int(),
      proposalDigest: z.string(),
      inputsDigest: z.string(),
      methodDigest: z.string(),
      signaturesNeeded: z.int(),
      signatures: z.int(),
      certificationsNeeded: z.int(),
      certifications: z.int(),
      complete: z.boolean(),
      supersession: z
        .object({
          number: z.int(),
          supersedes: z.uuid(),
          kind: z.enum(SUPERSESSION_KINDS),
          state: z.enum(DECISION_STATES),
        })
        .optional()
        .describe('Of a decision that supersedes another one'),
    }),
    signature: z
      .object({
        kind: z.enum(['signature', 'certification']),
        personId: z.uuid(),
        inPlaceOf: z.uuid().nullable(),
        conflicts: z.array(z.string()),
        coSignedBy: z.uuid().nullable(),
      })
      .optional(),
  })
  .meta({ id: 'StageDecision' });

export const CyclePlan = z
  .object({
    cycleId: z.uuid(),
    programme: z.string(),
    revision: z.int(),
    status: z.enum(CYCLE_STATUSES),
    pausedAt: instant.nullish().describe('Since when nothing opens, closes or comes in'),
    changed: z.array(StageFacts).optional().describe('The stages this command changed'),
    stages: z.array(
      z.object({
        key: z.string(),
        type: z.string(),
        after: z.array(z.string()),
        opensAt: instant,
        state: z.enum(STAGE_STATES),
      }),
    ),
  })
  .meta({ id: 'CyclePlan' });

export const ResumptionPreview = z
  .object({
    pausedSince: Zoned,
    now: Zoned,
    moves: z.array(
      z.object({
        stageKey: z.string(),
        title: z.string(),
        ...zonedMove,
      }),
    ),
    own: z
      .array(
        ZonedChange.extend({
          kind: z.enum(['clarification', 'complaint', 'extension']),
          id: z.uuid(),
          stageKey: z.string(),
          cityId: z.uuid(),
        }),
      )
      .describe('Deadlines of single cities that stand beside those of the stages'),
    told: z
      .array(z.object({ personId: z.uuid(), name: z.string() }))
      .describe('Who gets the mail with the new deadlines'),
  })
  .meta({ id: 'ResumptionPreview' });
