import type { EntitySchema } from '@mikro-orm/postgresql';
import { Invitation, Person, PersonAddress, RoleGrant } from './people/person.entities.js';
import { LegalHold, PersonErasure, RetentionPeriod } from './personal-data/personal-data.entities.js';
import { PrivacyChoiceRow, PrivacyNoticeRow } from './privacy/privacy.entities.js';
import { SignInRequest } from './sign-in/sign-in-request.entity.js';

/** The entities of `identity`, for `PlatformModule.forRoot`. */
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
