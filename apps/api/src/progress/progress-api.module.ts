import { Module } from '@nestjs/common';
import { ProgressController } from './progress.controller.js';
import { ProgressWatch } from './progress-watch.js';

/** How far cycles are; needs `EventsModule` and the libs that count. */
@Module({ controllers: [ProgressController], providers: [ProgressWatch] })
export class ProgressApiModule {}
