import type { Pool, PoolClient } from 'pg';

const PATIENCE_MS = 1_000;

/**
 * Gives back pooled connections that the server ended in the middle of a transaction
 * (`transaction_timeout`, a restart). The ORM leaves such a connection checked out for ever when
 * the rollback fails on it, and the pool runs dry.
 */
export function releaseBrokenConnections(pool: Pool): void {
  const inUse = new Set<PoolClient>();
  pool.on('acquire', (client) => inUse.add(client));
  pool.on('release', (_error, client) => inUse.delete(client));
  pool.on('connect', (client) => {
    // Whoever holds it and releases it properly goes first.
    client.once('end', () => setTimeout(() => inUse.has(client) && client.release(true), PATIENCE_MS).unref());
  });
}
