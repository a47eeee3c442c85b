import { Module } from '@nestjs/common';
import { InvitationController } from './invitation.controller.js';
import { PeopleController } from './people.controller.js';
import { PrivacyController } from './privacy.controller.js';
import { SignInController } from './sign-in.controller.js';

/** The routes of identity; the services come from the global `IdentityModule.forRoot({ signIn })`. */
@Module({ controllers: [PeopleController, PrivacyController, SignInController, InvitationController] })
export class IdentityApiModule {}
