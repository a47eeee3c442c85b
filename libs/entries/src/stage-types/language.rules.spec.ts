import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type CallLanguages,
  type StandingTranslation,
  TRANSLATION_SOURCES,
  isAccepted,
  isIn,
  languageFacts,
  languageOf,
  languageTag,
} from './language.rules.js';

const call = (accepted: CallLanguages['accepted'], authoritative = 'en'): CallLanguages => ({
  authoritative,
  accepted,
});

describe('languages', () => {
  it('are kept as their registry writes them', () => {
    expect(['ZH-hans', 'en-gb', 'es', 'x', 'not a tag'].map(languageTag)).toEqual([
      'zh-Hans',
      'en-GB',
      'es',
      null,
      null,
    ]);
  });

  it.each([
    ['en', 'en', true],
    ['en-GB', 'en', true],
    ['EN-gb', 'en', true],
    ['en', 'en-GB', false],
    ['eng', 'en', false],
    ['zh-Hans-CN', 'zh-hans', true],
  ])('%s is in %s: %s', (language, wanted, is) => {
    expect(isIn(language, wanted)).toBe(is);
  });

  it('are accepted where a call names them, takes any, or names none', () => {
    expect(isAccepted('fr-CA', call(['en', 'fr']))).toBe(true);
    expect(isAccepted('es', call(['en', 'fr']))).toBe(false);
    expect([call('any'), undefined].map((each) => isAccepted('es', each))).toEqual([true, true]);
  });

  it('are those that a city says; else that of the version before, else the only one there can be', () => {
    expect(languageOf('ES', 'fr', call('any'))).toBe('es');
    expect(languageOf(undefined, 'fr', call('any'))).toBe('fr');
    expect(languageOf(undefined, null, call(['en']))).toBe('en');
    expect(languageOf(undefined, null, call(['en', 'fr']))).toBeNull();
    expect(languageOf(undefined, null, call('any'))).toBeNull();
    expect(languageOf(undefined, null, undefined)).toBeNull();
  });
});

describe('what rules know of the language of a version', () => {
  const by = (source: StandingTranslation['source'], language = 'en') => ({ source, language });

  it('is that nothing is asked where a call names no languages: as definitions meant that never named any', () => {
    expect(languageFacts(null, [], undefined)).toEqual({ language: null, inLanguage: true, translatedBy: null });
    expect(languageFacts('es', [], undefined)).toMatchObject({ inLanguage: true });
  });

  it('is true of the original, or of a translation, and says whose that is', () => {
    const languages = call('any');
    expect(languageFacts('en-GB', [], languages)).toMatchObject({ inLanguage: true, translatedBy: null });
    expect(languageFacts('es', [], languages)).toMatchObject({ inLanguage: false, translatedBy: null });
    expect(languageFacts(null, [], languages)).toMatchObject({ inLanguage: false });
    expect(languageFacts('es', [by('human', 'fr')], languages)).toMatchObject({ inLanguage: false });
    expect(languageFacts('es', [by('machine'), by('human'), by('machine')], languages)).toEqual({
      language: 'es',
      inLanguage: true,
      translatedBy: 'human',
    });
  });

  it('names the source that counts whatever the order they came in, and never one into another language', () => {
    const translation = fc.record({
      source: fc.constantFrom(...TRANSLATION_SOURCES),
      language: fc.constantFrom('en', 'en-US', 'fr', 'de'),
    });
    fc.assert(
      fc.property(fc.array(translation), (translations) => {
        const found = languageFacts('es', translations, call('any'));
        expect(found).toEqual(languageFacts('es', translations.toReversed(), call('any')));
        const into = translations.filter(({ language }) => language.startsWith('en')).map(({ source }) => source);
        expect(found.inLanguage).toBe(into.length > 0);
        const first = TRANSLATION_SOURCES.find((source) => into.includes(source)) ?? null;
        expect(found.translatedBy).toBe(first);
      }),
    );
  });
});
