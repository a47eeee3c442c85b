import { Body, Controller, Get, Header, Headers, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { IdentityService, PrivacyService, SignInService, identityPermissions } from '#libs/identity';
import { Context, Endpoint, type RequestContext } from '#libs/platform';
import { LinkPath, PageForm, answerWithSession, answersIn, buttonPage } from './pages.js';
import { Invitation, NewInvitation } from './person.schemas.js';

/** Inviting people, and the page an invitation's link leads to. */
@Controller('v1/invitations')
export class InvitationController {
  constructor(
    private readonly identity: IdentityService,
    private readonly signIn: SignInService,
    private readonly privacy: PrivacyService,
  ) {}

  @Post()
  @Endpoint({
    summary: 'Give somebody a role and invite them by mail',
    access: identityPermissions.inviteToRole,
    idempotent: true,
    response: Invitation,
    problems: ['conflict', 'rule-violated'],
  })
  invite(
    @Body({ schema: NewInvitation }) { person, role }: z.output<typeof NewInvitation>,
    @Context() context: RequestContext,
  ) {
    return this.identity.invite(context, person, role, context.principal);
  }

  @Get(':token')
  @Header('cache-control', 'no-store')
  @Endpoint({
    summary: 'The page of an invitation',
    description: 'Shows the questions of the privacy notice in force, and a button; opening it uses nothing up.',
    access: 'public',
    produces: 'text/html',
  })
  async page(
    @Param({ schema: LinkPath }) _path: z.output<typeof LinkPath>,
    @Headers('accept-language') language?: string,
  ) {
    return buttonPage('invitation', language, await this.privacy.notice());
  }

  @Post(':token')
  @Header('cache-control', 'no-store')
  @Endpoint({
    summary: 'Accept an invitation',
    description:
      'Signs the invited person in, and keeps what the form of the page says to the privacy notice; without a form, they answer it later. A browser gets a page, also when it is refused.',
    access: 'public',
    idempotent: { no: 'an invitation is accepted once' },
    form: true,
    produces: 'text/html',
    status: 200,
    problems: ['rule-violated', 'sign-in-refused'],
  })
  accept(
    @Param({ schema: LinkPath }) { token }: z.output<typeof LinkPath>,
    @Body({ schema: PageForm }) form: z.output<typeof PageForm>,
    @Headers() headers: Record<string, string | undefined>,
    @Context() context: RequestContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answerWithSession('invitation', headers, reply, () =>
      this.signIn.acceptInvitation(context, token, answersIn(form, headers['accept-language'])),
    );
  }
}
