import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { z } from 'zod';
import {
  EntryReaderService,
  EntryReopeningService,
  EntryService,
  ErasureService,
  SectionService,
  SubmitService,
  entryPermissions,
} from '#libs/entries';
import { Context, Endpoint, IfMatch, type RequestContext } from '#libs/platform';
import {
  Acceptance,
  Contacts,
  Entry,
  EntryStanding,
  Erasure,
  NewContacts,
  NewErasure,
  NewReopening,
  Receipt,
  ReceiptVerification,
  Reopening,
  SectionStanding,
  SectionText,
  Signatory,
  reasonCode,
} from './entry.schemas.js';
import { SectionPath } from './section.schemas.js';

const EntryPath = z.object({ entryId: z.uuid() });
const ReceiptPath = z.object({ receiptId: z.uuid() });
const Withdrawal = z.strictObject({
  reasonCode: reasonCode.nullable().default(null),
  signatory: Signatory.optional(),
});

/** One entry: read, save, submit, withdraw, reopen; and its receipts. */
@Controller('v1')
export class EntryController {
  constructor(
    private readonly entries: EntryService,
    private readonly sections: SectionService,
    private readonly submits: SubmitService,
    private readonly reader: EntryReaderService,
    private readonly erasures: ErasureService,
    private readonly reopenings: EntryReopeningService,
  ) {}

  @Get('entries/:entryId')
  @Endpoint({
    summary: 'Show an entry with its draft and versions',
    access: entryPermissions.readEntry,
    etag: true,
    response: Entry,
  })
  get(@Param({ schema: EntryPath }) { entryId }: z.output<typeof EntryPath>, @Context() context: RequestContext) {
    return this.reader.get(context, entryId);
  }

  @Put('entries/:entryId/sections/:key')
  @Endpoint({
    summary: 'Save a section of the draft',
    description:
      'It need not be complete. The version is that of the section, "0" before its first save. A stale save is refused with both texts (`yours`, `theirs`). After an amendment of the form the draft follows the form in force.',
    access: entryPermissions.editEntry,
    ifMatch: true,
    etag: true,
    response: SectionStanding,
    problems: ['conflict', 'rule-violated'],
  })
  save(
    @Param({ schema: SectionPath }) path: z.output<typeof SectionPath>,
    @Body({ schema: SectionText }) { content }: z.output<typeof SectionText>,
    @IfMatch() version: number,
    @Context() context: RequestContext,
  ) {
    return this.sections.save(context, path, version, content);
  }

  @Put('entries/:entryId/contacts')
  @Endpoint({
    summary: 'Replace the contacts of an entry',
    description: 'They are no part of what is submitted. The version is that of the contacts, `contactsVersion`.',
    access: entryPermissions.editEntry,
    ifMatch: true,
    etag: true,
    response: Contacts,
    problems: ['conflict'],
  })
  saveContacts(
    @Param({ schema: EntryPath }) { entryId }: z.output<typeof EntryPath>,
    @Body({ schema: NewContacts }) { contacts }: z.output<typeof NewContacts>,
    @IfMatch() version: number,
    @Context() context: RequestContext,
  ) {
    return this.sections.saveContacts(context, entryId, version, contacts);
  }

  @Post('entries/:entryId/submit')
  @Endpoint({
    summary: 'Submit what is drafted',
    description:
      'Makes the next version and returns its receipt. Refusals name the instant they were judged by (`at`).',
    access: entryPermissions.submitEntry,
    idempotent: true,
    response: Receipt,
    problems: ['paused', 'not-open', 'deadline-passed', 'conflict', 'stale-version', 'rule-violated'],
  })
  submit(
    @Param({ schema: EntryPath }) { entryId }: z.output<typeof EntryPath>,
    @Body({ schema: Acceptance }) body: z.output<typeof Acceptance>,
    @Context() context: RequestContext,
  ) {
    return this.submits.submit(context, entryId, body);
  }

  @Post('entries/:entryId/withdraw')
  @Endpoint({
    summary: 'Withdraw an entry, for good',
    access: entryPermissions.withdrawEntry,
    idempotent: true,
    status: 200,
    response: EntryStanding,
    problems: ['conflict', 'rule-violated'],
  })
  withdraw(
    @Param({ schema: EntryPath }) { entryId }: z.output<typeof EntryPath>,
    @Body({ schema: Withdrawal }) body: z.output<typeof Withdrawal>,
    @Context() context: RequestContext,
  ) {
    return this.entries.withdraw(context, entryId, body.reasonCode, body.signatory);
  }

  @Post('entries/:entryId/reopenings')
  @Endpoint({
    summary: 'Reopen a submitted entry for its city to edit',
    description:
      'The submitted version stands until the city confirms another one by submitting; without that it stays. The city is told by mail.',
    access: entryPermissions.reopenEntry,
    idempotent: true,
    response: Reopening,
    problems: ['conflict', 'paused', 'rule-violated'],
  })
  reopen(
    @Param({ schema: EntryPath }) { entryId }: z.output<typeof EntryPath>,
    @Body({ schema: NewReopening }) body: z.output<typeof NewReopening>,
    @Context() context: RequestContext,
  ) {
    return this.reopenings.reopen(context, entryId, body);
  }

  @Post('entries/:entryId/erasures')
  @Endpoint({
    summary: 'Erase a personal value from every version of an entry',
    description: 'Receipts still verify afterwards.',
    access: entryPermissions.eraseFromEntry,
    idempotent: true,
    response: Erasure,
  })
  erase(
    @Param({ schema: EntryPath }) { entryId }: z.output<typeof EntryPath>,
    @Body({ schema: NewErasure }) body: z.output<typeof NewErasure>,
    @Context() context: RequestContext,
  ) {
    return this.erasures.erase(context, entryId, body);
  }

  @Get('receipts/:receiptId')
  @Endpoint({ summary: 'Verify a receipt', access: 'public', response: ReceiptVerification })
  verify(@Param({ schema: ReceiptPath }) { receiptId }: z.output<typeof ReceiptPath>) {
    return this.reader.verifyReceipt(receiptId);
  }
}
