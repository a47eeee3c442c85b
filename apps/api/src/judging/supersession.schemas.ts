import { z } from 'zod';
import { DECISION_STATES, OUTCOMES, RELEASE_AUDIENCES, ROLES, STAGE_STATES, SUPERSESSION_KINDS } from '#libs/contracts';
import { PUBLISHED_TIERS } from '#libs/judging';
import { schemaMessage } from '#libs/platform';
import { refusal } from '../refusals.words.js';
import { StageDecision } from '../cycles/command.schemas.js';
import { StagePath } from './judging.schemas.js';

export const SupersessionPath = StagePath.extend({ decisionId: z.uuid() });
export type SupersessionPath = z.output<typeof SupersessionPath>;

const instant = z.iso.datetime();
const outcome = z.enum(OUTCOMES);
const kind = z.enum(SUPERSESSION_KINDS);
const digest = z.string().regex(/^[0-9a-f]{64}$/, schemaMessage(refusal('must.digest')));
const named = { entryId: z.uuid(), title: z.string(), cityName: z.string(), countryCode: z.string() };

/** What is asked for; preview and proposal take the same. */
export const NewSupersession = z.strictObject({
  kind,
  changes: z
    .array(z.strictObject({ entryId: z.uuid(), outcome }))
    .max(1000)
    .default([])
    .describe('Entries with their new outcome; none for an annulment and when a result is withheld'),
  reasonCode: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,59}$/)
    .describe('Lower-case letters, digits and hyphens; it is published, so no personal data'),
  reasonText: z.string().trim().min(1).max(4000).describe('Kept in the database only'),
  publicText: z.string().trim().min(1).max(1000).optional().describe('Shown with the result, wherever it is shown'),
  askedBy: z
    .strictObject({ personId: z.uuid(), role: z.enum(ROLES) })
    .optional()
    .describe('Who asked for it; without it, whoever proposes'),
  complaintId: z.uuid().optional().describe('The complaint that was upheld'),
});
export const AskedSupersession = NewSupersession.extend({
  previewDigest: digest.describe('The `proposalDigest` of the preview that was read'),
});

const StageEffect = z.object({
  stageKey: z.string(),
  title: z.string(),
  state: z.enum(STAGE_STATES),
  leaves: z.array(z.uuid()).describe('Entries that leave the stage, with all that was judged of them'),
  joins: z.array(z.uuid()).describe('Entries that come in'),
  unmoved: z.array(z.uuid()).describe('Entries it does not take, or let go, any more'),
  words: z.string(),
});
const tier = z.enum(PUBLISHED_TIERS).nullable();
export const SupersessionPreview = z
  .object({
    cycleId: z.uuid(),
    stageKey: z.string(),
    kind,
    number: z.int(),
    supersedes: z.uuid(),
    proposalDigest: z.string(),
    changes: z.array(z.object({ ...named, from: outcome, to: outcome, by: z.enum(['named', 'reserve', 'annulled']) })),
    log: z.array(z.string()),
    reserve: z.array(z.object(named)).describe('Who could still move up afterwards, in order'),
    stages: z.array(StageEffect),
    shownTo: z.array(z.enum(RELEASE_AUDIENCES)).describe('Who is shown it at once'),
    publicChanges: z.array(z.object({ ...named, from: tier, to: tier })),
    mails: z.array(z.object({ kind: z.string(), count: z.int(), names: z.array(z.string()) })),
    signaturesNeeded: z.int(),
    certificationsNeeded: z.int(),
    certifiers: z.array(z.enum(ROLES)),
  })
  .meta({ id: 'SupersessionPreview' });

const person = { personId: z.uuid(), name: z.string() };
const stageDecision = {
  decisionId: z.uuid(),
  number: z.int().describe('1 for the stage’s own, 2 … for those that supersede it'),
  state: z.enum(DECISION_STATES),
  inForce: z.boolean(),
  proposalDigest: z.string(),
  proposedAt: instant,
  certifiedAt: instant.nullable(),
  supersession: z
    .object({
      kind,
      supersedes: z.uuid(),
      reasonCode: z.string(),
      reasonText: z.string(),
      publicText: z.string().nullable(),
      askedBy: z.object({ ...person, role: z.enum(ROLES) }),
      proposedBy: z.object(person),
      askedAt: instant,
      complaintId: z.uuid().nullable(),
    })
    .nullable(),
  outcomes: z.array(z.object({ ...named, outcome })),
  reserve: z.array(z.uuid()),
  standing: z.array(z.object({ ...person, kind: z.enum(['signature', 'certification']), at: instant })),
};
export const DecisionOfStage = z.object(stageDecision).meta({ id: 'DecisionOfStage' });
export const Supersession = z
  .object({ ...stageDecision, facts: StageDecision.shape.decision, effects: SupersessionPreview })
  .meta({ id: 'Supersession' });
