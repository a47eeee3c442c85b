import { Injectable } from '@nestjs/common';

/** A file that belongs to an entry. */
export interface Attachment {
  name: string;
  stream: AsyncIterable<Uint8Array>;
}

/** What is attached to entries; who keeps files says so by providing another. */
@Injectable()
export class Attachments {
  /** The files of an entry, one after the other: the next is asked for once the one before is read. */
  async *attachmentsOf(_entryId: string): AsyncGenerator<Attachment> {}
}
