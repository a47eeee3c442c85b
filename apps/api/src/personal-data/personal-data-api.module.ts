import { type DynamicModule, Module } from '@nestjs/common';
import {
  LegalHoldService,
  PERSONAL_DATA_SOURCES,
  type PersonalDataSource,
  PersonalDataService,
  RetentionService,
} from '#libs/identity';
import { PersonalDataController } from './personal-data.controller.js';

/** The routes of what is held about people, with what each lib holds. */
@Module({})
export class PersonalDataApiModule {
  static forRoot(sources: PersonalDataSource[]): DynamicModule {
    return {
      module: PersonalDataApiModule,
      controllers: [PersonalDataController],
      providers: [
        PersonalDataService,
        LegalHoldService,
        RetentionService,
        { provide: PERSONAL_DATA_SOURCES, useValue: sources },
      ],
    };
  }
}
