import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { isAPIError } from 'better-auth/api';
import { generateRandomString } from 'better-auth/crypto';
import { CREDENTIALS_SECONDS, type SignInOptions, authName, authPool, createAuth } from './auth.js';

export const SIGN_IN_OPTIONS = Symbol('SignInOptions');

/** Somebody who has just signed in, and the Set-Cookie headers that say so to their browser. */
export interface Session {
  personId: string;
  cookies: string[];
}

/** What a sign-in mail holds; each works once, until it expires. */
export interface Credentials {
  token: string;
  code: string;
  expiresAt: Date;
}

/**
 * The only file that calls better-auth. Everything it keeps of links and codes is hashed, and used up by one statement.
 */
@Injectable()
export class Authentication implements OnApplicationShutdown {
  private readonly pool;
  private readonly auth;

  constructor(@Inject(SIGN_IN_OPTIONS) options: SignInOptions) {
    this.pool = authPool(options.database);
    // A connection lost while idle is replaced at the next query; without a listener it would end the process.
    this.pool.on('error', () => undefined);
    this.auth = createAuth(this.pool, options);
  }

  /** Makes a link's token and a code for a person. An earlier code is void, an earlier link stays until it expires. */
  async makeCredentials(personId: string): Promise<Credentials> {
    const expiresAt = new Date(Date.now() + CREDENTIALS_SECONDS * 1000);
    const code = await this.auth.api.createVerificationOTP({ body: { email: authName(personId), type: 'sign-in' } });
    return { token: await this.makeLinkToken(personId), code, expiresAt };
  }

  /** Signs in with a link's token and uses it up; null when it is unknown, used or expired. Of two at once one wins. */
  async sessionByToken(token: string): Promise<Session | null> {
    return this.startSession(() =>
      this.auth.api.magicLinkVerify({ query: { token }, headers: new Headers(), returnHeaders: true }),
    );
  }

  /** Signs in with a typed code; null when it is wrong, used, expired, or was guessed at too often. */
  async sessionByCode(personId: string, code: string): Promise<Session | null> {
    return this.startSession(() =>
      this.auth.api.signInEmailOTP({ body: { email: authName(personId), otp: code }, returnHeaders: true }),
    );
  }

  /** Signs a person in who has proved otherwise who they are. */
  async sessionOf(personId: string): Promise<Session> {
    const session = await this.sessionByToken(await this.makeLinkToken(personId));
    if (!session) throw new Error('A sign-in token just made was refused.');
    return session;
  }

  /** The person whose session cookie is in the headers; null without a valid one. */
  async personOfSession(headers: Headers): Promise<string | null> {
    const session = await this.auth.api.getSession({ headers, query: { disableRefresh: true } });
    return session?.user.id ?? null;
  }

  /** Ends the session whose cookie is in the headers; returns the Set-Cookie headers that remove it. */
  async endSession(headers: Headers): Promise<string[]> {
    const answer = await this.auth.api.signOut({ headers, returnHeaders: true });
    return answer.headers.getSetCookie();
  }

  /**
   * Makes the token of an invitation's link. Several may be valid at once: of a mail sent twice both copies must work.
   */
  async makeInvitationToken(invitationId: string, expiresAt: Date): Promise<string> {
    const token = generateRandomString(32, 'a-z', 'A-Z');
    const { internalAdapter } = await this.auth.$context;
    await internalAdapter.createVerificationValue({
      identifier: `invitation-${token}`,
      value: invitationId,
      expiresAt,
    });
    return token;
  }

  /** The invitation a token belongs to, using the token up; null when it is unknown, used or expired. */
  async useInvitationToken(token: string): Promise<string | null> {
    const { internalAdapter } = await this.auth.$context;
    return (await internalAdapter.consumeVerificationValue(`invitation-${token}`))?.value ?? null;
  }

  /** Makes an API key of a person; only its hash is kept. */
  async makeApiKey(personId: string, name: string): Promise<{ id: string; key: string }> {
    const { id, key } = await this.auth.api.createApiKey({ body: { userId: personId, name } });
    return { id, key };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }

  private async makeLinkToken(personId: string): Promise<string> {
    let made = '';
    const metadata = { handOver: (token: string) => (made = token) };
    await this.auth.api.signInMagicLink({ body: { email: authName(personId), metadata }, headers: new Headers() });
    return made;
  }

  private async startSession(
    verify: () => Promise<{ headers: Headers; response: { user: { id: string } } }>,
  ): Promise<Session | null> {
    try {
      const { headers, response } = await verify();
      const session = { personId: response.user.id, cookies: headers.getSetCookie() };
      await this.forgetCredentials(session.personId);
      return session;
    } catch (error) {
      if (isAPIError(error) && error.statusCode < 500) return null;
      throw error;
    }
  }

  /**
   * Whoever is in needs nothing more of what was mailed: the code beside a used link is void, and
   * the link beside a used code.
   */
  private async forgetCredentials(personId: string): Promise<void> {
    const { adapter, internalAdapter } = await this.auth.$context;
    await internalAdapter.deleteVerificationByIdentifier(`sign-in-otp-${authName(personId)}`);
    const value = JSON.stringify({ email: authName(personId) });
    await adapter.deleteMany({ model: 'verification', where: [{ field: 'value', value }] });
  }
}
