import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import mjml2html from 'mjml';

const here = import.meta.dirname;

async function compiled(): Promise<string> {
  const { html, errors } = await mjml2html(await readFile(join(here, 'layout.mjml'), 'utf8'), {
    validationLevel: 'strict',
  });
  expect(errors).toEqual([]);
  return `// Compiled from layout.mjml: after a change of it, run this folder's test with UPDATE_LAYOUT=1.\nexport const LAYOUT = ${JSON.stringify(html)};\n`;
}

describe('mail layout', () => {
  it('is what layout.mjml compiles to', async () => {
    const path = join(here, 'layout-html.ts');
    if (process.env['UPDATE_LAYOUT']) await writeFile(path, await compiled());
    expect(await readFile(path, 'utf8')).toBe(await compiled());
  });
});
