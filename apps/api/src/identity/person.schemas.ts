import { z } from 'zod';
import { CITY_ROLES, ROLES } from '#libs/contracts';
import { LANGUAGES } from '#libs/identity';
import { schemaMessage } from '#libs/platform';
import { refusal } from '../refusals.words.js';

const name = z.string().trim().min(1).max(200);
const zone = z.string().min(1).max(64).describe('IANA time zone, such as Asia/Shanghai');
const language = z.enum(LANGUAGES).describe('Language of mails and pages');
const programme = z.string().min(1).max(40);

/** Lengths of RFC 5321, and names of hosts as they can be. */
const DELIVERABLE = /^.{1,64}@(?:[^.@-](?:[^.@]{0,61}[^.@-])?\.)+[a-z]{2,63}$/i;

/** A mail address, as typed. */
export const Address = z
  .email()
  .max(254)
  .refine((address) => DELIVERABLE.test(address), schemaMessage(refusal('must.address')));

export const NewPerson = z.strictObject({
  name,
  language: language.default('en'),
  zone,
  addresses: z.array(Address).min(1).max(10).describe('The first one is primary: mails go there'),
});

/** A role to give; a cycle brings its programme. */
export const NewGrant = z.strictObject({
  role: z.enum(ROLES),
  programme: programme.optional(),
  cycleId: z.uuid().optional(),
  cityId: z.uuid().optional(),
  cityRole: z.enum(CITY_ROLES).optional().describe('What they may do for the city; owner when it is left out'),
});

export const RoleGrant = z
  .object({
    id: z.uuid(),
    role: z.enum(ROLES),
    programme: z.string().nullable().describe('null: all programmes'),
    cycleId: z.uuid().nullable().describe('null: all cycles of the programme'),
    cityId: z.uuid().nullable(),
    cityRole: z.enum(CITY_ROLES).nullable().describe('null without a city'),
  })
  .meta({ id: 'RoleGrant' });

export const Person = z
  .object({
    id: z.uuid(),
    name: z.string(),
    language,
    zone: z.string(),
    address: z.string(),
    office: z.boolean().describe('Do several people of an office share the account?'),
    roles: z.array(RoleGrant),
  })
  .meta({ id: 'Person' });

export const ApiKey = z
  .object({ id: z.uuid(), key: z.string().describe('Shown this once; send it as x-api-key') })
  .meta({ id: 'ApiKey' });

export const Invitation = z
  .object({ invitationId: z.uuid(), personId: z.uuid(), grantId: z.uuid() })
  .meta({ id: 'Invitation' });

export const NewInvitation = z.strictObject({
  person: z.union([NewPerson, z.strictObject({ personId: z.uuid() })]).describe('Somebody new, or somebody known'),
  role: NewGrant,
});

export const PeopleFilter = {
  role: z.enum(ROLES).optional(),
  programme: programme.optional(),
  cycleId: z.uuid().optional(),
};
