import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { FieldError, Language } from '#libs/contracts';
import type { CycleDefinition } from '#libs/cycles';
import { formOf } from '../stage-types/call-for-entries.type.js';
import { sha256 } from '../form/content-digest.rules.js';
import type { CycleDefinitions } from '../stage-types/cycle-definitions.js';
import { inContent } from './entry-answers.js';
import type { Entry } from './entry.entities.js';
import { withNewEvidence } from '../form/form-resubmission.js';
import { formWords } from '../form/form.words.js';
import { checkComplete } from '../form/form-validation.js';
import type { Form } from '../form/form.js';
import { type JsonObject, isObject, tokensOf } from '../form/json-pointer.js';

/** The form of a definition as it asks this entry. */
export function formFor(definition: CycleDefinition, { resubmissionOf }: Pick<Entry, 'resubmissionOf'>): Form {
  const form = formOf(definition);
  return resubmissionOf ? withNewEvidence(form) : form;
}

/**
 * Everything a form finds missing or wrong in a content that is to be submitted, by pointer. A
 * field that only the form before an amendment had leaves the draft with the next save: said beside
 * it.
 */
export function faultsOf(form: Form, content: JsonObject, language: Language = 'en'): FieldError[] {
  const asked = isObject(form['properties']) ? form['properties'] : {};
  const say = formWords.in(language);
  return checkComplete(form, content, language).map((error) => {
    const [field = '', ...rest] = tokensOf(error.pointer);
    const isGone = rest.length === 0 && field in content && !(field in asked);
    return inContent(isGone ? { ...error, message: say('notAskedAnyMore'), allowed: say('leavesTheDraft') } : error);
  });
}

/** The form an entry's draft follows and the one in force, the very same object while nobody amended it. */
export interface EntryForms {
  own: Form;
  inForce: Form;
  /** Revision of the definition in force for its call. */
  revision: number;
}

/** The forms of an entry. The definition is amended for other reasons too: what counts is whether the forms differ. */
export async function formsOf(
  em: SqlEntityManager,
  definitions: CycleDefinitions,
  entry: Pick<Entry, 'cycleId' | 'stageKey' | 'formRevision' | 'resubmissionOf'>,
): Promise<EntryForms> {
  const { cycleId, stageKey, formRevision } = entry;
  const revision = await definitions.revisionOf(em, { cycleId, stageKey });
  const at = async (wanted: number) => formFor(await definitions.of(em, { cycleId, revision: wanted }), entry);
  const inForce = await at(revision);
  if (formRevision === revision) return { own: inForce, inForce, revision };
  const own = await at(formRevision);
  return { own: sha256(own) === sha256(inForce) ? inForce : own, inForce, revision };
}
