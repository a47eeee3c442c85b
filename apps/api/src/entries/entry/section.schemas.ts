import { z } from 'zod';

const instant = z.iso.datetime();

export const SectionPath = z.object({ entryId: z.uuid(), key: z.string().min(1).max(40) });
export const versionNumber = z.coerce.number().int().min(1).max(999_999_999);

export const SectionVersionSummary = z
  .object({
    version: z.int(),
    savedAt: instant,
    savedBy: z.string(),
    savedByName: z.string().nullable().describe('For the city and the secretariat'),
    transcribed: z.boolean().describe('Was it typed by the secretariat from what came on paper?'),
  })
  .meta({ id: 'SectionVersionSummary' });

export const SectionVersion = z
  .object({ key: z.string(), ...SectionVersionSummary.shape, content: z.record(z.string(), z.unknown()) })
  .meta({ id: 'SectionVersion' });

export const SectionDiff = z
  .object({
    key: z.string(),
    from: SectionVersionSummary,
    to: SectionVersionSummary,
    changes: z.array(
      z.object({
        pointer: z.string().describe('Into the section'),
        before: z.unknown().describe('Null when the field was not there'),
        after: z.unknown(),
        parts: z
          .array(z.object({ change: z.enum(['same', 'removed', 'added']), text: z.string() }))
          .nullable()
          .describe('Word by word, where both are texts'),
      }),
    ),
  })
  .meta({ id: 'SectionDiff' });
