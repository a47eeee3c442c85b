import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { z } from 'zod';
import {
  LANGUAGES,
  RELEASE_AUDIENCES,
  type Instant,
  type Language,
  type ReleaseStep,
  type Role,
} from '#libs/contracts';
import { ENTRANT_KINDS, type EntrantKind } from '#libs/words';
import { isDuration, isZone } from './calendar.js';
import { cycleWords } from './definition.words.js';
import type { StepWindows } from './window-steps.js';

const key = z.string().refine((text) => /^[a-z][a-z0-9-]{0,39}$/.test(text), {
  error: 'must be a key',
  params: { allowed: 'lower-case letters, digits and hyphens, at most 40, a letter first' },
});
const line = (max: number) => z.string().trim().min(1).max(max);
const time = z.string().refine((text) => /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text), {
  error: 'must be a date and time',
  params: { allowed: 'a local date and time such as 2027-08-31T23:59, or one with an offset' },
});
const duration = z.string().refine(isDuration, {
  error: 'must be an ISO 8601 duration',
  params: { allowed: 'an ISO 8601 duration that is not negative, such as P7D or PT1H' },
});

const language = z.string().refine((text) => /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(text), {
  error: 'must be a language tag',
  params: { allowed: 'a language tag such as en or zh-Hans' },
});

/** A criterion experts score by: its scale (whole steps from min to max) and its weight in the mean. */
export const criterionSchema = z.strictObject({
  key,
  title: line(120),
  weight: z.number().positive().max(1000).default(1),
  scale: z
    .strictObject({ min: z.int().min(0), max: z.int().max(100) })
    .refine((scale) => scale.min < scale.max, 'min must be below max')
    .default({ min: 1, max: 5 }),
});
export type Criterion = z.output<typeof criterionSchema>;

const releaseSchema = z.strictObject({
  audience: z.enum(RELEASE_AUDIENCES),
  when: z.union([z.enum(['decided', 'command']), time]),
});

/** Roles that can certify; auditors change nothing, and cities do not decide. */
const CERTIFYING_ROLES = ['secretariat', 'organiser', 'expert', 'juror'] as const satisfies Role[];

export const COMPLAINT_PUBLICATIONS = ['outcome', 'count', 'nothing'] as const;

/** How cities may complain about the decision of a stage; not at all unless a stage says so. */
const complaintsSchema = z.strictObject({
  /** From the release to those concerned. */
  window: duration,
  /** From its filing to the answer. */
  answer: duration.default('P30D'),
  /** Reminders of the handlers, before the answer is due. */
  ladder: z.array(duration).max(20).default(['P7D']),
  handledBy: z.array(z.enum(CERTIFYING_ROLES)).default(['secretariat']),
  publish: z.enum(COMPLAINT_PUBLICATIONS).default('nothing'),
});
export type ComplaintSettings = z.output<typeof complaintsSchema>;

const stepSchema = z.strictObject({ deadline: time, grace: duration.default('PT0S') });

/** Further deadlines of a stage that takes entries. */
const stepsSchema = z.strictObject({
  /** Until then an entry may be begun; what was begun in time goes on until the stage's deadline. */
  registration: stepSchema.optional(),
  /** What is first submitted before it is marked as early; nothing is refused by it. */
  earlyBird: z.strictObject({ deadline: time }).optional(),
  /** Until then files may be added to a submitted entry, beside what was submitted. */
  supportingMaterial: stepSchema.optional(),
});

/** One stage as written in a definition. `settings` are checked by the schema of its type. */
export const stageDocumentSchema = z.strictObject({
  key,
  type: z.string().min(1).max(40),
  title: line(120).optional(),
  after: z.array(key).optional(),
  window: z.strictObject({
    opens: time,
    deadline: time,
    grace: duration.default('PT0S'),
    steps: stepsSchema.optional(),
  }),
  ladder: z.array(duration).max(20).default([]),
  settings: z.record(z.string(), z.unknown()).default({}),
  release: z.array(releaseSchema).max(RELEASE_AUDIENCES.length).default([]),
  closesEarly: z.boolean().default(false),
  certifiers: z
    .strictObject({
      count: z.int().min(0).max(9).default(1),
      roles: z.array(z.enum(CERTIFYING_ROLES)).default(['secretariat']),
    })
    .optional(),
  complaints: complaintsSchema.optional(),
});
export type StageDocument = z.output<typeof stageDocumentSchema>;

