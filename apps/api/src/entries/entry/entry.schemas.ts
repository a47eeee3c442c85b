import { z } from 'zod';
import { WINDOW_STEPS } from '#libs/contracts';
import {
  CITY_ACTS,
  CITY_SIZE_KEYS,
  COUNTED_BY,
  CONTACTS_MAX,
  ENTRY_STATES,
  EXTENSIBLE_STEPS,
  type JsonObject,
  LANGUAGE_TAG,
  PAPER_MEANS,
  PAPER_STATES,
  PUBLICATION_GROUP,
  REOPENING_STATES,
  SIGNED_ACTS,
  STANDINGS,
  languageTag as canonicalTag,
} from '#libs/entries';
import { PageQuery, schemaMessage } from '#libs/platform';
import { Address } from '../../identity/person.schemas.js';
import { refusal } from '../../refusals.words.js';

export const instant = z.iso.datetime();
export const line = (max: number) => z.string().trim().min(1).max(max);

/** A code that says why, safe to publish. */
export const reasonCode = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,59}$/)
  .describe('Lower-case letters, digits and hyphens; it is published, so no personal data');
export const reasonText = line(2000).describe('Kept in the database only');

export const listKey = z.string().regex(/^[a-z][a-z0-9-]{0,59}$/);
const named = z.object({ id: z.uuid(), name: z.string().nullable().describe('Null where it was erased') });
export const CityAct = z
  .object({
    id: z.uuid(),
    kind: z.enum(CITY_ACTS),
    cycleId: z.uuid(),
    entryId: z.uuid(),
    doneBy: named.describe('The member of the secretariat who did it'),
    onBehalfOf: named.describe('The person of the city who asked for it'),
    doneAt: instant,
  })
  .meta({ id: 'CityAct' });

const noTag = schemaMessage(refusal('must.languageTag'));
/** Tag of BCP 47. */
export const languageTag = z
  .string()
  .regex(LANGUAGE_TAG, noTag)
  .refine((tag) => canonicalTag(tag) !== null, noTag);

export const content = z
  .record(z.string().max(200), z.unknown())
  .transform((given) => given as JsonObject)
  .describe("By the form of the cycle's definition (JSON Schema 2020-12)");
export const shownContent = z.record(z.string(), z.unknown());
const Contact = z.strictObject({
  name: line(200),
  office: line(200).nullable().default(null),
  email: Address,
  phone: line(50).nullable().default(null),
});

const ShownContact = z.object({
  name: z.string(),
  office: z.string().nullable(),
  email: z.string(),
  phone: z.string().nullable(),
});
export const Contacts = z
  .object({ version: z.int().describe('Of the contacts; their ETag'), contacts: z.array(ShownContact) })
  .meta({ id: 'Contacts' });

export const NewEntry = z.strictObject({
  cityId: z.uuid(),
  stageKey: line(40).optional().describe('The call for entries, where a cycle has several'),
  content: content.prefault({}),
});
export const SectionText = z.strictObject({ content });
export const SectionStanding = z
  .object({
    key: z.string(),
    version: z.int().describe('Of the section; its ETag'),
    savedAt: instant,
    formRevision: z.int().describe('Revision of the definition whose form the draft follows now'),
  })
  .meta({ id: 'SectionStanding' });
export const NewContacts = z.strictObject({ contacts: z.array(Contact).max(CONTACTS_MAX) });

