import { Module } from '@nestjs/common';
import { CycleCommandsModule } from '#libs/cycles';
import { JudgingApiModule } from './judging-api.module.js';
import { SupersessionController } from './supersession.controller.js';

/** The routes of superseding decisions; needs `TemporalClientModule`. */
@Module({ imports: [CycleCommandsModule, JudgingApiModule], controllers: [SupersessionController] })
export class SupersessionApiModule {}
