import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { z } from 'zod';
import { ReviewService, judgingPermissions } from '#libs/judging';
import { Context, Endpoint, IfMatch, type RequestContext } from '#libs/platform';
import { Assignment, AssignmentView, ReviewText, StagePath } from './judging.schemas.js';

const AssignmentPath = z.object({ assignmentId: z.uuid() });

/** What an expert reviews. Nobody sees another expert's scores here. */
@Controller('v1')
export class ReviewController {
  constructor(private readonly reviews: ReviewService) {}

  @Get('cycles/:cycleId/stages/:stageKey/assignments')
  @Endpoint({
    summary: 'List your assignments, in your order',
    access: judgingPermissions.review,
    response: z.array(Assignment),
  })
  list(@Param({ schema: StagePath }) ref: StagePath, @Context() { principal }: RequestContext) {
    return this.reviews.list(principal, ref);
  }

  @Get('assignments/:assignmentId')
  @Endpoint({
    summary: 'Read an entry assigned to you, and your review of it',
    description:
      'As it was submitted (`content`) and, where it is in another language than it is judged in, as it was translated: `translation`, ' +
      'to be read first, says whose that is.',
    access: judgingPermissions.review,
    etag: true,
    response: AssignmentView,
    problems: ['conflict'],
  })
  read(
    @Param({ schema: AssignmentPath }) { assignmentId }: z.output<typeof AssignmentPath>,
    @Context() { principal }: RequestContext,
  ) {
    return this.reviews.read(principal, assignmentId);
  }

  @Put('assignments/:assignmentId/review')
  @Endpoint({
    summary: 'Write your review',
    description:
      'Each write is kept; the latest before the close counts. A conflict of interest is refused here as well.',
    access: judgingPermissions.review,
    ifMatch: true,
    etag: true,
    response: AssignmentView,
    problems: ['conflict', 'paused', 'not-open', 'deadline-passed', 'rule-violated'],
  })
  write(
    @Param({ schema: AssignmentPath }) { assignmentId }: z.output<typeof AssignmentPath>,
    @Body({ schema: ReviewText }) text: z.output<typeof ReviewText>,
    @IfMatch() version: number,
    @Context() context: RequestContext,
  ) {
    return this.reviews.write(context, assignmentId, version, text);
  }
}
