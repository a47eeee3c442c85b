import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { codeIn, documents, filesOf, read, root } from './markdown.js';

/** A path in the repository; `*` and `<name>` stand for any name. */
const PATH = /^(apps|libs|workflows|deploy|test|docs)\/[\w./*<>-]+$/;
/** A file that is named without its folder. */
const NAME = /^(?!x\.)[\w-]+(\.[\w-]+)*\.(ts|cjs)$/;
/** What a command has Jest run: a part of the paths of specs. */
const SPECS = /\bjest (?:.* )?-- ([\w./-]+)/;

const isThere = (path: string): boolean =>
  /[*<]/.test(path) ? filesOf(path.replaceAll(/<\w+>/g, '*')).length > 0 : existsSync(join(root, path));
const names = new Set(filesOf('**/*.{ts,cjs}').map((file) => basename(file)));
for (const file of readdirSync(root)) names.add(file);
const specs = filesOf('**/*.spec.ts');

/** The anchors of a document's headings, as GitHub makes them. */
const anchorsOf = (text: string): string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

function brokenLink(file: string, link: string): string | null {
  if (/^[a-z]+:/.test(link)) return null;
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? file : normalize(join(dirname(file), path));
  if (!existsSync(join(root, target))) return link;
  return anchor && !anchorsOf(read(target)).includes(anchor) ? link : null;
}

describe('every document', () => {
  it('is found', () => expect(documents.length).toBeGreaterThan(20));

  it.each(documents)('$file links to what is there', ({ file, text }) => {
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
    expect(links.filter((link) => brokenLink(file, link) !== null)).toEqual([]);
  });

  it.each(documents)('$file names files that are there', ({ text }) => {
    const paths = codeIn(text).filter((code) => PATH.test(code));
    expect(paths.filter((path) => !isThere(path))).toEqual([]);
    const alone = codeIn(text).filter((code) => NAME.test(code));
    expect(alone.filter((name) => !names.has(name))).toEqual([]);
  });

  it.each(documents)('$file has Jest run specs that are there', ({ text }) => {
    const named = codeIn(text).flatMap((code) => SPECS.exec(code)?.[1] ?? []);
    expect(named.filter((part) => !specs.some((spec) => spec.includes(part)))).toEqual([]);
  });
});
