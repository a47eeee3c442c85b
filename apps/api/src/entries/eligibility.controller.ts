import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { EligibilityService } from '#libs/entries';
import { Context, Endpoint, PageQuery, type RequestContext, pageOf, readCursor, toPage } from '#libs/platform';
import { NewVerdict, QueuedEntry } from './entry.schemas.js';

const StagePath = z.object({ cycleId: z.uuid(), stageKey: z.string().max(40) });
const CheckPath = StagePath.extend({ entryId: z.uuid() });
const QueueQuery = PageQuery.extend({
  unchecked: z
    .enum(['true', 'false'])
    .default('false')
    .describe('Only entries that nobody has checked')
    .transform((given) => given === 'true'),
});

/** Eligibility: what the rules found, and what people say. */
@Controller('v1/cycles/:cycleId/stages/:stageKey/eligibility')
export class EligibilityController {
  constructor(private readonly eligibility: EligibilityService) {}

  @Get()
  @Endpoint({
    summary: 'List the entries to check with what the rules found',
    access: ['secretariat', 'organiser', 'auditor'],
    response: pageOf(QueuedEntry),
  })
  async queue(
    @Param({ schema: StagePath }) ref: z.output<typeof StagePath>,
    @Query({ schema: QueueQuery }) { cursor, limit, unchecked }: z.output<typeof QueueQuery>,
    @Context() context: RequestContext,
  ) {
    const page = { after: readCursor(cursor, z.uuid()), limit: limit + 1, unchecked };
    return toPage(
      await this.eligibility.queue(context, ref, page),
      limit,
      ({ entryId }) => entryId,
      (entry) => entry,
    );
  }

  @Post(':entryId/checks')
  @Endpoint({
    summary: 'Confirm what the rules say of an entry, or override it with a reason',
    access: ['secretariat'],
    idempotent: true,
    response: QueuedEntry,
    problems: ['not-open', 'conflict', 'stale-version', 'rule-violated'],
  })
  check(
    @Param({ schema: CheckPath }) { cycleId, stageKey, entryId }: z.output<typeof CheckPath>,
    @Body({ schema: NewVerdict }) body: z.output<typeof NewVerdict>,
    @Context() context: RequestContext,
  ) {
    return this.eligibility.check(context, { cycleId, stageKey }, entryId, body);
  }
}
