import { Module } from '@nestjs/common';
import { EntriesModule } from '#libs/entries';
import { CityDirectoryController } from './cities/city-directory.controller.js';
import { CityDuplicateController, CityMergeController } from './cities/city-merge.controller.js';
import { CityProfileController } from './cities/city-profile.controller.js';
import { CityVerificationController, TrustedDomainController } from './cities/city-verification.controller.js';
import { CityPeopleController } from './cities/city-people.controller.js';
import { CityController } from './cities/city.controller.js';
import { ClarificationController, CycleClarificationController } from './clarification/clarification.controller.js';
import { ConsentController } from './entry/consent.controller.js';
import { CycleEntriesController } from './reading/cycle-entries.controller.js';
import { DuplicateController } from './eligibility/duplicate.controller.js';
import { EligibilityController } from './eligibility/eligibility.controller.js';
import { EntryLinksController } from './entry/entry-links.controller.js';
import { EntryController } from './entry/entry.controller.js';
import { FormController } from './entry/form.controller.js';
import { ExportController } from './reading/export.controller.js';
import { PaperController } from './entry/paper.controller.js';
import { SectionHistoryController } from './entry/section-history.controller.js';
import { TerritoryController } from './cities/territory.controller.js';
import { TranslationController } from './translation/translation.controller.js';

/** The routes of entries. */
@Module({
  imports: [EntriesModule],
  controllers: [
    CityController,
    CityDirectoryController,
    CityDuplicateController,
    CityMergeController,
    CityProfileController,
    CityVerificationController,
    CityPeopleController,
    ClarificationController,
    CycleClarificationController,
    ConsentController,
    CycleEntriesController,
    DuplicateController,
    EligibilityController,
    EntryController,
    EntryLinksController,
    FormController,
    ExportController,
    PaperController,
    SectionHistoryController,
    TerritoryController,
    TranslationController,
    TrustedDomainController,
  ],
})
export class EntriesApiModule {}
