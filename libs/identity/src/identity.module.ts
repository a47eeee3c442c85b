import { IdentityMemory } from './auth/identity-memory.js';
import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { AUTHENTICATOR } from '#libs/platform';
import { ApiKeyService } from './sign-in/api-key.service.js';
import type { SignInOptions } from './auth/auth.js';
import { Authentication, SIGN_IN_OPTIONS } from './auth/authentication.js';
import { CityReferences } from './cities/city-references.js';
import { CityMergePeopleService } from './cities/city-merge.service.js';
import { CityPeopleService } from './cities/city-people.service.js';
import { IdentityAuthenticator } from './auth/identity-authenticator.js';
import { IdentityService } from './people/identity.service.js';
import { PeopleService } from './people/people.service.js';
import { PrivacyService } from './privacy/privacy.service.js';
import { SignInService } from './sign-in/sign-in.service.js';

/**
 * People and their roles, everywhere; with `signIn`, also how they are let in (the API, and the
 * notifier for its mails).
 */
@Module({})
export class IdentityModule {
  static forRoot(options: { signIn?: SignInOptions } = {}): DynamicModule {
    const cities = [CityReferences, CityMergePeopleService, CityPeopleService];
    const providers: Provider[] = [IdentityService, PeopleService, ...cities, PrivacyService];
    if (options.signIn) {
      providers.push(
        { provide: SIGN_IN_OPTIONS, useValue: options.signIn },
        Authentication,
        IdentityMemory,
        IdentityAuthenticator,
        { provide: AUTHENTICATOR, useExisting: IdentityAuthenticator },
        SignInService,
        ApiKeyService,
      );
    }
    const internal: unknown[] = [SIGN_IN_OPTIONS, Authentication, IdentityMemory];
    const exports = providers
      .map((provider) => ('provide' in provider ? provider.provide : provider))
      .filter((token) => !internal.includes(token));
    return { module: IdentityModule, global: true, providers, exports };
  }
}
