import { type InferEntity, defineEntity, p } from '@mikro-orm/core';

/** Tells a person of a role and lets them in. The role is theirs from the start; accepting signs them in for the first time. */
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
