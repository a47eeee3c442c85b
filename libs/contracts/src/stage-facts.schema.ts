import { z } from 'zod';
import { RELEASE_AUDIENCES, STAGE_STATES, type StageFacts } from './workflows/stage-facts.js';

const instant = z.iso.datetime();

/** StageFacts as the API answers them. */
export const stageFactsSchema = z
  .object({
    cycleId: z.uuid(),
    stageKey: z.string(),
    type: z.string(),
    revision: z.int(),
    state: z.enum(STAGE_STATES),
    version: z.int(),
    opensAt: instant,
    deadlineAt: instant,
    hardCloseAt: instant,
    deadlineVersion: z.int(),
    after: z.array(z.string()),
    ladder: z.array(z.object({ step: z.string(), at: instant })),
    releases: z.array(
      z.object({
        audience: z.enum(RELEASE_AUDIENCES),
        when: z.union([z.literal('decided'), z.literal('command'), instant]),
      }),
    ),
    releasedTo: z.array(z.enum(RELEASE_AUDIENCES)),
    decides: z.boolean(),
    openedAt: instant.nullable(),
    closedAt: instant.nullable(),
    decisionDigest: z.string().nullable(),
  })
  .meta({ id: 'StageFacts' }) satisfies z.ZodType<StageFacts>;
