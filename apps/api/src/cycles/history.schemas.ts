import { z } from 'zod';
import { pastEditionSchema } from '#libs/cycles';
import { Cycle, foundProblems } from './cycle.schemas.js';

const instant = z.iso.datetime();
const change = z.enum(['new', 'corrected', 'none']).describe('`none`: it says what is there already');

/** A past edition as an object, or as the text of a YAML or JSON document. */
export const GivenHistory = z.strictObject({
  document: z
    .union([z.string().min(1).max(900_000), z.record(z.string(), z.unknown())])
    .describe('An object, or the text of a YAML or JSON document'),
});
export type GivenHistory = z.output<typeof GivenHistory>;

const PastEdition = pastEditionSchema.meta({ id: 'PastEdition' });

export const HistoryCheck = z
  .object({
    sound: z.boolean(),
    problems: foundProblems,
    change: change.nullable(),
    cycleId: z.uuid().nullable().describe('The cycle it is entered as already'),
    revision: z.int().nullable().describe('The revision it becomes, or is'),
    digest: z.string().nullable(),
    document: PastEdition.nullable().describe('The complete document, every default filled in'),
  })
  .meta({ id: 'PastEditionCheck' });

export const HistoryEntered = z
  .object({ change, revision: z.int(), digest: z.string(), cycle: Cycle })
  .meta({ id: 'PastEditionEntered' });

export const HistoryQuery = z.strictObject({
  revision: z.coerce.number().int().min(1).max(1_000_000).optional().describe('An earlier one; for the staff'),
});

export const HistoryAnswer = z
  .object({
    cycleId: z.uuid(),
    revision: z.int(),
    digest: z.string(),
    enteredAt: instant,
    document: PastEdition,
    revisions: z.array(z.object({ revision: z.int(), digest: z.string(), enteredAt: instant })),
  })
  .meta({ id: 'PastEditionAnswer' });
