import { describe, expect, it } from '@jest/globals';
import { LANGUAGES } from '#libs/contracts/pure';
import { stageWords } from '#libs/cycles';
import { callForEntries } from './call-for-entries.type.js';
import type { CallLanguages } from './language.rules.js';

describe('the languages of entries, in words', () => {
  it.each(LANGUAGES)('are told in %s: one, several or any, and which they are judged in', (told) => {
    const settings = callForEntries.settings.parse({});
    const does = (languages?: CallLanguages) =>
      stageWords(callForEntries.words!, { ...settings, languages }, {} as never, told).does;
    const say = (languages?: CallLanguages) => does(languages).slice(does().length);
    const name = (tag: string) => new Intl.DisplayNames(told, { type: 'language' }).of(tag)!;
    const several = say({ authoritative: 'en', accepted: ['en', 'fr', 'es'] });
    for (const tag of ['en', 'fr', 'es']) expect(several).toContain(name(tag));
    expect(say({ authoritative: 'es', accepted: 'any' })).toContain(name('es'));
    expect(say({ authoritative: 'en', accepted: ['en'] })).toContain(name('en'));
    expect(say(undefined)).toBe('');
    const texts = [
      several,
      say({ authoritative: 'en', accepted: 'any' }),
      say({ authoritative: 'en', accepted: ['en'] }),
    ];
    expect(new Set(texts).size).toBe(3);
    for (const text of texts) expect(text).toMatch(told === 'zh' ? /^\S.*。$/ : /^ \S.*\.$/);
  });
});
