import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { EntityManager } from '@mikro-orm/postgresql';
import { Test } from '@nestjs/testing';
import { createTestDatabase } from '../../../test/support/test-database.js';
import { platformMigrations } from './migrations/index.js';
import { PlatformModule } from './platform.module.js';

describe('the ground', () => {
  it('closes also when something nobody waits for is just being asked, and answers that first', async () => {
    const database = await createTestDatabase(platformMigrations);
    const ground = PlatformModule.forRoot({ app: 'api', database, entities: [] });
    for (let delay = 0; delay < 20; delay++) {
      const module = await Test.createTestingModule({ imports: [ground] }).compile();
      await module.init();
      const asked = module.get(EntityManager).fork().execute<object[]>('select pg_sleep(0.01)');
      await sleep(delay);
      const closed = module.close().then(() => 'closed');
      expect(await Promise.race([closed, sleep(10_000, 'still open', { ref: false })])).toBe('closed');
      expect(await asked).toHaveLength(1);
    }
  }, 60_000);
});
