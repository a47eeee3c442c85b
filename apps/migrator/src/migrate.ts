import {
  type DatabaseConfig,
  type KafkaConfig,
  type TemporalConfig,
  ensureTopics,
  migrateDatabase,
  registerSearchAttributes,
} from '#libs/platform';
import { allMigrations } from './migrations.js';
import { ensureNamespace } from './temporal-namespace.js';

/** The servers to prepare. */
export interface MigrateConfig {
  database: Pick<DatabaseConfig, 'url'>;
  kafka: KafkaConfig;
  temporal: TemporalConfig;
}

/**
 * Brings database, Kafka and Temporal up to this release; what is there already stays as it is.
 * Safe to run twice, also at once. Each step is reported in a line. Throws an error naming the
 * server that could not be prepared.
 */
export async function migrate({ database, kafka, temporal }: MigrateConfig, report: (line: string) => void) {
  const migrations = await preparing('PostgreSQL', () => migrateDatabase(database.url, allMigrations));
  report(`PostgreSQL: ${listed(migrations, 'migration')}`);

  const topics = await preparing('Kafka', () => ensureTopics(kafka));
  report(`Kafka: ${listed(topics, 'topic')}`);

  const { created, retentionDays, keepsLongEnough } = await preparing('Temporal', () => ensureNamespace(temporal));
  const attributes = await preparing('Temporal', () => registerSearchAttributes(temporal));
  const { namespace } = temporal;
  report(
    `Temporal: namespace ${namespace} ${created ? 'made' : 'is there'}, ${listed(attributes, 'search attribute')}`,
  );
  if (!keepsLongEnough) {
    report(
      `WARNING: Temporal keeps ended workflows of ${namespace} for ${retentionDays} days only. An auditor that is away ` +
        'for longer loses their histories; keep them for 30 days or more: ' +
        `temporal operator namespace update --namespace ${namespace} --retention 720h`,
    );
  }
}

const listed = (names: string[], what: string): string =>
  names.length === 0 ? `no new ${what}s` : `${names.length} new ${what}s (${names.join(', ')})`;

async function preparing<T>(server: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    throw new Error(`${server} could not be prepared: ${(error as Error).message}`, { cause: error });
  }
}
