import { Module } from '@nestjs/common';
import { AuditController } from './audit.controller.js';
import { Timeline } from './timeline.js';
import { WorkflowRuns } from './workflow-runs.js';

/** The routes of the audit; needs `TemporalClientModule`. */
@Module({ controllers: [AuditController], providers: [Timeline, WorkflowRuns] })
export class AuditApiModule {}
