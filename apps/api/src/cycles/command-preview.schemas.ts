import { z } from 'zod';
import { RELEASE_AUDIENCES, STAGE_STATES } from '#libs/contracts';
import { Told } from './amendment.schemas.js';
import { Reopening } from './command.schemas.js';
import { Zoned, zonedMove } from './cycle.schemas.js';

const stageKey = z.string().min(1).max(40);
const state = z.enum(STAGE_STATES);

/** A command that might be given, without its reason. */
export const WouldCommand = z.discriminatedUnion('command', [
  z.strictObject({ command: z.literal('pause') }),
  z.strictObject({ command: z.literal('cancel') }),
  z.strictObject({ command: z.literal('open'), stageKey }),
  z.strictObject({ command: z.literal('close'), stageKey }),
  Reopening.omit({ reason: true }).extend({ command: z.literal('reopen'), stageKey }),
  z.strictObject({ command: z.literal('release'), stageKey, audience: z.enum(RELEASE_AUDIENCES) }),
]);

export const CommandPreview = z
  .object({
    now: Zoned,
    stages: z.array(
      z.object({
        stageKey: z.string(),
        title: z.string(),
        state: z.object({ from: state, to: state }),
        ...zonedMove,
        owing: z
          .enum(['kept', 'due', 'lost'])
          .nullable()
          .describe('What is owed can be done later, is due from now, or can be done no more'),
        owed: z
          .array(z.object({ personId: z.string(), name: z.string().optional(), what: z.string() }))
          .describe('At most 100 people'),
        counts: z.array(z.object({ what: z.string(), count: z.int(), of: z.int().nullable() })),
      }),
    ),
    told: z.array(Told),
  })
  .meta({ id: 'CommandPreview' });
