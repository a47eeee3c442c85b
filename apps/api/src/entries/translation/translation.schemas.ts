import { z } from 'zod';
import { TRANSLATION_SOURCES } from '#libs/entries';
import { pageOf } from '#libs/platform';
import { content, instant, languageTag, line, reasonCode, shownContent } from '../entry/entry.schemas.js';

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const source = z
  .enum(TRANSLATION_SOURCES)
  .describe("Whose it is: the city's own, a human's (a translator of the secretariat) or a machine's");

export const NewTranslation = z.strictObject({
  version: z.int().min(1).max(999_999_999).describe('The submitted version it is of'),
  digest: digest.describe('The digest of that version, as its translator read it'),
  language: languageTag.describe('What it is translated into'),
  source,
  tool: line(100).optional().describe("What a machine's was made with; for machines only, and needed there"),
  content: content.describe(
    'The texts alone, each where the form has it. All but those in lists are needed; what is no text is the original’s',
  ),
});

const summary = {
  id: z.uuid(),
  entryId: z.uuid(),
  version: z.int().describe('The submitted version it is of'),
  originalDigest: z.string().describe('The digest of that version'),
  isOfLast: z.boolean().describe('Is that the last version? If not, the city has submitted another since'),
  language: z.string(),
  source,
  tool: z.string().nullable(),
  digest: z.string().describe('Its own, over its texts and what it is of'),
  digestAlgorithm: z.string(),
  addedBy: z.string(),
  addedAt: instant,
  withdrawn: z
    .object({ by: z.string(), at: instant, reasonCode: z.string() })
    .nullable()
    .describe('Null while it counts'),
};
export const TranslationSummary = z.object(summary).meta({ id: 'TranslationSummary' });
export const Translation = z
  .object({
    ...summary,
    content: shownContent.describe('The texts alone'),
    verifies: z.boolean().describe('Do the stored texts, and what they are of, still give the digest?'),
    erasedTexts: z.int().describe('Texts erased since; their own digests stand for them'),
  })
  .meta({ id: 'Translation' });

export const TranslationWithdrawal = z.strictObject({ reasonCode });

const UntranslatedEntry = z.object({
  entryId: z.uuid(),
  version: z.int().describe('The last one: what is to be translated'),
  digest: z.string().describe('Of that version; goes with its translation'),
  title: z.string(),
  city: z.object({ id: z.uuid(), name: z.string(), countryCode: z.string() }),
  language: z.string().nullable().describe('What it is written in'),
  translatedVersion: z.int().nullable().describe('An earlier version that is translated; null without'),
});
export const UntranslatedEntries = z
  .object({
    into: z.string().nullable().describe('The language entries are judged in; null where the call names none'),
    by: z
      .object({ utc: instant, local: z.string().describe('With offset'), zone: z.string().describe('IANA time zone') })
      .nullable()
      .describe('When eligibility closes; null where none is to close'),
    ...pageOf(UntranslatedEntry).shape,
  })
  .meta({ id: 'UntranslatedEntries' });
