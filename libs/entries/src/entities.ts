import type { EntitySchema } from '@mikro-orm/core';
import { CityAct } from './draft/city-act.entity.js';
import { Attachment } from './attachments/attachment.entity.js';
import { CityMerge } from './city-merge/city-merge.entity.js';
import { CityProfile } from './cities/city-profile.entity.js';
import { CityVerification, TrustedDomain } from './cities/city-verification.entity.js';
import { City } from './cities/city.entity.js';
import { ClarificationDraft, ClarificationQuestion } from './clarification/clarification-texts.entity.js';
import { Clarification } from './clarification/clarification.entity.js';
import { ConsentChange } from './submit/consent-change.entity.js';
import { Consent } from './submit/consent.entity.js';
import { CityMark } from './cities/city-mark.entity.js';
import { DuplicateMark } from './duplicates/duplicate-mark.entity.js';
import { Duplicate } from './duplicates/duplicate.entity.js';
import { EligibilityCheck } from './eligibility/eligibility-check.entity.js';
import { EligibilityClaim } from './eligibility/eligibility-claim.entity.js';
import { EntryContact } from './entry/entry-contact.entity.js';
import { EntrySectionVersion } from './entry/entry-section-version.entity.js';
import { EntrySection } from './entry/entry-section.entity.js';
import { EntryVersion } from './entry/entry-version.entity.js';
import { Entry } from './entry/entry.entity.js';
import { Erasure } from './erasure/erasure.entity.js';
import { SupportingReceipt } from './attachments/supporting-receipt.entity.js';
import { Extension } from './more-time/extension.entity.js';
import { Fingerprint, FingerprintMark } from './duplicates/fingerprint.entity.js';
import { Framework } from './draft/framework.entity.js';
import { Paper, PaperTypist } from './entry/paper.entity.js';
import { Receipt } from './submit/receipt.entity.js';
import { Redemption } from './more-time/redemption.entity.js';
import { Reopening } from './more-time/reopening.entity.js';
import { Signatory } from './draft/signatory.entity.js';
import { RuleTrial } from './eligibility/rule-trial.entity.js';
import { Region, Territory, TerritoryChange } from './cities/territory.entity.js';
import { Translation, TranslationWithdrawal } from './entry/translation.entity.js';

/** The entities of `entries`, for `PlatformModule.forRoot`. */
export const entriesEntities = [
  Attachment,
  City,
  CityAct,
  CityMerge,
  CityProfile,
  CityVerification,
  Clarification,
  ClarificationDraft,
  ClarificationQuestion,
  Consent,
  ConsentChange,
  Duplicate,
  CityMark,
  DuplicateMark,
  EligibilityCheck,
  EligibilityClaim,
  Entry,
  EntryContact,
  EntrySection,
  EntrySectionVersion,
  EntryVersion,
  Erasure,
  Extension,
  SupportingReceipt,
  Fingerprint,
  FingerprintMark,
  Framework,
  Paper,
  PaperTypist,
  Receipt,
  Redemption,
  Region,
  Reopening,
  RuleTrial,
  Territory,
  TerritoryChange,
  Translation,
  TranslationWithdrawal,
  TrustedDomain,
  Signatory,
] as EntitySchema[];
