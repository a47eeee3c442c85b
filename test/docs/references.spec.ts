import { describe, expect, it } from '@jest/globals';
import { laureateProgram } from '../../apps/cli/src/program.js';
import { codeIn, documents, read } from './markdown.js';

/** What matches in the code that a document quotes; the pattern's first group of each. */
const quoted = (text: string, pattern: RegExp): string[] =>
  codeIn(text).flatMap((code) => [...code.matchAll(pattern)].map(([, found]) => found!));

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const { paths } = JSON.parse(read('docs/openapi.json')) as { paths: Record<string, object> };
const routes = Object.entries(paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
);

const program = laureateProgram();
/** `cycle publish`, `events dead` … `doctor` */
const commands = program.commands.flatMap((group) =>
  group.commands.length === 0 ? [group.name()] : group.commands.map((each) => `${group.name()} ${each.name()}`),
);

describe('what documents name', () => {
  it.each(documents)('$file: scripts of package.json', ({ text }) => {
    const named = quoted(text, /\bnpm (?:run )?((?<=run )[\w:-]+|test|start)\b/g);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it.each(documents)('$file: commands of laureate', ({ text }) => {
    const groups = program.commands.filter((group) => group.commands.length > 0).map((group) => group.name());
    const named = quoted(text, new RegExp(`\\blaureate (?:-- )?((?:${groups.join('|')}) [a-z-]+|doctor)`, 'g'));
    expect(named.filter((name) => !commands.includes(name))).toEqual([]);
  });

  it.each(documents)('$file: routes of the API', ({ text }) => {
    const named = quoted(text, /^((?:GET|POST|PUT|PATCH|DELETE) \/v1\/[^\s?]+)/g);
    expect(named.filter((route) => !routes.includes(route))).toEqual([]);
  });
});
