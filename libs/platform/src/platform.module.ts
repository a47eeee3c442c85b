import { EntityManager, type EntitySchema, MikroORM } from '@mikro-orm/postgresql';
import { type DynamicModule, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { DatabaseConfig } from './config/concerns.js';
import { type AppName, databaseOptions } from './database/database.js';
import { UnitOfWork } from './database/unit-of-work.js';
import { OutboxWaker } from './events/outbox-waker.js';

export interface PlatformOptions {
  app: AppName;
  database: DatabaseConfig;
  /** The entities of every lib the app uses. */
  entities: EntitySchema[];
}

/** The ground every app stands on: its database pool with its own role, and the unit of work. */
@Module({})
export class PlatformModule implements OnApplicationShutdown {
  constructor(@Inject(MikroORM) private readonly orm: MikroORM) {}

  static forRoot(options: PlatformOptions): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      providers: [
        {
          provide: MikroORM,
          useFactory: () => MikroORM.init(databaseOptions(options.app, options.database, options.entities)),
        },
        { provide: EntityManager, useFactory: (orm: MikroORM) => orm.em, inject: [MikroORM] },
        OutboxWaker,
        UnitOfWork,
      ],
      exports: [MikroORM, EntityManager, UnitOfWork],
    };
  }

  /** The pool closes last, after every service that uses it has finished. */
  async onApplicationShutdown(): Promise<void> {
    await this.orm.close(true);
  }
}
