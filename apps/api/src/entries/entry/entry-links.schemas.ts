import { z } from 'zod';
import { EntryStanding, Fault } from './entry.schemas.js';

const line = (max: number) => z.string().trim().min(1).max(max);

export const NewFramework = z.strictObject({ name: line(200).describe("The city's name for it") });
export const NewResubmission = z.strictObject({
  cycleId: z.uuid().describe('The cycle it is entered into'),
  stageKey: line(40).optional().describe('The call for entries, where a cycle has several'),
  newEvidence: line(6000).describe('What is new since, and what proves it'),
});
export const Resubmitted = z
  .object({ ...EntryStanding.shape, leftOut: z.array(Fault).describe('What the form of the cycle does not take') })
  .meta({ id: 'Resubmitted' });
