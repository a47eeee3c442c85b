import type { ClarificationState, FieldError, Said } from '#libs/contracts/pure';
import type { FieldFault } from '#libs/words/pure';
import type { Form } from '../form/form.js';
import { sectionsOf } from '../form/form-sections.js';
import { type Json, type JsonObject, isObject, memberAt, pointerOf, tokensOf } from '../form/json-pointer.js';
import { refusal } from '../refusals.words.js';

/** By JSON pointer of a named field: what the city answers. */
export type FieldAnswers = Record<string, Json>;

/** What decides where a clarification stands. */
export interface ClarificationEnds {
  answered: boolean;
  timedOut: boolean;
  cancelled: boolean;
  entryWithdrawn: boolean;
  cycleCancelled: boolean;
}

/** Where a clarification stands: what was done with it first, else what became of its entry and cycle. */
export function clarificationState(ends: ClarificationEnds): ClarificationState {
  if (ends.answered) return 'answered';
  if (ends.timedOut) return 'timed-out';
  if (ends.cancelled || ends.cycleCancelled) return 'cancelled';
  return ends.entryWithdrawn ? 'withdrawn' : 'open';
}

/** Is one pointer the other, or inside it? */
const isWithin = (pointer: string, of: string): boolean => pointer === of || pointer.startsWith(`${of}/`);

/**
 * What is wrong with asking about these fields of a content, by position: each must be a field or a
 * group of fields of the form, none inside another, and inside a group only where the entry has
 * that group.
 */
export function fieldProblems(form: Form, content: JsonObject, pointers: readonly string[]): (Said | null)[] {
  return pointers.map((pointer, index) => {
    if (!isField(form, tokensOf(pointer))) return refusal('clarification.noField');
    const others = pointers.filter((_, other) => other !== index);
    if (others.includes(pointer)) return refusal('clarification.namedTwice');
    if (others.some((other) => isWithin(pointer, other))) return refusal('clarification.insideNamed');
    const group = pointerOf(tokensOf(pointer).slice(0, -1));
    if (group !== '' && !isObject(memberAt(content, group) ?? null))
      return refusal('clarification.emptyGroup', { group });
    return null;
  });
}

function isField(schema: JsonObject, [token, ...rest]: string[]): boolean {
  const { properties } = schema;
  if (token === undefined || !isObject(properties) || !Object.hasOwn(properties, token)) return false;
  const field = properties[token];
  return rest.length === 0 ? true : isObject(field) && isField(field, rest);
}

/** What is asked: a field by its pointer, or every field of a section of the form, each with a question. */
export type Asked = { question: string } & ({ pointer: string } | { section: string });

/** The fields that are asked about; a section that the form does not have keeps a pointer that is no field. */
export function askedFields(
  form: Form,
  asked: readonly Asked[],
): { pointer: string; question: string; index: number }[] {
  return asked.flatMap((each, index) => {
    const { question } = each;
    if ('pointer' in each) return [{ pointer: each.pointer, question, index }];
    const section = sectionsOf(form).find(({ key }) => key === each.section);
    return (section?.fields ?? ['']).map((field) => ({ pointer: pointerOf([field]), question, index }));
  });
}

/** What is wrong with answers before their values are looked at: every named field has one, and no other field. */
export function answerProblems(fields: readonly string[], answers: FieldAnswers, whole: boolean): FieldFault[] {
  const foreign = Object.keys(answers).filter((pointer) => !fields.includes(pointer));
  const missing = whole ? fields.filter((pointer) => !Object.hasOwn(answers, pointer)) : [];
  return [
    ...foreign.map((pointer) => ({ pointer, message: refusal('clarification.notAsked'), allowed: fields.join(', ') })),
    ...missing.map((pointer) => ({ pointer, message: refusal('clarification.noAnswer') })),
  ];
}

/** The content with the answers in the place of the named fields; everything else is as it was. */
export function withAnswers(content: JsonObject, answers: FieldAnswers): JsonObject {
  return Object.entries(answers).reduce<JsonObject>(
    (sofar, [pointer, value]) => set(sofar, tokensOf(pointer), value),
    content,
  );
}

function set(at: JsonObject, [token, ...rest]: string[], value: Json): JsonObject {
  const member = at[token!];
  return { ...at, [token!]: rest.length === 0 ? value : set(isObject(member) ? member : {}, rest, value) };
}

/** The errors that are about the named fields: what else is not right yet is not asked about. */
export const errorsWithin = (errors: readonly FieldError[], fields: readonly string[]): FieldError[] =>
  errors.filter(({ pointer }) => fields.some((field) => isWithin(pointer, field)));

/** What a field is called in the form, its groups first: `Dates: End`. */
export function fieldTitle(form: Form, pointer: string): string {
  const titles: string[] = [];
  let at: Json | undefined = form;
  for (const token of tokensOf(pointer)) {
    const { properties } = at as JsonObject;
    at = isObject(properties) ? properties[token] : undefined;
    if (!isObject(at)) return pointer;
    titles.push(typeof at['title'] === 'string' ? at['title'] : token);
  }
  return titles.join(': ');
}
