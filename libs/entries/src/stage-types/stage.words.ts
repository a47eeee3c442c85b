import type { StageTypeWords } from '#libs/cycles';
import { topic } from '#libs/words';
import * as messages from '../words/index.js';
import type { CallSettings } from './call-for-entries.type.js';
import type { EligibilitySettings } from './eligibility.type.js';
import { languageArguments } from './language.words.js';

/** What a city needs before it submits, as the messages choose by it. */
const VERIFICATION: Record<CallSettings['requiresVerification'], string> = {
  no: 'none',
  verified: 'verified',
  'by-letter': 'letter',
};

/** What people are told of a call for entries. */
export const callWords: StageTypeWords<CallSettings> = {
  topic: topic('entries/call-for-entries', messages.callForEntries),
  given: ({ rulesVersion, privacyNoticeVersion, languages, requiresVerification }, _, language) => ({
    rulesVersion,
    privacyNoticeVersion,
    verification: VERIFICATION[requiresVerification],
    ...languageArguments(languages, language),
  }),
};

/** The days that a city has for its answer where a definition does not say. */
const DAYS = 14;

/**
 * What people are told of the check of eligibility: what rules and people do, and what a city may
 * still do about its entry.
 */
export const eligibilityWords: StageTypeWords<EligibilitySettings> = {
  topic: topic('entries/eligibility', messages.eligibility),
  given: ({ rules, clarifications, appeals }) => ({
    rules: rules.length,
    days: clarifications?.days ?? DAYS,
    unanswered: clarifications?.onTimeout ?? 'none',
    appealDays: appeals?.days ?? 'none',
  }),
};
