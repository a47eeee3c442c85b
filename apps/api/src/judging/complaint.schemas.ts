import { z } from 'zod';
import { COMPLAINT_KINDS, COMPLAINT_OUTCOMES, COMPLAINT_STATES } from '#libs/judging';
import { schemaMessage } from '#libs/platform';
import { refusal } from '../refusals.words.js';
import { Zoned } from '../cycles/cycle.schemas.js';

const outcome = z.enum(COMPLAINT_OUTCOMES);
const state = z
  .enum(COMPLAINT_STATES)
  .describe('`upheld`: the correction is pending; `corrected`: the decision that corrects it is in force');
const kind = z
  .enum(COMPLAINT_KINDS)
  .describe('`appeal`: against being found invalid; one who did not decide before settles it');
const reasonCode = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,59}$/, schemaMessage(refusal('must.code')))
  .describe('Published where the definition publishes outcomes, so no personal data');

export const NewComplaint = z.strictObject({
  stageKey: z.string().min(1).max(40).describe('The stage whose decision it is about'),
  text: z.string().trim().min(1).max(10_000).describe('Read by those who handle it; kept in the database only'),
});
export const NewAppeal = NewComplaint.pick({ text: true });
export const OwnComplaint = z
  .object({
    id: z.uuid(),
    number: z.string().describe('What the receipt says'),
    kind,
    entryId: z.uuid(),
    stageKey: z.string(),
    state,
    filed: Zoned,
    answerBy: Zoned,
    answer: z.object({ outcome, reasonCode: z.string(), text: z.string(), at: Zoned }).nullable(),
  })
  .meta({ id: 'OwnComplaint' });

export const ComplaintSummary = z
  .object({
    id: z.uuid(),
    number: z.string(),
    kind,
    stageKey: z.string(),
    decisionId: z.uuid(),
    entryId: z.uuid(),
    entryTitle: z.string(),
    cityName: z.string(),
    state,
    filed: Zoned,
    answerBy: Zoned,
    overdue: z.boolean().describe('No answer in time'),
    handlers: z.array(z.object({ personId: z.uuid(), name: z.string() })),
  })
  .meta({ id: 'ComplaintSummary' });
export const Complaint = z
  .object({
    ...ComplaintSummary.shape,
    text: z.string(),
    outcomes: z.array(
      z.object({
        version: z.int(),
        outcome,
        reasonCode: z.string(),
        text: z.string(),
        recordedBy: z.uuid(),
        at: Zoned,
      }),
    ),
    settled: z.object({ version: z.int(), by: z.uuid(), at: Zoned }).nullable(),
  })
  .meta({ id: 'Complaint' });

export const NewHandlers = z.strictObject({ personIds: z.array(z.uuid()).min(1).max(10) });
export const NewOutcome = z.strictObject({
  outcome,
  reasonCode,
  text: z.string().trim().min(1).max(10_000).describe('Told to the city, kept in the database only'),
});
export const Confirmation = z.strictObject({ version: z.int().min(1).describe('The outcome that was read') });

export const PublishedComplaints = z
  .object({
    stageKey: z.string(),
    received: z.int(),
    outcomes: z
      .array(z.object({ outcome, reasonCode: z.string(), count: z.int() }))
      .nullable()
      .describe('Null where only their number is published'),
  })
  .meta({ id: 'PublishedComplaints' });
