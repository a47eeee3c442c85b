import { EntityManager } from '@mikro-orm/postgresql';
import { Test, type TestingModule } from '@nestjs/testing';
import { z } from 'zod';
import { type StageFacts, WINDOW_STEPS } from '#libs/contracts';
import {
  CyclesModule,
  CyclesOptions,
  StageService,
  type StageType,
  StageHandlers,
  cyclesEntities,
  cyclesMigrations,
} from '#libs/cycles';
import { IdentityModule, identityEntities, identityMigrations } from '#libs/identity';
import { type AppName, PlatformModule, type WorkContext, platformMigrations } from '#libs/platform';
import { createTestDatabase } from './test-database.js';

/** The lib on a fresh database, twice: with the API's rights and with the worker's, as in production. */
export interface CyclesHouse {
  api: TestingModule;
  worker: TestingModule;
  /** Type and data of the events of a cycle, in order. */
  events(cycleId: string): Promise<[type: string, data: unknown][]>;
  /** Transition and version of every record of a stage. */
  records(cycleId: string, stageKey: string): Promise<[transition: string, version: number][]>;
  stage(cycleId: string, stageKey: string): Promise<StageFacts>;
  close(): Promise<void>;
}

/** The longest transaction of a writer in these tests, ms; the drain before a close is as long. */
export const WRITERS_TIMEOUT_MS = 3000;
export const worker: WorkContext = { actor: { id: 'service:worker' }, cause: 'command:test' };

/** Types of the other libs, reduced to what `cycles` knows of them. */
const types = [
  { key: 'call-for-entries', decides: false, usesForm: true, steps: WINDOW_STEPS },
  { key: 'technical-screening', decides: true, usesCriteria: true },
  ...['eligibility', 'jury'].map((key) => ({ key, decides: true })),
].map((type): StageType => ({ ...type, settings: z.looseObject({}), takes: [] }));

export async function startCyclesHouse(): Promise<CyclesHouse> {
  const database = await createTestDatabase([...platformMigrations, ...identityMigrations, ...cyclesMigrations]);
  const start = async (app: AppName): Promise<TestingModule> => {
    const module = await Test.createTestingModule({
      imports: [
        PlatformModule.forRoot({
          app,
          database: { ...database, poolSize: 60, transactionTimeoutMs: WRITERS_TIMEOUT_MS },
          entities: [...identityEntities, ...cyclesEntities],
        }),
        IdentityModule.forRoot(),
        CyclesModule.forRoot(new CyclesOptions(WRITERS_TIMEOUT_MS)),
      ],
    }).compile();
    await module.init();
    module.get(StageHandlers).register(...types.map((type) => ({ type }) as never));
    return module;
  };
  const api = await start('api');
  const working = await start('worker');
  const query = <T>(sql: string, values: unknown[]) => working.get(EntityManager).fork().execute<T[]>(sql, values);
  return {
    api,
    worker: working,
    events: async (cycleId) =>
      (
        await query<{ type: string; data: unknown }>(
          'select type, data from platform.outbox where subject = ? order by sequence',
          [cycleId],
        )
      ).map(({ type, data }) => [type, data]),
    records: async (cycleId, stageKey) =>
      (
        await query<{ transition: string; version: number }>(
          'select transition, version from cycles.stage_record where cycle_id = ? and stage_key = ? order by version',
          [cycleId, stageKey],
        )
      ).map(({ transition, version }) => [transition, version]),
    stage: (cycleId, stageKey) => working.get(StageService).read({ cycleId, stageKey }),
    close: async () => {
      await api.close();
      await working.close();
    },
  };
}
