import { type GivenChoices, SHIPPED_NOTICE } from '#libs/identity';

/** What a person says who agrees to every purpose of the shipped privacy notice, and to no transfer abroad. */
export const PRIVACY: GivenChoices = {
  noticeVersion: SHIPPED_NOTICE.version,
  language: 'en',
  choices: SHIPPED_NOTICE.questions.map(({ kind, key }) => ({ kind, key, granted: kind === 'purpose' })),
};
