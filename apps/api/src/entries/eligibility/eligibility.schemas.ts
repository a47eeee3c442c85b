import { z } from 'zod';
import { BULK_MAX, QUEUE_STATES, SEVERITIES, eligibilityRule } from '#libs/entries';
import { PageQuery } from '#libs/platform';
import { entryFilter, filterOf, instant, reasonCode, reasonText, truth } from '../entry/entry.schemas.js';

const line = (max: number) => z.string().trim().min(1).max(max);

const queueFilter = {
  ...entryFilter,
  state: z
    .enum(QUEUE_STATES)
    .optional()
    .describe('`open`: nobody has said anything of its last version; `asked`: its city is being asked'),
  rule: line(40).optional().describe('Id of a rule that is not met'),
  mine: truth.optional().describe('Only what you have in hand'),
};
export const QueueQuery = PageQuery.extend(queueFilter);
/** The same in a body, where a truth is one. */
export const QueuePart = z
  .strictObject({ ...queueFilter, late: z.boolean().optional(), mine: z.boolean().optional() })
  .describe('Part of the queue, as its list takes it');
type GivenPart = z.output<typeof QueuePart>;
export const partOf = ({ rule, ...rest }: GivenPart) => ({
  ...filterOf(rest),
  ...(rule ? { failedRule: rule } : {}),
});

const outcome = z.enum(['valid', 'invalid']);
const verdict = {
  outcome,
  reasonCode: reasonCode.optional(),
  reasonText: reasonText.optional().describe('Needed, like the code, where the outcome is not what the rules say'),
};
export const NewVerdict = z.strictObject({
  ...verdict,
  version: z.int().min(1).max(999_999_999).describe('The version of the entry that was looked at'),
});

export const QueuedEntry = z
  .object({
    entryId: z.uuid(),
    version: z.int(),
    title: z.string(),
    city: z.object({ id: z.uuid(), name: z.string(), countryCode: z.string(), region: z.string() }),
    late: z.boolean(),
    rules: z.array(
      z.object({
        id: z.string(),
        severity: z.enum(SEVERITIES),
        result: z.enum(['pass', 'fail', 'error']),
        reason: z.string().describe('In the language asked for, with the values because of which it is not met'),
        values: z
          .array(
            z.object({
              of: z.string().describe('The fact that was read'),
              value: z.string().nullable().describe('Null when it was not given'),
              must: z
                .string()
                .nullable()
                .describe('What it has to be: ge, in, given …; null where only the value is known'),
              than: z.string().nullable().describe('What it was compared with'),
            }),
          )
          .optional(),
      }),
    ),
    rulesOutcome: z.enum(['valid', 'invalid', 'undecided']),
    toAnswer: z.array(z.string()).describe('Rules that whoever decides answers with a reason'),
    held: z.object({ by: z.string(), until: instant }).nullable().describe('Who has it in hand'),
    asked: z
      .object({ clarificationId: z.uuid(), by: z.string(), until: instant })
      .nullable()
      .describe('What its city is being asked, and by whom; nothing is said of it meanwhile'),
    duplicates: z.int().describe('Entries like it that nobody has compared with it yet'),
    verdict: z
      .object({
        outcome,
        overridden: z.boolean(),
        reasonCode: z.string().nullable(),
        reasonText: z.string().nullable(),
        checkedBy: z.string(),
        checkedAt: instant,
        revision: z.int().describe('Of the definition whose rules it followed'),
      })
      .nullable(),
  })
  .meta({ id: 'EligibilityOfEntry' });
export const NextEntry = z.object({ entry: QueuedEntry.nullable().describe('Null when none is left') });
export const VerdictReasons = z.object({ items: z.array(z.object({ code: z.string(), text: z.string() })) });

const of = z
  .union([z.strictObject({ entryIds: z.array(z.uuid()).min(1).max(BULK_MAX) }), z.strictObject({ filter: QueuePart })])
  .describe('The entries named, or a part of the queue');
export const NewBulkVerdict = z.strictObject({ ...verdict, of });
export const ConfirmedBulkVerdict = z.strictObject({
  ...verdict,
  of,
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('Of the dry run you have read'),
});
export const BulkVerdict = z
  .object({
    digest: z.string().describe('Stands for the verdict, the entries, their versions and what was last said of them'),
    entries: z.array(
      z.object({
        entryId: z.uuid(),
        version: z.int(),
        title: z.string(),
        cityName: z.string(),
        overrides: z.boolean().describe('Is the outcome another than the rules say?'),
      }),
    ),
    leftOut: z.array(
      z.object({ entryId: z.uuid(), title: z.string(), because: z.enum(['asked', 'in-other-hands', 'needs-reason']) }),
    ),
  })
  .meta({ id: 'BulkVerdict' });

export const NewTrial = z.strictObject({
  rules: z.array(eligibilityRule).min(1).max(50).optional().describe('Left out: the rules in force'),
});
export const Trial = z
  .object({
    id: z.uuid(),
    total: z.int(),
    lookedAt: z.int(),
    outcomes: z.object({ valid: z.int(), invalid: z.int(), undecided: z.int() }),
    changed: z.int().describe('Entries that the rules in force judge in another way'),
    rules: z.array(
      z.object({
        id: z.string(),
        pass: z.int(),
        fail: z.int(),
        error: z.int(),
        examples: z.array(z.uuid()).describe('The first entries that do not meet it'),
      }),
    ),
    startedAt: instant,
    finishedAt: instant.nullable().describe('Null while it goes on'),
  })
  .meta({ id: 'EligibilityDryRun' });

const Compared = z.object({
  id: z.uuid(),
  cycleId: z.uuid(),
  edition: z.string(),
  version: z.int().nullable().describe('Null for an entry of a past edition'),
  state: z.enum(['draft', 'submitted', 'withdrawn']).nullable(),
  title: z.string(),
  abstract: z.string(),
  isTranslated: z.boolean().describe('Are these the texts of a translation, in the language entries are judged in?'),
  cityName: z.string(),
  countryCode: z.string(),
});
const likeness = z.number().min(0).max(1).nullable().describe('From 0 to 1; null where a text is too short to say');
const mark = { verdict: z.enum(['same', 'different']), reasonCode };
export const DuplicateMark = z
  .object({
    ...mark,
    reasonCode: z.string(),
    reasonText: z.string().nullable(),
    markedBy: z.string(),
    markedAt: instant,
  })
  .meta({ id: 'DuplicateMark' });
export const NewDuplicateMark = z.strictObject({ ...mark, reasonText: reasonText.optional() });
export const DuplicatePair = z
  .object({
    a: Compared,
    b: Compared,
    likeness: z.object({ title: likeness, abstract: likeness }),
    mark: DuplicateMark.nullable().describe('What a person said of the two; null while nobody has'),
  })
  .meta({ id: 'DuplicatePair' });
export const DuplicatesQuery = PageQuery.extend({
  entryId: z.uuid().optional(),
  marked: truth.optional().describe('Has a person said whether they are the same?'),
});
export const DuplicateSearch = z.strictObject({ entryId: z.uuid() });
