import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { completeContent, translatedTexts } from '../../../../test/support/entry-contents.js';
import { eraseField, sealContent, verifyContent } from '../form/content-digest.rules.js';
import { GUANGZHOU_FORM } from '../form/form.js';
import { type JsonObject, isObject, withMemberAt } from '../form/json-pointer.js';
import {
  type TranslationOf,
  sealTranslation,
  translated,
  translationErrors,
  verifyTranslation,
} from './translation.rules.js';

const original = completeContent({
  title: 'Huertos para todos',
  links: [{ url: 'https://city.example/huertos', label: 'El plan' }, { url: 'https://city.example' }],
});
/** All texts of the original but those in lists. */
const texts = translatedTexts();
const errors = (more: JsonObject, of = original) =>
  translationErrors(GUANGZHOU_FORM, of, { ...texts, ...more }, { in: 'en' });
const at = (...given: Parameters<typeof errors>) => errors(...given).map(({ pointer }) => pointer);

describe('a translation', () => {
  it('holds the texts, and of lists what is to be translated', () => {
    expect(errors({})).toEqual([]);
    expect(errors({ links: [{ label: 'The plan' }, {}] })).toEqual([]);
    expect(errors({ links: [{ label: 'The plan' }] })).toEqual([]);
  });

  it('lacks no text', () => {
    const { abstract: _, origins: __, ...some } = texts;
    const found = translationErrors(GUANGZHOU_FORM, original, some, { in: 'en', language: 'fr' });
    expect(found).toEqual(
      ['/abstract', '/origins/idea', '/origins/partners'].map((pointer) => ({
        pointer,
        message: 'n’est pas traduit',
      })),
    );
  });

  it('holds nothing else: no figure, date, choice, code or address, and nothing that the original does not say', () => {
    expect(at({ profile: { region: 'Africa', population: 5 } })).toEqual(['/profile/population']);
    expect(at({ dates: { start: '2020-01-01' } })).toEqual(['/dates/start']);
    expect(at({ themes: ['economic'] })).toEqual(['/themes/0']);
    expect(at({ sdgTargets: ['1'] })).toEqual(['/sdgTargets/0']);
    expect(at({ links: [{ url: 'https://other.example' }] })).toEqual(['/links/0/url']);
    expect(at({ links: [{}, { label: 'There is none' }] })).toEqual(['/links/1/label']);
    expect(at({ links: [{}, {}, {}] })).toEqual(['/links']);
    expect(at({ outcomes: { results: 'In English.', evidence: 'More than was said' } })).toEqual([
      '/outcomes/evidence',
    ]);
    expect(at({ prize: 'What nobody asked for' })).toEqual(['/prize']);
    expect(at({ background: 'One text' })).toEqual(['/background']);
  });

  it('is texts with words in them, longer than the form allows by half at most', () => {
    expect(at({ abstract: 7 })).toEqual(['/abstract']);
    expect(at({ abstract: ' — ' })).toEqual(['/abstract']);
    const title = (words: number) => Array.from({ length: words }, () => 'word').join(' ');
    expect(errors({ title: title(38) })).toEqual([]);
    expect(errors({ title: title(39) })).toEqual([
      { pointer: '/title', message: 'has 39 words', allowed: 'at most 38 words' },
    ]);
  });

  it('does not bring back what was erased of the original', () => {
    const erased = withMemberAt(original, '/abstract', null) as JsonObject;
    expect(at({}, erased)).toEqual(['/abstract']);
    expect(translated(erased, texts)).toMatchObject({ title: 'Gardens for all', abstract: null });
  });

  it('gives the original in its language, with all that has none as it was submitted', () => {
    const read = translated(original, { ...texts, links: [{ label: 'The plan' }] });
    expect(read).toEqual({
      ...original,
      ...texts,
      profile: { region: 'Africa', population: 1_200_000 },
      links: [{ url: 'https://city.example/huertos', label: 'The plan' }, { url: 'https://city.example' }],
    });
  });

  it('never changes figures, choices or addresses, whatever it holds', () => {
    const anything = fc.dictionary(
      fc.constantFrom(...Object.keys(original)),
      fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<never>,
    );
    fc.assert(
      fc.property(anything, (given) => {
        const read = translated(original, given);
        expect(Object.keys(read)).toEqual(Object.keys(original));
        expect(isObject(read['profile']) && read['profile']['population']).toBe(1_200_000);
        if (translationErrors(GUANGZHOU_FORM, original, given, { in: 'en' }).length === 0) {
          const { dates, themes, sdgTargets } = original;
          expect(read).toMatchObject({ dates, themes, sdgTargets });
        }
      }),
    );
  });
});

describe('the digest of a translation', () => {
  const sealed = sealContent(original);
  const of: TranslationOf = { original: sealed.digest, language: 'en', source: 'machine', tool: 'A tool 1.0' };

  it('is over its texts and what it is of', () => {
    const translation = sealTranslation(texts, of);
    expect(verifyTranslation(translation, of)).toEqual({ erased: [], faults: [] });
    for (const other of [
      { ...of, original: '0' },
      { ...of, language: 'fr' },
      { ...of, source: 'human' as const },
      { ...of, tool: null },
    ])
      expect(verifyTranslation(translation, other).faults).toHaveLength(1);
    const changed = { ...translation, content: { ...texts, title: 'Another' } };
    expect(verifyTranslation(changed, of).faults).toEqual(['/title was changed']);
  });

  it('verifies after erasure, and the original knows nothing of it', () => {
    const erased = eraseField(sealTranslation(texts, of), '/title');
    expect(verifyTranslation(erased, of)).toEqual({ erased: ['/title'], faults: [] });
    expect(verifyContent(sealed)).toEqual({ erased: [], faults: [] });
  });
});
