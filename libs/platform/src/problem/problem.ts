import { type ProblemCode, type ProblemDocument, problemDocument } from '#libs/contracts';

/**
 * The one error of the application that callers are meant to see: a problem document. Everything else
 * becomes `internal-error`.
 */
export class Problem extends Error {
  readonly document: ProblemDocument;

  constructor(
    readonly code: ProblemCode,
    detail: string,
    more: Partial<ProblemDocument> = {},
  ) {
    super(detail);
    this.name = 'Problem';
    this.document = problemDocument(code, detail, more);
  }
}
