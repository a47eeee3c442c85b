const COMMIT_MS = 1_000;

/** An offset reached, with the topic's name in the cluster. */
export interface ReachedOffset {
  topic: string;
  partition: number;
  offset: string;
}

/** Tells Kafka how far a consumer is, at most once a second; only for operators' tools, so what fails is left out. */
export class OffsetCommitter {
  private readonly reached = new Map<string, ReachedOffset>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly commit: (offsets: ReachedOffset[]) => Promise<void> | undefined) {}

  add(reached: ReachedOffset): void {
    this.reached.set(`${reached.topic}/${reached.partition}`, reached);
    this.timer ??= setTimeout(() => {
      const offsets = [...this.reached.values()];
      this.clear();
      if (offsets.length > 0) void this.commit(offsets)?.catch(() => undefined);
    }, COMMIT_MS);
  }

  /** Forgets what is not told yet: the partitions may be somebody else's now. */
  clear(): void {
    this.reached.clear();
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
