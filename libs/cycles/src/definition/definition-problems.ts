import { z } from 'zod';
import { Problem } from '#libs/platform';
import { type FieldFault, fieldErrorOf } from '#libs/words';
import { refusal } from '../refusals.words.js';
import type { DefinitionProblem } from './stage-type.js';

/** A problem as people are told of it. */
export type ExplainedProblem = DefinitionProblem & { action: string };

/** RFC 6901 pointer of a path. */
export const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** What stands at a path of a document; undefined when nothing does. */
export const valueAt = (document: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, part) => (value as Record<PropertyKey, unknown> | null | undefined)?.[part], document);

/**
 * Puts the issues of a schema into the words of definition problems; `base` is the path of the
 * document inside the whole.
 */
export function problemsOf(
  error: z.ZodError,
  schema: z.ZodType,
  document: unknown,
  base: readonly PropertyKey[] = [],
): DefinitionProblem[] {
  return error.issues.flatMap((issue): DefinitionProblem[] => {
    if (issue.code === 'unrecognized_keys') {
      const known = keysAt(schema, issue.path);
      return issue.keys.map((key) =>
        unknownKey([...base, ...issue.path, key], valueAt(document, [...issue.path, key]), known),
      );
    }
    const value = valueAt(document, issue.path);
    const missing = value === undefined;
    const message = missing ? 'is missing' : inWords(issue, value);
    const action = actionOn(issue, value);
    const pointer = pointerOf([...base, ...issue.path]);
    return [{ pointer, value: value ?? null, message, allowed: allowedBy(issue), ...(action && { action }) }];
  });
}

/** What can not be stored, as a problem of a definition. */
export function unkeptProblem(fault: FieldFault): DefinitionProblem {
  const { pointer, message, allowed = '' } = fieldErrorOf(fault);
  return { pointer, value: null, message, allowed };
}

/** A key that a strict object does not know, with the nearest one it does. */
export function unknownKey(path: readonly PropertyKey[], value: unknown, known: string[]): DefinitionProblem {
  const key = String(path.at(-1));
  const meant = nearest(key, known);
  return {
    pointer: pointerOf(path),
    value: value ?? null,
    message: `unknown key "${key}"${didYouMean(key, known)}`,
    allowed: known.join(', '),
    action: meant ? `Rename it to "${meant}", or remove it.` : 'Remove it, or rename it to one that is allowed.',
  };
}

/** `; did you mean "deadline"?`, or nothing when no known word is near. */
export function didYouMean(word: string, known: string[]): string {
  const meant = nearest(word, known);
  return meant ? `; did you mean "${meant}"?` : '';
}

/** The known word that a word was probably meant to be. */
const nearest = (word: string, known: string[]): string | undefined =>
  known
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(candidate.length / 3)))
    .toSorted((a, b) => a.distance - b.distance)[0]?.candidate;

/** A problem that says what to do. */
export const explained = (problem: DefinitionProblem): ExplainedProblem => ({
  action: problem.value === null ? 'Write what is allowed.' : 'Change it to what is allowed.',
  ...problem,
});

function actionOn(issue: z.core.$ZodIssue, value: unknown): string | undefined {
  if (value === undefined) return `Add "${String(issue.path.at(-1) ?? 'a definition')}".`;
  const unquoted = issue.code === 'invalid_type' && issue.expected === 'string' && typeof value !== 'object';
  return unquoted ? `Put it in quotes: '${String(value)}'.` : undefined;
}

/** What is wrong with a value that is there. */
function inWords(issue: z.core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return `is not ${TYPES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `is not one of the allowed values${didYouMean(String(value), issue.values.map(String))}`;
    case 'invalid_union':
      return 'is none of what is allowed here';
    case 'too_small':
      return `is too ${SIZES[issue.origin]?.[0] ?? 'small'}`;
    case 'too_big':
      return `is too ${SIZES[issue.origin]?.[1] ?? 'large'}`;
    default:
      return issue.message;
  }
}
const TYPES: Record<string, string> = {
  string: 'text (a string)',
  array: 'a list',
  object: 'a set of keys with values',
  record: 'a set of keys with values',
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
};
const SIZES: Record<string, [string, string]> = { string: ['short', 'long'], array: ['short a list', 'long a list'] };

function allowedBy(issue: z.core.$ZodIssue): string {
  const params = (issue as { params?: { allowed?: string } }).params;
  if (params?.allowed) return params.allowed;
  switch (issue.code) {
    case 'invalid_value':
      return issue.values.map(String).join(', ');
    case 'invalid_type':
      return TYPES[issue.expected] ?? issue.expected;
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unit(issue.origin, issue.minimum)}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${unit(issue.origin, issue.maximum)}`;
    case 'invalid_union':
      return [...new Set(issue.errors.flat().map(allowedBy))].join(', or ');
    default:
      return issue.message;
  }
}

function unit(origin: string, count: number | bigint): string {
  const name = { string: ' character', array: ' item' }[origin];
  return name ? `${name}${Number(count) === 1 ? '' : 's'}` : '';
}

/** The keys a schema's object at a path may have. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const at = path.reduce<z.core.$ZodType | undefined>((inner, part) => {
    const node = bare(inner);
    if (node instanceof z.ZodObject) return node.shape[String(part)];
    return node instanceof z.ZodArray ? node.element : undefined;
  }, schema);
  const node = bare(at);
  return node instanceof z.ZodObject ? Object.keys(node.shape) : [];
}

/** Without the wrappers for defaults, optional values and what is filled in afterwards. */
function bare(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  const isWrapper =
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable;
  if (schema instanceof z.ZodPipe) return bare(schema.in);
  return isWrapper ? bare(schema.unwrap()) : schema;
}

/** Levenshtein's distance: insertions, deletions and replacements from one word to the other. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}

/** How much of a wrong value an error shows, characters. */
const SHOWN_VALUE = 80;

/** The problem document of a definition that is not right; each error says what was given, in short. */
export const definitionRefused = (problems: DefinitionProblem[]): Problem =>
  new Problem('rule-violated', refusal('definition.problems', { count: problems.length }), {
    errors: problems.map(({ pointer, value, message, allowed }) => {
      const given = value === null ? '' : `${JSON.stringify(value).slice(0, SHOWN_VALUE)}: `;
      return { pointer: `/definition${pointer}`, message: given + message, allowed };
    }),
  });
