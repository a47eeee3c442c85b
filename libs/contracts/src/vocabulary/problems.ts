/** Base of every problem type URI; each has a section of that name in docs/problems.md. */
export const PROBLEM_BASE = 'https://laureate.example/problems/';

/** Every problem this service answers with: its status, its title, and what to do (shown in the documentation). */
export const PROBLEMS = {
  'invalid-request': [400, 'The request is not valid', 'Correct the fields named in `errors` and send it again.'],
  'idempotency-key-missing': [
    400,
    'An Idempotency-Key header is needed',
    'Send a new unique key with this request, and the same key when you repeat it.',
  ],
  unauthenticated: [401, 'Sign in first', 'Send an API key (`x-api-key`) or sign in.'],
  forbidden: [403, 'Your roles do not allow this', 'Ask the secretariat for the role named in `detail`.'],
  'not-found': [404, 'There is no such thing, or you may not see it', 'Check the address.'],
  'method-not-allowed': [405, 'This address does not take this method', 'See the API documentation.'],
  'not-acceptable': [406, 'That representation is not offered', 'Ask for application/json.'],
  conflict: [
    409,
    'The present state does not allow this',
    'Read `detail`, look at the present state, and decide again.',
  ],
  'conflict-of-interest': [
    409,
    'You are in conflict with an entry of this decision',
    'Let your stand-in certify, or ask an auditor of the cycle to co-sign for you and certify again.',
  ],
  paused: [
    409,
    'The cycle is paused',
    'Nothing is lost and no deadline runs out meanwhile: wait for the mail with the new deadlines, then send it again.',
  ],
  'deadline-passed': [409, 'The deadline has passed', 'Ask the secretariat for an extension.'],
  'not-open': [409, 'The stage is not open', 'See when it opens in the calendar of the cycle.'],
  'stale-version': [
    409,
    'Somebody changed this since you read it',
    'Compare both texts in `detail`, then send your change with the new ETag.',
  ],
  'request-in-progress': [409, 'The same request is being carried out', 'Repeat it with the same key in a moment.'],
  'sign-in-refused': [
    410,
    'This link or code is not valid any more',
    'Ask for a new sign-in mail, and use its link or its code within 15 minutes.',
  ],
  'precondition-failed': [412, 'The version you named is not the present one', 'Read it again and send the new ETag.'],
  'payload-too-large': [413, 'The request is too large', 'Send less, or use attachments.'],
  'unsupported-media-type': [415, 'That content type is not taken', 'Send application/json.'],
  'idempotency-key-reused': [
    422,
    'This Idempotency-Key was used for another request',
    'Use a new key for a new request.',
  ],
  'rule-violated': [422, 'A rule of the award is not met', 'Correct what `errors` names.'],
  'precondition-required': [428, 'An If-Match header is needed', 'Read the resource and send its ETag as If-Match.'],
  'too-many-requests': [429, 'Too many requests', 'Wait as long as Retry-After says.'],
  'internal-error': [
    500,
    'Something went wrong on our side',
    'Try again; if it stays, tell the secretariat the `traceId`.',
  ],
  unavailable: [503, 'A part of the service is away', 'Try again in a moment.'],
} as const satisfies Record<string, readonly [number, string, string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/**
 * One field that is wrong: a JSON pointer into the body (or the parameters `in` names), what is wrong, what is allowed.
 */
export interface FieldError {
  pointer: string;
  in?: 'query' | 'path' | 'header';
  message: string;
  allowed?: string;
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
  [extension: string]: unknown;
}

/** Builds the document of a problem. */
export function problemDocument(
  code: ProblemCode,
  detail: string,
  more: Partial<ProblemDocument> = {},
): ProblemDocument {
  const [status, title, action] = PROBLEMS[code];
  return { type: PROBLEM_BASE + code, title, status, detail, action, ...more };
}
