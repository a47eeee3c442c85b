import { type DynamicModule, Module, type Provider } from '@nestjs/common';
import { CYCLE_RULES } from '#libs/identity';
import { CYCLE_DIRECTORY } from '#libs/platform';
import { CommandCourier } from './command.courier.js';
import { CommandService } from './command.service.js';
import { CycleContextService } from './cycle-context.service.js';
import { CycleRunService } from './cycle-run.service.js';
import { CycleStatusService } from './cycle-status.service.js';
import { CycleService } from './cycle.service.js';
import { CyclesActivities } from './cycles.activities.js';
import { CyclesOptions } from './cycles-options.js';
import { OwedSources } from './owed-sources.js';
import { StageHandlers, StageTypes } from './stage-types.js';
import { StageService } from './stage.service.js';

/** Commands to workflows, for the API; needs `TemporalClientModule`. */
@Module({ providers: [CommandCourier, CommandService], exports: [CommandService] })
export class CycleCommandsModule {}

/** Cycles and their stages, for every app. Libs that bring stage types register them from their own modules. */
@Module({})
export class CyclesModule {
  static forRoot(options: CyclesOptions): DynamicModule {
    const services: Provider[] = [
      StageTypes,
      StageHandlers,
      OwedSources,
      StageService,
      CycleService,
      CycleRunService,
      CycleStatusService,
      CycleContextService,
      CyclesActivities,
      { provide: CYCLE_RULES, useExisting: CycleContextService },
      { provide: CYCLE_DIRECTORY, useExisting: CycleContextService },
    ];
    return {
      module: CyclesModule,
      global: true,
      providers: [{ provide: CyclesOptions, useValue: options }, ...services],
      exports: services.map((provider) => ('provide' in provider ? provider.provide : provider)),
    };
  }
}
