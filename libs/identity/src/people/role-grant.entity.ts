import { type InferEntity, defineEntity, p } from '@mikro-orm/core';
import type { CityRole, Role } from '#libs/contracts';

/** A role given to a person, within a programme, a cycle or for a city; null means all of that kind. Revoked, never deleted. */
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
