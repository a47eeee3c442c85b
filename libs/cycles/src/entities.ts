import type { EntitySchema } from '@mikro-orm/core';
import { AmendmentSignature } from './amendment-signature.entity.js';
import { Amendment } from './amendment.entity.js';
import { Attention } from './attention.entity.js';
import { Command } from './command.entity.js';
import { CycleRevision } from './cycle-revision.entity.js';
import { Cycle } from './cycle.entity.js';
import { Pause } from './pause.entity.js';
import { HistoryRevision } from './history-revision.entity.js';
import { Programme } from './programme.entity.js';
import { StageRecord } from './stage-record.entity.js';
import { Stage } from './stage.entity.js';

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
