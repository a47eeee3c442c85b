import type { Ajv2020 } from 'ajv/dist/2020.js';
import { LANGUAGES } from '#libs/contracts/pure';
import { PICKERS, isPicked, isPicker } from './pickers/pickers.js';
import { hasNoMoreWords, hasWords } from './word-count.rules.js';

/**
 * To whom a field is shown at most: to everybody once it is published, to those who judge and the
 * staff, or to the staff alone.
 */
export const VISIBILITIES = ['public', 'judges', 'secretariat'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** How a group of fields that is published together is called. */
export const PUBLICATION_GROUP = /^[a-z][a-z0-9-]{0,39}$/;

const texts = { type: 'object', propertyNames: { enum: [...LANGUAGES] }, additionalProperties: { type: 'string' } };

/**
 * What a form says beyond JSON Schema, all of it in the same document: `minWords` and `maxWords` of
 * a text; `sections`, what is saved together; `titles` and `help`, by language, for who fills it
 * in; `choiceTitles`, by choice and language; `picker`, the list a code is picked from;
 * `visibility`, to whom a field is shown; `publication`, the group of fields it is published with.
 */
export function addVocabulary(ajv: Ajv2020): void {
  const words = { type: 'string', schemaType: 'number', errors: false } as const;
  ajv.addKeyword({ ...words, keyword: 'minWords', validate: (min: number, text: string) => hasWords(text, min) });
  ajv.addKeyword({ ...words, keyword: 'maxWords', validate: (max: number, text: string) => hasNoMoreWords(text, max) });
  ajv.addKeyword({
    keyword: 'picker',
    type: 'string',
    schemaType: 'string',
    errors: false,
    metaSchema: { enum: Object.keys(PICKERS) },
    validate: (picker: string, code: string) => isPicker(picker) && isPicked(picker, code),
  });
  ajv.addKeyword({ keyword: 'sections', schemaType: 'array' });
  ajv.addKeyword({ keyword: 'visibility', metaSchema: { enum: [...VISIBILITIES] } });
  ajv.addKeyword({ keyword: 'publication', metaSchema: { type: 'string', pattern: PUBLICATION_GROUP.source } });
  for (const keyword of ['titles', 'help']) ajv.addKeyword({ keyword, metaSchema: texts });
  ajv.addKeyword({ keyword: 'choiceTitles', metaSchema: { type: 'object', additionalProperties: texts } });
}
