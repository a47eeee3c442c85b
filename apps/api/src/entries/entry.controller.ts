import { Body, Controller, Get, Param, Post, Put } from '@nestjs/common';
import { z } from 'zod';
import { EntryReader, EntryService, ErasureService, SubmitService } from '#libs/entries';
import { Context, Endpoint, IfMatch, type RequestContext } from '#libs/platform';
import {
  Acceptance,
  Entry,
  EntryStanding,
  EntryText,
  Erasure,
  NewErasure,
  Receipt,
  ReceiptVerification,
  reasonCode,
} from './entry.schemas.js';

const EntryPath = z.object({ entryId: z.uuid() });
const ReceiptPath = z.object({ receiptId: z.uuid() });
const Withdrawal = z.strictObject({ reasonCode: reasonCode.nullable().default(null) });

/** One entry: read, save, submit, withdraw; and its receipts. */
@Controller('v1')
export class EntryController {
  constructor(
    private readonly entries: EntryService,
    private readonly submits: SubmitService,
    private readonly reader: EntryReader,
    private readonly erasures: ErasureService,
  ) {}

  @Get('entries/:entryId')
  @Endpoint({
    summary: 'Show an entry with its draft and versions',
    access: ['city', 'secretariat', 'organiser', 'auditor'],
    etag: true,
    response: Entry,
  })
  get(@Param({ schema: EntryPath }) { entryId }: z.output<typeof EntryPath>, @Context() context: RequestContext) {
    return this.reader.get(context, entryId);
  }

  @Put('entries/:entryId/content')
  @Endpoint({
    summary: 'Save the draft',
    description: 'It need not be complete. A stale save is refused with both texts (`yours`, `theirs`).',
    access: ['city', 'secretariat'],
    ifMatch: true,
    etag: true,
    response: EntryStanding,
    problems: ['conflict', 'rule-violated'],
  })
  save(
    @Param({ schema: EntryPath }) { entryId }: z.output<typeof EntryPath>,
    @Body({ schema: EntryText }) body: z.output<typeof EntryText>,
    @IfMatch() version: number,
    @Context() context: RequestContext,
  ) {
    return this.entries.saveDraft(context, entryId, version, body);
  }

  @Post('entries/:entryId/submit')
  @Endpoint({
    summary: 'Submit what is drafted',
    description:
      'Makes the next version and returns its receipt. Refusals name the instant they were judged by (`at`).',
    access: ['city', 'secretariat'],
    idempotent: true,
    response: Receipt,
    problems: ['not-open', 'deadline-passed', 'conflict', 'stale-version', 'rule-violated'],
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
    access: ['city', 'secretariat'],
    idempotent: true,
    status: 200,
    response: EntryStanding,
    problems: ['conflict'],
  })
  withdraw(
    @Param({ schema: EntryPath }) { entryId }: z.output<typeof EntryPath>,
    @Body({ schema: Withdrawal }) body: z.output<typeof Withdrawal>,
    @Context() context: RequestContext,
  ) {
    return this.entries.withdraw(context, entryId, body.reasonCode);
  }

  @Post('entries/:entryId/erasures')
  @Endpoint({
    summary: 'Erase a personal value from every version of an entry',
    description: 'Receipts still verify afterwards.',
    access: ['secretariat'],
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
