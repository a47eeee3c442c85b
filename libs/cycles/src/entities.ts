import type { EntitySchema } from '@mikro-orm/core';
import { AmendmentSignature, Amendment } from './move-deadline/amendment.entities.js';
import { Attention, CycleRevision, Cycle, Pause, Programme, StageRecord } from './rows/cycle.entities.js';
import { Command } from './commands/command.entity.js';
import { HistoryRevision } from './history/history-revision.entity.js';
import { Stage } from './definition/stage.entity.js';

/** The entities of `cycles`, for `PlatformModule.forRoot`. */
export const cyclesEntities = [
  Amendment,
  AmendmentSignature,
  Attention,
  Command,
  Cycle,
  CycleRevision,
  Pause,
  HistoryRevision,
  Programme,
  Stage,
  StageRecord,
] as EntitySchema[];