/** A cycle definition as people write it, in YAML or JSON. What it does not name is off, or the simplest form. */
export const cycleDocumentSchema = z.strictObject({
  programme: z.strictObject({ key, name: line(120) }),
  edition: line(40),
  title: line(200),
  zone: z.string().refine(isZone, {
    error: 'must be a time zone',
    params: { allowed: 'a name of the IANA database, such as Asia/Shanghai' },
  }),
  languages: z.array(language).min(1).default(['en']),
  signature: z.string().trim().min(1).max(500).optional(),
  demonstration: z.boolean().default(false),
  expertsMayJudge: z.boolean().default(false),
  entrant: z.enum(ENTRANT_KINDS).optional(),
  criteria: z.array(criterionSchema).max(30).default([]),
  form: z.union([z.string().min(1).max(40), z.record(z.string(), z.unknown())]).nullish(),
  stages: z.array(stageDocumentSchema).min(1).max(30),
});
export type CycleDocument = z.input<typeof cycleDocumentSchema>;

/** One stage, complete: instants in UTC, settings with the defaults of its type. */
export interface StageDefinition {
  key: string;
  type: string;
  title: string;
  /** Keys of the stages whose decision it waits for. */
  after: string[];
  window: {
    opens: Instant;
    deadline: Instant;
    grace: string;
    /** Further deadlines; absent where there are none. */
    steps?: StepWindows;
  };
  /** ISO 8601 durations before the deadline. */
  ladder: string[];
  settings: Record<string, unknown>;
  release: ReleaseStep[];
  /** It closes before its deadline when nobody owes anything any more; absent where it does not. */
  closesEarly?: true;
  /** How many different people certify its decision, and of which roles; count 0 where nothing is decided. */
  certifiers: { count: number; roles: Role[] };
  /** How cities may complain about its decision; absent where they may not. */
  complaints?: ComplaintSettings;
}

/** A complete definition, as it is frozen and digested: every default filled in, every instant in UTC. */
export interface CycleDefinition {
  programme: { key: string; name: string };
  edition: string;
  title: string;
  /** IANA zone of the calendar. */
  zone: string;
  languages: string[];
  /** What mails of this cycle are signed with. */
  signature: string;
  /** Every result, mail and export of such a cycle says DEMONSTRATION. */
  demonstration: boolean;
  /** May an expert of this cycle also be its juror? */
  expertsMayJudge: boolean;
  /** Who enters, as words call them; cities where it is absent. */
  entrant?: EntrantKind;
  /** Criteria shared by its stages. */
  criteria: Criterion[];
  /** The form's JSON Schema 2020-12 document, or the name of one that a stage type ships and fills in; null without. */
  form: Record<string, unknown> | string | null;
  stages: StageDefinition[];
}

/**
 * What mails are signed with where a definition does not say. It is written into the definition, so it stays as it
 * is whatever the words say later.
 */
export const defaultSignature = ({ programme }: Pick<CycleDefinition, 'programme'>): string =>
  `The secretariat of the ${programme.name}`;

/**
 * What mails are signed with, in each language: as the definition says, which is the same in all of
 * them, or by default.
 */
export function signatureOf(definition: Pick<CycleDefinition, 'programme' | 'signature'>): Record<Language, string> {
  const { signature } = definition;
  const own = signature === defaultSignature(definition) ? null : signature;
  const signed = LANGUAGES.map((language) => [
    language,
    own ?? cycleWords.say(language, 'signature', { programme: definition.programme.name }),
  ]);
  return Object.fromEntries(signed) as Record<Language, string>;
}

/** SHA-256, hex, over the RFC 8785 JSON of a value. */
export const digestOf = (value: unknown): string =>
  createHash('sha256')
    .update(canonicalize(value) ?? 'null')
    .digest('hex');

/** SHA-256, hex, over the RFC 8785 JSON of the complete definition; stored beside each revision as `sha256-jcs-v1`. */
export const definitionDigest = (definition: CycleDefinition): string => digestOf(definition);

/** The stage of that key; an error when there is none, since keys come from rows the definition made. */
export function stageDefinitionOf(definition: CycleDefinition, stageKey: string): StageDefinition {
  const stage = definition.stages.find((candidate) => candidate.key === stageKey);
  if (!stage) throw new Error(`No stage "${stageKey}" in the definition of ${definition.title}`);
  return stage;
}
