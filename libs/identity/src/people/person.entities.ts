import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { CityRole, Role } from '#libs/contracts';
import type { Language } from './identity.rules.js';

/** Somebody who takes part. The row of the sign-in library has the same id and holds nothing else about the person. */
export const Person = defineEntity({
  name: 'Person',
  schema: 'identity',
  tableName: 'person',
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    language: p.text().$type<Language>(),
    zone: p.text(),
    /** Is its address shared by several people of an office? */
    office: p.boolean().default(false),
    createdAt: p.datetime(),
    /** When they last signed in, also by accepting an invitation. */
    signedInAt: p.datetime().nullable(),
    erasedAt: p.datetime().nullable(),
  },
});
export type Person = InferEntity<typeof Person>;

/**
 * A mail address of a person, in canonical form. A person has several, exactly one of them primary: mails go there. Any
 * of them signs the person in; for that, an address belongs to one person only.
 */
export const PersonAddress = defineEntity({
  name: 'PersonAddress',
  schema: 'identity',
  tableName: 'person_address',
  properties: {
    id: p.uuid().primary(),
    personId: p.uuid(),
    address: p.text(),
    isPrimary: p.boolean(),
  },
});
export type PersonAddress = InferEntity<typeof PersonAddress>;

/**
 * A role given to a person, within a programme, a cycle or for a city; null means all of that kind.
 * Revoked, never deleted.
 */
export const RoleGrant = defineEntity({
  name: 'RoleGrant',
  schema: 'identity',
  tableName: 'role_grant',
  properties: {
    id: p.uuid().primary(),
    personId: p.uuid(),
    role: p.text().$type<Role>(),
    programme: p.text().nullable(),
    cycleId: p.uuid().nullable(),
    cityId: p.uuid().nullable(),
    cityRole: p.text().$type<CityRole>().nullable(),
    expertsMayJudge: p.boolean(),
    grantedBy: p.text(),
    grantedAt: p.datetime(),
    revokedBy: p.text().nullable(),
    revokedAt: p.datetime().nullable(),
    /** Why it was taken away, where that had to be said. */
    revokedReasonCode: p.text().nullable(),
    revokedReasonText: p.text().nullable(),
  },
});
export type RoleGrant = InferEntity<typeof RoleGrant>;

/**
 * Tells a person of a role and lets them in. The role is theirs from the start; accepting signs
 * them in for the first time.
 */
export const Invitation = defineEntity({
  name: 'Invitation',
  schema: 'identity',
  tableName: 'invitation',
  properties: {
    id: p.uuid().primary(),
    personId: p.uuid(),
    grantId: p.uuid(),
    invitedBy: p.text(),
    invitedAt: p.datetime(),
    expiresAt: p.datetime(),
    acceptedAt: p.datetime().nullable(),
    /** Whose roles for the same city end when it is accepted. */
    takesOverFrom: p.uuid().nullable(),
  },
});
export type Invitation = InferEntity<typeof Invitation>;
