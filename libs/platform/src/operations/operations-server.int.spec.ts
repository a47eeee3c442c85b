import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { RunningHttp } from '../http/http-app.js';
import { log } from '../telemetry/logger.js';
import { startOperationsServer } from './operations-server.js';

const config = { host: '127.0.0.1', port: 0 };

describe('operations server', () => {
  let running: RunningHttp;
  const get = async (path: string) => {
    const response = await fetch(running.url + path);
    return { status: response.status, text: await response.text() };
  };

  beforeAll(() => {
    log.level = 'silent';
  });
  afterEach(() => running.close());

  it('names the part that fails or does not answer', async () => {
    const checks = [
      { name: 'database', check: async () => undefined },
      { name: 'kafka', check: () => Promise.reject(new Error('no broker at 10.0.0.1')) },
      { name: 'temporal', check: () => new Promise<never>(() => undefined) },
    ];
    running = await startOperationsServer(config, { checks, metrics: [] });
    const ready = await get('/health/ready');
    expect(ready.status).toBe(503);
    expect(JSON.parse(ready.text)).toMatchObject({
      detail: 'Not ready: kafka, temporal.',
      parts: { database: 'up', kafka: 'down', temporal: 'down' },
    });
    expect(ready.text).not.toContain('10.0.0.1');
    expect((await get('/health/live')).status).toBe(200);
  });

  it('is ready without parts, and shows metrics as they are at that moment, without those that fail', async () => {
    let dead = 1;
    const metrics = [
      {
        name: 'laureate_dead_letters',
        help: 'h',
        labels: ['consumer'],
        collect: async () => [{ labels: { consumer: 'n' }, value: dead }],
      },
      { name: 'laureate_broken', help: 'h', collect: () => Promise.reject(new Error('no')) },
    ];
    running = await startOperationsServer(config, { checks: [], metrics });
    expect((await get('/health/ready')).status).toBe(200);
    expect((await get('/metrics')).text).toMatch(/^laureate_dead_letters\{consumer="n"\} 1$/m);
    dead = 2;
    const { text } = await get('/metrics');
    expect(text).toMatch(/^laureate_dead_letters\{consumer="n"\} 2$/m);
    expect(text).not.toMatch(/^laureate_broken/m);
    expect(text).toMatch(/^process_cpu_seconds_total /m);
  });
});
