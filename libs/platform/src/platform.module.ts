import { EntityManager, type EntitySchema, MikroORM } from '@mikro-orm/postgresql';
import type { Pool } from 'pg';
import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { DatabaseConfig } from './config/concerns.js';
import { type AppName, databaseOptions } from './database/database.js';
import { untilIdle } from './database/idle-pool.js';
import { UnitOfWork } from './database/unit-of-work.js';
import { OutboxWaker } from './database/outbox-waker.js';

export interface PlatformOptions {
  app: AppName;
  database: DatabaseConfig;
  /** The entities of every lib the app uses. */
  entities: EntitySchema[];
}

const POOLS = Symbol('Pools');

/** The ground every app stands on: its database pool with its own role, and the unit of work. */
@Module({})
export class PlatformModule implements OnApplicationShutdown {
  constructor(
    @Inject(MikroORM) private readonly orm: MikroORM,
    @Inject(POOLS) private readonly pools: Pool[],
  ) {}

  static forRoot(options: PlatformOptions): DynamicModule {
    const pools: Pool[] = [];
    const onPool = (pool: Pool) => void pools.push(pool);
    return {
      module: PlatformModule,
      global: true,
      providers: [
        {
          provide: MikroORM,
          useFactory: () => MikroORM.init(databaseOptions(options.app, options.database, options.entities, onPool)),
        },
        { provide: EntityManager, useFactory: (orm: MikroORM) => orm.em, inject: [MikroORM] },
        { provide: POOLS, useValue: pools },
        OutboxWaker,
        UnitOfWork,
      ],
      exports: [MikroORM, EntityManager, UnitOfWork],
    };
  }

  /** The pool closes last, after every service that uses it has finished. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.all(this.pools.map(untilIdle));
    await this.orm.close(true);
  }
}
