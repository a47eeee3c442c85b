import { type ErrorObject, type ValidateFunction, Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { FieldError } from '#libs/contracts/pure';
import type { WordLanguage } from '#libs/words/pure';
import { sha256 } from './content-digest.rules.js';
import { type SayOfForm, formWords } from './form.words.js';
import { draftForm, hiddenFields } from './form-draft.js';
import type { Form } from './form.js';
import { misplacedPublication } from './form-publication.js';
import { addVocabulary } from './form-vocabulary.js';
import { type Json, isObject, pointerOf } from './json-pointer.js';
import { countWords } from './word-count.rules.js';

/** Kinds of values, as JSON Schema names them. */
type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object' | 'null';

interface Validators {
  complete: ValidateFunction;
  draft: ValidateFunction;
}
const validators = new Map<string, Validators>();
/** The same by the form itself, which is read once and shared: digesting it takes longer than checking a content. */
const ofObject = new WeakMap<Form, Validators>();
const REMEMBERED = 50;

/**
 * Everything wrong with a content that is to be submitted, by JSON pointer, in plain words; empty when it is complete.
 */
export function checkComplete(form: Form, content: Json, language: WordLanguage = 'en'): FieldError[] {
  return errorsOf(validatorsOf(form).complete, content).map((error) => inPlainWords(error, formWords.in(language)));
}

/** Everything wrong with a draft: types and limits only, nothing need be there. */
export function checkDraft(form: Form, content: Json, language: WordLanguage = 'en'): FieldError[] {
  return errorsOf(validatorsOf(form).draft, content).map((error) => inPlainWords(error, formWords.in(language)));
}

/** Pointers of the fields that the form asks for and a content lacks, or has without a word in them. */
export function missingIn(form: Form, content: Json): string[] {
  const lacking = errorsOf(validatorsOf(form).complete, content).filter(
    ({ keyword, schema }) => keyword === 'required' || (keyword === 'minWords' && schema === 1),
  );
  return lacking.map((error) => inPlainWords(error, formWords.in('en')).pointer);
}

/**
 * Why a form can't be used; null when it can: JSON Schema 2020-12 of an object with a text `title`,
 * nothing unknown in it.
 */
export function checkForm(form: Form): string | null {
  try {
    validatorsOf(form);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const { properties } = form;
  const title = isObject(properties) ? properties['title'] : undefined;
  if (form['type'] !== 'object') return 'the form must describe an object';
  if (!isObject(title) || title['type'] !== 'string')
    return 'the form must have a text "title", by which an entry is named';
  const misplaced = misplacedPublication(form);
  if (misplaced)
    return `the field ${misplaced} is published with the field it stands in: only that one names a "publication"`;
  const [hidden] = hiddenFields(form);
  return hidden === undefined
    ? null
    : `the field ${hidden} stands in a condition only: name it under "properties" as well, and let the condition require it`;
}

/** Compiling takes a tenth of a second and more: it is done once for each form, and remembered for the last ones. */
function validatorsOf(form: Form): Validators {
  const known = ofObject.get(form);
  if (known) return known;
  const digest = sha256(form);
  let found = validators.get(digest);
  if (!found) {
    validators.set(digest, (found = compile(form)));
    if (validators.size > REMEMBERED) validators.delete(validators.keys().next().value!);
  }
  ofObject.set(form, found);
  return found;
}

function compile(form: Form): Validators {
  return { complete: newAjv().compile(form), draft: newAjv().compile(draftForm(form)) };
}

function newAjv(): Ajv2020 {
  const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: true, strictTypes: false, strictRequired: false });
  formats.default(ajv, ['date', 'uri', 'email']);
  addVocabulary(ajv);
  return ajv;
}

/** What is wrong; that a condition is not met says nothing beyond what it entails. */
function errorsOf(validate: ValidateFunction, content: Json): ErrorObject[] {
  return validate(content) ? [] : (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if');
}

function inPlainWords(
  { instancePath: pointer, keyword, params, schema, data }: ErrorObject,
  say: SayOfForm,
): FieldError {
  const below = (token: unknown) => pointer + pointerOf([String(token)]);
  const limit = Number(params['limit']);
  switch (keyword) {
    case 'required':
    case 'dependentRequired':
      return { pointer: below(params['missingProperty']), message: say('missing') };
    case 'additionalProperties':
      return { pointer: below(params['additionalProperty']), message: say('notAsked') };
    case 'unevaluatedProperties':
      return { pointer: below(params['unevaluatedProperty']), message: say('notAsked') };
    case 'minWords':
      return schema === 1
        ? { pointer, message: say('empty') }
        : {
            pointer,
            message: say('hasWords', { count: countWords(String(data)) }),
            allowed: say('atLeastWords', { count: Number(schema) }),
          };
    case 'maxWords':
      return {
        pointer,
        message: say('hasWords', { count: countWords(String(data)) }),
        allowed: say('atMostWords', { count: Number(schema) }),
      };
    case 'type': {
      const types = [params['type']].flat() as JsonType[];
      return { pointer, message: say('mustBe', { types: types.map((type) => say(`types.${type}`)).join(say('or')) }) };
    }
    case 'enum':
      return { pointer, message: say('noChoice'), allowed: params['allowedValues'].join(', ') };
    case 'const':
      return { pointer, message: say('noChoice'), allowed: String(params['allowedValue']) };
    case 'picker':
      return { pointer, message: say('noChoice') };
    case 'format':
      return { pointer, ...formatted(params['format'], say) };
    case 'pattern':
      return { pointer, message: say('pattern') };
    case 'minLength':
      return { pointer, message: say('tooShort', { count: limit }) };
    case 'maxLength':
      return { pointer, message: say('tooLong', { count: limit }) };
    case 'minimum':
      return { pointer, message: say('atLeast', { limit }) };
    case 'maximum':
      return { pointer, message: say('atMost', { limit }) };
    case 'exclusiveMinimum':
      return { pointer, message: say('moreThan', { limit }) };
    case 'exclusiveMaximum':
      return { pointer, message: say('lessThan', { limit }) };
    case 'multipleOf':
      return { pointer, message: say('multipleOf', { step: Number(params['multipleOf']) }) };
    case 'minItems':
      return { pointer, message: say('fewItems', { count: limit }) };
    case 'maxItems':
      return { pointer, message: say('manyItems', { count: limit }) };
    case 'uniqueItems':
      return { pointer, message: say('twice') };
    default:
      return { pointer, message: say('unfit') };
  }
}

function formatted(format: string, say: SayOfForm): Omit<FieldError, 'pointer'> {
  if (format === 'date') return { message: say('date'), allowed: say('dateExample') };
  if (format === 'uri') return { message: say('address'), allowed: say('addressExample') };
  return { message: format === 'email' ? say('mailAddress') : say('format') };
}
