import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { type CycleProgressView, ProgressService } from '#libs/cycles';
import { CYCLE_CHANNEL, NotificationListener, log } from '#libs/platform';

/** A cycle is read at most so often, however many changes and watchers there are. */
export const SHORTEST_MS = 1_000;
/** A wake-up may be lost, and the clock passes instants that nothing is committed at: so often it is read anyway. */
export const LONGEST_MS = 15_000;

type Tell = (picture: CycleProgressView) => void;

/**
 * Reads the progress of the cycles that somebody watches, once for all who do, when PostgreSQL says that they changed.
 */
@Injectable()
export class ProgressWatch implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly watched = new Map<string, WatchedCycle>();

  constructor(
    private readonly progress: ProgressService,
    private readonly listener: NotificationListener,
  ) {}

  /** How many cycles are watched. */
  get size(): number {
    return this.watched.size;
  }

  onApplicationBootstrap(): void {
    this.listener.on(CYCLE_CHANNEL, (cycleId) => {
      // Without an id, something may have been missed.
      const changed = cycleId === '' ? [...this.watched.values()] : [this.watched.get(cycleId)];
      for (const cycle of changed) cycle?.changed();
    });
    this.listener.start();
  }

  beforeApplicationShutdown(): void {
    for (const cycle of this.watched.values()) cycle.stop();
    this.watched.clear();
  }

  /**
   * Tells the present picture at once and each one that says something else, until the function
   * returned is called. Throws `not-found`.
   */
  async watch(cycleId: string, tell: Tell): Promise<() => void> {
    const cycle = this.watched.get(cycleId) ?? new WatchedCycle(() => this.progress.of(cycleId));
    this.watched.set(cycleId, cycle);
    const stop = () => {
      cycle.watchers.delete(tell);
      if (cycle.watchers.size > 0) return;
      cycle.stop();
      if (this.watched.get(cycleId) === cycle) this.watched.delete(cycleId);
    };
    cycle.watchers.add(tell);
    try {
      await cycle.first;
    } catch (error) {
      stop();
      throw error;
    }
    tell(cycle.picture!);
    return stop;
  }
}

/** One cycle and who watches it. */
class WatchedCycle {
  readonly watchers = new Set<Tell>();
  /** Settles when the first picture is there. */
  readonly first: Promise<void>;
  picture: CycleProgressView | undefined;
  private readAt = 0;
  private reading = false;
  private missed = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly read: () => Promise<CycleProgressView>) {
    this.first = this.look();
  }

  /** Somebody said that it changed: it is read once the last reading is long enough ago. */
  changed(): void {
    if (this.reading) this.missed = true;
    else this.readIn(Math.max(0, this.readAt + SHORTEST_MS - Date.now()));
  }

  stop(): void {
    this.watchers.clear();
    clearTimeout(this.timer);
  }

  private readIn(ms: number): void {
    clearTimeout(this.timer);
    if (this.watchers.size === 0) return;
    const again = (error: unknown) => log.warn({ err: error }, 'the progress of a cycle could not be read');
    this.timer = setTimeout(() => void this.look().catch(again), ms).unref();
  }

  private async look(): Promise<void> {
    this.reading = true;
    this.missed = false;
    this.readAt = Date.now();
    try {
      const picture = await this.read();
      const before = this.picture;
      this.picture = picture;
      if (before && before.id !== picture.id) for (const tell of this.watchers) tell(picture);
    } finally {
      this.reading = false;
      this.readIn(this.missed ? SHORTEST_MS : LONGEST_MS);
    }
  }
}
