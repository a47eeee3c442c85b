import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';

const WAKE_INTERVAL_MS = 20;

/** The channel on which the id of a cycle is said after something of that cycle was committed. */
export const CYCLE_CHANNEL = 'cycle_changed';

/**
 * Tells relays that there is something to publish, and whoever watches cycles which of them
 * changed: after the commit, at most every 20 ms. A lost wake-up only costs a poll interval.
 */
@Injectable()
export class OutboxWaker implements OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private last = 0;
  private readonly changed = new Set<string>();

  constructor(private readonly em: EntityManager) {}

  /** Something was committed: the data of its events. */
  wake(events: readonly { data: object }[]): void {
    for (const { data } of events) if ('cycleId' in data && data.cycleId) this.changed.add(String(data.cycleId));
    if (this.timer) return;
    const wait = Math.max(0, this.last + WAKE_INTERVAL_MS - Date.now());
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.last = Date.now();
      const cycles = [...this.changed];
      this.changed.clear();
      this.em
        .fork()
        .execute(
          `select pg_notify('outbox', '') union all select pg_notify('${CYCLE_CHANNEL}', id) from jsonb_array_elements_text(?::jsonb) id`,
          [JSON.stringify(cycles)],
        )
        .catch(() => undefined);
    }, wait);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearTimeout(this.timer);
  }
}
