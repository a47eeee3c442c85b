import { Body, Controller, Delete, Get, Param, Post, StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import { type AttachmentAnswer, AttachmentService, dispositionOf } from '#libs/entries';
import { Context, Endpoint, type RequestContext } from '#libs/platform';
import { Attachment, AttachmentErasure, Attachments, NewAttachment } from './attachment.schemas.js';
import { NewOriginal } from './paper.schemas.js';
import { UPLOADS } from './upload-routes.js';

const EntryPath = z.object({ entryId: z.uuid() });
const PaperPath = z.object({ paperId: z.uuid() });
const AttachmentPath = z.object({ attachmentId: z.uuid() });
const readers = ['city', 'secretariat', 'organiser', 'auditor'] as const;

const shown = (one: AttachmentAnswer) => ({
  ...one,
  uploadPath: one.state === 'staged' && !one.removedAt ? `${UPLOADS}/${one.id}` : null,
});

/** The files of entries. Their bytes come in beside these routes, by tus. */
@Controller('v1')
export class AttachmentController {
  constructor(private readonly attachments: AttachmentService) {}

  @Post('entries/:entryId/attachments')
  @Endpoint({
    summary: 'Begin to attach a file to the draft of an entry',
    description:
      'Answers `uploadPath`, to which the bytes are then sent by the tus protocol 1.0.0, with the same key or session: `HEAD` answers how many are there (`Upload-Offset`), `PATCH` with `Content-Type: application/offset+octet-stream`, `Tus-Resumable: 1.0.0` and that `Upload-Offset` adds more, as often as it breaks off (a tus client is given the path as its upload URL). When all are there the file is part of the draft, and is checked: PDF, JPEG and PNG by their content. An upload that nothing is added to for a week is given up.',
    access: ['city', 'secretariat'],
    idempotent: true,
    response: Attachment,
    problems: ['conflict', 'rule-violated'],
  })
  async begin(
    @Param({ schema: EntryPath }) { entryId }: z.output<typeof EntryPath>,
    @Body({ schema: NewAttachment }) body: z.output<typeof NewAttachment>,
    @Context() context: RequestContext,
  ) {
    return shown(await this.attachments.begin(context, entryId, body));
  }

  @Post('papers/:paperId/originals')
  @Endpoint({
    summary: 'Begin to add a scan of the original of an entry on paper',
    description:
      'Its bytes are sent as those of an attachment. It is no part of the entry, and those who judge never see it.',
    access: ['secretariat'],
    idempotent: true,
    response: Attachment,
    problems: ['conflict', 'rule-violated'],
  })
  async beginOriginal(
    @Param({ schema: PaperPath }) { paperId }: z.output<typeof PaperPath>,
    @Body({ schema: NewOriginal }) body: z.output<typeof NewOriginal>,
    @Context() context: RequestContext,
  ) {
    return shown(await this.attachments.beginOriginal(context, paperId, body));
  }

  @Post('entries/:entryId/supporting-material')
  @Endpoint({
    summary: 'Begin to add a file to a submitted entry, beside what was submitted',
    description:
      'Where the call has a deadline for supporting material, until then. The bytes are sent as those of any attachment; when all are there the file is judged by that instant, and has a receipt of its own. The version that was submitted, its digest and its receipt stay as they are. The last `PATCH` is answered with the problem when it came too late.',
    access: ['city', 'secretariat'],
    idempotent: true,
    response: Attachment,
    problems: ['rule-violated', 'conflict', 'paused', 'not-open', 'deadline-passed'],
  })
  async beginSupporting(
    @Param({ schema: EntryPath }) { entryId }: z.output<typeof EntryPath>,
    @Body({ schema: NewAttachment }) body: z.output<typeof NewAttachment>,
    @Context() context: RequestContext,
  ) {
    return shown(await this.attachments.beginSupporting(context, entryId, body));
  }

  @Get('entries/:entryId/attachments')
  @Endpoint({
    summary: 'List the files of an entry',
    description:
      'Those of the draft, those that a version was submitted with, and supporting material, marked as such.',
    access: [...readers],
    response: Attachments,
  })
  async list(
    @Param({ schema: EntryPath }) { entryId }: z.output<typeof EntryPath>,
    @Context() context: RequestContext,
  ) {
    return { items: (await this.attachments.list(context, entryId)).map(shown) };
  }

  @Get('attachments/:attachmentId')
  @Endpoint({ summary: 'Show a file of an entry', access: [...readers], response: Attachment })
  async get(
    @Param({ schema: AttachmentPath }) { attachmentId }: z.output<typeof AttachmentPath>,
    @Context() context: RequestContext,
  ) {
    return shown(await this.attachments.get(context, attachmentId));
  }

  @Get('attachments/:attachmentId/file')
  @Endpoint({
    summary: 'Download a file of an entry, as it came in',
    access: [...readers],
    produces: 'application/octet-stream',
    problems: ['conflict'],
  })
  async download(
    @Param({ schema: AttachmentPath }) { attachmentId }: z.output<typeof AttachmentPath>,
    @Context() context: RequestContext,
  ) {
    const { name, file } = await this.attachments.download(context, attachmentId);
    // Whatever it is, a browser saves it and shows nothing of it in our name.
    return new StreamableFile(file, { type: 'application/octet-stream', disposition: dispositionOf(name) });
  }

  @Delete('attachments/:attachmentId')
  @Endpoint({
    summary: 'Take a file out of the draft',
    description: 'Versions it was submitted with keep it; without any its bytes are deleted.',
    access: ['city', 'secretariat'],
    problems: ['conflict'],
  })
  remove(
    @Param({ schema: AttachmentPath }) { attachmentId }: z.output<typeof AttachmentPath>,
    @Context() context: RequestContext,
  ) {
    return this.attachments.remove(context, attachmentId);
  }

  @Post('attachments/:attachmentId/erasure')
  @Endpoint({
    summary: 'Erase the bytes of a file from the draft and every version',
    description: 'Its digest stays, so that receipts still verify.',
    access: ['secretariat'],
    idempotent: true,
    status: 200,
    response: Attachment,
  })
  async erase(
    @Param({ schema: AttachmentPath }) { attachmentId }: z.output<typeof AttachmentPath>,
    @Body({ schema: AttachmentErasure }) body: z.output<typeof AttachmentErasure>,
    @Context() context: RequestContext,
  ) {
    return shown(await this.attachments.erase(context, attachmentId, body));
  }
}
