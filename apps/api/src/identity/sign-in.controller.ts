import { Body, Controller, Get, Header, Headers, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { SignInService } from '#libs/identity';
import { Context, Endpoint, type RequestContext, schemaMessage } from '#libs/platform';
import { refusal } from '../refusals.words.js';
import { LinkPath, answerWithSession, buttonPage } from './pages.js';
import { Address } from './person.schemas.js';

const Request = z.strictObject({ address: Address });
const TypedCode = z.strictObject({
  address: Address,
  code: z.string().regex(/^\d{6}$/, schemaMessage(refusal('must.digits'))),
});
const Asked = z.object({ message: z.string() }).meta({ id: 'SignInAsked' });
const SignedIn = z.object({ personId: z.uuid() }).meta({ id: 'SignedIn' });

/** Signing in by a mailed link or code, and out. */
@Controller('v1')
export class SignInController {
  constructor(private readonly signIn: SignInService) {}

  @Post('sign-in')
  @Endpoint({
    summary: 'Ask for a sign-in mail',
    description: 'The answer is the same whether anybody has this address or not. A few mails an hour at most.',
    access: 'public',
    idempotent: { no: 'asked again, another mail is sent' },
    status: 202,
    response: Asked,
  })
  async ask(@Body({ schema: Request }) { address }: z.output<typeof Request>, @Context() context: RequestContext) {
    await this.signIn.requestSignIn(context, address);
    return { message: 'If we know this address, a mail with a link and a code is on its way.' };
  }

  @Post('sign-in/code')
  @Endpoint({
    summary: 'Sign in with the code of a mail',
    description: 'Sets the session cookie. Three wrong codes void it.',
    access: 'public',
    idempotent: { no: 'a code is used up by the first request' },
    status: 200,
    response: SignedIn,
    problems: ['sign-in-refused'],
  })
  async code(
    @Body({ schema: TypedCode }) { address, code }: z.output<typeof TypedCode>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { personId, cookies } = await this.signIn.signInByCode(address, code);
    reply.header('set-cookie', cookies);
    return { personId };
  }

  @Get('sign-in/:token')
  @Header('cache-control', 'no-store')
  @Endpoint({
    summary: 'The page a sign-in link leads to',
    description: 'Shows a button; opening it uses nothing up, since mail scanners open links.',
    access: 'public',
    produces: 'text/html',
  })
  page(@Param({ schema: LinkPath }) _path: z.output<typeof LinkPath>, @Headers('accept-language') language?: string) {
    return buttonPage('sign-in', language);
  }

  @Post('sign-in/:token')
  @Header('cache-control', 'no-store')
  @Endpoint({
    summary: 'Sign in with the link of a mail',
    description: 'Sets the session cookie and uses the link up. A browser gets a page, also when it is refused.',
    access: 'public',
    idempotent: { no: 'a link is used up by the first request' },
    form: true,
    produces: 'text/html',
    status: 200,
    problems: ['sign-in-refused'],
  })
  link(
    @Param({ schema: LinkPath }) { token }: z.output<typeof LinkPath>,
    @Headers() headers: Record<string, string | undefined>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return answerWithSession('sign-in', headers, reply, () => this.signIn.signInByLink(token));
  }

  @Post('sign-out')
  @Endpoint({ summary: 'End the session', access: 'public', idempotent: { no: 'it ends once' } })
  async signOut(
    @Headers('cookie') cookie: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    reply.header('set-cookie', await this.signIn.signOut(new globalThis.Headers({ cookie: cookie ?? '' })));
  }
}
