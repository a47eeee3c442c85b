import { z } from 'zod';
import { ATTACHMENT_PURPOSES, ATTACHMENT_STATES, ATTACHMENT_TYPES, REFUSALS } from '#libs/entries';
import { schemaMessage } from '#libs/platform';
import { NewErasure } from '../entry/entry.schemas.js';
import { refusal } from '../../refusals.words.js';

const instant = z.iso.datetime();
/** What no file system or header minds: no control characters, no slashes. */
const fileName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}/\\]+$/u, schemaMessage(refusal('must.fileName')));

export const NewAttachment = z
  .strictObject({
    section: z.string().min(1).max(40).describe('Key of the section of the form it belongs to'),
    name: fileName.describe('For people; says nothing of what it is'),
    size: z.int().min(1).max(2_000_000_000).describe('In bytes, exactly'),
  })
  .meta({ id: 'NewAttachment' });
/** A scan of the original of an entry on paper. */
export const NewOriginal = NewAttachment.omit({ section: true }).meta({ id: 'NewOriginal' });

export const Attachment = z
  .object({
    id: z.uuid(),
    entryId: z.uuid(),
    section: z.string(),
    purpose: z
      .enum(ATTACHMENT_PURPOSES)
      .describe('Part of the content, or a scan of the paper it came on, which those who judge never see'),
    name: z.string(),
    size: z.int(),
    state: z.enum(ATTACHMENT_STATES),
    refusal: z.enum(REFUSALS).nullable(),
    mediaType: z.enum(ATTACHMENT_TYPES).nullable().describe('By its content; null until that was checked'),
    digest: z.string().nullable().describe('SHA-256 of its bytes'),
    createdAt: instant,
    uploadedAt: instant.nullable(),
    removedAt: instant.nullable().describe('When it was taken out of the draft'),
    erasedAt: instant.nullable().describe('When its bytes were erased'),
    submittedIn: z.array(z.int()).describe('Versions it was submitted with'),
    supporting: z.boolean().describe('Beside what was submitted: part of no version'),
    receipt: z
      .object({
        receiptId: z.uuid(),
        version: z.int().describe('The last version then'),
        digest: z.string(),
        at: instant.describe('When it came in whole, by which it was judged'),
        late: z.boolean(),
      })
      .nullable()
      .describe('Of supporting material; for its city and the secretariat'),
    uploadPath: z
      .string()
      .nullable()
      .describe('Where its bytes are sent (tus 1.0.0), as long as they are not all here'),
  })
  .meta({ id: 'Attachment' });

export const Attachments = z.object({ items: z.array(Attachment) }).meta({ id: 'Attachments' });

export const AttachmentErasure = NewErasure.omit({ pointer: true });
