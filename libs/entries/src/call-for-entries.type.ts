import { z } from 'zod';
import type { CycleDefinition, DefinitionProblem, StageType } from '#libs/cycles';
import { checkForm } from './form-validation.js';
import { type Form, GUANGZHOU_FORM } from './form.js';

const settings = z.strictObject({
  /** Versions of the rules and of the privacy notice that whoever submits accepts. */
  rulesVersion: z.string().trim().min(1).max(40).default('1'),
  privacyNoticeVersion: z.string().trim().min(1).max(40).default('1'),
});
export type CallSettings = z.output<typeof settings>;

/** Forms that a definition can name instead of bringing its own. */
const SHIPPED_FORMS: Readonly<Record<string, Form>> = { guangzhou: GUANGZHOU_FORM };

/** The form of a definition: its own, the shipped one it names, or the first shipped one where it names none. */
export function formOf(definition: Pick<CycleDefinition, 'form'>): Form {
  const { form } = definition;
  const found = typeof form === 'string' ? SHIPPED_FORMS[form] : (form ?? GUANGZHOU_FORM);
  if (!found) throw new Error(`There is no form "${String(form)}"`);
  return found as Form;
}

/** The stage in which cities enter. It takes entries directly and decides nothing: whatever is complete and in time is in. */
export const callForEntries: StageType<CallSettings> = {
  key: 'call-for-entries',
  settings,
  decides: false,
  takes: [],
  complete: (definition) =>
    typeof definition.form === 'string' && !Object.hasOwn(SHIPPED_FORMS, definition.form)
      ? definition
      : { ...definition, form: formOf(definition) },
  check: (_stage, { form }) => formProblems(form),
};

function formProblems(form: CycleDefinition['form']): DefinitionProblem[] {
  const problem = { pointer: '/form', value: typeof form === 'string' ? form : 'a form' };
  if (typeof form === 'string') {
    const allowed = `${Object.keys(SHIPPED_FORMS).join(', ')}, or a JSON Schema`;
    return [{ ...problem, message: 'is no form that is shipped', allowed }];
  }
  const why = form && checkForm(form as Form);
  return why ? [{ ...problem, message: why, allowed: 'JSON Schema 2020-12 of an object with a text "title"' }] : [];
}
