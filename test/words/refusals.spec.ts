import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { TYPE, type MessageFormatElement, parse } from '@formatjs/icu-messageformat-parser';
import { IntlMessageFormat } from 'intl-messageformat';
import ts from 'typescript';
import { PROBLEMS, type ProblemCode } from '#libs/contracts';
import { PSEUDO_LANGUAGE, problemInWords, refusalDocument, refusals } from '#libs/words';
import { plainIn } from './plain-english.js';

const ROOT = resolve(import.meta.dirname, '../..');
const inRoot = (pattern: string): string[] => globSync(pattern, { cwd: ROOT }).toSorted();
const textOf = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** The messages of each `words/en/refusals.json`, by the folder that its `refusals.words.ts` is in. */
const messages = new Map(
  inRoot('{apps/*/src,libs/*/src,workflows/in-memory}/words/en/refusals.json').map((file) => [
    resolve(ROOT, dirname(file), '../..'),
    JSON.parse(textOf(file)) as Record<string, string>,
  ]),
);

/** The arguments of a message: the codes of a `select`, `number` for a plural, `text` for what is shown as it is. */
function argumentsIn(elements: MessageFormatElement[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const add = (name: string, uses: Iterable<string>) => {
    found.set(name, new Set([...(found.get(name) ?? []), ...uses]));
  };
  for (const element of elements) {
    if (element.type === TYPE.literal || element.type === TYPE.pound || element.type === TYPE.tag) continue;
    if (element.type !== TYPE.select && element.type !== TYPE.plural) {
      add(element.value, ['text']);
      continue;
    }
    add(element.value, element.type === TYPE.plural ? ['number'] : Object.keys(element.options));
    for (const { value } of Object.values(element.options)) argumentsIn(value).forEach((uses, name) => add(name, uses));
  }
  return found;
}
const argumentsOf = (message: string) => argumentsIn(parse(message, { ignoreTag: true }));

/** Arguments for a message, so that each of its forms is said once: texts are in letters that are not Latin. */
function fillings(message: string): Record<string, string | number>[] {
  const uses = [...argumentsOf(message)];
  const first = Object.fromEntries(
    uses.map(([name, kinds]) => [name, kinds.has('number') ? 2 : kinds.has('other') ? 'other' : 'Жук']),
  );
  const others = uses.flatMap(([name, kinds]) =>
    [...kinds].flatMap((kind): Record<string, string | number>[] => {
      if (kind === 'text') return [];
      return [{ ...first, [name]: kind === 'number' ? 1 : kind }];
    }),
  );
  return [first, ...others];
}

/** A call of `refusal`: the keys it may name, and the names of what fills it in; null where they stand elsewhere. */
interface Call {
  at: string;
  home: string;
  keys: string[];
  given: string[] | null;
}

/** A source that takes words of refusals: its calls, and every text in it, of which some may be a key. */
interface Source {
  file: string;
  homes: string[];
  calls: Call[];
  texts: Set<string>;
}

/** The folder of the words that a module imports `refusal` of; undefined for another module. */
function homeOf(file: string, module: string): string | undefined {
  const lib = /^#libs\/([^/]+)(\/pure)?$/.exec(module)?.[1];
  if (lib) return join(ROOT, 'libs', lib, 'src');
  return module.endsWith('/refusals.words.js') ? dirname(resolve(ROOT, dirname(file), module)) : undefined;
}

function read(file: string): Source {
  const tree = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest, true);
  const homes = new Map<string, string>();
  const found: Source = { file, homes: [], calls: [], texts: new Set() };
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node)) found.texts.add(node.text);
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const home = homes.get(node.expression.text);
      const [key, given] = node.arguments;
      if (home && key) {
        const at = `${file}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}`;
        found.calls.push({ at, home, keys: keysIn(key), given: given ? namesIn(given, tree) : [] });
      }
    }
    ts.forEachChild(node, visit);
  };
  for (const statement of tree.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const named = statement.importClause?.namedBindings;
    const home = homeOf(file, statement.moduleSpecifier.text);
    if (!home || !named || !ts.isNamedImports(named)) continue;
    for (const { name, propertyName } of named.elements)
      if ((propertyName ?? name).text === 'refusal') homes.set(name.text, home);
  }
  visit(tree);
  return { ...found, homes: [...homes.values()] };
}

