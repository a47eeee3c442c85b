import type { EntitySchema } from '@mikro-orm/core';
import { CityAct, Framework, Signatory } from './draft/draft.entities.js';
import { Attachment, SupportingReceipt } from './attachments/attachment.entities.js';
import { CityMerge } from './city-merge/city-merge.entity.js';
import { City, CityMark, CityProfile, CityVerification, TrustedDomain } from './cities/city.entities.js';
import { Clarification, ClarificationDraft, ClarificationQuestion } from './clarification/clarification.entities.js';
import { Consent, ConsentChange, Receipt } from './submit/submit.entities.js';
import { Duplicate, DuplicateMark, Fingerprint, FingerprintMark } from './duplicates/duplicate.entities.js';
import { EligibilityCheck, EligibilityClaim, RuleTrial } from './eligibility/eligibility.entities.js';
import { Entry, EntryContact, EntrySection, EntrySectionVersion, EntryVersion } from './entry/entry.entities.js';
import { Erasure } from './erasure/erasure.entity.js';
import { Extension, Redemption, Reopening } from './more-time/more-time.entities.js';
import { Paper, PaperTypist } from './entry/paper.entities.js';
import { Region, Territory, TerritoryChange } from './cities/territory.entities.js';
import { Translation, TranslationWithdrawal } from './entry/translation.entities.js';

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
