export type { Session } from './auth/authentication.js';
export { IdentityAuthenticator } from './auth/identity-authenticator.js';
export {
  CityMergePeopleService,
  type MergedCities,
  type PeopleMoves,
  type PersonMove,
} from './cities/city-merge.service.js';
export { CityPeopleService } from './cities/city-people.service.js';
export { type CityReference, CityReferences } from './cities/city-references.js';
export { identityEntities } from './entities.js';
export { identityAudiences } from './identity.audiences.js';
export { IdentityModule } from './identity.module.js';
export { identityPersonalData } from './identity.personal-data.js';
export { identityMigrations } from './migrations/index.js';
export { type CityScope, actsFor, citiesOf, needsMore, wasMerged } from './people/city-access.js';
export { CYCLE_RULES, type CycleRules } from './people/cycle-rules.js';
export { LANGUAGES, type Language, isZone, holdsWhole, preferredLanguage } from './people/identity.rules.js';
export { IdentityService, type NewGrant, type NewPerson } from './people/identity.service.js';
export { everOfCities } from './people/city-people.queries.js';
export { PeopleService, type PersonSummary } from './people/people.service.js';
export { LegalHoldService } from './personal-data/legal-hold.service.js';
export { PERSONAL_DATA_SOURCES, PersonalDataService } from './personal-data/personal-data.service.js';
export { type PersonalDataSource, recordsOf } from './personal-data/personal-data.js';
export { RetentionActivities } from './personal-data/retention.activities.js';
export { RetentionService } from './personal-data/retention.service.js';
export { PRIVACY_KINDS, type PrivacyKind, type PrivacyNotice } from './privacy/privacy.rules.js';
export { type GivenChoices, PrivacyService } from './privacy/privacy.service.js';
export { ApiKeyService } from './sign-in/api-key.service.js';
export { SignInService } from './sign-in/sign-in.service.js';
export { identityPermissions } from './permissions.js';
