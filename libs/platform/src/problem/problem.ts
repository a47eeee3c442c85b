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
    detail: Said | string,
    more: ProblemMore = {},
  ) {
    const document = refusalDocument(
      code,
      typeof detail === 'string' ? refusal('asWritten', { text: detail }) : detail,
      more,
    );
    super(document.detail);
    this.name = 'Problem';
    this.document = document;
  }

  /** The problem of a document that was stored; one that an earlier release stored keeps its text. */
  static of(document: ProblemDocument): Problem {
    const { type: _type, title: _title, status: _status, action: _action, detail, said, errors, ...more } = document;
    const faults = errors?.map(({ said: words, ...error }) => ({ ...error, ...words }));
    return new Problem(problemCode(document), said ?? refusal('asWritten', { text: detail }), {
      ...more,
      ...(faults && { errors: faults }),
    });
  }
}
