import { z } from 'zod';
import {
  type CycleDefinition,
  type DefinitionProblem,
  type StageDefinition,
  type StageType,
  bothZones,
  hardClose,
} from '#libs/cycles';
import { schemaMessage } from '#libs/platform';
import { callForEntries, formOf } from './call-for-entries.type.js';
import { appealProblems, appealsSchema } from './appeal.settings.js';
import { clarificationProblems, clarificationsSchema } from './clarification.settings.js';
import { eligibilityRehearsal } from './eligibility.rehearsal.js';
import { SEVERITIES, checkRule } from './eligibility.rules.js';
import { GUANGZHOU_REASONS, GUANGZHOU_RULES } from './eligibility-shipped-rules.js';
import { checkForm } from '../form/form-validation.js';
import type { Form } from '../form/form.js';
import { eligibilityWords } from './stage.words.js';
import { refusal } from '../refusals.words.js';

const key = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, schemaMessage(refusal('rules.key')));
const sentence = z.string().trim().min(1).max(300);
const languageTag = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, schemaMessage(refusal('rules.language')));

/** A sentence in one language, or in several by their tags. */
const message = z.union([
  sentence,
  z.record(languageTag, sentence).refine((texts) => 'en' in texts, schemaMessage(refusal('rules.english'))),
]);

/** A rule as a definition, or a dry run of rules, brings it. */
export const eligibilityRule = z.strictObject({
  id: key,
  severity: z.enum(SEVERITIES).default('block'),
  /** CEL over `entry`, `city` and `definition`; true when the rule is met. */
  expression: z.string().trim().min(1).max(1000),
  message,
});

const settings = z.strictObject({
  rules: z.array(eligibilityRule).min(1).max(50).default(GUANGZHOU_RULES),
  /** Reasons that people choose from; any code will do where the list is empty. */
  reasons: z
    .array(z.strictObject({ code: key, text: message }))
    .max(50)
    .default(GUANGZHOU_REASONS),
  clarifications: clarificationsSchema.optional(),
  appeals: appealsSchema.optional(),
});
export type EligibilitySettings = z.output<typeof settings>;

/** The stage in which rules and people say which entries are valid. */
export const eligibility: StageType<EligibilitySettings> = {
  key: 'eligibility',
  settings,
  decides: true,
  takes: [],
  mayCloseEarly: true,
  words: eligibilityWords,
  rehearsal: eligibilityRehearsal,
  check(stage, definition) {
    const { rules, reasons } = stage.settings as EligibilitySettings;
    const deadlines = [
      ...beforeCallProblems(stage, definition),
      ...clarificationProblems(stage, definition.zone),
      ...appealProblems(stage, definition),
    ];
    if (typeof definition.form === 'string') return deadlines;
    const form = formOf(definition);
    if (checkForm(form) !== null) return deadlines;
    return [
      ...deadlines,
      ...ruleProblems(rules, form, 'settings'),
      ...twice(
        reasons.map(({ code }) => code),
        'settings/reasons',
        'code',
      ),
    ];
  },
};

/**
 * Eligibility that does not wait for a call runs beside it, and must not be over before it: what
 * came in later would be in no decision. Calls that wait for it are another matter.
 */
function beforeCallProblems(stage: StageDefinition, { zone, stages }: CycleDefinition): DefinitionProblem[] {
  const { deadline } = stage.window;
  return stages
    .filter(
      ({ key, type, after }) => type === callForEntries.key && !stage.after.includes(key) && !after.includes(stage.key),
    )
    .flatMap(({ title, window }) => {
      const closes = hardClose(window.deadline, window.grace, zone);
      if (deadline >= closes) return [];
      const end = bothZones(closes, zone);
      const problem = {
        pointer: 'window/deadline',
        value: deadline,
        message: `is before "${title}" takes its last entries: what comes in after it would be checked by nobody`,
        allowed: `${closes} or later`,
        action: `End it on ${end} or later, or let it come after "${title}".`,
      };
      return [problem];
    });
}

/** What is wrong with a set of rules for that form; pointers begin with `at`. */
export function ruleProblems(rules: EligibilitySettings['rules'], form: Form, at: string): DefinitionProblem[] {
  const unusable = rules.flatMap((each, index) => {
    const message = checkRule(each, form);
    if (message === null) return [];
    const allowed = 'a CEL expression over entry, city and definition that gives true or false';
    return [{ pointer: `${at}/rules/${index}/expression`, value: each.expression, message, allowed }];
  });
  return [
    ...twice(
      rules.map(({ id }) => id),
      `${at}/rules`,
      'id',
    ),
    ...unusable,
  ];
}

function twice(keys: string[], pointer: string, name: string): DefinitionProblem[] {
  return keys.flatMap((value, index) =>
    keys.indexOf(value) === index
      ? []
      : [{ pointer: `${pointer}/${index}/${name}`, value, message: 'is there twice', allowed: `${name}s that differ` }],
  );
}
