import { Module } from '@nestjs/common';
import { CycleCommandsModule } from '#libs/cycles';
import { CommandController, CycleCommandController } from './command.controller.js';
import { CycleController } from './cycle.controller.js';

/** The routes of cycles; needs `TemporalClientModule`. */
@Module({ imports: [CycleCommandsModule], controllers: [CycleController, CycleCommandController, CommandController] })
export class CyclesApiModule {}
