import type { CelInput } from '@bufbuild/cel';
import type { CelFacts } from './cel.js';
import { checkComplete } from './form-validation.js';
import type { Form } from './form.js';
import { type Json, type JsonObject, isObject } from './json-pointer.js';
import { countWords } from './words.rules.js';

/** What the rules may know of an entry and its surroundings, besides its content. */
export interface EntryCircumstances {
  /** Did it come in after the deadline? */
  late: boolean;
  city: { name: string; countryCode: string; kind: string; region: string; population: number | null };
  /** The deadline of the call as a calendar date in the zone of the cycle: what rules count from, never the clock. */
  deadline: { date: string; zone: string };
}

type Tree = { [name: string]: CelInput };

/**
 * The facts that rules see: `entry.late`; `entry.missing`, pointers of what the form wants and the entry lacks;
 * `entry.values`, the fields that are numbers, dates, choices, codes (texts with a pattern) or lists of these, null or [] when absent; `entry.words`,
 * how many words each text has; `city`; `deadline`. Texts themselves are never facts: what people wrote stays out of results.
 */
export function factsOf(form: Form, content: JsonObject, circumstances: EntryCircumstances): CelFacts {
  const values: Tree = {};
  const words: Tree = {};
  readFields(form, content, values, words);
  const missing = checkComplete(form, content).filter(({ message }) => /^is (missing|empty)$/.test(message));
  return factsWith({ values, words, missing: missing.map(({ pointer }) => pointer) }, circumstances);
}

/** Facts of an entry in which everything, or nothing, is filled in: an expression is tried with both before it is accepted. */
export function sampleFacts(form: Form, filled: boolean): CelFacts {
  const values: Tree = {};
  const words: Tree = {};
  readFields(form, filled ? sampleOf(form) : {}, values, words);
  return factsWith(
    { values, words, missing: filled ? ['/title'] : [] },
    {
      late: filled,
      city: { name: 'Sample', countryCode: 'CN', kind: 'city', region: 'Asia-Pacific', population: filled ? 1 : null },
      deadline: { date: '2026-08-31', zone: 'Asia/Shanghai' },
    },
  );
}

function factsWith(
  entry: { values: Tree; words: Tree; missing: string[] },
  { late, city, deadline }: EntryCircumstances,
) {
  const population = city.population === null ? null : BigInt(city.population);
  return { entry: { late, ...entry }, city: { ...city, population }, deadline } satisfies CelFacts;
}

function readFields(schema: JsonObject, content: Json | undefined, values: Tree, words: Tree): void {
  for (const [name, field] of propertiesOf(schema)) {
    const given = isObject(content) ? content[name] : undefined;
    if (field['type'] === 'object') {
      const [inner, innerWords]: [Tree, Tree] = [{}, {}];
      readFields(field, given, inner, innerWords);
      values[name] = inner;
      words[name] = innerWords;
    } else if (isFreeText(field)) {
      words[name] = BigInt(typeof given === 'string' ? countWords(given) : 0);
    } else if (field['type'] === 'array') {
      if (isObject(field['items']) && isClosed(field['items'])) values[name] = listOf(field['items'], given);
    } else if (isClosed(field)) values[name] = scalarOf(field, given);
  }
}

const propertiesOf = ({ properties }: JsonObject): [string, JsonObject][] =>
  isObject(properties)
    ? Object.entries(properties).filter((pair): pair is [string, JsonObject] => isObject(pair[1]))
    : [];

const isFreeText = (field: JsonObject) => field['type'] === 'string' && !isClosed(field);

/** Fields whose values are numbers, dates, choices or codes. */
const isClosed = (field: JsonObject) =>
  ['integer', 'number', 'boolean'].includes(String(field['type'])) ||
  (field['type'] === 'string' && ('enum' in field || 'pattern' in field || field['format'] === 'date'));

const listOf = (items: JsonObject, given: Json | undefined): CelInput =>
  Array.isArray(given) ? given.map((item) => scalarOf(items, item)) : [];

function scalarOf(field: JsonObject, given: Json | undefined): CelInput {
  if (given === undefined || given === null || typeof given === 'object') return null;
  return field['type'] === 'integer' && Number.isInteger(given) ? BigInt(given as number) : given;
}

function sampleOf(schema: JsonObject): JsonObject {
  return Object.fromEntries(propertiesOf(schema).map(([name, field]) => [name, sampleField(field)]));
}

function sampleField(field: JsonObject): Json {
  const choices = field['enum'];
  if (Array.isArray(choices)) return choices[0] ?? null;
  switch (field['type']) {
    case 'object':
      return sampleOf(field);
    case 'array':
      return isObject(field['items']) ? [sampleField(field['items'])] : [];
    case 'integer':
      return 1;
    case 'number':
      return 1.5;
    case 'boolean':
      return true;
    default:
      return field['format'] === 'date' ? '2026-03-31' : 'sample';
  }
}
