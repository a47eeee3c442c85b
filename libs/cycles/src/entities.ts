import type { EntitySchema } from '@mikro-orm/core';
import { AmendmentSignature } from './move-deadline/amendment-signature.entity.js';
import { Amendment } from './move-deadline/amendment.entity.js';
import { Attention } from './rows/attention.entity.js';
import { Command } from './commands/command.entity.js';
import { CycleRevision } from './rows/cycle-revision.entity.js';
import { Cycle } from './rows/cycle.entity.js';
import { Pause } from './rows/pause.entity.js';
import { HistoryRevision } from './history/history-revision.entity.js';
import { Programme } from './rows/programme.entity.js';
import { StageRecord } from './rows/stage-record.entity.js';
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
