import { z } from 'zod';
import { AMENDMENT_KINDS, AMENDMENT_STATES, WINDOW_STEPS } from '#libs/contracts';
import { schemaMessage } from '#libs/platform';
import { refusal } from '../refusals.words.js';
import { CyclePlan, Reason, StageFacts, Step } from './command.schemas.js';
import { CyclePath, GivenDefinition } from './cycle.schemas.js';

const instant = z.iso.datetime();
const digest = z.string().regex(/^[0-9a-f]{64}$/, schemaMessage(refusal('must.digest')));
const Change = z.object({ from: instant, to: instant });

export const AmendmentPath = CyclePath.extend({ amendmentId: z.uuid() });

export const GivenAmendment = GivenDefinition.extend({
  baseRevision: z.int().min(1).describe('The revision it was made from'),
  adoptsMethodOf: z
    .string()
    .min(1)
    .max(40)
    .optional()
    .describe('Key of the stage whose panel adopts its method by this; only `settings` of that stage may differ'),
});
export const ProposedAmendment = GivenAmendment.extend({ reason: Reason });
export const AmendmentSignature = z.strictObject({
  definitionDigest: digest.describe('Digest of the definition that was read'),
});

const DefinitionChange = z.object({
  pointer: z.string().describe('Stages and criteria by their key'),
  from: z.unknown().optional(),
  to: z.unknown().optional(),
});
const WindowChange = z.object({
  stageKey: z.string(),
  opens: Change.nullable(),
  deadline: Change.nullable(),
  steps: z
    .array(z.object({ step: z.enum(WINDOW_STEPS), from: instant.nullable(), to: instant.nullable() }))
    .describe('Further deadlines; null where there was none, or is none any more'),
});
export const Told = z.object({
  kind: z.string().describe('Kind of mail'),
  stageKey: z.string().nullable(),
  count: z.int(),
  names: z.array(z.string()).describe('At most 20'),
});

export const AmendmentPreview = z
  .object({
    kind: z.enum(AMENDMENT_KINDS),
    number: z.int().describe('The number it would get'),
    definitionDigest: digest,
    changes: z.array(DefinitionChange),
    moves: z.array(WindowChange),
    problems: z
      .array(z.object({ pointer: z.string(), value: z.unknown(), message: z.string(), allowed: z.string() }))
      .describe('Why it is not possible; empty when it is'),
    told: z.array(Told),
  })
  .meta({ id: 'AmendmentPreview' });

export const Amendment = z
  .object({
    id: z.uuid(),
    cycleId: z.uuid(),
    kind: z.enum(AMENDMENT_KINDS),
    stageKey: z.string().nullable(),
    state: z.enum(AMENDMENT_STATES),
    baseRevision: z.int(),
    number: z.int().nullable().describe('Amendment n makes revision n + 1'),
    definitionDigest: digest,
    changes: z.array(DefinitionChange),
    moves: z.array(WindowChange),
    reason: z.object({ code: z.string(), text: z.string().nullable() }),
    proposedBy: z.string(),
    proposedAt: instant,
    settledAt: instant.nullable(),
    signatures: z.array(z.object({ personId: z.string(), signedAt: instant })),
    signaturesNeeded: z.int(),
  })
  .meta({ id: 'Amendment' });

export const AmendedDefinition = z.object({ digest, definition: z.looseObject({}) });

export const AmendmentCommitted = z
  .object({
    amendment: z.object({
      amendmentId: z.uuid(),
      cycleId: z.uuid(),
      kind: z.enum(AMENDMENT_KINDS),
      stageKey: z.string().nullable(),
      state: z.enum(AMENDMENT_STATES),
      number: z.int().nullable(),
      definitionDigest: digest,
      signatures: z.int(),
      signaturesNeeded: z.int(),
    }),
    plan: CyclePlan,
    stages: z.array(StageFacts).describe('The stages it touched, once it is in force'),
  })
  .meta({ id: 'AmendmentCommitted' });

export const DeadlineWish = z.strictObject({
  deadlineAt: z.iso.datetime({ offset: true }).describe('The new deadline'),
  step: Step.optional(),
  shiftFollowing: z
    .boolean()
    .default(false)
    .describe('Move the windows of all stages that follow too, and further deadlines that are to come'),
});

export const MovePreview = z
  .object({
    moves: z.array(
      z.object({
        stageKey: z.string(),
        title: z.string(),
        opens: Change.nullable(),
        deadline: Change.nullable(),
        hardClose: Change.nullable(),
        steps: z.array(Change.extend({ step: z.enum(WINDOW_STEPS) })).describe('Further deadlines'),
        releases: z.array(Change.extend({ audience: z.string() })),
      }),
    ),
    digest: digest.describe('Send it as `shiftFollowing.preview` to have exactly this done'),
    told: z.array(Told),
  })
  .meta({ id: 'ReschedulePreview' });
