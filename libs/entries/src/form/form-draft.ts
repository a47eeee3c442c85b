import type { Form } from './form.js';
import { type Json, type JsonObject, isObject, pointerOf } from './json-pointer.js';

/** What only a complete content meets; a draft need not. */
const COMPLETENESS = new Set([
  'required',
  'minWords',
  'minLength',
  'minItems',
  'minProperties',
  'dependentRequired',
  'contains',
  'minContains',
]);
/**
 * Keywords that turn round, or count, what their schemas say: without its demands for completeness
 * they would say something else.
 */
const JUDGED_WHOLE = new Set(['not', 'oneOf']);
/** Keywords whose members are names, of fields or of schemas, and never keywords themselves. */
const NAMES = new Set(['properties', '$defs', 'dependentSchemas', 'patternProperties']);

/**
 * The form as a draft has to meet it: the same without what asks for completeness. A condition
 * (`if`) stays as it is, since it asks nothing; what it entails is a draft's again.
 */
export function draftForm(form: Form): Form {
  return withoutCompleteness(form) as Form;
}

function withoutCompleteness(schema: Json, names = false): Json {
  if (Array.isArray(schema)) return schema.map((member) => withoutCompleteness(member));
  if (!isObject(schema)) return schema;
  const kept = Object.entries(schema).filter(([key, value]) => names || !asksForCompleteness(key, value));
  return Object.fromEntries(
    kept.map(([key, value]) => [
      key,
      !names && key === 'if' ? value : withoutCompleteness(value, !names && NAMES.has(key)),
    ]),
  );
}

const asksForCompleteness = (key: string, value: Json): boolean =>
  COMPLETENESS.has(key) || (JUDGED_WHOLE.has(key) && mentionsCompleteness(value));

function mentionsCompleteness(schema: Json): boolean {
  if (Array.isArray(schema)) return schema.some(mentionsCompleteness);
  return (
    isObject(schema) &&
    Object.entries(schema).some(([key, value]) => COMPLETENESS.has(key) || mentionsCompleteness(value))
  );
}

/**
 * Pointers of fields that only a condition of the form names: sections, rules and the search look
 * at `properties` alone, so every field has to stand there; a condition may then ask for it, or
 * restrict it.
 */
export function hiddenFields(form: Form): string[] {
  return hiddenIn(form, []);
}

function hiddenIn(schema: JsonObject, path: string[]): string[] {
  const own = propertiesOf(schema);
  const branches = [
    schema['if'],
    schema['then'],
    schema['else'],
    ...listOf(schema['allOf']),
    ...listOf(schema['anyOf']),
  ];
  const conditional = branches.filter(isObject).flatMap((branch) => namedIn(branch, own, path));
  return [...conditional, ...Object.entries(own).flatMap(([name, field]) => hiddenIn(field, [...path, name]))];
}

/** Fields a branch names that the schema it belongs to has not. */
function namedIn(branch: JsonObject, own: Record<string, JsonObject>, path: string[]): string[] {
  const deeper = [branch['if'], branch['then'], branch['else'], ...listOf(branch['allOf']), ...listOf(branch['anyOf'])];
  return [
    ...Object.entries(propertiesOf(branch)).flatMap(([name, field]) =>
      own[name] ? namedIn(field, propertiesOf(own[name]), [...path, name]) : [pointerOf([...path, name])],
    ),
    ...listOf(branch['required'])
      .filter((name): name is string => typeof name === 'string' && !own[name])
      .map((name) => pointerOf([...path, name])),
    ...deeper.filter(isObject).flatMap((inner) => namedIn(inner, own, path)),
  ];
}

const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

function propertiesOf({ properties }: JsonObject): Record<string, JsonObject> {
  const fields = isObject(properties) ? Object.entries(properties) : [];
  return Object.fromEntries(fields.filter((pair): pair is [string, JsonObject] => isObject(pair[1])));
}
