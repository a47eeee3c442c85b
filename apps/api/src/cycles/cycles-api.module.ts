import { Module } from '@nestjs/common';
import { CycleCommandsModule } from '#libs/cycles';
import { AmendmentController } from './amendment.controller.js';
import { AudiencePreview } from './audience-preview.js';
import { CommandController, CycleCommandController } from './command.controller.js';
import { CommandPreviewController } from './command-preview.controller.js';
import { CycleController } from './cycle.controller.js';
import { Heartbeat } from './heartbeat.js';
import { HistoryController } from './history.controller.js';
import { OutageController } from './outage.controller.js';
import { PlanningController } from './planning.controller.js';
import { InterruptionController } from './interruption.controller.js';

/** The routes of cycles; needs `TemporalClientModule`. */
@Module({
  imports: [CycleCommandsModule],
  controllers: [
    AmendmentController,
    HistoryController,
    CycleController,
    PlanningController,
    CycleCommandController,
    CommandPreviewController,
    InterruptionController,
    OutageController,
    CommandController,
  ],
  providers: [AudiencePreview, Heartbeat],
})
export class CyclesApiModule {}
