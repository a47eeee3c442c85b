import { z } from 'zod';
import { STAGE_STATES } from '#libs/contracts';

const instant = z.iso.datetime();
const Zoned = z.object({ utc: instant, local: z.iso.datetime({ offset: true }), zone: z.string() });

export const Outage = z
  .object({
    id: z.uuid(),
    from: instant.describe('When the service last said that it can serve'),
    to: instant.describe('When it could again'),
    stages: z.array(
      z.object({
        cycleId: z.uuid(),
        programme: z.string(),
        cycleTitle: z.string(),
        stageKey: z.string(),
        title: z.string(),
        state: z.enum(STAGE_STATES),
        deadline: Zoned,
        confirmed: Zoned.nullable(),
        proposal: z
          .object({ do: z.enum(['extend', 'reopen']), deadline: Zoned })
          .nullable()
          .describe('Null until it is confirmed, and when the deadline was moved since'),
      }),
    ),
  })
  .meta({ id: 'Outage' });
