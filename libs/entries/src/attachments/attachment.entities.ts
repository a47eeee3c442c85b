import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { AttachmentType, Refusal } from '../stage-types/attachment.rules.js';

/** `staged`: still coming in; `checking`: here, and not yet looked at; then `ready` or `refused`. */
export const ATTACHMENT_STATES = ['staged', 'checking', 'ready', 'refused'] as const;
export type AttachmentState = (typeof ATTACHMENT_STATES)[number];

export const ATTACHMENT_PURPOSES = ['content', 'original'] as const;
export type AttachmentPurpose = (typeof ATTACHMENT_PURPOSES)[number];

/**
 * A file of an entry. Its bytes are in the staging folder until it was checked, then in file storage under its keys.
 */
export const Attachment = defineEntity({
  name: 'Attachment',
  schema: 'entries',
  tableName: 'attachment',
  properties: {
    id: p.uuid().primary(),
    entryId: p.uuid(),
    /** The section of the form it belongs to. */
    section: p.text(),
    /** A file of the content, or a scan of the paper the entry came on: no part of it, and for nobody who judges. */
    purpose: p.text().$type<AttachmentPurpose>().default('content'),
    /** Beside what was submitted, and part of no version; it has a receipt of its own. */
    supporting: p.boolean().default(false),
    /** As its city called it; says nothing of what it is. */
    name: p.text(),
    /** In bytes, as declared when it was begun; no more and no fewer come in. */
    size: p.integer(),
    state: p.text().$type<AttachmentState>(),
    refusal: p.text().$type<Refusal>().nullable(),
    /** By its content; null until that was looked at. */
    mediaType: p.text().$type<AttachmentType>().nullable(),
    /** SHA-256 of its bytes in hex, once all came in; stays when they are erased. */
    digest: p.text().nullable(),
    storageKey: p.text().nullable(),
    /** The copy for those who judge: without what tells who made it. */
    judgesKey: p.text().nullable(),
    createdBy: p.text(),
    createdAt: p.datetime(3),
    uploadedAt: p.datetime(3).nullable(),
    checkedAt: p.datetime(3).nullable(),
    /** No part of the draft any more; what was submitted with it keeps it. */
    removedAt: p.datetime(3).nullable(),
    removedBy: p.text().nullable(),
    /** Its bytes are to be gone; only the digest stays. */
    erasedAt: p.datetime(3).nullable(),
  },
});
export type Attachment = InferEntity<typeof Attachment>;

/** What a city holds for a file it added beside what was submitted. Rows are never changed. */
export const SupportingReceipt = defineEntity({
  name: 'SupportingReceipt',
  schema: 'entries',
  tableName: 'supporting_receipt',
  properties: {
    /** Random. */
    id: p.uuid().primary(),
    attachmentId: p.uuid(),
    entryId: p.uuid(),
    /** The version that was the last one then. */
    version: p.integer(),
    /** SHA-256 of the file's bytes, in hex. */
    digest: p.text(),
    at: p.datetime(3),
    /** After the published deadline for supporting material, in its grace or by an extension. */
    late: p.boolean(),
    /** The extension by which it came in, if it did. */
    extensionId: p.uuid().nullable(),
    /** Revision of the cycle definition that was in force. */
    revision: p.integer(),
  },
});
export type SupportingReceipt = InferEntity<typeof SupportingReceipt>;
