import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Problem, UnitOfWork, type Work, type WorkContext } from '#libs/platform';
import type { SignInOptions } from '../auth/auth.js';
import { Authentication, SIGN_IN_OPTIONS, type Session } from '../auth/authentication.js';
import { HANDED_OVER, lockCityPeople } from '../people/city-people.queries.js';
import { IdentityAuthenticator } from '../auth/identity-authenticator.js';
import { canonicalAddress } from '../people/identity.rules.js';
import { type GivenChoices, PrivacyService } from '../privacy/privacy.service.js';
import { refusal } from '../refusals.words.js';
import { SignInRequest } from './sign-in-request.entity.js';

/** Mails to one address: at most so many in a quarter of an hour and in a day; what is asked beyond is passed over. */
export const REQUESTS_PER_QUARTER = 5;
export const REQUESTS_PER_DAY = 20;
/** Answers that must not tell whether an address is known come no sooner than this, in milliseconds. */
export const ANSWER_AFTER_MS = 250;
/** A request whose mail could not be sent for so long is dropped: who asked has asked again. */
const REQUEST_VALID = '1 hour';

/** What a sign-in mail says. */
export interface SignInCredentials {
  personId: string;
  address: string;
  /** Leads to a page with a button; opening it uses nothing up. */
  link: string;
  code: string;
  expiresAt: Date;
}

/** What an invitation's mail says. */
export interface InvitationCredentials {
  personId: string;
  address: string;
  link: string;
  expiresAt: Date;
  role: string;
  programme: string | null;
  cycleId: string | null;
  cityId: string | null;
  cityRole: string | null;
  /** Does whoever is invited take over from somebody, who leaves then? */
  takesOver: boolean;
}

