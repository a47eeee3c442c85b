import type { EntitySchema } from '@mikro-orm/core';
import { Attention } from './attention.entity.js';
import { Command } from './command.entity.js';
import { CycleRevision } from './cycle-revision.entity.js';
import { Cycle } from './cycle.entity.js';
import { Programme } from './programme.entity.js';
import { Reason } from './reason.entity.js';
import { StageRecord } from './stage-record.entity.js';
import { Stage } from './stage.entity.js';

/** The entities of `cycles`, for `PlatformModule.forRoot`. */
export const cyclesEntities = [
  Attention,
  Command,
  Cycle,
  CycleRevision,
  Programme,
  Reason,
  Stage,
  StageRecord,
] as EntitySchema[];
