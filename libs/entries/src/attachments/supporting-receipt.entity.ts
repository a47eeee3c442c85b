import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

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
