import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { z } from 'zod';
import {
  ClarificationAnswerService,
  ClarificationReaderService,
  ClarificationService,
  type FieldAnswers,
  entryPermissions,
} from '#libs/entries';
import { Context, Endpoint, IfMatch, PageQuery, type RequestContext, pageOf, readCursor, toPage } from '#libs/platform';
import {
  AnswerSent,
  AnswersGiven,
  Cancellation,
  Clarification,
  ClarificationSummary,
  MoreTime,
  NewClarification,
} from './clarification.schemas.js';
import { Receipt } from '../entry/entry.schemas.js';

const CyclePath = z.object({ cycleId: z.uuid() });
const StagePath = CyclePath.extend({ stageKey: z.string().max(40) });
const EntryPath = z.object({ entryId: z.uuid() });
const ClarificationPath = z.object({ clarificationId: z.uuid() });
const ListQuery = PageQuery.extend({
  open: z
    .enum(['true', 'false'])
    .default('false')
    .describe('Only those that wait for an answer')
    .transform((given) => given === 'true'),
});

/** The clarifications of a cycle, as those see them who ask. */
@Controller('v1/cycles/:cycleId')
export class CycleClarificationController {
  constructor(
    private readonly clarifications: ClarificationService,
    private readonly reader: ClarificationReaderService,
  ) {}

  @Post('stages/:stageKey/clarifications')
  @Endpoint({
    summary: 'Ask a city about fields of its entry',
    description: 'The city gets the questions by mail and changes these fields only. One at a time for an entry.',
    access: entryPermissions.askClarification,
    idempotent: true,
    response: Clarification,
    problems: ['conflict', 'not-open', 'paused', 'deadline-passed', 'rule-violated'],
  })
  ask(
    @Param({ schema: StagePath }) { cycleId, stageKey }: z.output<typeof StagePath>,
    @Body({ schema: NewClarification }) given: z.output<typeof NewClarification>,
    @Context() context: RequestContext,
  ) {
    return this.clarifications.ask(context, { cycleId, stageKey }, given);
  }

  @Get('clarifications')
  @Endpoint({
    summary: 'List what cities are asked about their entries',
    access: entryPermissions.listClarifications,
    response: pageOf(ClarificationSummary),
  })
  async list(
    @Param({ schema: CyclePath }) { cycleId }: z.output<typeof CyclePath>,
    @Query({ schema: ListQuery }) { cursor, limit, open }: z.output<typeof ListQuery>,
    @Context() context: RequestContext,
  ) {
    const page = { after: readCursor(cursor, z.uuid()), limit: limit + 1, open };
    return toPage(
      await this.reader.ofCycle(context, cycleId, page),
      limit,
      ({ id }) => id,
      (each) => each,
    );
  }
}

/** One clarification: what is asked, and the city's answer. */
@Controller('v1')
export class ClarificationController {
  constructor(
    private readonly clarifications: ClarificationService,
    private readonly answers: ClarificationAnswerService,
    private readonly reader: ClarificationReaderService,
  ) {}

  @Get('entries/:entryId/clarifications')
  @Endpoint({
    summary: 'What was asked about an entry, oldest first',
    access: entryPermissions.readEntry,
    response: z.array(ClarificationSummary),
  })
  ofEntry(@Param({ schema: EntryPath }) { entryId }: z.output<typeof EntryPath>, @Context() context: RequestContext) {
    return this.reader.ofEntry(context, entryId);
  }

  @Get('clarifications/:clarificationId')
  @Endpoint({
    summary: 'Show what is asked about an entry, and to its city what it has saved',
    access: entryPermissions.readEntry,
    etag: true,
    response: Clarification,
  })
  get(
    @Param({ schema: ClarificationPath }) { clarificationId }: z.output<typeof ClarificationPath>,
    @Context() context: RequestContext,
  ) {
    return this.reader.get(context, clarificationId);
  }

  @Put('clarifications/:clarificationId/answer')
  @Endpoint({
    summary: 'Save the answer as far as it is written',
    description: 'It counts when it is sent. A stale save is refused with both texts (`yours`, `theirs`).',
    access: entryPermissions.answerClarification,
    ifMatch: true,
    etag: true,
    response: Clarification,
    problems: ['conflict', 'paused', 'deadline-passed', 'rule-violated'],
  })
  save(
    @Param({ schema: ClarificationPath }) { clarificationId }: z.output<typeof ClarificationPath>,
    @Body({ schema: AnswersGiven }) { answers }: z.output<typeof AnswersGiven>,
    @IfMatch() version: number,
    @Context() context: RequestContext,
  ) {
    return this.answers.save(context, clarificationId, version, answers as FieldAnswers);
  }

  @Post('clarifications/:clarificationId/answer')
  @Endpoint({
    summary: 'Send the answer',
    description:
      'Makes the next version of the entry, which differs in the named fields only, and returns its receipt; also after the call has closed. Once.',
    access: entryPermissions.answerClarification,
    idempotent: true,
    response: Receipt,
    problems: ['conflict', 'paused', 'deadline-passed', 'stale-version', 'rule-violated'],
  })
  answer(
    @Param({ schema: ClarificationPath }) { clarificationId }: z.output<typeof ClarificationPath>,
    @Body({ schema: AnswerSent }) { version, signatory }: z.output<typeof AnswerSent>,
    @Context() context: RequestContext,
  ) {
    return this.answers.answer(context, clarificationId, version, signatory);
  }

  @Post('clarifications/:clarificationId/deadline')
  @Endpoint({
    summary: 'Give a city more time to answer',
    description: 'At the latest until the deadline of the stage; the problem names it.',
    access: entryPermissions.askClarification,
    idempotent: true,
    status: 200,
    response: Clarification,
    problems: ['conflict', 'not-open', 'paused', 'deadline-passed', 'rule-violated'],
  })
  extend(
    @Param({ schema: ClarificationPath }) { clarificationId }: z.output<typeof ClarificationPath>,
    @Body({ schema: MoreTime }) given: z.output<typeof MoreTime>,
    @Context() context: RequestContext,
  ) {
    return this.clarifications.extend(context, clarificationId, given);
  }

  @Post('clarifications/:clarificationId/cancel')
  @Endpoint({
    summary: 'Ask no more: the entry goes back to whoever asked',
    access: entryPermissions.askClarification,
    idempotent: true,
    status: 200,
    response: Clarification,
    problems: ['conflict'],
  })
  cancel(
    @Param({ schema: ClarificationPath }) { clarificationId }: z.output<typeof ClarificationPath>,
    @Body({ schema: Cancellation }) { reasonCode }: z.output<typeof Cancellation>,
    @Context() context: RequestContext,
  ) {
    return this.clarifications.cancel(context, clarificationId, reasonCode);
  }
}
