import { type ErrorObject, type ValidateFunction, Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { FieldError } from '#libs/contracts/pure';
import { sha256 } from './content-digest.rules.js';
import type { Form } from './form.js';
import { type Json, type JsonObject, isObject, pointerOf } from './json-pointer.js';
import { countWords } from './words.rules.js';

/** What only a complete content meets; a draft need not. */
const COMPLETENESS = new Set(['required', 'minWords', 'minLength', 'minItems', 'minProperties', 'dependentRequired']);

interface Validators {
  complete: ValidateFunction;
  draft: ValidateFunction;
}
const validators = new Map<string, Validators>();

/** Everything wrong with a content that is to be submitted, by JSON pointer, in plain words; empty when it is complete. */
export function checkComplete(form: Form, content: Json): FieldError[] {
  return errorsOf(validatorsOf(form).complete, content);
}

/** Everything wrong with a draft: types and limits only, nothing need be there. */
export function checkDraft(form: Form, content: Json): FieldError[] {
  return errorsOf(validatorsOf(form).draft, content);
}

/** Why a form can't be used; null when it can: JSON Schema 2020-12 of an object with a text `title`, nothing unknown in it. */
export function checkForm(form: Form): string | null {
  try {
    compile(form);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const { properties } = form;
  const title = isObject(properties) ? properties['title'] : undefined;
  if (form['type'] !== 'object') return 'the form must describe an object';
  return isObject(title) && title['type'] === 'string'
    ? null
    : 'the form must have a text "title", by which an entry is named';
}

function validatorsOf(form: Form): Validators {
  const digest = sha256(form);
  let found = validators.get(digest);
  if (!found) validators.set(digest, (found = compile(form)));
  return found;
}

function compile(form: Form): Validators {
  return { complete: newAjv().compile(form), draft: newAjv().compile(withoutCompleteness(form) as JsonObject) };
}

function newAjv(): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: true, strictTypes: false, strictRequired: false });
  formats.default(ajv, ['date', 'uri', 'email']);
  const words = { type: 'string', schemaType: 'number', errors: false } as const;
  ajv.addKeyword({ ...words, keyword: 'minWords', validate: (min: number, text: string) => countWords(text) >= min });
  ajv.addKeyword({ ...words, keyword: 'maxWords', validate: (max: number, text: string) => countWords(text) <= max });
  return ajv;
}

/** The same schema without what asks for completeness. Names under `properties` are fields, never keywords. */
function withoutCompleteness(schema: Json, names = false): Json {
  if (Array.isArray(schema)) return schema.map((member) => withoutCompleteness(member));
  if (!isObject(schema)) return schema;
  const kept = Object.entries(schema).filter(([key]) => names || !COMPLETENESS.has(key));
  const inner = (key: string) => !names && (key === 'properties' || key === '$defs');
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutCompleteness(value, inner(key))]));
}

function errorsOf(validate: ValidateFunction, content: Json): FieldError[] {
  return validate(content) ? [] : (validate.errors ?? []).map(inPlainWords);
}

const TYPES: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of fields',
  null: 'empty',
};

function inPlainWords({ instancePath: pointer, keyword, params, schema, data, message }: ErrorObject): FieldError {
  const below = (token: unknown) => pointer + pointerOf([String(token)]);
  switch (keyword) {
    case 'required':
      return { pointer: below(params['missingProperty']), message: 'is missing' };
    case 'additionalProperties':
      return { pointer: below(params['additionalProperty']), message: 'is not a field of this form' };
    case 'minWords':
      return { pointer, message: 'is empty' };
    case 'maxWords':
      return { pointer, message: `has ${countWords(String(data))} words`, allowed: `at most ${schema} words` };
    case 'type':
      return {
        pointer,
        message: `must be ${[params['type']]
          .flat()
          .map((type) => TYPES[type])
          .join(' or ')}`,
      };
    case 'enum':
      return { pointer, message: 'is not one of the choices', allowed: params['allowedValues'].join(', ') };
    case 'format':
      return params['format'] === 'date'
        ? { pointer, message: 'must be a date', allowed: 'a calendar date such as 2026-03-31' }
        : { pointer, message: `must be a valid ${params['format']}` };
    default:
      return { pointer, message: message ?? 'is not valid' };
  }
}
