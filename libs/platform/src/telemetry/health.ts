import type { SqlEntityManager } from '@mikro-orm/postgresql';

/** A part a service can't work without, and a real question to it. */
export interface HealthCheck {
  /** As the readiness answer names it: `database`, `kafka`, `temporal`, `mail`. */
  name: string;
  /** Rejects when the part does not answer properly. */
  check(): Promise<unknown>;
}

/** Asks the database for something of ours, with the service's own role. */
export const databaseCheck = (em: SqlEntityManager): HealthCheck => ({
  name: 'database',
  check: () => em.fork().execute('select 1 from platform.outbox limit 1'),
});
