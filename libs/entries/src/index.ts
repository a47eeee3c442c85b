export * from './pure.js';
export { callForEntries, formOf, languagesOf, type CallSettings } from './stage-types/call-for-entries.type.js';
export { eligibility, eligibilityRule, type EligibilitySettings } from './stage-types/eligibility.type.js';
export {
  City,
  CITY_KINDS,
  CITY_VERDICTS,
  type CityKind,
  type Letter,
  MERGE_REASONS,
  type MergeReason,
  type Verification,
  VERIFICATIONS,
} from './cities/city.entities.js';
export { Entry, ENTRY_STATES, type EntryState, EntryVersion } from './entry/entry.entities.js';
export * from './draft/on-behalf-of.service.js';
export { CITY_ACTS, type CityActKind, FRAMEWORK_PLACES, SIGNED_ACTS, type SignedAct } from './draft/draft.entities.js';
export * from './submit/consent.service.js';
export { cityNames } from './cities/city-names.js';
export * from './cities/city.service.js';
export * from './cities/city-duplicates.service.js';
export * from './city-merge/city-merge.service.js';
export { MERGE_WARNINGS, type MergeMoves } from './city-merge/city-merge.rules.js';
export { holdCity } from './cities/city-lock.js';
export * from './cities/city-profile.service.js';
export { FIGURES, type Figures } from './cities/city-profile.rules.js';
export * from './cities/city-verification.service.js';
export { DIRECTORY_CREDIT, type DirectoryCity, searchDirectory } from './cities/city-directory.js';
export * from './eligibility/bulk-verdict.service.js';
export { DuplicateFinder, type ImportedEntry } from './duplicates/duplicate-finder.js';
export * from './duplicates/duplicate.service.js';
export * from './clarification/clarification.service.js';
export * from './clarification/clarification-answer.service.js';
export * from './clarification/clarification-reader.service.js';
export { appealSettings, type AppealSettings } from './stage-types/appeal.settings.js';
export { CLARIFICATION_TIMEOUTS, type ClarificationTimeout } from './stage-types/clarification.settings.js';
export { clarificationCheckup } from './clarification/clarification-checkup.js';
export { ClarificationRunService, startClarification } from './clarification/clarification-run.service.js';
export {
  type OpenClarification,
  clarificationIds,
  openClarificationsOf,
} from './clarification/clarification.queries.js';
export { EntriesActivities } from './entries.activities.js';
export * from './eligibility/eligibility.service.js';
export * from './eligibility/eligibility-queue.service.js';
export { AutomaticCheckService } from './eligibility/automatic-check.service.js';
export { RuleTrialService, type TrialAnswer } from './eligibility/rule-trial.service.js';
export { type QueuedEntry, inLanguage } from './eligibility/queue-entry.js';
export { QUEUE_STATES, type QueueState } from './eligibility/eligibility.queries.js';
export {
  CITY_SIZE_KEYS,
  type CitySize,
  type EntryFilter,
  type ListFilter,
  STANDINGS,
  type Standing,
} from './eligibility/entry-filter.js';
export * from './entry/entry-answers.js';
export * from './reading/entry-list.service.js';
export * from './reading/entry-reader.service.js';
export * from './draft/entry.service.js';
export * from './erasure/erasure.service.js';
export { ExportService } from './export/export.service.js';
export * from './more-time/extension.service.js';
export { EXTENSIBLE_STEPS } from './more-time/more-time.entities.js';
export type * from './draft/entry-links.js';
export { formFor } from './entry/entry-form.js';
export { PUBLICATION_GROUP } from './form/form-vocabulary.js';
export * from './reading/form.service.js';
export { FrameworkService } from './draft/framework.service.js';
export { type PaperAnswer } from './draft/paper.queries.js';
export { PAPER_MEANS, PAPER_STATES, type PaperMeans, type PaperState } from './entry/paper.rules.js';
export * from './submit/paper.service.js';
export { PastEditionService } from './duplicates/past-edition.service.js';
export { type ReopeningAnswer } from './more-time/reopening.queries.js';
export { REOPENING_STATES, type ReopeningState } from './more-time/reopening.rules.js';
export * from './reopening/entry-reopening.service.js';
export * from './draft/resubmission.service.js';
export { PLACE_KINDS, type Names, type PlaceKind } from './cities/territory.entities.js';
export * from './cities/territory.service.js';
export { type AuthoritativeTitle, authoritativeTitles, authoritativeTranslation } from './entry/translation.queries.js';
export * from './translation/translation-reader.service.js';
export * from './translation/translation.service.js';
export * from './cities/trusted-domain.service.js';
export * from './draft/section-history.service.js';
export * from './draft/section.service.js';
export type { Signer } from './draft/signatory.js';
export * from './submit/submit.service.js';
export * from './entries.module.js';
export { callConcerned } from './entries-concerned.js';
export type { EntriesAudienceOptions } from './entry/audience-options.js';
export { entriesAudiences } from './entries.audiences.js';
export { notSubmitted, toCheck } from './owed.words.js';
export {
  ATTACHMENT_PURPOSES,
  type AttachmentPurpose,
  ATTACHMENT_STATES,
  type AttachmentState,
} from './attachments/attachment.entities.js';
export * from './attachments/attachment.service.js';
export { AttachmentUploads } from './attachments/attachment-uploads.js';
export { AttachmentChecker } from './attachments/attachment-checker.js';
export { AttachmentsModule } from './attachments/attachments.module.js';
export { entriesPersonalData } from './entries.personal-data.js';
export { entriesEntities } from './entities.js';
export { entriesMigrations } from './migrations/index.js';
