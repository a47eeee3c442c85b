import { describe, expect, it } from '@jest/globals';
import { PSEUDO_LANGUAGE, topic } from './pure.js';

const jury = topic('judging/jury', {
  en: {
    votes: 'The jury votes by {method}.',
    count: '{count, plural, one {One entry is} other {# entries are}} ranked.',
    quoted: 'Rank “{title}” <first>; say “it is” so.',
  },
  zh: { votes: '评审团以{method}投票。', count: '共排名{count}个项目。', quoted: '将“{title}”排在首位。' },
  fr: {
    votes: 'Le jury vote selon {method}.',
    count: '{count, plural, one {Une candidature est classée} other {# candidatures sont classées}}.',
    quoted: 'Classez « {title} » en tête.',
  },
  es: {
    votes: 'El jurado vota por {method}.',
    count: '{count, plural, one {Se clasifica una candidatura} other {Se clasifican # candidaturas}}.',
    quoted: 'Clasifique «{title}» en primer lugar.',
  },
});

describe('a topic of words', () => {
  it('says a message in each language, with its arguments', () => {
    expect(jury.say('en', 'votes', { method: 'Schulze' })).toBe('The jury votes by Schulze.');
    expect(jury.say('zh', 'votes', { method: '舒尔茨法' })).toBe('评审团以舒尔茨法投票。');
  });

  it('chooses the plural of the language: French says one of nothing', () => {
    expect(jury.say('en', 'count', { count: 0 })).toBe('0 entries are ranked.');
    expect(jury.say('en', 'count', { count: 1 })).toBe('One entry is ranked.');
    expect(jury.say('fr', 'count', { count: 0 })).toBe('Une candidature est classée.');
    expect(jury.say('es', 'count', { count: 1200 })).toBe('Se clasifican 1200 candidaturas.');
  });

  it('leaves what is filled in as it is, also braces, apostrophes and brackets', () => {
    const title = "L'été {2027} <b>#</b>";
    expect(jury.say('fr', 'quoted', { title })).toBe(`Classez « ${title} » en tête.`);
    expect(jury.say('en', 'quoted', { title: 'x' })).toBe('Rank “x” <first>; say “it is” so.');
  });

  it('throws when an argument is missing', () => {
    expect(() => jury.say('en', 'votes')).toThrow(/method/);
  });

  it('makes the pseudo-language from English: accented, longer, with the same arguments', () => {
    const said = jury.say(PSEUDO_LANGUAGE, 'votes', { method: 'Schulze' });
    expect(said).toBe('Ťĥéé ĵûûŕý vöťééš ƀý Schulze.');
    expect(jury.say(PSEUDO_LANGUAGE, 'count', { count: 3 })).toMatch(/^3 ééňťŕîîéš/);
    for (const key of jury.keys)
      expect(jury.say(PSEUDO_LANGUAGE, key, { method: '', title: '', count: 2 }).length).toBeGreaterThan(
        jury.say('en', key, { method: '', title: '', count: 2 }).length * 1.1,
      );
  });

  it('knows its keys', () => {
    expect(jury.has('votes')).toBe(true);
    expect(jury.has('toString')).toBe(false);
  });
});
