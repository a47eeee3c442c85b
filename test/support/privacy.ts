import type { GivenChoices, PrivacyKind } from '#libs/identity';

/** The questions of the notice that an installation begins with. */
const QUESTIONS: [PrivacyKind, string][] = [
  ['purpose', 'run-the-award'],
  ['purpose', 'later-editions'],
  ['purpose', 'research'],
  ['transfer', 'into-china'],
  ['transfer', 'out-of-china'],
];

/** What a person says who agrees to every purpose of the shipped privacy notice, and to no transfer abroad. */
export const PRIVACY: GivenChoices = {
  noticeVersion: '1',
  language: 'en',
  choices: QUESTIONS.map(([kind, key]) => ({ kind, key, granted: kind === 'purpose' })),
};
