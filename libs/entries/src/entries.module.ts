import { Module, type OnModuleInit } from '@nestjs/common';
import { StageHandlers } from '#libs/cycles';
import { OnBehalfOfService } from './draft/on-behalf-of.service.js';
import { BulkVerdictService } from './eligibility/bulk-verdict.service.js';
import { CityDuplicatesService } from './cities/city-duplicates.service.js';
import { CityMergeService } from './city-merge/city-merge.service.js';
import { CityProfileService } from './cities/city-profile.service.js';
import { CityVerificationService } from './cities/city-verification.service.js';
import { CityService } from './cities/city.service.js';
import { ClarificationAnswerService } from './clarification/clarification-answer.service.js';
import { ClarificationReaderService } from './clarification/clarification-reader.service.js';
import { ClarificationRunService } from './clarification/clarification-run.service.js';
import { ClarificationService } from './clarification/clarification.service.js';
import { ConsentService } from './submit/consent.service.js';
import { CycleDefinitions } from './stage-types/cycle-definitions.js';
import { DuplicateFinder } from './duplicates/duplicate-finder.js';
import { DuplicateService } from './duplicates/duplicate.service.js';
import { EligibilityQueueService } from './eligibility/eligibility-queue.service.js';
import { EligibilityService } from './eligibility/eligibility.service.js';
import { EntriesActivities } from './entries.activities.js';
import { EntryListService } from './reading/entry-list.service.js';
import { EntryReaderService } from './reading/entry-reader.service.js';
import { EntryService } from './draft/entry.service.js';
import { ErasureService } from './erasure/erasure.service.js';
import { ExtensionRunService } from './more-time/extension-run.service.js';
import { Attachments } from './export/attachments.js';
import { ExportService } from './export/export.service.js';
import { ExtensionService } from './more-time/extension.service.js';
import { FormService } from './reading/form.service.js';
import { FrameworkService } from './draft/framework.service.js';
import { AutomaticCheckService } from './eligibility/automatic-check.service.js';
import { CallForEntriesHandler } from './stage-handlers/call-for-entries.handler.js';
import { EligibilityHandler } from './stage-handlers/eligibility.handler.js';
import { PaperService } from './submit/paper.service.js';
import { PastEditionService } from './duplicates/past-edition.service.js';
import { EntryReopeningService } from './reopening/entry-reopening.service.js';
import { ResubmissionService } from './draft/resubmission.service.js';
import { SectionHistoryService } from './draft/section-history.service.js';
import { SectionService } from './draft/section.service.js';
import { RuleTrialService } from './eligibility/rule-trial.service.js';
import { SubmitService } from './submit/submit.service.js';
import { TerritoryService } from './cities/territory.service.js';
import { TranslationReaderService } from './translation/translation-reader.service.js';
import { TranslationService } from './translation/translation.service.js';
import { TrustedDomainService } from './cities/trusted-domain.service.js';

const services = [
  OnBehalfOfService,
  BulkVerdictService,
  CityDuplicatesService,
  CityMergeService,
  CityProfileService,
  CityService,
  CityVerificationService,
  DuplicateFinder,
  DuplicateService,
  EligibilityQueueService,
  ClarificationAnswerService,
  ClarificationReaderService,
  ClarificationRunService,
  ClarificationService,
  ConsentService,
  EntriesActivities,
  EligibilityService,
  EntryListService,
  EntryReaderService,
  EntryReopeningService,
  EntryService,
  ErasureService,
  ExtensionRunService,
  Attachments,
  ExportService,
  ExtensionService,
  FormService,
  FrameworkService,
  PaperService,
  PastEditionService,
  ResubmissionService,
  SectionHistoryService,
  SectionService,
  AutomaticCheckService,
  RuleTrialService,
  SubmitService,
  TerritoryService,
  TranslationReaderService,
  TranslationService,
  TrustedDomainService,
];

/**
 * Cities and entries. Registers the stage types `call-for-entries` and `eligibility`; stands on the
 * modules of cycles and identity.
 */
@Module({ providers: [CallForEntriesHandler, CycleDefinitions, EligibilityHandler, ...services], exports: services })
export class EntriesModule implements OnModuleInit {
  constructor(
    private readonly handlers: StageHandlers,
    private readonly call: CallForEntriesHandler,
    private readonly eligibility: EligibilityHandler,
  ) {}

  onModuleInit(): void {
    this.handlers.register(this.call, this.eligibility);
  }
}
