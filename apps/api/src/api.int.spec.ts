import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import { cyclesMigrations } from '#libs/cycles';
import { identityMigrations } from '#libs/identity';
import { type RunningHttp, log, platformMigrations } from '#libs/platform';
import { testFiles } from '../../../test/support/test-files.js';
import { createTestDatabase } from '../../../test/support/test-database.js';
import { startApi } from './start.js';

const http = { host: '127.0.0.1', port: 0, publicUrl: undefined, bodyLimitBytes: 1_048_576, requestsPerMinute: 1000 };
const key = Buffer.alloc(32, 1).toString('base64');
const secrets = { signInSecret: key, ballotKey: key };
const temporal = {
  address: process.env['LAUREATE_TEST_TEMPORAL_ADDRESS']!,
  namespace: 'default',
  deploymentName: undefined,
  buildId: undefined,
};
const kafka = { brokers: [process.env['LAUREATE_TEST_KAFKA_BROKERS']!], prefix: '' };

describe('the API', () => {
  let api: RunningHttp;
  const get = (path: string, init?: RequestInit) => fetch(api.url + path, init);

  beforeAll(async () => {
    log.level = 'silent';
    const database = await createTestDatabase([...platformMigrations, ...identityMigrations, ...cyclesMigrations]);
    api = await startApi({ http, database, secrets, temporal, kafka, files: testFiles() });
  });
  afterAll(() => api?.close());

  it('is alive and ready', async () => {
    expect(await (await get('/health/live')).json()).toEqual({ status: 'ok' });
    expect(await (await get('/health/ready')).json()).toEqual({
      status: 'ok',
      parts: { database: 'up', temporal: 'up' },
    });
  });

  it('describes itself in a valid OpenAPI 3.1 document', async () => {
    type Operation = { 'x-roles': string[]; responses: Record<string, unknown> };
    const document = (await (await get('/openapi.json')).json()) as {
      openapi: string;
      paths: Record<string, Record<string, Operation>>;
    };
    expect(document.openapi).toBe('3.1.0');
    expect(await new Validator().validate(document)).toMatchObject({ valid: true });
    for (const operation of Object.values(document.paths).flatMap((item) => Object.values(item))) {
      expect(operation['x-roles'].length).toBeGreaterThan(0);
      expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['400', '429', '500', '503']));
    }
    expect(document.paths).toHaveProperty(['/health/ready']);
  });

  it('describes the events', async () => {
    expect(await (await get('/asyncapi.json')).json()).toMatchObject({ asyncapi: '3.0.0' });
  });

  it('shows the documentation without the internet', async () => {
    const page = await (await get('/docs')).text();
    const assets = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address!);
    expect(assets.length).toBeGreaterThan(3);
    for (const asset of assets) {
      const { status } = await fetch(new URL(asset, `${api.url}/docs`));
      expect([asset, status]).toEqual([asset, 200]);
    }
  });

  it('counts for Prometheus', async () => {
    const text = await (await get('/metrics')).text();
    expect(text).toMatch(/^laureate_outbox_pending 0$/m);
    expect(text).toContain('# TYPE laureate_consumer_lag gauge');
    expect(text).toMatch(
      /^laureate_http_request_duration_seconds_count\{method="GET",route="\/health\/live",status="200"\} \d+$/m,
    );
  });

  it('answers what does not exist with a problem document', async () => {
    const missing = await get('/nothing?token=secret');
    expect([missing.status, missing.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ]);
    expect(await missing.json()).toMatchObject({
      type: 'https://laureate.example/problems/not-found',
      instance: '/nothing',
    });
    const wrong = await get('/health/live', { method: 'DELETE' });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    const bad = await get('/health/%zz');
    expect([bad.status, bad.headers.get('content-type')]).toEqual([400, 'application/problem+json; charset=utf-8']);
  });
});
