import { textsIn, topic } from '#libs/words/pure';
import * as messages from '../words/index.js';
import type { EligibilityRule } from './eligibility.rules.js';
import type { Message } from './eligibility.words.js';

const shippedWords = topic('entries/guangzhou-rules', messages.guangzhouRules);

/** The shipped rules of the Guangzhou Award. */
export const GUANGZHOU_RULES: EligibilityRule[] = [
  {
    id: 'complete',
    severity: 'block',
    expression: 'size(entry.missing) == 0',
    message: textsIn(shippedWords, 'rule.complete'),
  },
  {
    id: 'dates-in-order',
    severity: 'block',
    expression:
      'entry.values.dates.end == null || entry.values.dates.start == null || entry.values.dates.start <= entry.values.dates.end',
    message: textsIn(shippedWords, 'rule.dates-in-order'),
  },
  {
    id: 'begun',
    severity: 'block',
    expression: 'entry.values.dates.start != null && entry.values.dates.start <= definition.deadline',
    message: textsIn(shippedWords, 'rule.begun'),
  },
  {
    id: 'recent',
    severity: 'block',
    expression: 'entry.values.dates.end == null || entry.values.dates.end >= yearsBefore(definition.deadline, 2)',
    message: textsIn(shippedWords, 'rule.recent'),
  },
  {
    id: 'local-government',
    severity: 'block',
    expression: 'city.kind in ["city", "region"]',
    message: textsIn(shippedWords, 'rule.local-government'),
  },
  {
    id: 'language',
    severity: 'ask',
    expression: 'entry.inLanguage',
    message: textsIn(shippedWords, 'rule.language'),
  },
  {
    id: 'framework',
    severity: 'ask',
    expression: 'entry.frameworkEntries <= 3',
    message: textsIn(shippedWords, 'rule.framework'),
  },
  {
    id: 'results-described',
    severity: 'warn',
    expression: 'entry.words.outcomes.results >= 10',
    message: textsIn(shippedWords, 'rule.results-described'),
  },
];

/** A reason for a verdict, from the list that a definition owns. */
export interface VerdictReason {
  code: string;
  text: Message;
}

/** The shipped reasons. */
export const GUANGZHOU_REASONS: VerdictReason[] = [
  {
    code: 'incomplete',
    text: textsIn(shippedWords, 'reason.incomplete'),
  },
  {
    code: 'too-old',
    text: textsIn(shippedWords, 'reason.too-old'),
  },
  {
    code: 'not-begun',
    text: textsIn(shippedWords, 'reason.not-begun'),
  },
  {
    code: 'not-a-government',
    text: textsIn(shippedWords, 'reason.not-a-government'),
  },
  {
    code: 'no-translation',
    text: textsIn(shippedWords, 'reason.no-translation'),
  },
  {
    code: 'duplicate',
    text: textsIn(shippedWords, 'reason.duplicate'),
  },
  {
    code: 'evidence',
    text: textsIn(shippedWords, 'reason.evidence'),
  },
  {
    code: 'accepted',
    text: textsIn(shippedWords, 'reason.accepted'),
  },
  {
    code: 'other',
    text: textsIn(shippedWords, 'reason.other'),
  },
];
