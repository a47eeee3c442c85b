import { FailureType } from '#libs/contracts';

/** Too early by the database's clock; try again in so many milliseconds. */
export class TooEarlyError extends Error {
  constructor(
    readonly waitMs: number,
    what: string,
  ) {
    super(`Too early to ${what}; in ${waitMs} ms`);
    // As it stands in recorded histories.
    this.name = FailureType.tooEarly;
  }
}
