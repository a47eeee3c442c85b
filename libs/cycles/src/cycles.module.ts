import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { CYCLE_RULES } from '#libs/identity';
import { CYCLE_DIRECTORY } from '#libs/platform';
import { AfterCloseService } from './after-close.service.js';
import { AmendmentSigning } from './amendment-signing.service.js';
import { AmendmentService } from './amendment.service.js';
import { CommandAnswers } from './command-answers.js';
import { CommandPreviewService } from './command-preview.service.js';
import { CommandCourier } from './command.courier.js';
import { CommandService } from './command.service.js';
import { CycleContextService } from './cycle-context.service.js';
import { CycleRunService } from './cycle-run.service.js';
import { CycleStatusService } from './cycle-status.service.js';
import { CycleService } from './cycle.service.js';
import { CyclesActivities } from './cycles.activities.js';
import { CyclesOptions } from './cycles-options.js';
import { LatenessService } from './lateness.service.js';
import { ConcernedSources } from './concerned-sources.js';
import { ReopeningService } from './reopening.service.js';
import { EarlyClosingService } from './early-closing.service.js';
import { AvailabilityService } from './availability.service.js';
import { OutageService } from './outage.service.js';
import { PauseService } from './pause.service.js';
import { ResumePreviewService } from './resume-preview.service.js';
import { HistoryService } from './history.service.js';
import { OwnDeadlineSources } from './own-deadlines.js';
import { OwedSources } from './owed-sources.js';
import { ProgressService } from './progress.service.js';
import { ProgressSources } from './progress-sources.js';
import { PanelSources } from './panel-sources.js';
import { RescheduleService } from './reschedule.service.js';
import { PlanningService } from './planning/planning.service.js';
import { StageHandlers, StageTypes } from './stage-types.js';
import { StageService } from './stage.service.js';

/** Commands to workflows, for the API; needs `TemporalClientModule` and `EventsModule`. */
@Module({
  providers: [AvailabilityService, OutageService, CommandCourier, CommandService, ResumePreviewService],
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
      OwedSources,
      OwnDeadlineSources,
      ProgressSources,
      PanelSources,
      RescheduleService,
      AmendmentSigning,
      AmendmentService,
      ConcernedSources,
      PauseService,
      EarlyClosingService,
      AfterCloseService,
      ReopeningService,
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
