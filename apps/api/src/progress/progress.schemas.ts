import { z } from 'zod';
import { CYCLE_STATUSES, STAGE_STATES } from '#libs/contracts';
import { EXPECTED_FROM } from '#libs/cycles';
import { Attention, Firing, Zoned } from '../cycles/cycle.schemas.js';

const ProgressCount = z.object({
  what: z
    .string()
    .describe(
      'Entries: `draft`, `submitted`, `withdrawn`, and `untranslated` where the call names languages. Eligibility: `valid`, `invalid`, `open`. Screening: `reviews`. Jury: `ballots`. ' +
        'Once there is a proposal: `signatures`, `certifications`.',
    ),
  count: z.int(),
  of: z.int().nullable().describe('How many there should be; null where nothing says'),
});

const Intake = z
  .object({
    byRegion: z.array(z.object({ region: z.string(), drafts: z.int(), submitted: z.int() })),
    byDay: z
      .array(z.object({ day: z.iso.date().describe('In the zone of the award'), submitted: z.int() }))
      .describe('By the day of the first submit; days without any are left out'),
    expected: z
      .object({
        count: z.int().nullable().describe('Null when it is not known'),
        source: z
          .enum(EXPECTED_FROM)
          .describe('The pace of cycles run here; else the totals of past editions, of which no more is known'),
        of: z.array(z.string()).describe('Titles of the cycles or editions gone by'),
      })
      .nullable()
      .describe('How many entries there will be at the deadline; null once it has passed'),
  })
  .meta({ id: 'Intake' });

export const CycleProgress = z
  .object({
    id: z.string().describe('Two pictures with the same id say the same'),
    at: Zoned.describe('When it was taken'),
    cycleId: z.uuid(),
    title: z.string(),
    zone: z.string(),
    demonstration: z.boolean(),
    status: z.enum(CYCLE_STATUSES),
    revision: z.int(),
    pausedAt: z.iso.datetime().nullable().describe('Since when nothing opens, closes or comes in'),
    stages: z.array(
      z.object({
        key: z.string(),
        type: z.string(),
        title: z.string(),
        state: z.enum(STAGE_STATES),
        opens: Zoned,
        deadline: Zoned,
        waitsFor: z.array(z.string()).describe('Stages whose decision it still waits for'),
        next: Firing.nullable(),
        counts: z.array(ProgressCount).describe('Empty before the stage opens'),
        intake: Intake.nullable().describe('How entries come in to a call; null for other stages, and before it opens'),
      }),
    ),
    attention: z.array(Attention).describe('What is parked and waits for the secretariat; at most 50'),
  })
  .meta({ id: 'CycleProgress' });
