import { Module } from '@nestjs/common';
import { EntriesModule } from '#libs/entries';
import { AuditController } from './audit.controller.js';
import { Timeline } from './timeline.js';
import { WorkflowRuns } from './workflow-runs.js';

/** The routes of the audit; needs `TemporalClientModule`. */
@Module({ imports: [EntriesModule], controllers: [AuditController], providers: [Timeline, WorkflowRuns] })
export class AuditApiModule {}
