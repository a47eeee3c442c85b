import { z } from 'zod';
import { CYCLE_STATUSES, RELEASE_AUDIENCES, STAGE_STATES, UpdateName } from '#libs/contracts';

const instant = z.iso.datetime();
const digest = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hex');

/** Why something out of the ordinary is done; the text stays in the database. */
export const Reason = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/, 'must be a code: lower-case letters, digits and hyphens'),
  text: z.string().trim().min(1).max(4000).optional(),
});

export const WithReason = z.strictObject({ reason: Reason });
export const DeadlineMove = WithReason.extend({
  deadlineAt: z.iso.datetime({ offset: true }).describe('The new deadline'),
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
    deadlineVersion: z.int(),
    after: z.array(z.string()),
    ladder: z.array(z.object({ step: z.string(), at: instant })),
    releases: z.array(z.object({ audience: z.enum(RELEASE_AUDIENCES), when: z.string() })),
    releasedTo: z.array(z.enum(RELEASE_AUDIENCES)),
    decides: z.boolean(),
    openedAt: instant.nullable(),
    closedAt: instant.nullable(),
    decisionDigest: z.string().nullable(),
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
    }),
  })
  .meta({ id: 'StageDecision' });

export const CyclePlan = z
  .object({
    cycleId: z.uuid(),
    programme: z.string(),
    revision: z.int(),
    status: z.enum(CYCLE_STATUSES),
    stages: z.array(z.object({ key: z.string(), type: z.string(), after: z.array(z.string()) })),
  })
  .meta({ id: 'CyclePlan' });
