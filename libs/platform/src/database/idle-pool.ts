import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';

const PATIENCE_MS = 5_000;

/**
 * Waits until nobody uses the pool, at most 5 s. The ORM never gives back a connection that was
 * being taken while it closed, and its pool then never ends: what was begun without anybody waiting
 * for it must be over before.
 */
export async function untilIdle(pool: Pick<Pool, 'totalCount' | 'idleCount' | 'waitingCount'>): Promise<void> {
  const isUsed = () => pool.totalCount > pool.idleCount || pool.waitingCount > 0;
  for (const end = Date.now() + PATIENCE_MS; isUsed() && Date.now() < end;) await sleep(10);
}
