import type { z } from 'zod';
import type { FieldError } from '#libs/contracts';
import { Problem } from '../../problem/problem.js';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** Turns what zod found into field errors: a JSON pointer, what is wrong with what was given, what is allowed. */
export function fieldErrors(issues: readonly Issue[], value: unknown, base: Path = []): FieldError[] {
  return issues.flatMap((issue) => {
    const path = [...base, ...issue.path];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ pointer: pointer([...path, key]), message: 'is not a known field' }));
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
export function fieldsRefused(errors: FieldError[], place?: FieldError['in']): Problem {
  const [first] = errors;
  const detail =
    errors.length === 1
      ? `${first!.pointer || 'The request'}: ${first!.message}.`
      : `${errors.length} fields are not valid.`;
  const shown = errors.slice(0, 100);
  return new Problem('invalid-request', detail, {
    errors: place ? shown.map((error) => ({ ...error, in: place })) : shown,
  });
}

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
export function unstorable(value: unknown, path: Path = []): FieldError[] {
  if (typeof value === 'string') {
    return value.includes('\0') || !value.isWellFormed()
      ? [{ pointer: pointer(path), message: 'holds a character that is not text', allowed: 'Unicode text without NUL' }]
      : [];
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return [{ pointer: pointer(path), message: 'is too large a number', allowed: `within ±${Number.MAX_VALUE}` }];
  }
  if (typeof value !== 'object' || value === null) return [];
  if (path.length >= DEEPEST) {
    return [{ pointer: pointer(path), message: 'is nested too deeply', allowed: `at most ${DEEPEST} levels` }];
  }
  return Object.entries(value).flatMap(([key, inner]) => [
    ...unstorable(key, path),
    ...unstorable(inner, [...path, key]),
  ]);
}

function describe(issue: Issue, given: unknown): string {
  if (given === undefined && issue.code !== 'custom') return 'is missing';
  const text = issue.message.replace(/^Invalid input: /, '');
  if (typeof given === 'object' && given !== null) return text;
  const shown = JSON.stringify(given) ?? '';
  return `${text}; given: ${shown.length > 60 ? `${shown.slice(0, 60)}…` : shown}`;
}

function allowedBy(issue: Issue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected;
    case 'invalid_value':
      return issue.values.map(String).join(', ');
    case 'too_small':
      return `at least ${issue.minimum}${unit(issue.origin)}`;
    case 'too_big':
      return `at most ${issue.maximum}${unit(issue.origin)}`;
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    case 'invalid_format':
      return issue.format === 'regex' ? issue.pattern : issue.format;
    default:
      return undefined;
  }
}

function unit(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' || origin === 'set' ? ' items' : '';
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}
