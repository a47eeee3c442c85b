import { EntityManager } from '@mikro-orm/postgresql';
import { Test, type TestingModule } from '@nestjs/testing';
import pg from 'pg';
import { z } from 'zod';
import { type Instant, type StageFacts, type StageRef, WINDOW_STEPS } from '#libs/contracts';
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
import { untilWaiting } from './lock-waits.js';
import { createTestDatabase } from './test-database.js';

/** The lib on a fresh database, twice: with the API's rights and with the worker's, as in production. */
export interface CyclesFixture {
  api: TestingModule;
  worker: TestingModule;
  /** The database as its owner, outside of every transaction of the two. */
  db: pg.Pool;
  /** Type and data of the events of a cycle, in order. */
  events(cycleId: string): Promise<[type: string, data: unknown][]>;
  /** Transition and version of every record of a stage. */
  records(cycleId: string, stageKey: string): Promise<[transition: string, version: number][]>;
  stage(cycleId: string, stageKey: string): Promise<StageFacts>;
  /** Lets the window of a stage have ended so long ago, without grace, as if that time had passed; returns when. */
  windowEnded(ref: StageRef, agoMs: number): Promise<Instant>;
  /** Waits until so many sessions of the database wait for a lock. */
  untilWaiting(sessions?: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * The longest transaction of a writer in these tests, ms; the drain before a close is as long. No
 * test waits for it, and no machine is so slow that it ends one.
 */
export const WRITERS_TIMEOUT_MS = 60_000;
export const worker: WorkContext = { actor: { id: 'service:worker' }, cause: 'command:test' };

/** Types of the other libs, reduced to what `cycles` knows of them. */
const types = [
  { key: 'call-for-entries', decides: false, usesForm: true, steps: WINDOW_STEPS },
  { key: 'technical-screening', decides: true, usesCriteria: true },
  ...['eligibility', 'jury'].map((key) => ({ key, decides: true })),
].map((type): StageType => ({ ...type, settings: z.looseObject({}), takes: [] }));

export async function startCyclesFixture(): Promise<CyclesFixture> {
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
  const db = new pg.Pool({ connectionString: database.url, max: 2 });
  const query = <T>(sql: string, values: unknown[]) => working.get(EntityManager).fork().execute<T[]>(sql, values);
  return {
    api,
    worker: working,
    db,
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
    windowEnded: async ({ cycleId, stageKey }, agoMs) => {
      const { rows } = await db.query<{ at: Date }>(
        `with ended as (select clock_timestamp() - $1 * interval '1 millisecond' as at)
         update cycles.stage set deadline_at = ended.at, hard_close_at = ended.at from ended
         where cycle_id = $2 and key = $3 returning hard_close_at as at`,
        [agoMs, cycleId, stageKey],
      );
      return rows[0]!.at.toISOString();
    },
    untilWaiting: (sessions) => untilWaiting(db, sessions),
    close: async () => {
      await db.end();
      await api.close();
      await working.close();
    },
  };
}
