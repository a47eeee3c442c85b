import { z } from 'zod';
import { CLARIFICATION_STATES } from '#libs/contracts';
import { CLARIFICATION_TIMEOUTS } from '#libs/entries';
import { schemaMessage } from '#libs/platform';
import { Zoned } from '../../cycles/cycle.schemas.js';
import { Signatory, reasonCode, reasonText } from '../entry/entry.schemas.js';
import { refusal } from '../../refusals.words.js';

const pointer = z
  .string()
  .regex(/^(\/([^~/]|~[01])+)+$/, schemaMessage(refusal('must.pointer')))
  .max(300)
  .describe("JSON pointer into the entry's content: a field, or a group of fields");
const section = z.string().min(1).max(100).describe('Key of a section of the form: all its fields');
const question = z.string().trim().min(1).max(2000);
const dueAt = z.iso.datetime({ offset: true }).transform((given) => new Date(given));

export const NewClarification = z.strictObject({
  entryId: z.uuid(),
  fields: z
    .array(z.union([z.strictObject({ pointer, question }), z.strictObject({ section, question })]))
    .min(1)
    .max(50)
    .describe('What the answer may change, each with the question about it; questions are kept in the database only'),
  dueAt: dueAt
    .optional()
    .describe("At the latest the stage's deadline; left out, as many days as the definition gives, at most until then"),
});
export const MoreTime = z.strictObject({ dueAt, reasonCode, reasonText: reasonText.optional() });
export const Cancellation = z.strictObject({ reasonCode: reasonCode.nullable().default(null) });

export const AnswersGiven = z.strictObject({
  answers: z
    .record(pointer, z.unknown())
    .describe('By the pointer of a named field: its new value. Fields may still be missing'),
});
export const AnswerSent = z.strictObject({
  version: z
    .int()
    .min(1)
    .max(999_999_999)
    .optional()
    .describe('The version of the answer you have seen; left out, whatever is saved is sent'),
  signatory: Signatory.optional(),
});

export const ClarificationSummary = z
  .object({
    id: z.uuid(),
    cycleId: z.uuid(),
    stageKey: z.string(),
    entryId: z.uuid(),
    entryVersion: z.int().describe('The version asked about'),
    state: z.enum(CLARIFICATION_STATES),
    fields: z.array(z.string()),
    askedBy: z.uuid().describe('Whoever asked; the answer returns to them'),
    asked: Zoned,
    answerBy: Zoned,
    answerByOfCity: Zoned.describe("The same instant in the city's zone"),
    deadlineVersion: z.int(),
    onTimeout: z
      .enum(CLARIFICATION_TIMEOUTS)
      .describe('Without an answer: decided on as it is by whoever asked, or invalid'),
    answered: z.object({ version: z.int(), at: Zoned }).nullable().describe('The version the answer made'),
  })
  .meta({ id: 'ClarificationSummary' });

export const Clarification = z
  .object({
    ...ClarificationSummary.shape,
    questions: z.array(
      z.object({
        pointer: z.string(),
        question: z.string(),
        present: z.unknown().describe('What the entry has there; null where nothing is'),
      }),
    ),
    draft: z
      .object({ answers: z.record(z.string(), z.unknown()), savedAt: Zoned })
      .nullable()
      .describe('What is saved and not sent; for the city alone'),
    version: z.int().describe('Of what is saved: its ETag; 0 before anything is'),
  })
  .meta({ id: 'Clarification' });
