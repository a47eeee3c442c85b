import { Body, Controller, Delete, Param, Post, Put } from '@nestjs/common';
import { z } from 'zod';
import { FRAMEWORK_PLACES, FrameworkService, ResubmissionService, entryPermissions } from '#libs/entries';
import { Context, Endpoint, type RequestContext } from '#libs/platform';
import { NewFramework, NewResubmission, Resubmitted } from './entry-links.schemas.js';
import { Framework } from './entry.schemas.js';

const EntryPath = z.object({ entryId: z.uuid() });

/** What links an entry to others: the framework it is part of, the earlier entry it enters again. */
@Controller('v1/entries/:entryId')
export class EntryLinksController {
  constructor(
    private readonly frameworks: FrameworkService,
    private readonly resubmissions: ResubmissionService,
  ) {}

  @Put('framework')
  @Endpoint({
    summary: 'Put an entry into a framework of its city',
    description: `A large policy framework may be entered as up to ${FRAMEWORK_PLACES} linked entries, while the call takes entries. The first one begins it; an entry leaves the framework it was in.`,
    access: entryPermissions.editEntry,
    response: Framework,
    problems: ['paused', 'not-open', 'deadline-passed', 'conflict'],
  })
  join(
    @Param({ schema: EntryPath }) { entryId }: z.output<typeof EntryPath>,
    @Body({ schema: NewFramework }) { name }: z.output<typeof NewFramework>,
    @Context() context: RequestContext,
  ) {
    return this.frameworks.join(context, entryId, name);
  }

  @Delete('framework')
  @Endpoint({
    summary: 'Take an entry out of its framework',
    access: entryPermissions.editEntry,
    problems: ['paused', 'not-open', 'deadline-passed', 'conflict'],
  })
  leave(@Param({ schema: EntryPath }) { entryId }: z.output<typeof EntryPath>, @Context() context: RequestContext) {
    return this.frameworks.leave(context, entryId);
  }

  @Post('resubmissions')
  @Endpoint({
    summary: 'Enter an entry of an earlier cycle again, with new evidence',
    description:
      'Begins a draft of the same city from what was submitted last. What the form of the new cycle does not take stays behind and is named (`leftOut`). The new evidence is a section of the new entry.',
    access: entryPermissions.editEntry,
    idempotent: true,
    etag: true,
    response: Resubmitted,
    problems: ['conflict', 'paused', 'deadline-passed', 'rule-violated'],
  })
  resubmit(
    @Param({ schema: EntryPath }) { entryId }: z.output<typeof EntryPath>,
    @Body({ schema: NewResubmission }) body: z.output<typeof NewResubmission>,
    @Context() context: RequestContext,
  ) {
    return this.resubmissions.begin(context, entryId, body);
  }
}
