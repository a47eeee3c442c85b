import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestNamespace } from '../../../../test/support/test-namespace.js';
import type { TemporalConfig } from '../config/concerns.js';
import { log } from '../telemetry/logger.js';
import { registerSearchAttributes } from './search-attributes.js';
import { TemporalClient } from './temporal-client.js';
import { TemporalWorker } from './temporal-worker.js';

/** Nothing listens on the discard port of this machine. */
const NOBODY = '127.0.0.1:9';

describe('Temporal', () => {
  let config: TemporalConfig;

  beforeAll(async () => {
    log.level = 'silent';
    config = await createTestNamespace();
  });
  afterAll(() => {
    log.level = 'info';
  });

  it('has the search attributes registered once', async () => {
    expect(await registerSearchAttributes(config)).toEqual([]);
  });

  it('is healthy when our namespace answers, and not when it does not or the server is away', async () => {
    const ask = async (more: Partial<TemporalConfig>) => {
      const client = new TemporalClient({ ...config, ...more });
      try {
        return await client.healthCheck().check();
      } finally {
        await client.onApplicationShutdown();
      }
    };
    expect(await ask({})).toBeDefined();
    await expect(ask({ namespace: 'nobody-made-this' })).rejects.toThrow();
    await expect(ask({ address: NOBODY })).rejects.toThrow();
  });

  it('takes deployment name and build id together, or neither', () => {
    const start = (more: Partial<TemporalConfig>) =>
      new TemporalWorker({ config: { ...config, ...more }, workflows: {}, activities: {} });
    expect(() => start({ buildId: '1' })).toThrow('TEMPORAL_DEPLOYMENT_NAME and TEMPORAL_BUILD_ID go together');
    expect(() => start({ deploymentName: 'laureate' })).toThrow('go together');
    expect(() => start({ deploymentName: 'laureate', buildId: '1' })).not.toThrow();
  });

  it('lets a worker start and stop while the server is away; it is not ready', async () => {
    const worker = new TemporalWorker({ config: { ...config, address: NOBODY }, workflows: {}, activities: {} });
    await worker.onApplicationBootstrap();
    await expect(worker.healthCheck().check()).rejects.toThrow();
    await worker.beforeApplicationShutdown();
  });
});
