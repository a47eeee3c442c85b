import { globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { TYPE, type MessageFormatElement, parse } from '@formatjs/icu-messageformat-parser';
import { LANGUAGES } from '#libs/contracts';
import { entrantWords } from '#libs/words';

const ROOT = `${import.meta.dirname}/../..`;
/** What is said in English to everybody as yet. */
const IN_ENGLISH = ['refusals.json', 'problems.json'];
const files = globSync('{apps,libs}/*/src/words/en/*.json', { cwd: ROOT })
  .filter((file) => !IN_ENGLISH.some((name) => basename(file).endsWith(name)))
  .toSorted();

const read = (file: string) => JSON.parse(readFileSync(`${ROOT}/${file}`, 'utf8')) as Record<string, string>;

/** The arguments of a message, with how each is used: `count plural`, `title`. Codes of a select belong to its use. */
function uses(elements: MessageFormatElement[]): string[] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.literal || element.type === TYPE.pound) return [];
    if (element.type === TYPE.tag) return uses(element.children);
    if (element.type !== TYPE.select && element.type !== TYPE.plural) return [element.value];
    const inside = Object.values(element.options).flatMap(({ value }) => uses(value));
    if (element.type === TYPE.plural) return [element.value, ...inside];
    return [`${element.value} of ${Object.keys(element.options).toSorted().join('|')}`, ...inside];
  });
}

/** What every message may name beside what it is given: each language has the forms that it needs. */
const ENTRANT = new Set(Object.keys(entrantWords(undefined, 'en')));
const isEntrant = (use: string) => ENTRANT.has(use.split(' of ')[0]!);

const argumentsOf = (message: string) =>
  [...new Set(uses(parse(message, { ignoreTag: true })).filter((use) => !isEntrant(use)))].toSorted();

describe('the files of words', () => {
  it('exist', () => expect(files.length).toBeGreaterThan(0));

  describe.each(files)('%s', (file) => {
    const english = read(file);
    const others = LANGUAGES.filter((language) => language !== 'en');

    it.each(others)('has the same messages in %s, with the same arguments', (language) => {
      const translated = read(`${dirname(dirname(file))}/${language}/${basename(file)}`);
      expect(Object.keys(translated)).toEqual(Object.keys(english));
      for (const [key, message] of Object.entries(english))
        expect([key, argumentsOf(translated[key]!)]).toEqual([key, argumentsOf(message)]);
    });

    it('holds no text that is left in English or empty', () => {
      for (const language of others) {
        const translated = read(`${dirname(dirname(file))}/${language}/${basename(file)}`);
        for (const [key, message] of Object.entries(translated)) {
          const words = english[key]!.replace(/\{[^}]*\}/g, '').match(/\p{L}{3,}/gu) ?? [];
          if (words.length > 1) expect([key, message]).not.toEqual([key, english[key]]);
        }
      }
    });
  });
});
