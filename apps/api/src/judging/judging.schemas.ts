import { z } from 'zod';
import { DECISION_STATES, OUTCOMES, RELEASE_AUDIENCES, SUPERSESSION_KINDS } from '#libs/contracts';
import { TRANSLATION_SOURCES } from '#libs/entries';
import { AnyBallot, PUBLISHED_TIERS, SEATS } from '#libs/judging';
import { schemaMessage } from '#libs/platform';
import { refusal } from '../refusals.words.js';

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
const country = z
  .string()
  .regex(/^([A-Z]{2}|[a-z][a-z0-9-]{0,59})$/)
  .describe("ISO 3166-1 alpha-2, or the key of a territory of the programme's list");
const outcome = z.enum(OUTCOMES);
const named = { entryId: z.uuid(), title: z.string(), cityName: z.string(), countryCode };

export const Seat = z.strictObject({
  seat: z.enum(SEATS),
  countryCodes: z.array(country).max(20).default([]).describe('Countries the person belongs to: conflicts'),
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

const connections = {
  countryCodes: z.array(country).max(20).describe('Countries the person belongs to: conflicts'),
  cityIds: z.array(z.uuid()).max(20).describe('Cities the person belongs to: conflicts'),
  employers: z
    .array(z.string().trim().min(1).max(200))
    .max(20)
    .describe('Organisations the person works for: conflicts'),
  entryIds: z.array(z.uuid()).max(200).describe('Entries the person declared a relation to'),
};
export const NewCertifier = z.strictObject({
  standsInFor: z.uuid().nullable().default(null).describe('The certifier in whose place the person certifies'),
  countryCodes: connections.countryCodes.default([]),
  cityIds: connections.cityIds.default([]),
  employers: connections.employers.default([]),
  entryIds: connections.entryIds.default([]),
});
export const Certifier = z
  .object({
    personId: z.uuid(),
    name: z.string(),
    standsInFor: z.uuid().nullable(),
    ...connections,
    inConflict: z
      .object({ entries: z.int(), conflicts: z.array(z.string()) })
      .nullable()
      .describe('With how many entries of the present proposal, and how; null before anything is proposed'),
  })
  .meta({ id: 'Certifier' });
export const Certifiers = z
  .object({ proposalDigest: digest.nullable(), certifiers: z.array(Certifier) })
  .meta({ id: 'Certifiers' });
export const NewCoSignature = z.strictObject({
  personId: z.uuid().describe('The certifier'),
  proposalDigest: z.string().regex(/^[0-9a-f]{64}$/, schemaMessage(refusal('must.digest'))),
});
export const CoSignature = z
  .object({
    id: z.uuid(),
    personId: z.uuid(),
    proposalVersion: z.int(),
    entries: z.int().describe('How many entries the conflicts are with'),
    conflicts: z.array(z.string()),
  })
  .meta({ id: 'CoSignature' });

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

const translatedBy = z
  .enum(TRANSLATION_SOURCES)
  .nullable()
  .describe('Whose translation the title is: that of its city, a human or a machine; null: the original');
export const Assignment = z
  .object({
    id: z.uuid(),
    ...named,
    translatedBy,
    position: z.int().describe("Place in the expert's own order"),
    state: z.enum(['open', 'done', 'recused', 'dropped']),
    version: z.int().describe('Number of the latest review, 0 without one; its ETag'),
  })
  .meta({ id: 'Assignment' });
const shown = z.record(z.string(), z.unknown());
export const AssignmentView = z
  .object({
    ...Assignment.shape,
    content: shown.describe('What the entry says as it was submitted, without its contacts'),
    language: z.string().nullable().describe('What that is written in; null where nobody was asked'),
    translation: z
      .object({
        language: z.string(),
        source: z.enum(TRANSLATION_SOURCES).describe('Whose it is'),
        tool: z.string().nullable().describe('What a machine made it with'),
        version: z.int().describe('The submitted version it is of'),
        isOfLast: z
          .boolean()
          .describe('Is that the version in `content`? If not, the city has submitted another since'),
        content: shown.describe('The entry in that language: its texts translated, all else as submitted'),
      })
      .nullable()
      .describe(
        'The entry in the language it is judged in, to be read first; null where `content` is in it, or nobody has translated it',
      ),
    review: z.object({ scores: z.record(z.string(), z.number()), comment: z.string() }).nullable(),
  })
  .meta({ id: 'AssignmentInHand' });

export const Ballot = AnyBallot.describe("A ballot of the jury's method; see `method` of the ballot paper");
export const BallotPaper = z
  .object({
    method: z
      .string()
      .nullable()
      .describe(
        'The method by which the jury votes: it says what a ballot is; null while the jury has not adopted one',
      ),
    entries: z.array(z.object({ id: z.uuid(), title: z.string(), translatedBy, cityName: z.string(), countryCode })),
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
const standing = {
  kind: z.enum(['signature', 'certification']),
  personId: z.uuid(),
  inPlaceOf: z.uuid().nullable().describe('The certifier in whose place a stand-in certified'),
  conflicts: z.array(z.string()).describe('Kinds of conflict with entries of the decision, co-signed by an auditor'),
  coSignedBy: z.uuid().nullable().describe('The auditor who co-signed because of them'),
  at: instant,
};
export const Proposal = z
  .object({
    cycleId: z.uuid(),
    stageKey: z.string(),
    decisionId: z.uuid(),
    mode: z.string(),
    state: z.enum(DECISION_STATES),
    version: z.int(),
    proposalDigest: digest.describe('What a signature and a certification name'),
    inputsDigest: digest,
    methodDigest: digest,
    outcomes: z.array(z.object({ ...named, outcome })),
    log: z.array(z.string()).nullable().describe('Null for a member of the panel with a conflict'),
    reserve: z
      .array(z.uuid())
      .nullable()
      .describe('Entries that move up, in this order, when a shortlisted one withdraws in time'),
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
    number: z.int().describe('1 for the stage’s own, 2 … for those that supersede it'),
    supersedes: z.uuid().nullable(),
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
    records: z
      .array(
        z.object({
          record: z.enum(['eligibility-check', 'assignment-run', 'review', 'ballot-cast', 'opened-ballot']),
          revision: z.int(),
          count: z.int(),
        }),
      )
      .describe('How many records of the stage followed which revision of the definition'),
    voidUntil: z.int().describe('Proposals up to this version are void: the stage was reopened after them'),
    proposals: z.array(
      z.object({
        version: z.int(),
        outcomes: z.array(entryOutcome),
        log: z.array(z.string()),
        reserve: z.array(z.uuid()),
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

const Correction = z
  .object({
    stageKey: z.string(),
    at: instant,
    kind: z.enum(SUPERSESSION_KINDS),
    reasonCode: z.string(),
    text: z.string().nullable(),
  })
  .meta({ id: 'Correction' });
const corrections = z.array(Correction).describe('Decisions that were superseded after they had been shown');
export const Results = z
  .object({
    cycleId: z.uuid(),
    cycleTitle: z.string(),
    demonstration: z.boolean(),
    notice: z.string().nullable().describe('DEMONSTRATION, where nothing of it counts'),
    released: z.array(z.object({ stageKey: z.string(), at: instant })),
    tiers: z.array(z.object({ tier: z.enum(PUBLISHED_TIERS), entries: z.array(z.object(named)) })),
    corrections,
  })
  .meta({ id: 'Results' });
export const EntryResult = z
  .object({
    entryId: z.uuid(),
    cycleTitle: z.string(),
    demonstration: z.boolean(),
    notice: z.string().nullable().describe('DEMONSTRATION, where nothing of it counts'),
    results: z.array(z.object({ stageKey: z.string(), outcome, releasedAt: instant })),
    corrections,
  })
  .meta({ id: 'EntryResult' });
