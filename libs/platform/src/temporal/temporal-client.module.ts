import { type DynamicModule, Module } from '@nestjs/common';
import type { TemporalConfig } from '../config/concerns.js';
import { TemporalClient } from './temporal-client.js';

/** `TemporalClient` for every provider of the app. */
@Module({})
export class TemporalClientModule {
  static forRoot(config: TemporalConfig): DynamicModule {
    return {
      module: TemporalClientModule,
      global: true,
      providers: [{ provide: TemporalClient, useFactory: () => new TemporalClient(config) }],
      exports: [TemporalClient],
    };
  }
}
