import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';

const WAKE_INTERVAL_MS = 20;

/** Tells relays that there is something to publish: after the commit, at most every 20 ms. A lost wake-up only costs a poll interval. */
@Injectable()
export class OutboxWaker implements OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private last = 0;

  constructor(private readonly em: EntityManager) {}

  wake(): void {
    if (this.timer) return;
    const wait = Math.max(0, this.last + WAKE_INTERVAL_MS - Date.now());
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.last = Date.now();
      this.em
        .fork()
        .execute(`select pg_notify('outbox', '')`)
        .catch(() => undefined);
    }, wait);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearTimeout(this.timer);
  }
}
