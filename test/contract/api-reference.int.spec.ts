import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import openapiTS, { astToString } from 'openapi-typescript';
import { startApi } from '../../apps/api/src/start.js';
import { allMigrations } from '../../apps/migrator/src/migrations.js';
import { testFiles } from '../support/test-files.js';
import { createTestDatabase } from '../support/test-database.js';

const root = join(import.meta.dirname, '../..');
const UPDATE = process.env['UPDATE_REFERENCE'] !== undefined;
const NOTE = '// Generated from docs/openapi.json: run this test with UPDATE_REFERENCE=1 after a change of the API.\n';

/** The committed file is what is generated now; with UPDATE_REFERENCE=1 it is written first. */
async function expectCommitted(path: string, generated: string): Promise<void> {
  if (UPDATE) await writeFile(join(root, path), generated);
  expect(await readFile(join(root, path), 'utf8')).toBe(generated);
}

describe('the API reference', () => {
  let api: Awaited<ReturnType<typeof startApi>>;
  let openapi: Record<string, unknown>;

  beforeAll(async () => {
    const secret = Buffer.alloc(32).toString('base64');
    api = await startApi({
      http: {
        host: '127.0.0.1',
        port: 0,
        publicUrl: 'https://award.example',
        bodyLimitBytes: 1_048_576,
        requestsPerMinute: 1000,
      },
      database: await createTestDatabase(allMigrations),
      secrets: { signInSecret: secret },
      kafka: { brokers: process.env['LAUREATE_TEST_KAFKA_BROKERS']!.split(','), prefix: '' },
      temporal: {
        address: process.env['LAUREATE_TEST_TEMPORAL_ADDRESS']!,
        namespace: 'default',
        deploymentName: undefined,
        buildId: undefined,
      },
      files: testFiles(),
    });
    openapi = (await (await fetch(`${api.url}/openapi.json`)).json()) as Record<string, unknown>;
  });
  afterAll(() => api?.close());

  it('is what the code declares', async () => {
    await expectCommitted('docs/openapi.json', `${JSON.stringify(openapi, null, 1)}\n`);
    const asyncapi: unknown = await (await fetch(`${api.url}/asyncapi.json`)).json();
    await expectCommitted('docs/asyncapi.json', `${JSON.stringify(asyncapi, null, 1)}\n`);
  });

  it('is where the command line has its types from', async () => {
    const ast = await openapiTS(openapi as never);
    await expectCommitted('apps/cli/src/client/api-types.ts', NOTE + astToString(ast));
  });
});
