import { z } from 'zod';
import { CITY_KINDS, ENTRY_STATES, type JsonObject, PUBLICATION_GROUPS, type PublicationGroup } from '#libs/entries';
import { Address } from '../identity/person.schemas.js';

export const instant = z.iso.datetime();
const line = (max: number) => z.string().trim().min(1).max(max);

/** A code that says why, safe to publish. */
export const reasonCode = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,59}$/)
  .describe('Lower-case letters, digits and hyphens; it is published, so no personal data');
export const reasonText = line(2000).describe('Kept in the database only');

export const NewCity = z.strictObject({
  name: line(120),
  countryCode: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .describe('ISO 3166-1 alpha-2'),
  kind: z.enum(CITY_KINDS),
  region: line(60).describe("The programme's region of the world"),
  population: z.int().min(1).max(100_000_000).nullable().default(null),
  zone: line(60).describe('IANA time zone'),
});
export const City = z
  .object({ id: z.uuid(), ...NewCity.shape, population: z.int().nullable(), registeredAt: instant })
  .meta({ id: 'City' });

const content = z
  .record(z.string().max(200), z.unknown())
  .transform((given) => given as JsonObject)
  .describe("By the form of the cycle's definition (JSON Schema 2020-12)");
const shownContent = z.record(z.string(), z.unknown());
const Contact = z.strictObject({
  name: line(200),
  office: line(200).nullable().default(null),
  email: Address,
  phone: line(50).nullable().default(null),
});

export const NewEntry = z.strictObject({
  cityId: z.uuid(),
  stageKey: line(40).optional().describe('The call for entries, where a cycle has several'),
  content: content.prefault({}),
});
export const EntryText = z.strictObject({ content, contacts: z.array(Contact).max(10).optional() });

export const EntryStanding = z
  .object({
    id: z.uuid(),
    state: z.enum(ENTRY_STATES),
    version: z.int().describe('Of the draft; its ETag'),
    currentVersion: z.int().describe('Last submitted version; 0 without'),
    savedAt: instant,
  })
  .meta({ id: 'EntryStanding' });

export const EntrySummary = z
  .object({
    ...EntryStanding.shape,
    cycleId: z.uuid(),
    stageKey: z.string(),
    city: z.object({ id: z.uuid(), name: z.string(), countryCode: z.string() }),
    title: z.string(),
    withdrawnAt: instant.nullable(),
  })
  .meta({ id: 'EntrySummary' });

export const Entry = z
  .object({
    ...EntrySummary.shape,
    content: shownContent,
    contacts: z.array(
      z.object({ name: z.string(), office: z.string().nullable(), email: z.string(), phone: z.string().nullable() }),
    ),
    versions: z.array(
      z.object({
        version: z.int(),
        digest: z.string(),
        submittedAt: instant,
        late: z.boolean(),
        receiptId: z.uuid().nullable(),
      }),
    ),
  })
  .meta({ id: 'Entry' });

const groups = Object.keys(PUBLICATION_GROUPS) as [PublicationGroup, ...PublicationGroup[]];
export const Acceptance = z.strictObject({
  rulesVersion: line(40).describe('Version of the rules that is accepted'),
  privacyNoticeVersion: line(40).describe('Version of the privacy notice that is accepted'),
  language: z
    .string()
    .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/)
    .describe('Language in which both were read'),
  publication: z.record(z.enum(groups), z.boolean()).describe('Consent to publication, by group of fields'),
  draftVersion: z.int().min(1).max(999_999_999).optional().describe('The version of the draft that is meant'),
});

export const Receipt = z
  .object({
    receiptId: z.uuid(),
    entryId: z.uuid(),
    version: z.int(),
    digest: z.string(),
    digestAlgorithm: z.string(),
    at: instant.describe('The instant the submit was judged by'),
    late: z.boolean(),
    deadline: z.object({ utc: instant, zone: z.string() }),
  })
  .meta({ id: 'Receipt' });

export const ReceiptVerification = z
  .object({
    receiptId: z.uuid(),
    version: z.int(),
    digest: z.string(),
    digestAlgorithm: z.string(),
    at: instant,
    verifies: z.boolean().describe('Do the stored fields still give the digest?'),
    erasedFields: z.int().describe('Fields erased since; their own digests stand for them'),
  })
  .meta({ id: 'ReceiptVerification' });

export const NewErasure = z.strictObject({
  pointer: z
    .string()
    .max(200)
    .regex(/^(\/[^/]{1,100})+$/)
    .describe('JSON pointer of a field in the content'),
  reasonCode,
  reasonText,
});
export const Erasure = z.object({ id: z.uuid(), versions: z.int() }).meta({ id: 'Erasure' });

export const NewExtension = z.strictObject({
  stageKey: line(40),
  target: z.union([z.strictObject({ cityId: z.uuid() }), z.strictObject({ entryId: z.uuid() })]),
  until: instant.transform((given) => new Date(given)),
  reasonCode,
  reasonText,
});
export const Extension = z
  .object({
    id: z.uuid(),
    cycleId: z.uuid(),
    stageKey: z.string(),
    cityId: z.uuid().nullable(),
    entryId: z.uuid().nullable(),
    until: instant,
    reasonCode: z.string(),
    reasonText: z.string(),
    grantedBy: z.string(),
    grantedAt: instant,
  })
  .meta({ id: 'Extension' });

const outcome = z.enum(['valid', 'invalid']);
export const NewVerdict = z.strictObject({
  outcome,
  version: z.int().min(1).max(999_999_999).describe('The version of the entry that was looked at'),
  reasonCode: reasonCode.optional(),
  reasonText: reasonText.optional().describe('Needed, like the code, where the outcome is not what the rules say'),
});
export const QueuedEntry = z
  .object({
    entryId: z.uuid(),
    version: z.int(),
    title: z.string(),
    city: z.object({ id: z.uuid(), name: z.string(), countryCode: z.string() }),
    late: z.boolean(),
    rules: z.array(
      z.object({
        id: z.string(),
        severity: z.enum(['block', 'warn']),
        result: z.enum(['pass', 'fail', 'error']),
        reason: z.string(),
      }),
    ),
    rulesOutcome: z.enum(['valid', 'invalid', 'undecided']),
    verdict: z
      .object({
        outcome,
        overridden: z.boolean(),
        reasonCode: z.string().nullable(),
        reasonText: z.string().nullable(),
        checkedBy: z.string(),
        checkedAt: instant,
      })
      .nullable(),
  })
  .meta({ id: 'EligibilityOfEntry' });

export const EntryCounts = z
  .object({
    drafts: z.int(),
    received: z.int().describe('Ever submitted'),
    withdrawn: z.int(),
    valid: z.int().describe('Found valid by a person'),
    eligible: z.int().describe('Valid, and not withdrawn'),
  })
  .meta({ id: 'EntryCounts' });