/** The keys that an expression may be; none where it is not written there. */
function keysIn(key: ts.Expression): string[] {
  if (ts.isStringLiteral(key)) return [key.text];
  return ts.isConditionalExpression(key) ? [...keysIn(key.whenTrue), ...keysIn(key.whenFalse)] : [];
}

/** The names in an object that is written there, or in a `const` of the same source. */
function namesIn(given: ts.Expression, tree: ts.SourceFile): string[] | null {
  if (ts.isIdentifier(given)) {
    const object = objectOf(given, tree);
    return object && namesIn(object, tree);
  }
  if (!ts.isObjectLiteralExpression(given)) return null;
  const names = given.properties.map((property) => {
    if (ts.isSpreadAssignment(property)) return namesIn(property.expression, tree);
    return property.name && ts.isIdentifier(property.name) ? [property.name.text] : null;
  });
  return names.includes(null) ? null : names.flatMap((each) => each!);
}

/** The object of the last `const` of that name before the place where it is used. */
function objectOf(used: ts.Identifier, tree: ts.SourceFile): ts.ObjectLiteralExpression | null {
  let object: ts.ObjectLiteralExpression | null = null;
  const visit = (node: ts.Node): void => {
    if (node.getStart(tree) > used.getStart(tree)) return;
    const isOne = ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.name.text === used.text;
    if (isOne) object = node.initializer && ts.isObjectLiteralExpression(node.initializer) ? node.initializer : null;
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return object;
}

const sources = inRoot('{apps,libs,workflows,test}/**/*.ts')
  .filter((file) => !file.includes('node_modules/') && textOf(file).includes('refusal'))
  .map(read)
  .filter(({ homes }) => homes.length > 0);
const calls = sources.flatMap((source) => source.calls);
const names = [...messages.keys()].map((home) => [relative(ROOT, home), home] as const);

describe('refusals', () => {
  it('are found in the sources', () => {
    expect(calls.length).toBeGreaterThan(150);
    expect(calls.filter(({ given }) => given === null).length).toBeLessThan(calls.length / 20);
  });

  it('are filled in with what their messages name, and nothing else', () => {
    const wrong = calls.flatMap(({ at, home, keys, given }) =>
      keys.flatMap((key) => {
        const message = messages.get(home)?.[key];
        if (message === undefined) return [`${at}: there is no message "${key}"`];
        const named = [...argumentsOf(message).keys()].toSorted().join(', ');
        const filled = given && [...new Set(given)].toSorted().join(', ');
        return filled === null || filled === named ? [] : [`${at}: "${key}" names (${named}), given are (${filled})`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  describe.each(names)('of %s', (_, home) => {
    it('are all used', () => {
      const users = sources.filter(({ file, homes }) => homes.includes(home) && !file.endsWith('.spec.ts'));
      const texts = new Set(users.flatMap((source) => [...source.texts]));
      expect(Object.keys(messages.get(home)!).filter((key) => !texts.has(key))).toEqual([]);
    });

    it('are what ICU takes', () => {
      for (const message of Object.values(messages.get(home)!))
        expect(() => new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true })).not.toThrow();
    });

    it('say nothing in the pseudo-language that does not come from the words', () => {
      const english = messages.get(home)!;
      const say = refusals(`test/${home}`, english);
      const plain = Object.entries(english).flatMap(([key, message]) =>
        fillings(message).flatMap((given) => {
          const document = problemInWords(refusalDocument('conflict', say(key, given)), PSEUDO_LANGUAGE);
          return plainIn(document.detail).map((text) => `${key}: ${text}`);
        }),
      );
      expect(plain).toEqual([]);
    });
  });

  it.each(Object.keys(PROBLEMS) as ProblemCode[])('are called so in the pseudo-language: %s', (code) => {
    const said = refusals('test/empty', { empty: '' });
    const { title, action } = problemInWords(refusalDocument(code, said('empty')), PSEUDO_LANGUAGE);
    expect([title, action].flatMap(plainIn)).toEqual([]);
    expect([title, action].filter((text) => !/\P{ASCII}/u.test(text))).toEqual([]);
  });
});
