import type { EventData } from '#libs/contracts';
import type { AttachmentChecker } from '#libs/entries';
import type { ConsumerDefinition, EventHandlers } from '#libs/platform';

/** All is done before the transaction that notes the event: it takes its time, and may be repeated. */
const handlers = {
  'laureate.attachment.uploaded.v1': async () => undefined,
  'laureate.attachment.erased.v1': async () => undefined,
} satisfies EventHandlers;

/**
 * Has files checked that have come in, and bytes taken away that are to be erased, one after the
 * other in each partition. While the scanner, the storage or the program for PDF files is away it
 * waits, and the files stay `checking`.
 */
export const attachmentConsumer = (checker: AttachmentChecker): ConsumerDefinition => ({
  name: 'attachments',
  topics: ['laureate.entries'],
  handlers,
  before: async ({ type, data }) => {
    const { attachmentId } = data as EventData<keyof typeof handlers>;
    await (type === 'laureate.attachment.uploaded.v1' ? checker.check(attachmentId) : checker.forget(attachmentId));
  },
});