/** Lets people in: by a link or a code that was mailed, or by an invitation. */
@Injectable()
export class SignInService {
  private readonly wait: (ms: number) => Promise<unknown>;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly authentication: Authentication,
    private readonly authenticator: IdentityAuthenticator,
    private readonly privacy: PrivacyService,
    @Inject(SIGN_IN_OPTIONS) private readonly options: SignInOptions,
  ) {
    this.wait = options.wait ?? sleep;
  }

  /** Asks for a sign-in mail. What it does, and how long it takes, does not tell whether anybody has this address. */
  async requestSignIn(context: WorkContext, address: string): Promise<void> {
    const earliest = this.wait(ANSWER_AFTER_MS);
    await this.unitOfWork.run(context, async (work) => {
      // The lock lets requests for one address pass one by one, so that the limit holds.
      const [known] = await work.em.execute<{ id: string; personId: string }[]>(
        'select id, person_id as "personId" from identity.person_address where address = ? for update',
        [canonicalAddress(address)],
      );
      if (!known || (await this.askedTooOften(known.id))) return;
      const { personId } = known;
      const id = uuidv7();
      await work.em.insert(SignInRequest, { id, personId, addressId: known.id, requestedAt: await work.now() });
      work.emit({ type: 'laureate.sign-in.requested.v1', subject: personId, data: { personId, requestId: id } });
    });
    await earliest;
  }

  /**
   * Makes the link and the code of a sign-in mail, at the moment it is sent; null when there is
   * nothing to send any more.
   */
  async createSignInCredentials(requestId: string): Promise<SignInCredentials | null> {
    const [request] = await this.query<{ personId: string; address: string }>(
      `select r.person_id as "personId", a.address
       from identity.sign_in_request r join identity.person_address a on a.id = r.address_id
       where r.id = ? and r.requested_at > now() - interval '${REQUEST_VALID}'`,
      [requestId],
    );
    if (!request) return null;
    const { token, code, expiresAt } = await this.authentication.makeCredentials(request.personId);
    return { ...request, link: this.link('sign-in', token), code, expiresAt };
  }

  /**
   * Makes the link of an invitation's mail, at the moment it is sent; null when it is accepted,
   * expired or its role revoked.
   */
  async createInvitationCredentials(invitationId: string): Promise<InvitationCredentials | null> {
    const [invitation] = await this.query<
      Omit<InvitationCredentials, 'link' | 'expiresAt'> & { expiresAt: string | Date }
    >(
      `select i.person_id as "personId", a.address, i.expires_at as "expiresAt", g.role, g.programme, g.cycle_id as "cycleId",
         g.city_id as "cityId", g.city_role as "cityRole", i.takes_over_from is not null as "takesOver"
       from identity.invitation i
       join identity.role_grant g on g.id = i.grant_id and g.revoked_at is null
       join identity.person_address a on a.person_id = i.person_id and a.is_primary
       where i.id = ? and i.accepted_at is null and i.expires_at > now()`,
      [invitationId],
    );
    if (!invitation) return null;
    const expiresAt = new Date(invitation.expiresAt);
    const token = await this.authentication.makeInvitationToken(invitationId, expiresAt);
    return { ...invitation, expiresAt, link: this.link('invitations', token) };
  }

  /** Signs in by a mailed link and uses it up. Throws `sign-in-refused` when it is unknown, used or expired. */
  async signInByLink(token: string): Promise<Session> {
    return this.seen((await this.authentication.sessionByToken(token)) ?? refuse());
  }

  /**
   * Signs in by the code mailed to an address. Throws `sign-in-refused`, the same for a wrong code
   * and an unknown address.
   */
  async signInByCode(address: string, code: string): Promise<Session> {
    const earliest = this.wait(ANSWER_AFTER_MS);
    const [known] = await this.query<{ personId: string }>(
      'select person_id as "personId" from identity.person_address where address = ?',
      [canonicalAddress(address)],
    );
    const session = known ? await this.authentication.sessionByCode(known.personId, code) : null;
    if (session) return this.seen(session);
    await earliest;
    return refuse();
  }

  /**
   * Accepts an invitation and signs its person in; whom they take over from leaves the city. What
   * they say to the privacy notice is kept with it. Throws `sign-in-refused` when it is unknown,
   * accepted, expired or void; `rule-violated` when a question of the notice has no answer: the
   * link can be used again then.
   */
  async acceptInvitation(context: WorkContext, token: string, privacy?: GivenChoices): Promise<Session> {
    if (privacy) await this.privacy.requireWhole(privacy);
    const invitationId = (await this.authentication.useInvitationToken(token)) ?? refuse();
    const personId = await this.unitOfWork.run(context, async (work) => {
      await lockCityOf(work, invitationId);
      const [accepted] = await work.em.execute<AcceptedInvitation[]>(
        `update identity.invitation i set accepted_at = now() from identity.role_grant g
         where i.id = ? and i.accepted_at is null and i.expires_at > now() and g.id = i.grant_id and g.revoked_at is null
         returning i.person_id as "personId", i.takes_over_from as "takesOverFrom", g.city_id as "cityId"`,
        [invitationId],
      );
      const { personId, takesOverFrom, cityId } = accepted ?? refuse();
      work.emit({ type: 'laureate.invitation.accepted.v1', subject: personId, data: { personId, invitationId } });
      if (privacy) await this.privacy.keep(context, personId, privacy);
      if (takesOverFrom && cityId) await leaveTo(work, personId, takesOverFrom, cityId);
      return personId;
    });
    await this.authenticator.forget();
    return this.seen(await this.authentication.sessionOf(personId));
  }

  /** Ends the session whose cookie is in the headers; returns the Set-Cookie headers that remove it. */
  async signOut(headers: Headers): Promise<string[]> {
    const cookies = await this.authentication.endSession(headers);
    await this.authenticator.forget();
    return cookies;
  }

  /** Keeps when somebody last signed in: whoever is there is not erased for having gone. */
  private async seen(session: Session): Promise<Session> {
    const { personId } = session;
    await this.unitOfWork.run({ actor: { id: personId }, cause: 'command:sign-in' }, ({ em }) =>
      em.execute('update identity.person set signed_in_at = now() where id = ?', [personId]),
    );
    return session;
  }

  private async askedTooOften(addressId: string): Promise<boolean> {
    const [asked] = await this.query<{ tooOften: boolean }>(
      `select count(*) >= ${REQUESTS_PER_DAY}
         or count(*) filter (where requested_at > now() - interval '15 minutes') >= ${REQUESTS_PER_QUARTER} as "tooOften"
       from identity.sign_in_request where address_id = ? and requested_at > now() - interval '1 day'`,
      [addressId],
    );
    return asked?.tooOften ?? false;
  }

  private link(page: 'sign-in' | 'invitations', token: string): string {
    return new URL(`/v1/${page}/${token}`, this.options.publicUrl).href;
  }

  private query<T>(sql: string, parameters: unknown[]): Promise<T[]> {
    return this.unitOfWork.read((em) => em.execute<T[]>(sql, parameters));
  }
}

interface AcceptedInvitation {
  personId: string;
  takesOverFrom: string | null;
  cityId: string | null;
}

/** Two who change the people of a city pass one by one. When it was merged meanwhile, it is the other city's. */
async function lockCityOf(work: Work, invitationId: string, locked: string | null = null): Promise<void> {
  const [row] = await work.em.execute<{ cityId: string | null }[]>(
    `select g.city_id as "cityId" from identity.invitation i join identity.role_grant g on g.id = i.grant_id where i.id = ?`,
    [invitationId],
  );
  if (!row?.cityId || row.cityId === locked) return;
  await lockCityPeople(work, row.cityId);
  await lockCityOf(work, invitationId, row.cityId);
}

/** Ends the roles of somebody for a city, which a successor has accepted. */
async function leaveTo(work: Work, successorId: string, personId: string, cityId: string): Promise<void> {
  const ended = await work.em.execute<{ id: string }[]>(
    `update identity.role_grant set revoked_at = now(), revoked_by = ?, revoked_reason_code = ?
     where person_id = ? and city_id = ? and revoked_at is null returning id`,
    [successorId, HANDED_OVER, personId, cityId],
  );
  for (const { id: grantId } of ended) {
    const data = { personId, grantId, reasonCode: HANDED_OVER };
    work.emit({ type: 'laureate.role.revoked.v1', subject: personId, data });
  }
}

function refuse(): never {
  throw new Problem('sign-in-refused', refusal('signIn.refused'));
}
