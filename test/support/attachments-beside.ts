import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CyclesModule, CyclesOptions, cyclesEntities } from '#libs/cycles';
import { AttachmentsModule, EntriesModule, entriesEntities } from '#libs/entries';
import { IdentityModule, identityEntities } from '#libs/identity';
import { type FilesConfig, PlatformModule } from '#libs/platform';
import type { EntriesApi } from './entries-api.js';

@Module({})
class Beside {}

/**
 * The files of entries as another process has them beside the API: the worker that checks them, or
 * one more API. Close it.
 */
export const attachmentsBeside = (
  { database }: EntriesApi,
  app: 'api' | 'worker',
  files: FilesConfig,
): Promise<INestApplicationContext> =>
  NestFactory.createApplicationContext(
    {
      module: Beside,
      imports: [
        PlatformModule.forRoot({
          app,
          database,
          entities: [...identityEntities, ...cyclesEntities, ...entriesEntities],
        }),
        IdentityModule.forRoot(),
        CyclesModule.forRoot(new CyclesOptions(database.transactionTimeoutMs)),
        EntriesModule,
        app === 'api' ? AttachmentsModule.forApi(files) : AttachmentsModule.forWorker(files),
      ],
    },
    { logger: false, abortOnError: false },
  );
