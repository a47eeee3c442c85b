import { describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { addAuditCommands } from '../../apps/cli/src/commands/audit.commands.js';
import { addCycleCommands } from '../../apps/cli/src/commands/cycle.commands.js';
import { addEventCommands } from '../../apps/cli/src/commands/event.commands.js';
import { codeIn, documents, read } from './markdown.js';

/** What matches in the code that a document quotes; the pattern's first group of each. */
const quoted = (text: string, pattern: RegExp): string[] =>
  codeIn(text).flatMap((code) => [...code.matchAll(pattern)].map(([, found]) => found!));

const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
const { paths } = JSON.parse(read('docs/openapi.json')) as { paths: Record<string, object> };
const routes = Object.entries(paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
);

const program = new Command();
for (const add of [addCycleCommands, addEventCommands, addAuditCommands]) add(program);
/** `cycle publish`, `events dead` … */
const commands = program.commands.flatMap((group) => group.commands.map((each) => `${group.name()} ${each.name()}`));

describe('what documents name', () => {
  it.each(documents)('$file: scripts of package.json', ({ text }) => {
    const named = quoted(text, /\bnpm run ([\w:-]+)/g);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });

  it.each(documents)('$file: commands of laureate', ({ text }) => {
    const named = quoted(text, /\blaureate (?:-- )?((?:cycle|events|audit) [a-z]+)/g);
    expect(named.filter((name) => !commands.includes(name))).toEqual([]);
  });

  it.each(documents)('$file: routes of the API', ({ text }) => {
    const named = quoted(text, /^((?:GET|POST|PUT|PATCH|DELETE) \/v1\/[^\s?]+)/g);
    expect(named.filter((route) => !routes.includes(route))).toEqual([]);
  });
});
