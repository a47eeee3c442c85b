import { EntityManager, type EntitySchema } from '@mikro-orm/postgresql';
import { type DynamicModule, Module } from '@nestjs/common';
import {
  type DatabaseConfig,
  type HttpConfig,
  HttpModule,
  OperationsModule,
  PlatformModule,
  databaseCheck,
  outboxMetrics,
} from '#libs/platform';
import { ApiDescription } from './operations/api-description.js';
import { DescriptionController } from './operations/description.controller.js';

export interface ApiConfig {
  http: HttpConfig;
  database: DatabaseConfig;
}

/** The entities of every lib the API uses. */
const entities: EntitySchema[] = [];

/** The modules of the libs, and the controllers that stand before them. */
const features: NonNullable<DynamicModule['imports']> = [];
const controllers: NonNullable<DynamicModule['controllers']> = [];

/** The HTTP API: what holds for every route, health and metrics, the descriptions of itself, and the features. */
@Module({})
export class ApiModule {
  static forRoot(config: ApiConfig): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        PlatformModule.forRoot({ app: 'api', database: config.database, entities }),
        HttpModule.forRoot(config.http),
        OperationsModule.forRoot({
          inject: [EntityManager],
          useFactory: (em: EntityManager) => ({ checks: [databaseCheck(em)], metrics: outboxMetrics(em) }),
        }),
        ...features,
      ],
      controllers: [DescriptionController, ...controllers],
      providers: [ApiDescription],
    };
  }
}
