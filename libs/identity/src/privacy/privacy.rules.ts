import type { Language } from '#libs/contracts/pure';
import type { FieldFault } from '#libs/words/pure';
import { refusal } from '../refusals.words.js';

/**
 * What a privacy notice asks for, each with a yes or no of its own: what data is used for, and to where abroad it goes.
 */
export const PRIVACY_KINDS = ['purpose', 'transfer'] as const;
export type PrivacyKind = (typeof PRIVACY_KINDS)[number];

/** One question of a notice, in the words that people read. */
export interface PrivacyQuestion {
  kind: PrivacyKind;
  /** A code: lower-case letters, digits and hyphens. */
  key: string;
  words: Record<Language, string>;
}

/** The wording that people agreed to; never changed once it is published. */
export interface PrivacyNotice {
  version: string;
  questions: PrivacyQuestion[];
}

export interface PrivacyChoice {
  kind: PrivacyKind;
  key: string;
  granted: boolean;
}

const about =
  ({ kind, key }: Pick<PrivacyChoice, 'kind' | 'key'>) =>
  (other: Pick<PrivacyChoice, 'kind' | 'key'>): boolean =>
    other.kind === kind && other.key === key;

/** The present answers out of a record, oldest first: the last one of each question. */
export const presentChoices = <T extends PrivacyChoice>(record: readonly T[]): T[] =>
  record.filter((choice, index) => !record.slice(index + 1).some(about(choice)));

/** The questions that have no answer among these. */
export const unanswered = (
  questions: readonly PrivacyQuestion[],
  answers: readonly Pick<PrivacyChoice, 'kind' | 'key'>[],
): PrivacyQuestion[] => questions.filter((question) => !answers.some(about(question)));

/** An error for each question that has no answer among these. */
export const openQuestions = (
  questions: readonly PrivacyQuestion[],
  answers: readonly Pick<PrivacyChoice, 'kind' | 'key'>[],
): FieldFault[] =>
  unanswered(questions, answers).map(({ kind, key }) => ({
    pointer: '/choices',
    message: refusal('privacyNotice.noAnswer', { kind, key }),
    allowed: refusal('privacyNotice.yesOrNo'),
  }));

/**
 * What is wrong with choices made under a notice. Taking back is always possible, by whatever
 * notice; a yes is given to the wording in force only, and then every question has an answer: now
 * or, under the same wording, before (`answered`).
 */
export function choiceProblems(
  notice: PrivacyNotice,
  { inForce, answered }: { inForce: string; answered: readonly Pick<PrivacyChoice, 'kind' | 'key'>[] },
  given: readonly PrivacyChoice[],
): FieldFault[] {
  const errors = given.flatMap((choice, index): FieldFault[] => {
    const pointer = `/choices/${index}`;
    if (!notice.questions.some(about(choice))) return [{ pointer, message: refusal('privacyNotice.notAsked') }];
    const twice = given.slice(0, index).some(about(choice));
    return twice ? [{ pointer, message: refusal('privacyNotice.answeredTwice') }] : [];
  });
  if (!given.some(({ granted }) => granted)) return errors;
  if (notice.version !== inForce)
    errors.push({ pointer: '/noticeVersion', message: refusal('privacyNotice.notInForce'), allowed: inForce });
  return [...errors, ...openQuestions(notice.questions, [...answered, ...given])];
}
