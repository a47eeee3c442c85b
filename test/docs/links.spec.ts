import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { codeIn, documents, read, root } from './markdown.js';

const ROOMS = /^(apps|libs|workflows|deploy|test|docs)\/[\w./-]+$/;

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
    const paths = codeIn(text).filter((code) => ROOMS.test(code));
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
