import problems from '../words/en/problems.json' with { type: 'json' };
import type { Said } from './said.js';

/** Base of every problem type URI; each has a section of that name in docs/problems.md. */
export const PROBLEM_BASE = 'https://laureate.example/problems/';

/**
 * Every problem this service answers with, and its status. Its title, and what to do, are in `words/en/problems.json`.
 */
export const PROBLEMS = {
  'invalid-request': 400,
  'idempotency-key-missing': 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'not-acceptable': 406,
  conflict: 409,
  'conflict-of-interest': 409,
  paused: 409,
  'deadline-passed': 409,
  'not-open': 409,
  'stale-version': 409,
  'request-in-progress': 409,
  'sign-in-refused': 410,
  'precondition-failed': 412,
  'payload-too-large': 413,
  'unsupported-media-type': 415,
  'idempotency-key-reused': 422,
  'rule-violated': 422,
  'precondition-required': 428,
  'too-many-requests': 429,
  'internal-error': 500,
  unavailable: 503,
} as const satisfies Record<string, number>;

export type ProblemCode = keyof typeof PROBLEMS;

/**
 * One field that is wrong: a JSON pointer into the body (or the parameters `in` names), what is wrong, what is allowed.
 */
export interface FieldError {
  pointer: string;
  in?: 'query' | 'path' | 'header';
  message: string;
  allowed?: string;
  /** Of a stored document: what both texts are put into words from. Answers do not have it. */
  said?: { message?: Said; allowed?: Said };
}

/** RFC 9457 problem document. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** What to do next, in plain words. */
  action: string;
  instance?: string;
  traceId?: string;
  errors?: FieldError[];
  /** The instant a deadline was judged by, where one was. */
  at?: string;
  /** Of a stored document: what `detail` is put into words from. Answers do not have it. */
  said?: Said;
  [extension: string]: unknown;
}

/** What a problem is called, and what to do, in English: `<code>.title` and `<code>.action`. */
export const problemTexts: Readonly<Record<`${ProblemCode}.${'title' | 'action'}`, string>> = problems;

/** What a problem is called, in English. */
export const problemTitle = (code: ProblemCode): string => problemTexts[`${code}.title`];

/** Builds the document of a problem in English. */
export function problemDocument(
  code: ProblemCode,
  detail: string,
  more: Partial<ProblemDocument> = {},
): ProblemDocument {
  const title = problemTitle(code);
  return {
    type: PROBLEM_BASE + code,
    title,
    status: PROBLEMS[code],
    detail,
    action: problemTexts[`${code}.action`],
    ...more,
  };
}

/** The code of a problem document, by its type. */
export const problemCode = ({ type }: ProblemDocument): ProblemCode => type.slice(PROBLEM_BASE.length) as ProblemCode;
