/** What `cycles` must know about the installation. */
export class CyclesOptions {
  constructor(
    /** The longest a writer's transaction may take, ms: closing waits that long after the hard close. */
    readonly writersTimeoutMs: number,
  ) {}
}
