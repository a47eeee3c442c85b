const HEARTBEAT_MS = 1_000;

/** A heartbeat failed: the client must join the group again, and wants to see its own error, the cause. */
export class LostGroup extends Error {}

/** Keeps the membership alive while a batch takes its time. */
export class Heartbeat {
  private lost: unknown;
  private readonly timer: NodeJS.Timeout;

  constructor(heartbeat: () => Promise<void>) {
    this.timer = setInterval(() => heartbeat().catch((error: unknown) => (this.lost = error)), HEARTBEAT_MS);
  }

  /** Throws `LostGroup` once a heartbeat has failed. */
  check(): void {
    if (this.lost !== undefined) throw new LostGroup('', { cause: this.lost });
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
