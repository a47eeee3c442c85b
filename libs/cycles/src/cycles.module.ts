import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { CYCLE_RULES } from '#libs/identity';
import { CYCLE_DIRECTORY } from '#libs/platform';
import { AfterCloseService } from './stage/after-close.service.js';
import { AmendmentSigningService } from './amendments/amendment-signing.service.js';
import { AmendmentService } from './amendments/amendment.service.js';
import { CommandAnswers } from './commands/command-answers.js';
import { CommandPreviewService } from './commands/command-preview.service.js';
import { CommandDispatcher } from './commands/command-dispatcher.js';
import { CommandService } from './commands/command.service.js';
import { CycleContextService } from './cycle/cycle-context.service.js';
import { CycleRunService } from './cycle/cycle-run.service.js';
import { CycleStatusService } from './cycle/cycle-status.service.js';
import { CycleService } from './cycle/cycle.service.js';
import { CyclesActivities } from './workflows/cycles.activities.js';
import { CyclesOptions } from './rows/cycles-options.js';
import { LatenessService } from './cycle/lateness.service.js';
import { StageReopeningService } from './stage/stage-reopening.service.js';
import { EarlyClosingService } from './stage/early-closing.service.js';
import { AvailabilityService } from './interruptions/availability.service.js';
import { OutageService } from './interruptions/outage.service.js';
import { PauseService } from './interruptions/pause.service.js';
import { ResumePreviewService } from './interruptions/resume-preview.service.js';
import { HistoryService } from './history/history.service.js';
import { OwedService } from './cycle/owed.service.js';
import { ProgressService } from './cycle/progress.service.js';
import { ProposalSources } from './definition/proposal-sources.js';
import { CommandCheckService } from './possible/command-check.service.js';
import { MoveDeadlineService } from './move-deadline/move-deadline.service.js';
import { PlanningService } from './cycle/planning.service.js';
import { HandlersCheckService } from './rows/handlers-check.service.js';
import { StageHandlers, StageTypes } from './rows/stage-types.js';
import { StageService } from './stage/stage.service.js';

/** Commands to workflows, for the API; needs `TemporalClientModule` and `EventsModule`. */
@Module({
  providers: [AvailabilityService, OutageService, CommandDispatcher, CommandService, ResumePreviewService],
  exports: [AvailabilityService, OutageService, CommandService, ResumePreviewService],
})
export class CycleCommandsModule {}

/** Cycles and their stages, for every app. Libs that bring stage types register them from their own modules. */
@Module({})
export class CyclesModule {
  static forRoot(options: CyclesOptions): DynamicModule {
    const services: Provider[] = [
      StageTypes,
      StageHandlers,
      HandlersCheckService,
      OwedService,
      ProposalSources,
      CommandCheckService,
      MoveDeadlineService,
      AmendmentSigningService,
      AmendmentService,
      PauseService,
      EarlyClosingService,
      AfterCloseService,
      StageReopeningService,
      StageService,
      CycleService,
      CycleRunService,
      CycleStatusService,
      CommandPreviewService,
      LatenessService,
      PlanningService,
      CycleContextService,
      HistoryService,
      ProgressService,
      CommandAnswers,
      CyclesActivities,
      { provide: CYCLE_RULES, useExisting: CycleContextService },
      { provide: CYCLE_DIRECTORY, useExisting: CycleContextService },
    ];
    return {
      module: CyclesModule,
      global: true,
      providers: [{ provide: CyclesOptions, useValue: options }, ...services],
      exports: [CyclesOptions, ...services.map((provider) => ('provide' in provider ? provider.provide : provider))],
    };
  }
}
