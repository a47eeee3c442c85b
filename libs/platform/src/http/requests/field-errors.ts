import type { z } from 'zod';
import type { Said } from '#libs/contracts';
import { Problem } from '../../problem/problem.js';
import { type FieldFault, inWords } from '#libs/words';
import { refusal } from '../../refusals.words.js';
import { messageOfSchema } from './schema-messages.js';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Turns what zod found into field errors: a JSON pointer, what is wrong with what was given, what is allowed. */
export function fieldErrors(issues: readonly Issue[], value: unknown, base: Path = []): FieldFault[] {
  return issues.flatMap((issue) => {
    const path = [...base, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ pointer: pointer([...path, key]), message: refusal('field.unknown') }));
    }
    if (issue.code === 'invalid_union') {
      const closest = [...issue.errors].sort((a, b) => a.length - b.length)[0];
      if (closest?.length) return fieldErrors(closest, value, path);
    }
    const allowed = allowedBy(issue);
    return [{ pointer: pointer(path), message: describe(issue, at(value, path)), ...(allowed && { allowed }) }];
  });
}

/**
 * `invalid-request` with these errors, of which a document shows at most a hundred; `place` when
 * they are not in the body.
 */
export function fieldsRefused(errors: FieldFault[], place?: FieldFault['in']): Problem {
  const [first] = errors;
  const detail = errors.length === 1 ? oneRefused(first!) : refusal('field.several', { count: errors.length });
  const shown = errors.slice(0, 100);
  return new Problem('invalid-request', detail, {
    errors: place ? shown.map((error) => ({ ...error, in: place })) : shown,
  });
}

const oneRefused = ({ pointer: where, message: fault }: FieldFault): Said =>
  where === '' ? refusal('field.whole', { fault }) : refusal('field.refused', { pointer: where, fault });

/** A JSON pointer (RFC 6901). */
export function pointer(path: Path): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** Levels of objects and arrays in a request: more than any form has, less than would exhaust the stack. */
const DEEPEST = 64;

/**
 * What neither PostgreSQL nor a digest can keep, in any value or key: a NUL character or half of a
 * surrogate pair, a number that became infinite when it was read, and what is nested deeper than 64
 * levels.
 */
export function unstorable(value: unknown, path: Path = []): FieldFault[] {
  if (typeof value === 'string') {
    return value.includes('\0') || !value.isWellFormed()
      ? [{ pointer: pointer(path), message: refusal('field.notText'), allowed: refusal('field.notTextAllowed') }]
      : [];
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    const allowed = refusal('field.within', { largest: Number.MAX_VALUE });
    return [{ pointer: pointer(path), message: refusal('field.tooLarge'), allowed }];
  }
  if (typeof value !== 'object' || value === null) return [];
  if (path.length >= DEEPEST) {
    const allowed = refusal('field.levels', { deepest: DEEPEST });
    return [{ pointer: pointer(path), message: refusal('field.nested'), allowed }];
  }
  return Object.entries(value).flatMap(([key, inner]) => [
    ...unstorable(key, path),
    ...unstorable(inner, [...path, key]),
  ]);
}

function describe(issue: Issue, given: unknown): Said {
  if (given === undefined && issue.code !== 'custom') return refusal('field.missing');
  const fault = faultOf(issue);
  if (typeof given === 'object' && given !== null) return fault;
  const shown = JSON.stringify(given) ?? '';
  return refusal('field.given', { fault, given: shown.length > 60 ? `${shown.slice(0, 60)}…` : shown });
}

/** What is wrong, as a message of ours: the schema's own one, or the one that says what zod's English says. */
function faultOf(issue: Issue): Said {
  const text = issue.message.replace(/^Invalid input: /, '');
  const own = messageOfSchema(text);
  if (own) return own;
  const rebuilt = rebuiltFault(issue, text);
  return rebuilt && inWords(rebuilt, 'en') === text ? rebuilt : refusal('asWritten', { text });
}

function rebuiltFault(issue: Issue, text: string): Said | undefined {
  switch (issue.code) {
    case 'invalid_type':
      // What was received is told by zod's text only: it is what a value was coerced to.
      return refusal('value.type', { expected: issue.expected, received: text.split(' ').at(-1)! });
    case 'invalid_value': {
      const values = issue.values.map(shownValue);
      return values.length === 1
        ? refusal('value.one', { value: values[0]! })
        : refusal('value.option', { values: values.join('|') });
    }
    case 'too_small': {
      const { origin, minimum: limit } = issue;
      return refusal('value.tooSmall', { origin, bound: boundOf(issue, '>', limit) });
    }
    case 'too_big': {
      const { origin, maximum: limit } = issue;
      return refusal('value.tooBig', { origin, bound: boundOf(issue, '<', limit) });
    }
    case 'invalid_format':
      return issue.format === 'regex'
        ? refusal('value.pattern', { pattern: issue.pattern ?? '' })
        : refusal('value.format', { format: issue.format });
    case 'not_multiple_of':
      return refusal('value.multiple', { divisor: issue.divisor });
    case 'invalid_key':
      return refusal('value.key', { origin: issue.origin });
    case 'invalid_element':
      return refusal('value.element', { origin: issue.origin });
    case 'invalid_union': {
      const { options } = issue as { options?: readonly string[] };
      return options?.length
        ? refusal('value.variant', { variants: options.map((option) => `'${option}'`).join(' | ') })
        : refusal('value.invalid');
    }
    default:
      return refusal('value.invalid');
  }
}

const shownValue = (value: unknown): string => (typeof value === 'string' ? `"${value}"` : String(value));

function boundOf(
  { exact, inclusive }: { exact?: boolean; inclusive?: boolean },
  sign: '<' | '>',
  limit: number | bigint,
): Said | string {
  if (exact) return refusal('value.exactly', { limit: String(limit) });
  return `${sign}${inclusive ? '=' : ''}${limit}`;
}

function allowedBy(issue: Issue): Said | string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected;
    case 'invalid_value':
      return issue.values.map(String).join(', ');
    case 'too_small':
      return refusal('field.atLeast', { limit: String(issue.minimum), origin: issue.origin });
    case 'too_big':
      return refusal('field.atMost', { limit: String(issue.maximum), origin: issue.origin });
    case 'not_multiple_of':
      return refusal('field.multiple', { divisor: issue.divisor });
    case 'invalid_format':
      return issue.format === 'regex' ? issue.pattern : issue.format;
    default:
      return undefined;
  }
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}
