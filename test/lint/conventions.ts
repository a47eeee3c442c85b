/**
 * Conventions that no other linter knows (docs/architecture.md, "Folders and file names" and
 * "Database"): what the ending of a file's name says, how wide a comment may be, and whose tables a
 * lib's SQL names. `node test/lint/conventions.ts [folder]` prints what breaks them and fails;
 * conventions.spec.ts proves each.
 */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import ts from 'typescript';

/** What a file's name may end in; a plain module has none. */
const ENDINGS = new Set([
  'activities',
  'audiences',
  'command',
  'commands',
  'consumer',
  'controller',
  'entities',
  'entity',
  'error',
  'filter',
  'guard',
  'handler',
  'interceptor',
  'module',
  'personal-data',
  'pipe',
  'ports',
  'queries',
  'rehearsal',
  'rules',
  'schemas',
  'service',
  'settings',
  'type',
  'words',
  'worker',
  'workflow',
]);

const WIDEST = 120;
/** Written by a generator, from texts of any width; released migrations are never edited either. */
const GENERATED = new Set(['apps/cli/src/client/api-types.ts']);

/** Each schema and the lib it belongs to. */
const SCHEMAS: Record<string, string> = {
  auth: 'identity',
  cycles: 'cycles',
  entries: 'entries',
  identity: 'identity',
  judging: 'judging',
  notifications: 'notifications',
  platform: 'platform',
  transparency: 'transparency',
};

const root = process.argv[2] ?? join(import.meta.dirname, '../..');
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');
const filesOf = (pattern: string): string[] =>
  globSync(pattern, { cwd: root, exclude: ['**/node_modules/**', 'dist/**'] }).toSorted();

/** Says whether a file's ending is listed, and whether a service is one. */
function endingProblems(file: string): string[] {
  const [, ending] =
    /^[^.]+(?:\.([^.]+(?:\.[^.]+)*))?$/.exec(basename(file).replace(/(\.(int|wf))?(\.spec)?\.ts$/, '')) ?? [];
  if (ending === undefined) return [];
  if (!ENDINGS.has(ending)) return [`${file}: the ending .${ending}.ts is not listed`];
  if (ending !== 'service' || file.endsWith('.spec.ts') || /\bclass \w+Service\b/.test(textOf(file))) return [];
  return [`${file}: no class whose name ends in Service`];
}

/** Finds comment lines that are wider than code may be. */
function widthProblems(file: string): string[] {
  const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest, true);
  const wide = new Set<number>();
  const look = (at: number): void => {
    for (const { pos, end } of [
      ...(ts.getLeadingCommentRanges(source.text, at) ?? []),
      ...(ts.getTrailingCommentRanges(source.text, at) ?? []),
    ]) {
      const first = source.getLineAndCharacterOfPosition(pos).line;
      const last = source.getLineAndCharacterOfPosition(end).line;
      for (let line = first; line <= last; line++) if (widthOf(source, line) > WIDEST) wide.add(line + 1);
    }
  };
  const visit = (node: ts.Node): void => {
    look(node.getFullStart());
    look(node.getEnd());
    for (const child of node.getChildren(source)) visit(child);
  };
  visit(source);
  return [...wide].map((line) => `${file}:${line}: a comment wider than ${WIDEST} columns`);
}

function widthOf(source: ts.SourceFile, line: number): number {
  const starts = source.getLineStarts();
  return source.text.slice(starts[line], starts[line + 1]).trimEnd().length;
}

/**
 * Finds what a lib's SQL and entities name of other libs' schemas: each `schema.object`, or
 * `schema.*` for an entity's schema.
 */
function foreignObjects(lib: string, file: string): string[] {
  const source = ts.createSourceFile(file, textOf(file), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const text = literalText(node);
    if (text !== undefined && /\b(select|insert|update|delete|from|join|lock|into)\b/i.test(text)) {
      for (const [, schema, object] of text.matchAll(/(?<![\w.'/-])([a-z]+)\.([a-z_]+)\b/g)) {
        if (isForeign(lib, schema!)) found.push(`${schema}.${object}`);
      }
    }
    if (
      ts.isPropertyAssignment(node) &&
      node.name.getText(source) === 'schema' &&
      ts.isStringLiteral(node.initializer)
    ) {
      if (isForeign(lib, node.initializer.text)) found.push(`${node.initializer.text}.*`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const isForeign = (lib: string, schema: string): boolean => Object.hasOwn(SCHEMAS, schema) && SCHEMAS[schema] !== lib;

function literalText(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return [node.head, ...node.templateSpans.map(({ literal }) => literal)].map(({ text }) => text).join(' ? ');
}

/**
 * Holds what each lib names of others' schemas against the list of what it may; what is not named
 * any more goes from the list.
 */
function schemaProblems(): string[] {
  const allowed = JSON.parse(textOf('test/lint/foreign-schemas.json')) as Record<string, string[]>;
  return [...new Set(Object.values(SCHEMAS))].flatMap((lib) => {
    const named = new Map<string, string>();
    for (const file of filesOf(`libs/${lib}/src/**/*.ts`)) {
      if (file.endsWith('.spec.ts') || file.includes('/migrations/')) continue;
      for (const object of foreignObjects(lib, file)) named.set(object, named.get(object) ?? file);
    }
    const mine = new Set(allowed[lib]);
    return [
      ...[...named].flatMap(([object, file]) => (mine.has(object) ? [] : [`${file}: SQL of ${lib} names ${object}`])),
      ...[...mine].flatMap((object) =>
        named.has(object)
          ? []
          : [`test/lint/foreign-schemas.json: ${lib} names ${object} no more; take it off the list`],
      ),
    ];
  });
}

const problems = [
  ...filesOf('{libs,apps}/**/*.ts').flatMap(endingProblems),
  ...filesOf('{apps,libs,workflows,deploy,test}/**/*.{ts,js}')
    .filter((file) => !GENERATED.has(file) && !file.includes('/migrations/'))
    .flatMap(widthProblems),
  ...schemaProblems(),
];
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
