import { type DynamicModule, Module } from '@nestjs/common';
import { JudgesCopyController } from './judges-copy.controller.js';
import { JudgingApiModule } from './judging-api.module.js';

/** The routes of the judges' copies; `attachments` is the module that exports those of entries. */
@Module({})
export class JudgesCopiesApiModule {
  static forRoot(attachments: DynamicModule): DynamicModule {
    return {
      module: JudgesCopiesApiModule,
      imports: [attachments, JudgingApiModule],
      controllers: [JudgesCopyController],
    };
  }
}
