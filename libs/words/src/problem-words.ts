import {
  type FieldError,
  type ProblemCode,
  type ProblemDocument,
  type Said,
  preferredLanguage,
  problemCode,
  problemDocument,
  problemTexts,
} from '#libs/contracts/pure';
import { PSEUDO_LANGUAGE } from './pseudo-language.js';
import { inWords } from './said.js';
import { type WordLanguage, englishTopic } from './topic.js';

/** A field that is wrong, as it is found: texts that are in the reader's language already, or messages. */
export interface FieldFault extends Omit<FieldError, 'message' | 'allowed' | 'said'> {
  message: string | Said;
  allowed?: string | Said;
}

/** What a problem document says beside its code and detail. */
export type ProblemMore = Omit<Partial<ProblemDocument>, 'errors' | 'said'> & { errors?: readonly FieldFault[] };

const problemWords = englishTopic('contracts/problems', problemTexts);

/** The document of a refusal: in English, with what it is put into other words from. */
export function refusalDocument(code: ProblemCode, said: Said, more: ProblemMore = {}): ProblemDocument {
  const { errors, ...others } = more;
  return problemDocument(code, inWords(said, 'en'), {
    ...others,
    said,
    ...(errors && { errors: errors.map(fieldErrorOf) }),
  });
}

/** A field that is wrong, in English, with what it is put into other words from. */
export function fieldErrorOf({ message, allowed, ...place }: FieldFault): FieldError {
  const said = { ...saidIn('message', message), ...saidIn('allowed', allowed) };
  return {
    ...place,
    message: textOf(message),
    ...(allowed !== undefined && { allowed: textOf(allowed) }),
    ...(Object.keys(said).length > 0 && { said }),
  };
}

const textOf = (text: string | Said): string => (typeof text === 'string' ? text : inWords(text, 'en'));
const saidIn = (name: 'message' | 'allowed', text: string | Said | undefined) =>
  typeof text === 'object' ? { [name]: text } : {};

/**
 * A problem document as it is answered: put into the reader's words, without what these are made from. What was
 * stored by a release that had other messages stays as it was stored.
 */
export function problemInWords(document: ProblemDocument, language: WordLanguage): ProblemDocument {
  const { said, errors, ...rest } = document;
  const code = problemCode(document);
  return {
    ...rest,
    ...(problemWords.has(`${code}.title`) && {
      title: problemWords.say(language, `${code}.title`),
      action: problemWords.say(language, `${code}.action`),
    }),
    detail: spoken(said, document.detail, language),
    ...(errors && { errors: errors.map((error) => errorInWords(error, language)) }),
  };
}

function errorInWords({ said, ...error }: FieldError, language: WordLanguage): FieldError {
  return {
    ...error,
    message: spoken(said?.message, error.message, language),
    ...(error.allowed !== undefined && { allowed: spoken(said?.allowed, error.allowed, language) }),
  };
}

function spoken(said: Said | undefined, stored: string, language: WordLanguage): string {
  if (!said) return stored;
  try {
    return inWords(said, language);
  } catch {
    return stored;
  }
}

/** The language of words that an Accept-Language header prefers; the pseudo-language where it names that one alone. */
export const preferredWords = (header: string | undefined): WordLanguage =>
  header === PSEUDO_LANGUAGE ? PSEUDO_LANGUAGE : preferredLanguage(header);
