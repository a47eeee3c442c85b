import { Module } from '@nestjs/common';
import { EntriesModule } from '#libs/entries';
import { CityDirectoryController } from './city-directory.controller.js';
import { CityDuplicateController, CityMergeController } from './city-merge.controller.js';
import { CityProfileController } from './city-profile.controller.js';
import { CityVerificationController, TrustedDomainController } from './city-verification.controller.js';
import { CityPeopleController } from './city-people.controller.js';
import { CityController } from './city.controller.js';
import { ClarificationController, CycleClarificationController } from './clarification.controller.js';
import { ConsentController } from './consent.controller.js';
import { CycleEntriesController } from './cycle-entries.controller.js';
import { DuplicateController } from './duplicate.controller.js';
import { EligibilityController } from './eligibility.controller.js';
import { EntryLinksController } from './entry-links.controller.js';
import { EntryController } from './entry.controller.js';
import { FormController } from './form.controller.js';
import { ExportController } from './export.controller.js';
import { PaperController } from './paper.controller.js';
import { SectionHistoryController } from './section-history.controller.js';
import { TerritoryController } from './territory.controller.js';
import { TranslationController } from './translation.controller.js';

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
