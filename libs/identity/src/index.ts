import type { EntitySchema } from '@mikro-orm/postgresql';
import { Invitation } from './invitation.entity.js';
import { LegalHold } from './legal-hold.entity.js';
import { PersonErasure } from './person-erasure.entity.js';
import { Person } from './person.entity.js';
import { PersonAddress } from './person-address.entity.js';
import { PrivacyChoiceRow } from './privacy-choice.entity.js';
import { PrivacyNoticeRow } from './privacy-notice.entity.js';
import { RetentionPeriod } from './retention-period.entity.js';
import { RoleGrant } from './role-grant.entity.js';
import { SignInRequest } from './sign-in-request.entity.js';

export const identityEntities: EntitySchema[] = [
  Person,
  PersonAddress,
  RoleGrant,
  Invitation,
  SignInRequest,
  PrivacyNoticeRow,
  PrivacyChoiceRow,
  LegalHold,
  PersonErasure,
  RetentionPeriod,
];
export { identityMigrations } from './migrations/index.js';
export { type SignInOptions } from './auth.js';
export { type Session } from './authentication.js';
export { CYCLE_RULES, type CycleRules } from './cycle-rules.js';
export * from './pure.js';
export * from './city.access.js';
export * from './city-mentions.js';
export * from './city-merge.service.js';
export * from './city-people.service.js';
export * from './identity.service.js';
export * from './legal-hold.service.js';
export * from './people.service.js';
export * from './personal-data.js';
export * from './personal-data.service.js';
export * from './retention.service.js';
export { RetentionActivities } from './retention.activities.js';
export { identityPersonalData } from './identity.personal-data.js';
export * from './privacy.service.js';
export { SHIPPED_NOTICE } from './privacy.shipped.js';
export * from './api-key.service.js';
export * from './sign-in.service.js';
export * from './identity.authenticator.js';
export * from './identity.audiences.js';
export * from './identity.module.js';
export { identityPermissions } from './permissions.js';
