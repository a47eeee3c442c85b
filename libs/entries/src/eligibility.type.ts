import { z } from 'zod';
import type { DefinitionProblem, StageType } from '#libs/cycles';
import { formOf } from './call-for-entries.type.js';
import { GUANGZHOU_RULES, checkRule } from './eligibility.rules.js';
import { checkForm } from './form-validation.js';
import type { Form } from './form.js';

const rule = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a key: lower-case letters, digits and hyphens, a letter first'),
  severity: z.enum(['block', 'warn']).default('block'),
  /** CEL over `entry`, `city` and `deadline`; true when the rule is met. */
  expression: z.string().trim().min(1).max(1000),
  message: z.string().trim().min(1).max(300),
});

const settings = z.strictObject({ rules: z.array(rule).min(1).max(50).default(GUANGZHOU_RULES) });
export type EligibilitySettings = z.output<typeof settings>;

/** The stage in which rules and people say which entries are valid. */
export const eligibility: StageType<EligibilitySettings> = {
  key: 'eligibility',
  settings,
  decides: true,
  takes: [],
  check(stage, definition) {
    const { rules } = stage.settings as EligibilitySettings;
    if (typeof definition.form === 'string') return [];
    const form = formOf(definition);
    if (checkForm(form) !== null) return [];
    return [...twice(rules.map(({ id }) => id)), ...unusable(rules, form)];
  },
};

function unusable(rules: EligibilitySettings['rules'], form: Form): DefinitionProblem[] {
  return rules.flatMap((each, index) => {
    const message = checkRule(each, form);
    if (message === null) return [];
    const allowed = 'a CEL expression over entry, city and deadline that gives true or false';
    return [{ pointer: `settings/rules/${index}/expression`, value: each.expression, message, allowed }];
  });
}

function twice(ids: string[]): DefinitionProblem[] {
  return ids.flatMap((id, index) =>
    ids.indexOf(id) === index
      ? []
      : [{ pointer: `settings/rules/${index}/id`, value: id, message: 'is there twice', allowed: 'ids that differ' }],
  );
}
