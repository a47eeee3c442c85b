import { type DynamicModule, Module } from '@nestjs/common';
import { FileStore, type FilesConfig, Staging, UnitOfWork } from '#libs/platform';
import { AttachmentChecker } from './attachment-checker.js';
import { AttachmentUploads } from './attachment-uploads.js';
import { AttachmentService } from './attachment.service.js';
import { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { ExtensionService } from '../more-time/extension.service.js';

const files = (config: FilesConfig) => [
  { provide: FileStore, useFactory: () => FileStore.open(config) },
  { provide: Staging, useFactory: () => Staging.open(config.staging) },
];

/** The files of entries; stands on the modules of cycles and identity. */
@Module({})
export class AttachmentsModule {
  /** For an API: takes files in, and hands them out. */
  static forApi(config: FilesConfig): DynamicModule {
    const services = [AttachmentService, AttachmentUploads];
    return {
      module: AttachmentsModule,
      providers: [CycleDefinitions, ExtensionService, ...files(config), ...services],
      exports: [...services, Staging],
    };
  }

  /** For a worker: checks them, and takes them away. */
  static forWorker(config: FilesConfig): DynamicModule {
    const checker = {
      provide: AttachmentChecker,
      inject: [UnitOfWork, FileStore, Staging],
      useFactory: (unitOfWork: UnitOfWork, store: FileStore, staging: Staging) =>
        new AttachmentChecker(unitOfWork, store, staging, config),
    };
    return { module: AttachmentsModule, providers: [...files(config), checker], exports: [AttachmentChecker] };
  }
}
