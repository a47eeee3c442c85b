// What apps and other libs use of entries. Nothing else of it is for them; specs of this lib import
// the files themselves.
export { AttachmentChecker } from './attachments/attachment-checker.js';
export { AttachmentUploads } from './attachments/attachment-uploads.js';
export { ATTACHMENT_PURPOSES, ATTACHMENT_STATES } from './attachments/attachment.entities.js';
export { type AttachmentAnswer, AttachmentService } from './attachments/attachment.service.js';
export { AttachmentsModule } from './attachments/attachments.module.js';
export { DIRECTORY_CREDIT, searchDirectory } from './cities/city-directory.js';
export { CityDuplicatesService } from './cities/city-duplicates.service.js';
export { holdCity } from './cities/city-lock.js';
export { cityNames, withMerged } from './cities/city.queries.js';
export { FIGURES } from './cities/city-profile.rules.js';
export { CityProfileService } from './cities/city-profile.service.js';
export { CityVerificationService } from './cities/city-verification.service.js';
export { CITY_KINDS, CITY_VERDICTS, MERGE_REASONS, VERIFICATIONS } from './cities/city.entities.js';
export { type CityAnswer, CityService } from './cities/city.service.js';
export { PLACE_KINDS } from './cities/territory.entities.js';
export { TerritoryService } from './cities/territory.service.js';
export { TrustedDomainService } from './cities/trusted-domain.service.js';
export { MERGE_WARNINGS } from './city-merge/city-merge.rules.js';
export { CityMergeService } from './city-merge/city-merge.service.js';
export { ClarificationAnswerService } from './clarification/clarification-answer.service.js';
export { clarificationCheckup } from './clarification/clarification-checkup.js';
export { ClarificationReaderService } from './clarification/clarification-reader.service.js';
export { ClarificationRunService } from './clarification/clarification-run.service.js';
export { clarificationIds } from './clarification/clarification.queries.js';
export type { FieldAnswers } from './clarification/clarification.rules.js';
export { ClarificationService } from './clarification/clarification.service.js';
export { CITY_ACTS, FRAMEWORK_PLACES, SIGNED_ACTS } from './draft/draft.entities.js';
export { EntryService } from './draft/entry.service.js';
export { FrameworkService } from './draft/framework.service.js';
export { OnBehalfOfService } from './draft/on-behalf-of.service.js';
export { ResubmissionService } from './draft/resubmission.service.js';
export { SectionHistoryService } from './draft/section-history.service.js';
export { CONTACTS_MAX, type Contact, SectionService, type SectionStanding } from './draft/section.service.js';
export { DuplicateService } from './duplicates/duplicate.service.js';
export { PastEditionService } from './duplicates/past-edition.service.js';
export { AutomaticCheckService } from './eligibility/automatic-check.service.js';
export { BULK_MAX, BulkVerdictService } from './eligibility/bulk-verdict.service.js';
export { EligibilityQueueService } from './eligibility/eligibility-queue.service.js';
export { QUEUE_STATES } from './eligibility/eligibility.queries.js';
export { EligibilityService } from './eligibility/eligibility.service.js';
export { CITY_SIZE_KEYS, STANDINGS } from './eligibility/entry-filter.js';
export { inLanguage } from './eligibility/queue-entry.js';
export { RuleTrialService } from './eligibility/rule-trial.service.js';
export { formFor } from './entry/entry-form.js';
export { ENTRY_STATES } from './entry/entry.entities.js';
export { PAPER_MEANS, PAPER_STATES } from './entry/paper.rules.js';
export { type AuthoritativeTitle, authoritativeTitles, authoritativeTranslation } from './entry/translation.queries.js';
export { translated } from './entry/translation.rules.js';
export { ErasureService } from './erasure/erasure.service.js';
export { ExportService } from './export/export.service.js';
export { partOf } from './form/form-sections.js';
export { visibleTo } from './form/form-visibility.js';
export { PUBLICATION_GROUP } from './form/form-vocabulary.js';
export type { JsonObject } from './form/json-pointer.js';
export { PICKERS, type Picker } from './form/pickers/pickers.js';
export { countWords } from './form/word-count.rules.js';
export { entriesMigrations } from './migrations/index.js';
export { ExtensionService } from './more-time/extension.service.js';
export { EXTENSIBLE_STEPS } from './more-time/more-time.entities.js';
export { REOPENING_STATES } from './more-time/reopening.rules.js';
export {
  COUNTED_BY,
  type CountedBy,
  type CountedGroup,
  type EntryCounts,
  EntryListService,
} from './reading/entry-list.service.js';
export { EntryReaderService } from './reading/entry-reader.service.js';
export { FormService } from './reading/form.service.js';
export { EntryReopeningService } from './reopening/entry-reopening.service.js';
export { type AppealSettings, appealSettings } from './stage-types/appeal.settings.js';
export { ATTACHMENT_TYPES, REFUSALS, dispositionOf } from './stage-types/attachment.rules.js';
export { callForEntries, languagesOf } from './stage-types/call-for-entries.type.js';
export { CLARIFICATION_TIMEOUTS } from './stage-types/clarification.settings.js';
export { SEVERITIES } from './stage-types/eligibility.rules.js';
export { CycleDefinitions } from './stage-types/cycle-definitions.js';
export { eligibility, eligibilityRule } from './stage-types/eligibility.type.js';
export { messageIn } from './stage-types/eligibility.words.js';
export {
  LANGUAGE_TAG,
  TRANSLATION_SOURCES,
  type TranslationSource,
  languageTag,
} from './stage-types/language.rules.js';
export { ConsentService } from './submit/consent.service.js';
export { PaperService } from './submit/paper.service.js';
export { SubmitService } from './submit/submit.service.js';
export { TranslationReaderService } from './translation/translation-reader.service.js';
export { type NewTranslation, TranslationService } from './translation/translation.service.js';
export { entriesEntities } from './entities.js';
export { EntriesActivities } from './entries.activities.js';
export { entriesAudiences } from './entries.audiences.js';
export { EntriesModule } from './entries.module.js';
export { entriesPersonalData } from './entries.personal-data.js';
export { entriesStageTypes } from './stage-types/stage-types.js';
export { entryPermissions } from './permissions.js';
