import { z } from 'zod';
import { WINDOW_STEPS } from '#libs/contracts';
import type { CycleDefinition, DefinitionProblem, StageType } from '#libs/cycles';
import { DEFAULT_LIMITS } from './attachment.rules.js';
import { callRehearsal } from './call-for-entries.rehearsal.js';
import { checkForm } from '../form/form-validation.js';
import { type Form, GUANGZHOU_FORM } from '../form/form.js';
import { type CallLanguages, LANGUAGE_TAG, isIn, languageTag } from './language.rules.js';
import { callWords } from './stage.words.js';

const tag = z.string().refine((text) => LANGUAGE_TAG.test(text) && languageTag(text) !== null, {
  error: 'must be a language tag',
  params: { allowed: 'a language tag such as en or zh-Hans' },
});

const settings = z.strictObject({
  /** Versions of the rules and of the privacy notice that whoever submits accepts. */
  rulesVersion: z.string().trim().min(1).max(40).default('1'),
  privacyNoticeVersion: z.string().trim().min(1).max(40).default('1'),
  /**
   * Must a city be verified before it submits, and by a letter of somebody entitled to bind it? Drafts are open to all.
   */
  requiresVerification: z.enum(['no', 'verified', 'by-letter']).default('no'),
  /** How many files an entry may have, and how large each may be (megabytes of 1,000,000 bytes). */
  attachments: z
    .strictObject({
      maxCount: z.int().min(0).max(50).default(DEFAULT_LIMITS.maxCount),
      maxMegabytes: z.int().min(1).max(100).default(DEFAULT_LIMITS.maxMegabytes),
    })
    .prefault({}),
  /**
   * The language in which every entry is judged, and those that entries may be written in (left
   * out: only that one; `any`: all). One written in another is judged by a translation. Without:
   * nobody asks in which language an entry is written.
   */
  languages: z
    .strictObject({ authoritative: tag, accepted: z.union([z.literal('any'), z.array(tag).min(1).max(50)]).optional() })
    .transform(({ authoritative, accepted }): CallLanguages => ({
      authoritative,
      accepted: accepted ?? [authoritative],
    }))
    .optional(),
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

/** The languages of each call of a definition that names them, by its key. */
export const languagesOf = ({ stages }: Pick<CycleDefinition, 'stages'>): Record<string, CallLanguages> =>
  Object.fromEntries(
    stages.flatMap(({ key, type, settings: given }) => {
      const { languages } = given as Partial<CallSettings>;
      return type === callForEntries.key && languages ? [[key, languages]] : [];
    }),
  );

/**
 * The stage in which cities enter. It takes entries directly and decides nothing: whatever is
 * complete and in time is in.
 */
export const callForEntries: StageType<CallSettings> = {
  key: 'call-for-entries',
  settings,
  decides: false,
  takes: [],
  usesForm: true,
  steps: WINDOW_STEPS,
  complete: (definition) =>
    typeof definition.form === 'string' && !Object.hasOwn(SHIPPED_FORMS, definition.form)
      ? definition
      : { ...definition, form: formOf(definition) },
  check: ({ settings: given }, { form }) => [...formProblems(form), ...languageProblems(given as CallSettings)],
  words: callWords,
  rehearsal: callRehearsal,
};

function languageProblems({ languages }: CallSettings): DefinitionProblem[] {
  if (!languages || languages.accepted === 'any') return [];
  const { authoritative, accepted } = languages;
  const again = accepted.flatMap((language, index): DefinitionProblem[] => {
    const wider = accepted.find((other, place) => place !== index && isIn(language, other) && !isIn(other, language));
    const isTwice = accepted.findIndex((other) => isIn(language, other) && isIn(other, language)) < index;
    if (wider === undefined && !isTwice) return [];
    const message = isTwice ? 'is there twice' : `is taken in by "${wider}" already`;
    const action = 'Leave it out.';
    return [
      {
        pointer: `settings/languages/accepted/${index}`,
        value: language,
        message,
        allowed: 'languages that differ',
        action,
      },
    ];
  });
  if (accepted.some((language) => isIn(language, authoritative) || isIn(authoritative, language))) return again;
  const problem = {
    pointer: 'settings/languages/authoritative',
    value: authoritative,
    message: 'is not a language that entries may be written in',
    allowed: `one of ${accepted.join(', ')}`,
    action: `Add "${authoritative}" to "accepted", or judge by the texts of another language.`,
  };
  return [...again, problem];
}

function formProblems(form: CycleDefinition['form']): DefinitionProblem[] {
  const problem = { pointer: '/form', value: typeof form === 'string' ? form : 'a form' };
  if (typeof form === 'string') {
    const allowed = `${Object.keys(SHIPPED_FORMS).join(', ')}, or a JSON Schema`;
    const action = 'Name a form that is shipped, or write your own.';
    return [{ ...problem, message: 'is no form that is shipped', allowed, action }];
  }
  const why = form && checkForm(form as Form);
  return why ? [{ ...problem, message: why, allowed: 'JSON Schema 2020-12 of an object with a text "title"' }] : [];
}
