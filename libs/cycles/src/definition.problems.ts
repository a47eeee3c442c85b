import { z } from 'zod';
import type { DefinitionProblem } from './stage-type.js';

/** RFC 6901 pointer of a path. */
export const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/** What stands at a path of a document; undefined when nothing does. */
export const valueAt = (document: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, part) => (value as Record<PropertyKey, unknown> | null | undefined)?.[part], document);

/** Puts the issues of a schema into the words of definition problems; `base` is the path of the document inside the whole. */
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
    const message = value === undefined ? 'is missing' : issue.message;
    return [{ pointer: pointerOf([...base, ...issue.path]), value: value ?? null, message, allowed: allowedBy(issue) }];
  });
}

/** A key that a strict object does not know, with the nearest one it does. */
export function unknownKey(path: readonly PropertyKey[], value: unknown, known: string[]): DefinitionProblem {
  const key = String(path.at(-1));
  return {
    pointer: pointerOf(path),
    value: value ?? null,
    message: `unknown key "${key}"${didYouMean(key, known)}`,
    allowed: known.join(', '),
  };
}

/** ` – did you mean "deadline"?`, or nothing when no known word is near. */
export function didYouMean(word: string, known: string[]): string {
  const [nearest] = known
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= Math.max(1, Math.floor(candidate.length / 3)))
    .toSorted((a, b) => a.distance - b.distance);
  return nearest ? `; did you mean "${nearest.candidate}"?` : '';
}

function allowedBy(issue: z.core.$ZodIssue): string {
  const params = (issue as { params?: { allowed?: string } }).params;
  if (params?.allowed) return params.allowed;
  switch (issue.code) {
    case 'invalid_value':
      return issue.values.map(String).join(', ');
    case 'invalid_type':
      return `a value of type ${issue.expected}`;
    case 'too_small':
      return `at least ${issue.minimum}${unit(issue.origin)}`;
    case 'too_big':
      return `at most ${issue.maximum}${unit(issue.origin)}`;
    case 'invalid_union':
      return [...new Set(issue.errors.flat().map(allowedBy))].join(', or ');
    default:
      return issue.message;
  }
}

const unit = (origin: string): string => ({ string: ' characters', array: ' items' })[origin] ?? '';

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

/** Without the wrappers for defaults and optional values. */
function bare(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  const isWrapper =
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable;
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
