import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import type { z } from 'zod';
import { PrivacyService, identityPermissions } from '#libs/identity';
import { Context, Endpoint, type RequestContext } from '#libs/platform';
import { NewChoices, NewNotice, Notice, NoticeQuery, PrivacyRecord } from './privacy.schemas.js';

/** Privacy notices, and what people say to them. */
@Controller('v1')
export class PrivacyController {
  constructor(private readonly privacy: PrivacyService) {}

  @Get('privacy-notice')
  @Endpoint({
    summary: 'Show the privacy notice in force, or an earlier one, word for word',
    access: 'public',
    response: Notice,
    problems: ['not-found'],
  })
  notice(@Query({ schema: NoticeQuery }) { version }: z.output<typeof NoticeQuery>) {
    return this.privacy.notice(version);
  }

  @Post('privacy-notices')
  @Endpoint({
    summary: 'Publish a privacy notice',
    description: 'It is in force from then on; a published wording is never changed. Answers to earlier ones stay.',
    access: identityPermissions.publishPrivacyNotice,
    idempotent: true,
    response: Notice,
    problems: ['conflict'],
  })
  publish(@Body({ schema: NewNotice }) notice: z.output<typeof NewNotice>, @Context() context: RequestContext) {
    return this.privacy.publish(context, notice);
  }

  @Post('me/privacy')
  @Endpoint({
    summary: 'Answer a privacy notice, or take an answer back',
    description:
      'A yes needs the wording in force and an answer to each of its questions; a no is taken at any time. Each answer is kept with its instant and wording.',
    access: 'signed-in',
    idempotent: true,
    response: PrivacyRecord,
    problems: ['not-found', 'rule-violated'],
  })
  choose(@Body({ schema: NewChoices }) choices: z.output<typeof NewChoices>, @Context() context: RequestContext) {
    return this.privacy.choose(context, choices);
  }
}
