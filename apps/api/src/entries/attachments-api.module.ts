import { type DynamicModule, Module } from '@nestjs/common';
import { AttachmentsModule } from '#libs/entries';
import type { FilesConfig } from '#libs/platform';
import { AttachmentController } from './attachment.controller.js';
import { UploadRoutes } from './upload-routes.js';

/** The routes of attachments, and those of their uploads. */
@Module({})
export class AttachmentsApiModule {
  static forRoot(files: FilesConfig): DynamicModule {
    return {
      module: AttachmentsApiModule,
      imports: [AttachmentsModule.forApi(files)],
      controllers: [AttachmentController],
      providers: [UploadRoutes],
      exports: [AttachmentsModule],
    };
  }
}