export const EntryStanding = z
  .object({
    id: z.uuid(),
    state: z.enum(ENTRY_STATES),
    version: z.int().describe('Increases with every change; its ETag'),
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

const local = { local: z.string().describe('With offset'), zone: z.string().describe('IANA time zone') };
const CityInstant = z
  .object({ utc: instant, ...local, city: z.object(local).describe('The same there') })
  .meta({ id: 'CityInstant' });

/** What is missing or wrong, and where. */
export const Fault = z.object({ pointer: z.string(), message: z.string(), allowed: z.string().optional() });
export const Framework = z
  .object({
    id: z.uuid(),
    name: z.string(),
    entries: z.array(z.object({ id: z.uuid(), title: z.string(), state: z.enum(ENTRY_STATES) })),
  })
  .meta({ id: 'Framework' });

/** A submitted entry opened again for its city. */
export const Reopening = z
  .object({
    id: z.uuid(),
    entryId: z.uuid(),
    version: z.int().describe('What stands until another version is confirmed'),
    state: z.enum(REOPENING_STATES),
    until: instant.describe('When its time ends; without an extension that is the close of the call'),
    confirmedVersion: z.int().nullable(),
    reasonCode: z.string(),
    reasonText: z.string().describe('Told to the city'),
    reopenedBy: z.string(),
    reopenedAt: instant,
  })
  .meta({ id: 'Reopening' });
export const NewReopening = z.strictObject({
  until: instant
    .transform((given) => new Date(given))
    .optional()
    .describe('After the deadline; needed once the call has closed, and left out the reopening ends with the call'),
  reasonCode,
  reasonText: line(2000).describe('The city is told it'),
});

export const Entry = z
  .object({
    ...EntrySummary.shape,
    content: shownContent.describe('What the sections say together'),
    deadline: CityInstant.describe('Of the call, for everybody'),
    steps: z
      .array(z.object({ step: z.enum(WINDOW_STEPS), deadline: CityInstant, hardClose: CityInstant }))
      .describe("The call's further deadlines, for everybody"),
    begunLate: z.boolean().describe('Was it begun after the deadline for registration?'),
    sections: z.array(
      z.object({
        key: z.string(),
        title: z.union([z.string(), z.record(z.string(), z.string())]),
        fields: z.array(z.string()).describe('Top-level fields of the content'),
        version: z.int().describe('Its ETag; 0 before the first save'),
        savedAt: instant.nullable(),
        savedBy: z.string().nullable(),
        complete: z.boolean(),
        missing: z.array(Fault),
      }),
    ),
    form: z
      .object({
        revision: z.int().describe('Of the definition whose form the draft follows'),
        inForce: z.int().describe('Revision a submit is checked by'),
        amended: z.boolean().describe('Do the two differ? The next save takes over the one in force'),
        faults: z.array(Fault).describe('What the form in force finds missing or wrong'),
      })
      .describe('An entry keeps its form until it is edited'),
    framework: Framework.nullable().describe('The larger policy framework it is part of'),
    resubmissionOf: z
      .object({ entryId: z.uuid(), cycleId: z.uuid(), version: z.int(), title: z.string(), digest: z.string() })
      .nullable()
      .describe('What of an earlier cycle it enters again'),
    contactsVersion: z.int().describe('Goes with a change of the contacts'),
    contacts: z.array(ShownContact),
    versions: z.array(
      z.object({
        version: z.int(),
        digest: z.string(),
        submittedAt: instant,
        late: z.boolean(),
        afterReopening: z.boolean().describe('Does it confirm the entry after it was reopened?'),
        arrivedAt: instant.nullable().describe('When it arrived, of a version that came on paper'),
        early: z.boolean().describe('Was the entry first submitted before the deadline for early entries?'),
        language: z.string().nullable().describe('What it is written in; null where nobody was asked'),
        receiptId: z.uuid().nullable(),
      }),
    ),
    reopenings: z.array(Reopening).describe('When it was opened again for its city to edit, oldest first'),
    paper: z
      .object({
        id: z.uuid(),
        state: z.enum(PAPER_STATES),
        arrivedAt: instant,
        means: z.enum(PAPER_MEANS),
        until: instant,
      })
      .nullable()
      .describe('What it came on: until it counts the secretariat types it, and its city can only confirm it'),
    signatories: z
      .array(
        z.object({
          act: z.enum(SIGNED_ACTS),
          version: z.int().nullable().describe('What was submitted; null of a withdrawal'),
          accountId: z.string().describe('The person whose account it was done by'),
          name: z.string().nullable().describe('Null where it was erased'),
          function: z.string().nullable(),
          signedAt: instant,
        }),
      )
      .describe('Who acted for the city, where they said so'),
  })
  .meta({ id: 'Entry' });

/** Who acts, said by themselves. */
export const Signatory = z
  .strictObject({ name: line(200), function: line(200) })
  .describe('Who acts, by name and function; needed where several people use the account');

/** A group of fields that a form has published together. */
export const publicationGroup = z.string().regex(PUBLICATION_GROUP);
export const Acceptance = z.strictObject({
  rulesVersion: line(40).describe('Version of the rules that is accepted'),
  privacyNoticeVersion: line(40).describe('Version of the privacy notice that is accepted'),
  language: z.string().regex(LANGUAGE_TAG).describe('Language in which both were read'),
  publication: z
    .record(publicationGroup, z.boolean())
    .describe('Consent to publication, yes or no, for each group of fields that the form names'),
  entryLanguage: languageTag
    .optional()
    .describe(
      'Language the entry is written in; needed where the call takes several, and left out that of the version before',
    ),
  draftVersion: z.int().min(1).max(999_999_999).optional().describe('The version of the draft that is meant'),
  signatory: Signatory.optional(),
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
    afterReopening: z
      .boolean()
      .describe('Does it confirm the entry after it was reopened? Then it is as late as the version before'),
    arrivedAt: instant.nullable().describe('When it arrived on paper, which says whether it is late'),
    early: z.boolean().describe('Was the entry first submitted before the deadline for early entries?'),
    deadline: CityInstant,
  })
  .meta({ id: 'Receipt' });

export const ReceiptVerification = z
  .object({
    receiptId: z.uuid(),
    version: z.int(),
    digest: z.string(),
    digestAlgorithm: z.string(),
    at: instant,
    arrivedAt: instant.nullable().describe('When it arrived, of what came on paper'),
    revision: z.int().describe('Of the definition it was given under'),
    verifies: z.boolean().describe('Do the stored fields still give the digest?'),
    erasedFields: z.int().describe('Fields erased since; their own digests stand for them'),
    supporting: z
      .boolean()
      .describe(
        'Is it for a file beside what was submitted? Then the digest is that of its bytes, and 1 field is erased when they are',
      ),
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
  step: z
    .enum(EXTENSIBLE_STEPS)
    .optional()
    .describe("One of the call's further deadlines; left out for the deadline of the call"),
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
    step: z.enum(EXTENSIBLE_STEPS).nullable(),
    until: instant,
    reasonCode: z.string(),
    reasonText: z.string(),
    grantedBy: z.string(),
    grantedAt: instant,
  })
  .meta({ id: 'Extension' });

const Counted = z
  .object({ count: z.int(), href: z.string().describe('The list of just these entries') })
  .meta({ id: 'CountedEntries' });
const standings = {
  received: Counted.describe('Ever submitted'),
  valid: Counted.describe('Their last version was found valid by a person'),
  eligible: Counted.describe('Valid, and not withdrawn'),
};
export const EntryCounts = z
  .object({
    drafts: Counted,
    ...standings,
    early: Counted.describe('Received before the deadline for early entries'),
    withdrawn: Counted,
    by: z.enum(COUNTED_BY).nullable().describe('What the groups are of'),
    groups: z
      .array(z.object({ key: z.string(), ...standings }))
      .describe('Of what was received; an entry of several themes or goals counts in each of them'),
  })
  .meta({ id: 'EntryCounts' });

/** A yes or no in a query. */
export const truth = z.enum(['true', 'false']).transform((given) => given === 'true');
/** Filters that lists of entries and counts share. */
export const entryFilter = {
  region: line(60).optional().describe("By the list of the cycle's programme"),
  territory: listKey.optional().describe("Key of a territory of the programme's list"),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional()
    .describe('ISO 3166-1 alpha-2'),
  theme: line(60).optional().describe('Of the last submitted version'),
  sdg: z
    .string()
    .regex(/^(1[0-7]|[1-9])$/)
    .optional()
    .describe('A goal of the 2030 Agenda, or one of its targets'),
  citySize: z.enum(CITY_SIZE_KEYS).optional(),
  late: truth.optional().describe('Did it come in after the deadline?'),
  early: truth.optional().describe('Was it first submitted before the deadline for early entries?'),
};
type GivenFilter = { country?: string | undefined };
/** The filter as the lib takes it. */
export const filterOf = <F extends GivenFilter>({ country, ...rest }: F) => ({
  ...rest,
  ...(country ? { countryCode: country } : {}),
});

export const standingFilter = {
  standing: z
    .enum(STANDINGS)
    .optional()
    .describe(
      '`received`: ever submitted; `valid` and `eligible`, which cities may not ask: as `entry-counts` counts them',
    ),
};

/** What the list of a cycle's entries can be asked for. */
const listFilter = {
  ...entryFilter,
  ...standingFilter,
  state: z.enum(ENTRY_STATES).optional(),
  title: line(100).optional().describe('Words of the title of its draft, in any case'),
};
export const EntriesQuery = PageQuery.extend(listFilter);
export const CountsQuery = z.strictObject({ by: z.enum(COUNTED_BY).optional() });
