import { Module, type OnModuleInit } from '@nestjs/common';
import { ConcernedSources, OwedSources, OwnDeadlineSources, ProgressSources, StageHandlers } from '#libs/cycles';
import { ActingService } from './draft/on-behalf-of.service.js';
import { BulkVerdictService } from './eligibility/bulk-verdict.service.js';
import { CityDuplicates } from './cities/city-duplicates.service.js';
import { CityMergeService } from './city-merge/city-merge.service.js';
import { CityProfileService } from './cities/city-profile.service.js';
import { CityVerificationService } from './cities/city-verification.service.js';
import { CityService } from './cities/city.service.js';
import { ClarificationAnswerService } from './clarification/clarification-answer.service.js';
import { ClarificationReader } from './clarification/clarification-reader.service.js';
import { ClarificationRunService } from './clarification/clarification-run.service.js';
import { ClarificationService } from './clarification/clarification.service.js';
import { ConsentService } from './submit/consent.service.js';
import { CycleDefinitions } from './stage-types/cycle-definitions.js';
import { DuplicateFinder } from './duplicates/duplicate-finder.js';
import { DuplicateService } from './duplicates/duplicate.service.js';
import { EligibilityQueue } from './eligibility/eligibility-queue.service.js';
import { EligibilityService } from './eligibility/eligibility.service.js';
import { EntriesActivities } from './entries.activities.js';
import { callConcerned } from './entries-concerned.js';
import { EntryList } from './reading/entry-list.service.js';
import { EntryReader } from './reading/entry-reader.service.js';
import { EntryService } from './draft/entry.service.js';
import { ErasureService } from './erasure/erasure.service.js';
import { ExtensionRunService } from './more-time/extension-run.service.js';
import { Attachments } from './export/attachments.js';
import { ExportService } from './export/export.service.js';
import { ExtensionService } from './more-time/extension.service.js';
import { FormService } from './reading/form.service.js';
import { FrameworkService } from './draft/framework.service.js';
import { FirstLookService } from './eligibility/automatic-check.service.js';
import { ChecksOwed, DraftsOwed } from './owed.service.js';
import { EligibilityHandler, callHandler } from './stage-handlers.js';
import { checksProgress, entriesProgress } from './reading/progress.js';
import { PaperService } from './submit/paper.service.js';
import { PastEditions } from './duplicates/past-edition.service.js';
import { EntryReopenings } from './reopening/entry-reopening.service.js';
import { ResubmissionService } from './draft/resubmission.service.js';
import { SectionHistory } from './draft/section-history.service.js';
import { SectionService } from './draft/section.service.js';
import { RuleTrialService } from './eligibility/rule-trial.service.js';
import { SubmitService } from './submit/submit.service.js';
import { TerritoryService } from './cities/territory.service.js';
import { TranslationReader } from './translation/translation-reader.service.js';
import { TranslationService } from './translation/translation.service.js';
import { TrustedDomains } from './cities/trusted-domain.service.js';

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
@Module({ providers: [CycleDefinitions, EligibilityHandler, DraftsOwed, ChecksOwed, ...services], exports: services })
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
