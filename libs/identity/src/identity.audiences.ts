import type { Audience } from '#libs/contracts';
import type { PeopleService } from './people/people.service.js';
import type { SignInService } from './sign-in/sign-in.service.js';

/** What mails say that identity does not know. */
export interface IdentityAudienceOptions {
  /** The name of a city; null when there is none of that id. */
  cityName: (cityId: string) => Promise<string | null>;
}

/**
 * Who is told what: somebody who asked to sign in, somebody who was invited. Links and codes are
 * made by `facts`, in the moment of sending. `address` in the facts is the one to send to.
 */
export function identityAudiences(
  signIn: SignInService,
  people: PeopleService,
  { cityName }: IdentityAudienceOptions,
): Audience[] {
  const signInMail: Audience<'laureate.sign-in.requested.v1'> = {
    kind: 'sign-in',
    on: 'laureate.sign-in.requested.v1',
    occasion: (event) => event.data.requestId,
    people: async (event) => [event.data.personId],
    facts: async (event) => {
      const made = await signIn.createSignInCredentials(event.data.requestId);
      if (!made) return null;
      const [person] = await people.findPeople([made.personId]);
      const { address, link, code } = made;
      return { name: person?.name ?? '', address, link, code, expiresAt: made.expiresAt.toISOString() };
    },
  };
  const invitation: Audience<'laureate.person.invited.v1'> = {
    kind: 'invitation',
    on: 'laureate.person.invited.v1',
    occasion: (event) => event.data.invitationId,
    people: async (event) => [event.data.personId],
    facts: async (event) => {
      const made = await signIn.createInvitationCredentials(event.data.invitationId);
      if (!made) return null;
      const [person] = await people.findPeople([made.personId]);
      const { address, link, role, programme, cycleId, cityId, cityRole, takesOver } = made;
      return {
        name: person?.name ?? '',
        address,
        link,
        role,
        programme,
        cycleId,
        cityName: cityId && (await cityName(cityId)),
        cityRole,
        takesOver,
        expiresAt: made.expiresAt.toISOString(),
      };
    },
  };
  return [signInMail, invitation] as unknown as Audience[];
}
