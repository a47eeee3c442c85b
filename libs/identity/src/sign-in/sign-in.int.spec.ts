import { PrivacyService } from '../privacy/privacy.service.js';
import { type SignInOptions } from '../auth/auth.js';
import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import pg from 'pg';
import { type LaureateEvent } from '#libs/contracts';
import { platformMigrations, PlatformModule, UnitOfWork } from '#libs/platform';
import { createTestDatabase } from '../../../../test/support/test-database.js';
import { Authentication, type Session } from '../auth/authentication.js';
import { IdentityAuthenticator } from '../auth/identity-authenticator.js';
import { identityEntities } from '../entities.js';
import { identityAudiences } from '../identity.audiences.js';
import { IdentityModule } from '../identity.module.js';
import { identityMigrations } from '../migrations/index.js';
import { IdentityService } from '../people/identity.service.js';
import { PeopleService } from '../people/people.service.js';
import { ANSWER_AFTER_MS, REQUESTS_PER_QUARTER, SignInService } from './sign-in.service.js';

const context = { actor: { id: 'public' }, cause: 'command:test' };
const refused = { code: 'sign-in-refused' };
const tokenOf = (link: string) => new URL(link).pathname.split('/').at(-1)!;
const cookieOf = ({ cookies }: Session) => cookies.map((cookie) => cookie.split(';')[0]).join('; ');

