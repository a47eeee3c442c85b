import { Module } from '@nestjs/common';
import { EntriesModule } from '#libs/entries';
import { CityController } from './city.controller.js';
import { CycleEntriesController } from './cycle-entries.controller.js';
import { EligibilityController } from './eligibility.controller.js';
import { EntryController } from './entry.controller.js';

/** The routes of entries. */
@Module({
  imports: [EntriesModule],
  controllers: [CityController, CycleEntriesController, EligibilityController, EntryController],
})
export class EntriesApiModule {}
