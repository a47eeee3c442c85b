/** Too early by the database's clock; try again in so many milliseconds. */
export class NotYet extends Error {
  constructor(
    readonly waitMs: number,
    what: string,
  ) {
    super(`Too early to ${what}; in ${waitMs} ms`);
    this.name = 'NotYet';
  }
}
