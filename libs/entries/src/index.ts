export * from './pure.js';
export { callForEntries, formOf, languagesOf, type CallSettings } from './call-for-entries.type.js';
export { eligibility, eligibilityRule, type EligibilitySettings } from './eligibility.type.js';
export { City, CITY_KINDS, type CityKind } from './city.entity.js';
export { Entry, ENTRY_STATES, type EntryState } from './entry.entity.js';
export { EntryVersion } from './entry-version.entity.js';
export * from './acting.service.js';
export { CITY_ACTS, type CityActKind } from './city-act.entity.js';
export * from './consent.service.js';
export { cityNames } from './city-names.js';
export * from './city.service.js';
export * from './city-duplicates.service.js';
export { CITY_VERDICTS } from './city-mark.entity.js';
export * from './city-merge.service.js';
export { MERGE_REASONS, type MergeReason } from './city-merge.entity.js';
export { MERGE_WARNINGS, type MergeMoves } from './city-merge.rules.js';
export { holdCity } from './city.lock.js';
export * from './city-profile.service.js';
export { FIGURES, type Figures } from './city-profile.rules.js';
export { VERIFICATIONS, type Letter, type Verification } from './city-verification.entity.js';
export * from './city-verification.service.js';
export { DIRECTORY_CREDIT, type DirectoryCity, searchDirectory } from './city-directory.js';
export * from './bulk-verdict.service.js';
export { DuplicateFinder, type ImportedEntry } from './duplicate-finder.js';
export * from './duplicate.service.js';
export * from './clarification.service.js';
export * from './clarification-answer.service.js';
export * from './clarification-reader.service.js';
export { appealSettings, type AppealSettings } from './appeal.settings.js';
export { CLARIFICATION_TIMEOUTS, type ClarificationTimeout } from './clarification.entity.js';
export { clarificationCheckup } from './clarification-checkup.js';
export { startClarification } from './clarification-starter.js';
export { ClarificationRunService } from './clarification-run.service.js';
export { type OpenClarification, clarificationIds, openClarificationsOf } from './clarification.queries.js';
export { EntriesActivities } from './entries.activities.js';
export * from './eligibility.service.js';
export * from './eligibility-queue.service.js';
export { FirstLookService } from './first-look.service.js';
export { RuleTrialService, type TrialAnswer } from './rule-trial.service.js';
export { type QueuedEntry, inLanguage } from './queued-entry.js';
export { QUEUE_STATES, type QueueState } from './eligibility.queries.js';
export {
  CITY_SIZE_KEYS,
  type CitySize,
  type EntryFilter,
  type ListFilter,
  STANDINGS,
  type Standing,
} from './entry-filter.js';
export * from './entry.answers.js';
export * from './entry-list.service.js';
export * from './entry-reader.service.js';
export * from './entry.service.js';
export * from './erasure.service.js';
export { ExportService } from './export/export.service.js';
export * from './extension.service.js';
export { EXTENSIBLE_STEPS } from './extension.entity.js';
export type * from './entry-links.js';
export { formFor } from './entry.form.js';
export { PUBLICATION_GROUP } from './form.vocabulary.js';
export * from './form.service.js';
export { FRAMEWORK_PLACES } from './framework.places.js';
export { FrameworkService } from './framework.service.js';
export { type PaperAnswer } from './paper.queries.js';
export { PAPER_MEANS, PAPER_STATES, type PaperMeans, type PaperState } from './paper.rules.js';
export * from './paper.service.js';
export { PastEditions } from './past-edition.service.js';
export { type ReopeningAnswer } from './reopening.queries.js';
export { REOPENING_STATES, type ReopeningState } from './reopening.rules.js';
export * from './reopening.service.js';
export * from './resubmission.service.js';
export { PLACE_KINDS, type Names, type PlaceKind } from './territory.entity.js';
export * from './territory.service.js';
export { type AuthoritativeTitle, authoritativeTitles, authoritativeTranslation } from './translation.queries.js';
export * from './translation-reader.service.js';
export * from './translation.service.js';
export * from './trusted-domain.service.js';
export * from './section-history.service.js';
export * from './section.service.js';
export { SIGNED_ACTS, type SignedAct } from './signatory.entity.js';
export type { Signer } from './signing.js';
export * from './submit.service.js';
export * from './entries.module.js';
export { callConcerned } from './entries.concerned.js';
export { entriesAudiences, type EntriesAudienceOptions } from './entries.audiences.js';
export { notSubmitted, toCheck } from './owed.words.js';
export {
  ATTACHMENT_PURPOSES,
  type AttachmentPurpose,
  ATTACHMENT_STATES,
  type AttachmentState,
} from './attachment.entity.js';
export * from './attachment.service.js';
export { AttachmentUploads } from './attachment-uploads.js';
export { AttachmentChecker } from './attachment-checker.js';
export { AttachmentsModule } from './attachments.module.js';
export { entriesPersonalData } from './entries.personal-data.js';
export { entriesEntities } from './entities.js';
export { entriesMigrations } from './migrations/index.js';
export { CycleDefinitions } from './cycle-definitions.js';
