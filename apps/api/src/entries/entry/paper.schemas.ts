import { z } from 'zod';
import { PAPER_MEANS, PAPER_STATES } from '#libs/entries';
import { instant, languageTag, line, reasonCode, reasonText } from './entry.schemas.js';

const said = { by: z.string(), at: instant };

export const Paper = z
  .object({
    id: z.uuid(),
    cycleId: z.uuid(),
    stageKey: z.string(),
    entryId: z.uuid(),
    cityId: z.uuid(),
    title: z.string().nullable(),
    state: z.enum(PAPER_STATES),
    arrivedAt: instant.describe('Says whether it is in time'),
    means: z.enum(PAPER_MEANS),
    registeredBy: z.string(),
    registeredAt: instant,
    until: instant.describe('Until when it can be confirmed; longer than the call is open'),
    typists: z.array(z.string()).describe('Who has typed of it'),
    attestation: z.int().describe('How often it was checked'),
    attestedBy: z.string().nullable().describe('Null while what was typed is not checked'),
    attestedAt: instant.nullable(),
    originals: z.record(z.string(), z.string()).describe('SHA-256 of the scans it was checked against, by file'),
    declared: z
      .object({ ...said, reasonCode: z.string(), reasonText: z.string() })
      .nullable()
      .describe('Why its city cannot confirm it'),
    seconded: z.object(said).nullable(),
    version: z.int().nullable().describe('What it counts by'),
  })
  .meta({ id: 'Paper' });

export const NewPaper = z.strictObject({
  cityId: z.uuid(),
  stageKey: line(40).optional().describe('The call for entries, where a cycle has several'),
  arrivedAt: instant.transform((given) => new Date(given)),
  means: z.enum(PAPER_MEANS),
  until: instant
    .transform((given) => new Date(given))
    .describe('By when it is typed, checked and confirmed; after the deadline of the call'),
  reasonCode,
  reasonText,
});
export const NewAttestation = z.strictObject({
  draftVersion: z.int().min(1).max(999_999_999).describe('The version of the draft that was compared'),
});
export const NewDeclaration = z.strictObject({
  reasonCode,
  reasonText,
  entryLanguage: languageTag.optional().describe('Language it is written in; needed where the call takes several'),
});
export const PaperDiscard = z.strictObject({ reasonCode, reasonText });
