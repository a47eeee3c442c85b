import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { SearchAttribute } from '#libs/contracts';
import { createTestDatabase } from '../../../test/support/test-database.js';
import { migrate } from './migrate.js';
import { allMigrations } from './migrations.js';

describe('npm run migrate', () => {
  it('prepares all three servers, and finds nothing to do the second time', async () => {
    const id = randomUUID().slice(0, 8);
    const config = {
      database: await createTestDatabase([]),
      kafka: { brokers: process.env['LAUREATE_TEST_KAFKA_BROKERS']!.split(','), prefix: `migrate-${id}.` },
      temporal: {
        address: process.env['LAUREATE_TEST_TEMPORAL_ADDRESS']!,
        namespace: `migrate-${id}`,
        deploymentName: undefined,
        buildId: undefined,
      },
    };
    const run = async () => {
      const lines: string[] = [];
      await migrate(config, (line) => lines.push(line));
      return lines;
    };

    const [database, kafka, temporal] = await run();
    expect(database).toMatch(new RegExp(`^PostgreSQL: ${allMigrations.length} new migrations \\(Platform.*Transp`));
    expect(kafka).toMatch(/^Kafka: 6 new topics \(laureate.identity, /);
    expect(temporal).toMatch(new RegExp(`namespace migrate-${id} made, 4 new .*${SearchAttribute.cycle}`));

    expect(await run()).toEqual([
      'PostgreSQL: no new migrations',
      'Kafka: no new topics',
      `Temporal: namespace migrate-${id} is there, no new search attributes`,
    ]);
  });

  it('names the server that could not be prepared', async () => {
    const config = {
      database: { url: 'postgres://127.0.0.1:1/none' },
      kafka: { brokers: ['127.0.0.1:1'], prefix: '' },
      temporal: { address: '127.0.0.1:1', namespace: 'default', deploymentName: undefined, buildId: undefined },
    };
    await expect(migrate(config, () => undefined)).rejects.toThrow(/^PostgreSQL could not be prepared: .*ECONNREFUSED/);
  });
});
