import type { EntitySchema } from '@mikro-orm/core';
import { CityAct } from './city-act.entity.js';
import { Attachment } from './attachment.entity.js';
import { CityMerge } from './city-merge.entity.js';
import { CityProfile } from './city-profile.entity.js';
import { CityVerification, TrustedDomain } from './city-verification.entity.js';
import { City } from './city.entity.js';
import { ClarificationDraft, ClarificationQuestion } from './clarification-texts.entity.js';
import { Clarification } from './clarification.entity.js';
import { ConsentChange } from './consent-change.entity.js';
import { Consent } from './consent.entity.js';
import { CityMark } from './city-mark.entity.js';
import { DuplicateMark } from './duplicate-mark.entity.js';
import { Duplicate } from './duplicate.entity.js';
import { EligibilityCheck } from './eligibility-check.entity.js';
import { EligibilityClaim } from './eligibility-claim.entity.js';
import { EntryContact } from './entry-contact.entity.js';
import { EntrySectionVersion } from './entry-section-version.entity.js';
import { EntrySection } from './entry-section.entity.js';
import { EntryVersion } from './entry-version.entity.js';
import { Entry } from './entry.entity.js';
import { Erasure } from './erasure.entity.js';
import { SupportingReceipt } from './supporting-receipt.entity.js';
import { Extension } from './extension.entity.js';
import { Fingerprint, FingerprintMark } from './fingerprint.entity.js';
import { Framework } from './framework.entity.js';
import { Paper, PaperTypist } from './paper.entity.js';
import { Receipt } from './receipt.entity.js';
import { Redemption } from './redemption.entity.js';
import { Reopening } from './reopening.entity.js';
import { Signatory } from './signatory.entity.js';
import { RuleTrial } from './rule-trial.entity.js';
import { Region, Territory, TerritoryChange } from './territory.entity.js';
import { Translation, TranslationWithdrawal } from './translation.entity.js';

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
