import { Controller, Get, Param, StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import { ATTACHMENT_TYPES, AttachmentService, dispositionOf } from '#libs/entries';
import { ReviewService, judgingPermissions } from '#libs/judging';
import { Context, Endpoint, type RequestContext } from '#libs/platform';

const AssignmentPath = z.object({ assignmentId: z.uuid() });
const FilePath = AssignmentPath.extend({ attachmentId: z.uuid() });
const JudgesFiles = z
  .object({
    items: z.array(
      z.object({
        id: z.uuid(),
        section: z.string(),
        mediaType: z.enum(ATTACHMENT_TYPES),
        supporting: z.boolean().describe('Came in after it was submitted, as supporting material'),
      }),
    ),
  })
  .meta({ id: 'JudgesFiles' });

/** The files of an entry for the expert who reviews it: copies that do not tell who made them. */
@Controller('v1/assignments/:assignmentId/attachments')
export class JudgesCopyController {
  constructor(
    private readonly reviews: ReviewService,
    private readonly attachments: AttachmentService,
  ) {}

  @Get()
  @Endpoint({
    summary: 'List the files of an entry assigned to you',
    description:
      'As it was submitted last, and supporting material, marked as such; without those that are still being checked, and without the names its city gave.',
    access: judgingPermissions.review,
    response: JudgesFiles,
    problems: ['conflict'],
  })
  async list(
    @Param({ schema: AssignmentPath }) { assignmentId }: z.output<typeof AssignmentPath>,
    @Context() { principal }: RequestContext,
  ) {
    const { entryId } = await this.reviews.read(principal, assignmentId);
    return { items: await this.attachments.judgesCopies(entryId) };
  }

  @Get(':attachmentId')
  @Endpoint({
    summary: 'Download the copy of a file of an entry assigned to you',
    description: 'Images are encoded anew, PDF files rewritten: neither says who made them.',
    access: judgingPermissions.review,
    produces: 'application/octet-stream',
    problems: ['conflict'],
  })
  async download(
    @Param({ schema: FilePath }) { assignmentId, attachmentId }: z.output<typeof FilePath>,
    @Context() { principal }: RequestContext,
  ) {
    const { entryId } = await this.reviews.read(principal, assignmentId);
    const { name, file } = await this.attachments.judgesCopy(entryId, attachmentId);
    return new StreamableFile(file, { type: 'application/octet-stream', disposition: dispositionOf(name) });
  }
}
