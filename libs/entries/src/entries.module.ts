import { Module, type OnModuleInit } from '@nestjs/common';
import { ConcernedSources, OwedSources, OwnDeadlineSources, ProgressSources, StageHandlers } from '#libs/cycles';
import { ActingService } from './acting.service.js';
import { BulkVerdictService } from './bulk-verdict.service.js';
import { CityDuplicates } from './city-duplicates.service.js';
import { CityMergeService } from './city-merge.service.js';
import { CityProfileService } from './city-profile.service.js';
import { CityVerificationService } from './city-verification.service.js';
import { CityService } from './city.service.js';
import { ClarificationAnswerService } from './clarification-answer.service.js';
import { ClarificationReader } from './clarification-reader.service.js';
import { ClarificationRunService } from './clarification-run.service.js';
import { ClarificationService } from './clarification.service.js';
import { ConsentService } from './consent.service.js';
import { CycleDefinitions } from './cycle-definitions.js';
import { DuplicateFinder } from './duplicate-finder.js';
import { DuplicateService } from './duplicate.service.js';
import { EligibilityQueue } from './eligibility-queue.service.js';
import { EligibilityService } from './eligibility.service.js';
import { EntriesActivities } from './entries.activities.js';
import { callConcerned } from './entries.concerned.js';
import { EntryList } from './entry-list.service.js';
import { EntryReader } from './entry-reader.service.js';
import { EntryService } from './entry.service.js';
import { ErasureService } from './erasure.service.js';
import { ExtensionRunService } from './extension-run.service.js';
import { Attachments } from './export/attachments.js';
import { ExportService } from './export/export.service.js';
import { ExtensionService } from './extension.service.js';
import { FormService } from './form.service.js';
import { FrameworkService } from './framework.service.js';
import { FirstLookService } from './first-look.service.js';
import { ChecksOwed, DraftsOwed } from './owed.service.js';
import { EligibilityHandler, callHandler } from './stage-handlers.js';
import { checksProgress, entriesProgress } from './progress.js';
import { PaperService } from './paper.service.js';
import { PastEditions } from './past-edition.service.js';
import { EntryReopenings } from './reopening.service.js';
import { ResubmissionService } from './resubmission.service.js';
import { SectionHistory } from './section-history.service.js';
import { SectionService } from './section.service.js';
import { RuleTrialService } from './rule-trial.service.js';
import { SubmitService } from './submit.service.js';
import { TerritoryService } from './territory.service.js';
import { TranslationReader } from './translation-reader.service.js';
import { TranslationService } from './translation.service.js';
import { TrustedDomains } from './trusted-domain.service.js';

const services = [
  ActingService,
  BulkVerdictService,
  CityDuplicates,
  CityMergeService,
  CityProfileService,
  CityService,
  CityVerificationService,
  DuplicateFinder,
  DuplicateService,
  EligibilityQueue,
  ClarificationAnswerService,
  ClarificationReader,
  ClarificationRunService,
  ClarificationService,
  ConsentService,
  EntriesActivities,
  EligibilityService,
  EntryList,
  EntryReader,
  EntryReopenings,
  EntryService,
  ErasureService,
  ExtensionRunService,
  Attachments,
  ExportService,
  ExtensionService,
  FormService,
  FrameworkService,
  PaperService,
  PastEditions,
  ResubmissionService,
  SectionHistory,
  SectionService,
  FirstLookService,
  RuleTrialService,
  SubmitService,
  TerritoryService,
  TranslationReader,
  TranslationService,
  TrustedDomains,
];

/** Cities and entries. Registers the stage types `call-for-entries` and `eligibility`; stands on the modules of cycles and identity. */
@Module({
  providers: [CycleDefinitions, EligibilityHandler, DraftsOwed, ChecksOwed, ...services],
  exports: services,
})
export class EntriesModule implements OnModuleInit {
  constructor(
    private readonly handlers: StageHandlers,
    private readonly eligibility: EligibilityHandler,
    private readonly owed: OwedSources,
    private readonly drafts: DraftsOwed,
    private readonly checks: ChecksOwed,
    private readonly progress: ProgressSources,
    private readonly concerned: ConcernedSources,
    private readonly ownDeadlines: OwnDeadlineSources,
    private readonly clarifications: ClarificationRunService,
    private readonly extensions: ExtensionRunService,
  ) {}

  onModuleInit(): void {
    this.handlers.register(callHandler as never, this.eligibility as never);
    this.owed.register(this.drafts, this.checks);
    this.progress.register(entriesProgress, checksProgress);
    this.concerned.register(callConcerned);
    this.ownDeadlines.register(this.clarifications, this.extensions);
  }
}
