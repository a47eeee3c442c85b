import { textsIn } from '#libs/words/pure';
import type { Form } from './form.js';
import { formWords } from './form.words.js';
import { type JsonObject, isObject } from './json-pointer.js';

const NEW_EVIDENCE = {
  section: {
    key: 'resubmission',
    title: textsIn(formWords, 'newEvidence'),
    fields: ['newEvidence'],
  },
  field: {
    type: 'string',
    title: 'What is new since the earlier entry, and what proves it',
    minWords: 1,
    maxWords: 300,
    maxLength: 6000,
  },
};

const extended = new WeakMap<Form, Form>();

/**
 * The form of an entry that resubmits an earlier one: asks also, as its first section, for the new
 * evidence (`/newEvidence`), which is saved, kept and submitted like every other text. A form that
 * has such a field of its own stays as it is.
 */
export function withNewEvidence(form: Form): Form {
  const properties = isObject(form['properties']) ? form['properties'] : {};
  if ('newEvidence' in properties) return form;
  let found = extended.get(form);
  if (!found) extended.set(form, (found = extend(form, properties)));
  return found;
}

function extend(form: Form, properties: JsonObject): Form {
  const list = (name: string) => (Array.isArray(form[name]) ? form[name] : []);
  return {
    ...form,
    sections: [NEW_EVIDENCE.section, ...list('sections')],
    properties: { newEvidence: NEW_EVIDENCE.field, ...properties },
    required: ['newEvidence', ...list('required')],
  };
}
