import { z } from 'zod';
import { CYCLE_STATUSES, STAGE_STATES, WINDOW_STEPS } from '#libs/contracts';
import { MAIL_LISTS } from '#libs/cycles';
import { LANGUAGES } from '#libs/identity';
import { PageQuery } from '#libs/platform';

const instant = z.iso.datetime();
const key = z.string().min(1).max(40);
/** Instants are shown twice: in UTC, and local with the zone's name. */
export const Zoned = z.object({ utc: instant, local: z.iso.datetime({ offset: true }), zone: z.string() });

export const ZonedChange = z.object({ from: Zoned, to: Zoned });
/** What moves of a stage's windows. */
export const zonedMove = {
  opens: ZonedChange.nullable(),
  deadline: ZonedChange.nullable(),
  hardClose: ZonedChange.nullable(),
  steps: z.array(ZonedChange.extend({ step: z.enum(WINDOW_STEPS) })).describe('Further deadlines'),
  releases: z.array(ZonedChange.extend({ audience: z.string() })),
};

export const CyclePath = z.object({ cycleId: z.uuid() });
export const StagePath = CyclePath.extend({ stageKey: key });

/** A definition as an object, or as the text of a YAML or JSON document. */
export const GivenDefinition = z.strictObject({
  definition: z
    .union([z.string().min(1).max(500_000), z.record(z.string(), z.unknown())])
    .describe('An object, or the text of a YAML or JSON document'),
});
export type GivenDefinition = z.output<typeof GivenDefinition>;

/** In which language people are told. */
export const InLanguage = z.object({ language: z.enum(LANGUAGES).default('en') });

/** The same, and which mails are listed one by one. */
export const Explaining = InLanguage.extend({
  mails: z
    .enum(MAIL_LISTS)
    .default('ordinary')
    .describe('Those of every cycle, or also those of what is out of the ordinary'),
});

export const PreviewedDefinition = GivenDefinition.extend(Explaining.shape);

export const Preview = z
  .object({
    explanation: z.string().describe('Markdown: what happens when, who gets which mail, what nobody has decided yet'),
    ics: z.string().describe('The calendar, as iCalendar (RFC 5545)'),
    svg: z.string().describe('The calendar as a picture'),
  })
  .meta({ id: 'DefinitionPreview' });

export const CycleQuery = PageQuery.extend({
  status: z.enum(CYCLE_STATUSES).optional(),
  programme: key.optional().describe('Key of the programme'),
});

export const Cycle = z
  .object({
    id: z.uuid(),
    programme: z.string(),
    edition: z.string(),
    title: z.string(),
    zone: z.string(),
    demonstration: z.boolean().describe('Everything of this cycle is a DEMONSTRATION'),
    status: z.enum(CYCLE_STATUSES),
    revision: z.int().describe('Revision of the definition in force; 0 while a draft'),
    version: z.int(),
    createdAt: instant,
    publishedAt: instant.nullable(),
    pausedAt: instant.nullable().describe('Since when nothing opens, closes or comes in'),
    endedAt: instant.nullable(),
  })
  .meta({ id: 'Cycle' });

export const DefinitionInForce = z
  .object({ revision: z.int(), digest: z.string(), definition: z.looseObject({}) })
  .meta({ id: 'CycleDefinition' });

/** What is wrong with a document, each with what to do. */
export const foundProblems = z.array(
  z.object({
    pointer: z.string(),
    value: z.unknown(),
    message: z.string(),
    allowed: z.string(),
    action: z.string().describe('What to do'),
  }),
);
export const DefinitionCheck = z
  .object({
    sound: z.boolean(),
    problems: foundProblems,
    definition: z.looseObject({}).nullable().describe('The complete definition, every default filled in'),
    digest: z.string().nullable(),
  })
  .meta({ id: 'DefinitionCheck' });

/** What the clock alone makes happen. */
export const Firing = z.object({
  what: z.enum(['opens', 'reminder', 'deadline', 'hard-close', 'release']),
  at: Zoned,
  detail: z.string().optional(),
});

export const Stage = z
  .object({
    key: z.string(),
    type: z.string(),
    title: z.string(),
    state: z.enum(STAGE_STATES),
    version: z.int(),
    deadlineVersion: z.int(),
    opens: Zoned,
    deadline: Zoned,
    hardClose: Zoned.describe('Deadline and grace; nothing comes in at or after it'),
    steps: z
      .array(z.object({ step: z.enum(WINDOW_STEPS), deadline: Zoned, hardClose: Zoned.describe('Deadline and grace') }))
      .describe('Further deadlines, of a call for entries'),
    opened: Zoned.nullable(),
    closed: Zoned.nullable(),
    releasedTo: z.array(z.string()),
    waitsFor: z.array(z.string()).describe('Stages whose decision it still waits for'),
    next: Firing.nullable(),
  })
  .meta({ id: 'Stage' });

/** A workflow that cannot go on by itself. */
export const Attention = z.object({
  stageKey: z.string().nullable(),
  code: z.string(),
  detail: z.string(),
  raised: Zoned,
});

export const CycleStatus = z
  .object({
    cycle: Cycle,
    now: Zoned,
    next: Firing.extend({ stageKey: z.string() }).nullable(),
    attention: z.array(Attention),
    toCountersign: z
      .array(
        z.object({
          amendmentId: z.uuid(),
          number: z.int(),
          reasonCode: z.string(),
          definitionDigest: z.string().describe('What is signed with `POST …/amendments/{amendmentId}/sign`'),
        }),
      )
      .describe('Deadlines that one person has moved by command; a second one of the staff countersigns. At most 20'),
    stages: z.array(
      Stage.extend({
        owed: z
          .array(z.object({ personId: z.string(), name: z.string().optional(), what: z.string() }))
          .describe('Who still owes what; at most 100'),
      }),
    ),
  })
  .meta({ id: 'CycleStatus' });
