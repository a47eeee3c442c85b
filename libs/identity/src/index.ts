import type { EntitySchema } from '@mikro-orm/postgresql';
import { Invitation, Person, PersonAddress, RoleGrant } from './people/person.entities.js';
import { LegalHold, PersonErasure, RetentionPeriod } from './personal-data/personal-data.entities.js';
import { PrivacyChoiceRow, PrivacyNoticeRow } from './privacy/privacy.entities.js';
import { SignInRequest } from './sign-in/sign-in-request.entity.js';

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
export { type SignInOptions } from './auth/auth.js';
export { type Session } from './auth/authentication.js';
export { CYCLE_RULES, type CycleRules } from './people/cycle-rules.js';
export * from './pure.js';
export * from './people/city-access.js';
export * from './cities/city-references.js';
export * from './cities/city-merge.service.js';
export * from './cities/city-people.service.js';
export * from './people/identity.service.js';
export * from './personal-data/legal-hold.service.js';
export * from './people/people.service.js';
export * from './personal-data/personal-data.js';
export * from './personal-data/personal-data.service.js';
export * from './personal-data/retention.service.js';
export { RetentionActivities } from './personal-data/retention.activities.js';
export { identityPersonalData } from './identity.personal-data.js';
export * from './privacy/privacy.service.js';
export { SHIPPED_NOTICE } from './privacy/shipped-notice.js';
export * from './sign-in/api-key.service.js';
export * from './sign-in/sign-in.service.js';
export * from './auth/identity-authenticator.js';
export * from './identity.audiences.js';
export * from './identity.module.js';
