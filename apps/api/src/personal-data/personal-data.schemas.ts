import { z } from 'zod';
import { instant, reasonCode, reasonText } from '../entries/entry/entry.schemas.js';

export const OwnErasure = z.strictObject({
  personId: z.uuid().describe('Your own id, so that nobody is erased by mistake'),
});
export const Why = z.strictObject({ reasonCode, reasonText });

const why = { reasonCode: z.string(), reasonText: z.string() };
export const Hold = z
  .object({
    id: z.uuid(),
    ...why,
    setBy: z.string(),
    setAt: instant,
    lifted: z.object({ by: z.string(), at: instant, ...why }).nullable(),
  })
  .meta({ id: 'LegalHold' });
export const Holds = z.object({ holds: z.array(Hold) }).meta({ id: 'LegalHolds' });

export const RetentionPeriod = z
  .object({
    kind: z.string(),
    from: z.string().describe('From when the days count'),
    days: z.int(),
    shippedDays: z.int().describe('What it is as long as nobody says otherwise'),
  })
  .meta({ id: 'RetentionPeriod' });
export const RetentionPeriods = z.object({ periods: z.array(RetentionPeriod) }).meta({ id: 'RetentionPeriods' });
export const NewPeriod = z.strictObject({ days: z.int().min(1).max(36_500), reasonCode, reasonText });
