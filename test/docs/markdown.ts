import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');
const FOREIGN = /(^|\/)(node_modules|dist|coverage|\.[^/]+)(\/|$)/;

/** The repository's own files that match a pattern, by their paths. */
export const filesOf = (pattern: string): string[] =>
  globSync(pattern, { cwd: root, exclude: (path) => FOREIGN.test(path) }).toSorted();

/** Reads a file of the repository. */
export const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Every Markdown file of the repository with its text. */
export const documents = filesOf('**/*.md').map((file) => ({ file, text: read(file) }));

/** What the documents say in code, inline or in blocks, without repetition. */
export function codeIn(text: string): string[] {
  const blocks = [...text.matchAll(/^```\w*\n([\s\S]*?)^```/gm)].flatMap(([, block]) => block!.split('\n'));
  const inline = [...text.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, code]) => code!);
  return [...new Set([...blocks, ...inline])];
}
