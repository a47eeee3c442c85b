import { z } from 'zod';
import { OUTCOMES, RELEASE_AUDIENCES } from '#libs/contracts';
import { PUBLISHED_TIERS, SEATS } from '#libs/judging';

export const StagePath = z.object({ cycleId: z.uuid(), stageKey: z.string().max(40) });
export type StagePath = z.output<typeof StagePath>;

const instant = z.iso.datetime();
const digest = z.string();
const reasonCode = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,59}$/)
  .describe('Lower-case letters, digits and hyphens; it is published, so no personal data');
const countryCode = z
  .string()
  .regex(/^[A-Z]{2}$/)
  .describe('ISO 3166-1 alpha-2');
const outcome = z.enum(OUTCOMES);
const named = { entryId: z.uuid(), title: z.string(), cityName: z.string(), countryCode };

export const Seat = z.strictObject({
  seat: z.enum(SEATS),
  countryCodes: z.array(countryCode).max(20).default([]).describe('Countries the person belongs to: conflicts'),
  cityIds: z.array(z.uuid()).max(20).default([]).describe('Cities the person belongs to: conflicts'),
});
export const PanelMember = z
  .object({
    personId: z.uuid(),
    name: z.string(),
    seat: z.enum(SEATS),
    countryCodes: z.array(z.string()),
    cityIds: z.array(z.string()),
  })
  .meta({ id: 'PanelMember' });

export const NewRecusal = z.strictObject({
  entryId: z.uuid(),
  personId: z.uuid().optional().describe('About whom; without it, the caller'),
  reasonCode,
});
export const Recusal = z
  .object({ id: z.uuid(), personId: z.uuid(), entryId: z.uuid(), reasonCode: z.string() })
  .meta({ id: 'Recusal' });

const scores = z.record(z.string().max(40), z.int().min(0).max(100)).describe('By criterion key');
export const ReviewText = z.strictObject({ scores, comment: z.string().trim().max(10_000).default('') });

export const Assignment = z
  .object({
    id: z.uuid(),
    ...named,
    position: z.int().describe("Place in the expert's own order"),
    state: z.enum(['open', 'done', 'recused']),
    version: z.int().describe('Number of the latest review, 0 without one; its ETag'),
  })
  .meta({ id: 'Assignment' });
export const AssignmentInHand = z
  .object({
    ...Assignment.shape,
    content: z.record(z.string(), z.unknown()).describe('What the entry says, without its contacts'),
    review: z.object({ scores: z.record(z.string(), z.number()), comment: z.string() }).nullable(),
  })
  .meta({ id: 'AssignmentInHand' });

export const Ballot = z.strictObject({
  ranking: z
    .array(z.array(z.uuid()).max(1000))
    .max(1000)
    .describe('Groups of entry ids, best first; level ones share a group; entries one is recused from are left out'),
});
export const BallotPaper = z
  .object({
    entries: z.array(z.object({ id: z.uuid(), title: z.string(), cityName: z.string(), countryCode })),
    recused: z.array(z.object({ entryId: z.uuid(), reasons: z.array(z.string()) })),
    cast: z.boolean(),
  })
  .meta({ id: 'BallotPaper' });

const Adjustment = z.object({ entryId: z.uuid(), outcome, reasonCode: z.string() });
export const NewAdjustment = z.strictObject({
  changes: z
    .array(z.strictObject({ entryId: z.uuid(), outcome }))
    .min(1)
    .max(200),
  reasonCode,
  reasonText: z.string().trim().min(1).max(2000).describe('Kept in the database only'),
});
const standing = { kind: z.enum(['signature', 'certification']), personId: z.uuid(), at: instant };
export const Proposal = z
  .object({
    cycleId: z.uuid(),
    stageKey: z.string(),
    decisionId: z.uuid(),
    mode: z.string(),
    state: z.enum(['proposed', 'certified']),
    version: z.int(),
    proposalDigest: digest.describe('What a signature and a certification name'),
    inputsDigest: digest,
    methodDigest: digest,
    outcomes: z.array(z.object({ ...named, outcome })),
    log: z.array(z.string()).nullable().describe('Null for a member of the panel with a conflict'),
    adjustments: z.array(Adjustment),
    reasonText: z.string().nullable(),
    standing: z.array(z.object(standing)),
    signaturesNeeded: z.int(),
    signatures: z.int(),
    certificationsNeeded: z.int(),
    certifications: z.int(),
    complete: z.boolean(),
  })
  .meta({ id: 'Proposal' });

const entryOutcome = z.object({ entryId: z.uuid(), outcome });
export const DecisionRecord = z
  .object({
    decisionId: z.uuid(),
    cycleId: z.uuid(),
    stageKey: z.string(),
    stageType: z.string(),
    revision: z.int(),
    mode: z.string(),
    digestAlgorithm: z.string(),
    recorded: z.object({
      inputsDigest: digest,
      methodDigest: digest,
      decisionDigest: digest.nullable(),
      certifiedAt: instant,
    }),
    inputs: z.looseObject({ mode: z.string() }).describe('The raw inputs, as the tables hold them now'),
    settings: z.unknown().describe('Of the stage in its definition'),
    proposals: z.array(
      z.object({
        version: z.int(),
        outcomes: z.array(entryOutcome),
        log: z.array(z.string()),
        adjustments: z.array(Adjustment),
        digest,
        actorId: z.string(),
        reasonCode: z.string().nullable(),
        at: instant,
      }),
    ),
    standing: z.array(
      z.object({ ...standing, proposalVersion: z.int(), proposalDigest: digest, commandId: z.string() }),
    ),
    outcomes: z.array(entryOutcome),
    releases: z.array(z.object({ audience: z.enum(RELEASE_AUDIENCES), releasedBy: z.string(), at: instant })),
  })
  .meta({ id: 'DecisionRecord' });

export const Results = z
  .object({
    cycleId: z.uuid(),
    cycleTitle: z.string(),
    demonstration: z.boolean(),
    notice: z.string().nullable().describe('DEMONSTRATION, where nothing of it counts'),
    released: z.array(z.object({ stageKey: z.string(), at: instant })),
    tiers: z.array(z.object({ tier: z.enum(PUBLISHED_TIERS), entries: z.array(z.object(named)) })),
  })
  .meta({ id: 'Results' });
export const EntryResult = z
  .object({
    entryId: z.uuid(),
    cycleTitle: z.string(),
    demonstration: z.boolean(),
    notice: z.string().nullable().describe('DEMONSTRATION, where nothing of it counts'),
    results: z.array(z.object({ stageKey: z.string(), outcome, releasedAt: instant })),
  })
  .meta({ id: 'EntryResult' });
