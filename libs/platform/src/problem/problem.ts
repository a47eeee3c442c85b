import { type ProblemCode, type ProblemDocument, type Said, problemCode } from '#libs/contracts';
import { type ProblemMore, refusalDocument } from '#libs/words';
import { refusal } from '../refusals.words.js';

/**
 * The one error of the application that callers are meant to see: a problem document, whose detail is a message of
 * the words. Everything else becomes `internal-error`.
 */
export class Problem extends Error {
  readonly document: ProblemDocument;

  constructor(
    readonly code: ProblemCode,
    detail: Said,
    more: ProblemMore = {},
  ) {
    const document = refusalDocument(code, detail, more);
    super(document.detail);
    this.name = 'Problem';
    this.document = document;
  }

  /** The problem of a document that was stored: with its text, and with the message that makes it, if it has one. */
  static of(document: ProblemDocument): Problem {
    const problem = new Problem(problemCode(document), refusal('asWritten', { text: document.detail }));
    return Object.assign(problem, { document });
  }
}
