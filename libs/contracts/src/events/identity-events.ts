import { z } from 'zod';
import { CITY_ROLES, ROLES } from '../vocabulary/roles.js';
import { event, id, reasonCode } from './event.js';

/** Events of people, their roles and keys, and of what is held about them (topic `laureate.identity`). */
export const IDENTITY_EVENTS = {
  'laureate.person.invited.v1': event(
    'laureate.identity',
    'Somebody was given a role and is to be told',
    z.object({ personId: id, invitationId: id, takesOverFrom: id.optional() }),
  ),
  'laureate.sign-in.requested.v1': event(
    'laureate.identity',
    'Somebody asked for a sign-in mail',
    z.object({ personId: id, requestId: id }),
  ),
  'laureate.invitation.accepted.v1': event(
    'laureate.identity',
    'Somebody accepted an invitation and is let in',
    z.object({ personId: id, invitationId: id }),
  ),
  'laureate.role.granted.v1': event(
    'laureate.identity',
    'Somebody was given a role',
    z.object({
      personId: id,
      grantId: id,
      role: z.enum(ROLES),
      programme: z.string().nullable(),
      cycleId: id.nullable(),
      cityId: id.nullable(),
      cityRole: z.enum(CITY_ROLES).nullable().optional(),
    }),
  ),
  'laureate.role.revoked.v1': event(
    'laureate.identity',
    'A role was taken from somebody',
    z.object({ personId: id, grantId: id, reasonCode: reasonCode.optional() }),
  ),
  'laureate.person.office-set.v1': event(
    'laureate.identity',
    'An account was said to be shared by an office, or to be one person’s',
    z.object({ personId: id, office: z.boolean() }),
  ),
  'laureate.person.erased.v1': event(
    'laureate.identity',
    'What named a person was erased',
    z.object({ personId: id, reasonCode }),
  ),
  'laureate.legal-hold.set.v1': event(
    'laureate.identity',
    'It was forbidden to erase anything of a person',
    z.object({ personId: id, holdId: id, reasonCode }),
  ),
  'laureate.legal-hold.lifted.v1': event(
    'laureate.identity',
    'A legal hold was lifted',
    z.object({ personId: id, holdId: id, reasonCode }),
  ),
  'laureate.retention.period-set.v1': event(
    'laureate.identity',
    'How long a kind of what names people is kept was set',
    z.object({ kind: z.string().max(60), days: z.int(), reasonCode }),
  ),
  'laureate.retention.carried-out.v1': event(
    'laureate.identity',
    'The time of some of what names people was over, and it was erased',
    z.object({ kind: z.string().max(60), count: z.int() }),
  ),
  'laureate.privacy.notice-published.v1': event(
    'laureate.identity',
    'A privacy notice was published',
    z.object({ noticeVersion: z.string().max(40) }),
  ),
  'laureate.privacy.chosen.v1': event(
    'laureate.identity',
    'Somebody answered a privacy notice, or took an answer back',
    z.object({ personId: id, noticeVersion: z.string().max(40) }),
  ),
  'laureate.api-key.created.v1': event(
    'laureate.identity',
    'Somebody made an API key',
    z.object({ personId: id, apiKeyId: id }),
  ),
  'laureate.api-key.revoked.v1': event(
    'laureate.identity',
    'An API key was revoked',
    z.object({ personId: id, apiKeyId: id }),
  ),
} as const;
