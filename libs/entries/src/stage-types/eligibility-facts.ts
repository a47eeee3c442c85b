import type { CelInput } from '@bufbuild/cel';
import type { CelFacts } from './cel.js';
import { missingIn } from '../form/form-validation.js';
import type { Form } from '../form/form.js';
import { type Json, type JsonObject, isObject } from '../form/json-pointer.js';
import type { LanguageFacts } from './language.rules.js';
import { countWords } from '../form/word-count.rules.js';

/** What the rules may know of an entry and its surroundings, besides its content. */
export interface EntryCircumstances extends LanguageFacts {
  /** Did it come in after the deadline? */
  late: boolean;
  /** Did its first version come in before the deadline for early entries? False where the call has none. */
  early: boolean;
  /** Revision of the definition whose form it was checked against. */
  formRevision: number;
  /** How many entries its framework has, itself included; 1 without. */
  frameworkEntries: number;
  city: { name: string; countryCode: string; kind: string; region: string; population: number | null };
  /**
   * The call it answers; its dates are calendar dates in the zone of the cycle: what rules count from, never the clock.
   */
  definition: {
    edition: string;
    zone: string;
    languages: string[];
    /** In which the call has every entry judged; null where it names none. */
    authoritativeLanguage: string | null;
    /** The revision in force. */
    formRevision: number;
    opens: string;
    deadline: string;
  };
}

type Tree = { [name: string]: CelInput };

/**
 * The facts that rules see: `entry.missing`, pointers of what the form wants and the entry lacks;
 * `entry.values`, the fields that are numbers, dates, choices, codes (texts with a pattern) or
 * lists of these, null or [] when absent; `entry.words`, how many words each text has;
 * `entry.late`, `entry.early`, `entry.formRevision`, `entry.frameworkEntries`; `entry.language`,
 * `entry.inLanguage` and `entry.translatedBy`, one of `city`, `human`, `machine`, or null; `city`;
 * `definition`; `deadline`, by which rules of earlier releases name the deadline. Texts themselves
 * are never facts: what people wrote stays out of results. `submittedBy` is the form it was
 * submitted by, where that was amended since: nothing asked for later is missing.
 */
export function factsOf(
  form: Form,
  content: JsonObject,
  circumstances: EntryCircumstances,
  submittedBy: Form = form,
): CelFacts {
  const values: Tree = {};
  const words: Tree = {};
  readFields(form, content, values, words);
  return factsWith({ values, words, missing: missingIn(submittedBy, content) }, circumstances);
}

/**
 * Facts of an entry in which everything, or nothing, is filled in: an expression is tried with both
 * before it is accepted.
 */
export function sampleFacts(form: Form, filled: boolean): CelFacts {
  const values: Tree = {};
  const words: Tree = {};
  readFields(form, filled ? sampleOf(form) : {}, values, words);
  return factsWith(
    { values, words, missing: filled ? ['/title'] : [] },
    {
      late: filled,
      early: filled,
      formRevision: 1,
      language: filled ? 'fr' : null,
      inLanguage: filled,
      translatedBy: filled ? 'human' : null,
      frameworkEntries: 1,
      city: { name: 'Sample', countryCode: 'CN', kind: 'city', region: 'Asia-Pacific', population: filled ? 1 : null },
      definition: {
        edition: '7',
        zone: 'Asia/Shanghai',
        languages: ['en'],
        authoritativeLanguage: filled ? 'en' : null,
        formRevision: 1,
        opens: '2026-02-23',
        deadline: '2026-08-31',
      },
    },
  );
}

function factsWith(
  entry: { values: Tree; words: Tree; missing: string[] },
  { city, definition, formRevision, frameworkEntries, ...known }: EntryCircumstances,
) {
  const population = city.population === null ? null : BigInt(city.population);
  const circumstances = {
    ...known,
    formRevision: BigInt(formRevision),
    frameworkEntries: BigInt(frameworkEntries),
  };
  return {
    entry: { ...circumstances, ...entry },
    city: { ...city, population },
    definition: { ...definition, formRevision: BigInt(definition.formRevision) },
    deadline: { date: definition.deadline, zone: definition.zone },
  } satisfies CelFacts;
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
  (field['type'] === 'string' &&
    ('enum' in field || 'picker' in field || 'pattern' in field || field['format'] === 'date'));

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