describe('sign-in', () => {
  let modules: TestingModule[];
  let identity: IdentityService;
  let signIn: SignInService;
  let authenticator: IdentityAuthenticator;
  let mails: { signIn: SignInService; people: PeopleService };
  let database: pg.Pool;
  let options: SignInOptions;
  let personId: string;
  let address: string;
  let second: string;

  beforeAll(async () => {
    const config = await createTestDatabase([...platformMigrations, ...identityMigrations]);
    const secret = Buffer.alloc(32, 7).toString('base64');
    options = { database: config, secret, publicUrl: 'https://award.example' };
    const start = (app: 'api' | 'notifier') =>
      Test.createTestingModule({
        imports: [
          PlatformModule.forRoot({ app, database: config, entities: identityEntities }),
          IdentityModule.forRoot({ signIn: options }),
        ],
      }).compile();
    modules = [await start('api'), await start('notifier')];
    const [api, notifier] = modules as [TestingModule, TestingModule];
    identity = api.get(IdentityService);
    signIn = api.get(SignInService);
    authenticator = api.get(IdentityAuthenticator);
    mails = { signIn: notifier.get(SignInService), people: notifier.get(PeopleService) };
    database = new pg.Pool({ connectionString: config.url, max: 2 });
  });
  afterAll(async () => {
    await database.end();
    await Promise.all(modules.map((module) => module.close()));
  });

  beforeEach(async () => {
    const name = randomUUID();
    [address, second] = [`${name}@example.org`, `${name}@office.example.org`];
    const zone = 'Asia/Shanghai';
    personId = await identity.createPerson(context, {
      name: 'Wei',
      language: 'zh',
      zone,
      addresses: [address, second],
    });
  });

  /** The requests of this person, oldest first, as the notifier sees them. */
  const requests = async () => {
    const { rows } = await database.query<{ data: { requestId: string } }>(
      `select data from platform.outbox where subject = $1 and type = 'laureate.sign-in.requested.v1' order by sequence`,
      [personId],
    );
    return rows.map(({ data }) => data.requestId);
  };
  /** Asks for a mail and makes what it says, with the notifier's rights. */
  const mailed = async (to = address) => {
    await signIn.requestSignIn(context, to);
    const made = await mails.signIn.createSignInCredentials((await requests()).at(-1)!);
    return { ...made!, token: tokenOf(made!.link) };
  };
  const signedIn = async (session: Session) => {
    const principal = await authenticator.authenticate({ cookie: cookieOf(session) });
    return principal?.personId ?? null;
  };

  it('lets in by the link, once', async () => {
    const { token, link, expiresAt } = await mailed();
    expect(link).toBe(`https://award.example/v1/sign-in/${token}`);
    expect(expiresAt.getTime() - Date.now()).toBeGreaterThan(14 * 60_000);
    const session = await signIn.signInByLink(token);
    expect(session.personId).toBe(personId);
    expect(session.cookies.join()).toMatch(/^__Secure-laureate\.session_token=.*HttpOnly.*Secure.*SameSite=Lax/i);
    expect(await signedIn(session)).toBe(personId);
    await expect(signIn.signInByLink(token)).rejects.toMatchObject(refused);
  });

  it('lets one of two in that use the link at once', async () => {
    const { token } = await mailed();
    const both = await Promise.allSettled([1, 2, 3, 4].map(() => signIn.signInByLink(token)));
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('lets in by the code, once, at any address of the person, however it is spelled', async () => {
    const { code, address: to } = await mailed(second.toUpperCase());
    expect(to).toBe(second);
    expect(code).toMatch(/^\d{6}$/);
    const session = await signIn.signInByCode(` ${second.toUpperCase()}`, code);
    expect(await signedIn(session)).toBe(personId);
    await expect(signIn.signInByCode(second, code)).rejects.toMatchObject(refused);
  });

  it('voids the code beside a used link, and the link beside a used code', async () => {
    const one = await mailed();
    await signIn.signInByLink(one.token);
    await expect(signIn.signInByCode(address, one.code)).rejects.toMatchObject(refused);
    const other = await mailed();
    await signIn.signInByCode(address, other.code);
    await expect(signIn.signInByLink(other.token)).rejects.toMatchObject(refused);
  });

  it('voids a code after three wrong ones, also for the right one', async () => {
    const { code } = await mailed();
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    for (let i = 0; i < 3; i += 1) await expect(signIn.signInByCode(address, wrong)).rejects.toMatchObject(refused);
    await expect(signIn.signInByCode(address, code)).rejects.toMatchObject(refused);
  });

  it('refuses what has expired', async () => {
    const { token, code } = await mailed();
    await database.query(`update auth.verification set "expiresAt" = now() - interval '1 second'`);
    await expect(signIn.signInByLink(token)).rejects.toMatchObject(refused);
    await expect(signIn.signInByCode(address, code)).rejects.toMatchObject(refused);
  });

  it('sends nothing for a request that waited too long', async () => {
    await signIn.requestSignIn(context, address);
    await database.query(`update identity.sign_in_request set requested_at = now() - interval '2 hours'`);
    expect(await mails.signIn.createSignInCredentials((await requests())[0]!)).toBeNull();
  });

  it('keeps neither token, code nor address where they could be read', async () => {
    const { token, code } = await mailed();
    const { rows } = await database.query(
      `select (select string_agg(v::text, '') from auth.verification v) as auth,
         (select string_agg(e::text, '') from platform.outbox e) as events`,
    );
    const kept = JSON.stringify(rows);
    for (const secret of [token, code, address, second]) expect(kept).not.toContain(secret);
  });

  it('does not tell whether an address is known: not by the answer, the time, or an error', async () => {
    const api = modules[0]!;
    const [unitOfWork, authentication] = [api.get(UnitOfWork), api.get(Authentication)];
    const steps = [
      jest.spyOn(unitOfWork, 'run'),
      jest.spyOn(unitOfWork, 'read'),
      jest.spyOn(authentication, 'sessionByCode'),
    ];
    /**
     * What is told, and when: the wait begins first of all, and the answer comes with its end,
     * whatever there was to do.
     */
    const told = async (ask: (service: SignInService) => Promise<unknown>) => {
      const over = Promise.withResolvers<void>();
      const waits: { ms: number; stepsBefore: number }[] = [];
      const begun = () => steps.reduce((sum, { mock }) => sum + mock.calls.length, 0);
      for (const step of steps) step.mockClear();
      const wait = (ms: number) => {
        waits.push({ ms, stepsBefore: begun() });
        return over.promise;
      };
      const service = new SignInService(unitOfWork, authentication, authenticator, api.get(PrivacyService), {
        ...options,
        wait,
      });
      let isAnswered = false;
      const answer = ask(service)
        .catch((error: { code: string; message: string }) => [error.code, error.message])
        .finally(() => (isAnswered = true));
      // Until nothing is left to do but to wait.
      for (let done = -1; done < begun();) {
        done = begun();
        await Promise.all(steps.flatMap(({ mock }) => mock.results.map(({ value }) => value as Promise<unknown>)));
        await turn();
      }
      expect(begun()).toBeGreaterThan(0);
      expect(isAnswered).toBe(false);
      over.resolve();
      return { answer: await answer, waits };
    };
    for (const ask of [
      (to: string) => (service: SignInService) => service.requestSignIn(context, to),
      (to: string) => (service: SignInService) => service.signInByCode(to, '000000'),
    ]) {
      const known = await told(ask(address));
      expect(known.waits).toEqual([{ ms: ANSWER_AFTER_MS, stepsBefore: 0 }]);
      expect(await told(ask('nobody@example.org'))).toEqual(known);
    }
    for (const step of steps) step.mockRestore();
  });

  it('mails one address only so often, also when asked many times at once', async () => {
    await Promise.all(Array.from({ length: 2 * REQUESTS_PER_QUARTER }, () => signIn.requestSignIn(context, address)));
    expect(await requests()).toHaveLength(REQUESTS_PER_QUARTER);
  });

  it('ends a session at once', async () => {
    const session = await signIn.signInByLink((await mailed()).token);
    expect(await signedIn(session)).toBe(personId);
    const { rows } = await database.query(
      'select signed_in_at is not null as seen from identity.person where id = $1',
      [personId],
    );
    expect(rows).toEqual([{ seen: true }]);
    const cookies = await signIn.signOut(new Headers({ cookie: cookieOf(session) }));
    expect(cookies.join()).toMatch(/session_token=;.*Max-Age=0/i);
    expect(await signedIn(session)).toBeNull();
  });

  it('takes no session cookie that was made up', async () => {
    const session = await signIn.signInByLink((await mailed()).token);
    const [name, value] = cookieOf(session).split('=') as [string, string];
    const forged = `${name}=${value.slice(0, -6)}AAAA%3D`;
    expect(await authenticator.authenticate({ cookie: forged })).toBeNull();
    expect(await authenticator.authenticate({})).toBeNull();
  });

  it('tells the mails what to say, with the rights of the notifier', async () => {
    const [signInMail, invitation] = identityAudiences(mails.signIn, mails.people, {
      cityName: async () => 'Nairobi',
    });
    await signIn.requestSignIn(context, second);
    const [requestId] = await requests();
    const event = { data: { personId, requestId } } as LaureateEvent;
    expect(await signInMail!.people(event)).toEqual([personId]);
    expect(signInMail!.occasion(event)).toBe(requestId);
    expect(await signInMail!.facts(event, personId, 'en')).toMatchObject({ name: 'Wei', address: second });
    const { invitationId } = await identity.invite(context, { personId }, { role: 'auditor' });
    const invited = { data: { personId, invitationId } } as LaureateEvent;
    expect(await invitation!.facts(invited, personId, 'en')).toMatchObject({
      name: 'Wei',
      address,
      role: 'auditor',
      cityName: null,
    });
    const city = { role: 'city', cityId: randomUUID(), cityRole: 'editor' } as const;
    const into = await identity.invite(context, { personId }, city);
    const asked = { data: { personId, invitationId: into.invitationId } } as LaureateEvent;
    const shown = { cityName: 'Nairobi', cityRole: 'editor', takesOver: false };
    expect(await invitation!.facts(asked, personId, 'en')).toMatchObject(shown);
  });

  describe('invitations', () => {
    const invited = async () => {
      const made = await identity.invite(context, { personId }, { role: 'auditor' });
      const copies = await Promise.all([1, 2].map(() => mails.signIn.createInvitationCredentials(made.invitationId)));
      return { ...made, tokens: copies.map((copy) => tokenOf(copy!.link)) };
    };

    it('are accepted once, by either copy of the mail', async () => {
      const { tokens, invitationId } = await invited();
      expect(await signedIn(await signIn.acceptInvitation(context, tokens[0]!))).toBe(personId);
      for (const token of tokens) await expect(signIn.acceptInvitation(context, token)).rejects.toMatchObject(refused);
      expect(await mails.signIn.createInvitationCredentials(invitationId)).toBeNull();
    });

    it('are accepted by one of two at once', async () => {
      const { tokens } = await invited();
      const both = await Promise.allSettled(
        [...tokens, ...tokens].map((token) => signIn.acceptInvitation(context, token)),
      );
      expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('are void when they expired or the role was taken away', async () => {
      const late = await invited();
      await database.query(`update identity.invitation set expires_at = now() where id = $1`, [late.invitationId]);
      await expect(signIn.acceptInvitation(context, late.tokens[0]!)).rejects.toMatchObject(refused);
      const revoked = await invited();
      await identity.revokeRole(context, personId, revoked.grantId);
      await expect(signIn.acceptInvitation(context, revoked.tokens[0]!)).rejects.toMatchObject(refused);
      expect(await mails.signIn.createInvitationCredentials(revoked.invitationId)).toBeNull();
    });

    it('do not sign in by the sign-in page, nor the other way round', async () => {
      const { tokens } = await invited();
      await expect(signIn.signInByLink(tokens[0]!)).rejects.toMatchObject(refused);
      await expect(signIn.acceptInvitation(context, (await mailed()).token)).rejects.toMatchObject(refused);
    });
  });
});
