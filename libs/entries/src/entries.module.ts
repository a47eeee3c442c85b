import { Module, type OnModuleInit } from '@nestjs/common';
import { OwedSources, StageHandlers } from '#libs/cycles';
import { callForEntries } from './call-for-entries.type.js';
import { CityService } from './city.service.js';
import { CycleDefinitions } from './cycle-definitions.js';
import { EligibilityService } from './eligibility.service.js';
import { EntryReader } from './entry-reader.service.js';
import { EntryService } from './entry.service.js';
import { ErasureService } from './erasure.service.js';
import { ExtensionService } from './extension.service.js';
import { ChecksOwed, DraftsOwed } from './owed.service.js';
import { EligibilityHandler } from './stage-handlers.js';
import { SubmitService } from './submit.service.js';

const services = [
  CityService,
  EligibilityService,
  EntryReader,
  EntryService,
  ErasureService,
  ExtensionService,
  SubmitService,
];

/** Cities and entries. Registers the stage types `call-for-entries` and `eligibility`; stands on the modules of cycles and identity. */
@Module({ providers: [CycleDefinitions, EligibilityHandler, DraftsOwed, ChecksOwed, ...services], exports: services })
export class EntriesModule implements OnModuleInit {
  constructor(
    private readonly handlers: StageHandlers,
    private readonly eligibility: EligibilityHandler,
    private readonly owed: OwedSources,
    private readonly drafts: DraftsOwed,
    private readonly checks: ChecksOwed,
  ) {}

  onModuleInit(): void {
    this.handlers.register({ type: callForEntries } as never, this.eligibility as never);
    this.owed.register(this.drafts, this.checks);
  }
}
