import { z } from 'zod';
import { privacyRecord } from '../../identity/privacy.schemas.js';
import { instant, publicationGroup } from './entry.schemas.js';

export const ChangedConsents = z.strictObject({
  publication: z.record(publicationGroup, z.boolean()).describe('By group of fields; those left out stay as they are'),
});
export const Consents = z
  .object({
    entryId: z.uuid(),
    present: z
      .record(publicationGroup, z.boolean())
      .nullable()
      .describe('What stands now; null before the first submit'),
    record: z
      .array(
        z.object({
          group: publicationGroup,
          granted: z.boolean(),
          version: z.int().nullable().describe('The submit it was said with; null: afterwards'),
          by: z.string(),
          at: instant,
        }),
      )
      .describe('All that was said, oldest first; nothing is ever changed'),
  })
  .meta({ id: 'PublicationConsents' });

export const OwnPrivacy = z
  .object({
    ...privacyRecord,
    publication: z.array(Consents).describe('Consents to publication you gave or changed, newest entries first'),
  })
  .meta({ id: 'OwnPrivacy' });
