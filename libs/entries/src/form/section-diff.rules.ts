import { isDeepStrictEqual } from 'node:util';
import { type Json, type JsonObject, leavesOf } from './json-pointer.js';
import { type TextPart, diffTexts } from './text-diff.rules.js';

/** A field that two versions of a section say differently. */
export interface FieldChange {
  /** JSON pointer into the section. */
  pointer: string;
  /** Null when the field was not there. */
  before: Json;
  after: Json;
  /** Word by word, where both are texts. */
  parts: TextPart[] | null;
}

/** The fields in which two versions differ, in the order in which they come; an empty group of fields is no field. */
export function diffSections(before: JsonObject, after: JsonObject): FieldChange[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const pointers = [...new Set([...old.keys(), ...now.keys()])];
  return pointers.flatMap((pointer) => {
    const [was, is] = [old.get(pointer) ?? null, now.get(pointer) ?? null];
    if (isDeepStrictEqual(was, is)) return [];
    const parts = typeof was === 'string' && typeof is === 'string' ? diffTexts(was, is) : null;
    return [{ pointer, before: was, after: is, parts }];
  });
}

function fieldsOf(content: JsonObject): Map<string, Json> {
  const isField = (value: Json) => value === null || typeof value !== 'object' || Array.isArray(value);
  return new Map([...leavesOf(content)].filter(([, value]) => isField(value)));
}
