import type { FieldError } from '#libs/contracts/pure';
import type { WordLanguage } from '#libs/words/pure';
import {
  CONTENT_DIGEST,
  type ContentVerification,
  type FieldHmacs,
  type SealedContent,
  digestOfFields,
  sealContent,
  sha256,
  verifyContent,
} from '../form/content-digest.rules.js';
import { formWords } from '../form/form.words.js';
import type { Form } from '../form/form.js';
import { type Json, type JsonObject, isObject, pointerOf } from '../form/json-pointer.js';
import type { TranslationSource } from '../stage-types/language.rules.js';
import { countWords } from '../form/word-count.rules.js';

/**
 * A translation may be longer than the form allows, by this factor: languages need different numbers of words.
 */
const ROOM = 1.5;
const LENGTH_MAX = 20_000;

/** What a translation is of, and whose it is: part of its digest. */
export interface TranslationOf {
  /** Digest of the submitted version. */
  original: string;
  language: string;
  source: TranslationSource;
  tool: string | null;
}

/** Is the field a text of people: no choice, code, date, address or anything else that has no language? */
export const isText = (field: JsonObject): boolean =>
  field['type'] === 'string' && !['enum', 'const', 'picker', 'pattern', 'format'].some((keyword) => keyword in field);

/**
 * Everything wrong with a translation, by JSON pointer: it holds texts only, each where the
 * submitted version has one, and all of them but those in lists. Words beyond the form's limits are
 * allowed by half. Empty when it is right.
 */
export function translationErrors(
  form: Form,
  original: JsonObject,
  translation: JsonObject,
  { in: into, language = 'en' }: { in: string; language?: WordLanguage | undefined },
): FieldError[] {
  const say = formWords.in(language);
  const errors: FieldError[] = [];
  const text = (field: JsonObject, given: Json, pointer: string): void => {
    if (typeof given !== 'string') errors.push({ pointer, message: say('mustBe', { types: say('types.string') }) });
    else if (countWords(given, into) === 0) errors.push({ pointer, message: say('empty') });
    else if (given.length > LENGTH_MAX) errors.push({ pointer, message: say('tooLong', { count: LENGTH_MAX }) });
    else {
      const most = Math.ceil(Number(field['maxWords'] ?? Infinity) * ROOM);
      const words = countWords(given, into);
      if (words > most)
        errors.push({
          pointer,
          message: say('hasWords', { count: words }),
          allowed: say('atMostWords', { count: most }),
        });
    }
  };
  const look = (field: JsonObject, of: Json | undefined, given: Json | undefined, path: string[]): void => {
    const pointer = pointerOf(path);
    if (isText(field) && typeof of === 'string' && of.trim() !== '') {
      if (given !== undefined) text(field, given, pointer);
      else if (!path.some((token) => /^\d+$/.test(token))) errors.push({ pointer, message: say('notTranslated') });
    } else if (given !== undefined && (given === null || typeof given !== 'object')) {
      errors.push({ pointer, message: say('noTextThere') });
    } else if (Array.isArray(given) || Array.isArray(of)) {
      const [mine, theirs] = [Array.isArray(given) ? given : [], Array.isArray(of) ? of : []];
      if (given !== undefined && (!Array.isArray(given) || mine.length > theirs.length))
        errors.push({ pointer, message: say('noTextThere') });
      else
        for (const [index, item] of mine.entries())
          look(isObject(field['items']) ? field['items'] : {}, theirs[index], item, [...path, String(index)]);
    } else {
      const fields = isObject(field['properties']) ? field['properties'] : {};
      const names = new Set([...Object.keys(isObject(of) ? of : {}), ...Object.keys(given ?? {})]);
      for (const name of names) {
        const inner = isObject(fields[name]) ? fields[name] : {};
        look(inner, isObject(of) ? of[name] : undefined, given?.[name], [...path, name]);
      }
    }
  };
  look(form, original, translation, []);
  return errors;
}

/** The submitted content with the texts of a translation in their places. */
export function translated(original: JsonObject, translation: JsonObject): JsonObject {
  return merged(original, translation) as JsonObject;
}

function merged(original: Json, translation: Json | undefined): Json {
  // What was erased of a translation is gone from it, as it is from the original.
  if (translation === undefined) return original;
  if (Array.isArray(original) && Array.isArray(translation))
    return original.map((item, index) => merged(item, translation[index]));
  if (isObject(original) && isObject(translation))
    return Object.fromEntries(
      Object.entries(original).map(([name, value]) => [name, merged(value, translation[name])]),
    );
  return typeof original === 'string' && (typeof translation === 'string' || translation === null)
    ? translation
    : original;
}

/** Seals a translation as a submitted content is, its digest over what it is of as well. */
export function sealTranslation(content: JsonObject, of: TranslationOf): SealedContent {
  const sealed = sealContent(content);
  return { ...sealed, digest: digestOfTranslation(sealed.hmacs, of) };
}

/** The digest of a translation, from the HMACs of its texts and what it is of. */
const digestOfTranslation = (fields: FieldHmacs, translation: TranslationOf): string =>
  sha256({ ...CONTENT_DIGEST, fields, translation });

/** Verifies a translation against its digest, as `verifyContent` does a submitted content. */
export function verifyTranslation(sealed: SealedContent, of: TranslationOf): ContentVerification {
  const { faults, erased } = verifyContent({ ...sealed, digest: digestOfFields(sealed.hmacs, sealed.attachments) });
  const isOwn = digestOfTranslation(sealed.hmacs, of) === sealed.digest;
  return { erased, faults: isOwn ? faults : ['the texts and what they translate do not give the digest', ...faults] };
}
