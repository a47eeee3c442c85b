import { execFile } from 'node:child_process';
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { LANGUAGES } from '#libs/contracts';
import { indexes } from './indexes.js';

const ROOT = join(import.meta.dirname, '../..');
const LIST = 'libs/contracts/src/vocabulary/languages.ts';
const TEMPLATES = 'libs/notifications/src/templates';
const NEW = 'eo';

/** Says something of every kind in the new language; it stands for a translation, in French words. */
const SPEC = `
import { expect, it } from '@jest/globals';
import { LANGUAGES } from '#libs/contracts';
import { explain, guangzhouTemplate, timelineOf } from '#libs/cycles';
import { MAIL_FACTS, renderMail } from '#libs/notifications/pure';
import { formIn } from '../../libs/entries/src/form/form-language.js';
import { GUANGZHOU_FORM } from '../../libs/entries/src/form/form.js';
import { GUANGZHOU_RULES } from '../../libs/entries/src/stage-types/eligibility-shipped-rules.js';
import { complete, types } from '../planning/support.js';
import { factsOf } from '../support/mail-facts.js';

it('says what French says', async () => {
  expect(LANGUAGES).toContain('${NEW}');
  const timeline = timelineOf(complete(guangzhouTemplate({ edition: '7', year: 2027, demonstration: false })));
  const told = explain(timeline, { language: '${NEW}', types, mailLanguages: [], mails: 'all' });
  expect(told).toContain('Qui reçoit quel courriel');
  for (const kind of Object.keys(MAIL_FACTS)) {
    const mail = await renderMail(kind, factsOf(kind), { name: 'A', zone: 'UTC', language: '${NEW}' });
    expect(mail.text).toContain('Bonjour A,');
    expect(mail.html).toContain('<html lang="${NEW}"');
  }
  expect(JSON.stringify(formIn(GUANGZHOU_FORM, '${NEW}'))).toContain('Résumé');
  expect(GUANGZHOU_RULES[0].message).toMatchObject({ ${NEW}: expect.stringContaining('rubriques') });
});
`;

describe('a fifth language', () => {
  let copy: string;

  beforeAll(async () => {
    copy = mkdtempSync(join(tmpdir(), 'language-'));
    for (const name of [
      'apps',
      'libs',
      'test',
      'workflows',
      'deploy',
      'package.json',
      'jest.config.js',
      'tsconfig.json',
    ])
      cpSync(join(ROOT, name), join(copy, name), {
        recursive: true,
        filter: (from) => !from.includes('/node_modules'),
      });
    symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
    const list = join(copy, LIST);
    writeFileSync(list, readFileSync(list, 'utf8').replace("'es']", `'es', '${NEW}']`));
    for (const folder of globSync(['{apps,libs}/*/src/words', TEMPLATES], { cwd: copy }))
      for (const french of globSync('fr', { cwd: join(copy, folder) }))
        cpSync(join(copy, folder, french), join(copy, folder, NEW), { recursive: true });
    const mails = join(copy, TEMPLATES, NEW, 'index.ts');
    writeFileSync(mails, readFileSync(mails, 'utf8').replace('const fr', `const ${NEW}`));
    for (const [file, text] of await indexes(copy)) writeFileSync(join(copy, file), text);
    writeFileSync(join(copy, 'test/words/fifth.spec.ts'), SPEC);
  });

  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it('is its tag in one list and its word files, and everything says it', async () => {
    const jest = [
      join(ROOT, 'node_modules/jest/bin/jest.js'),
      '-i',
      '--selectProjects',
      'unit',
      '--reporters',
      'default',
    ];
    const specs = ['test/words/fifth.spec.ts', 'test/words/complete.spec.ts'];
    const env = { ...process.env, NODE_OPTIONS: '--experimental-vm-modules' };
    const { stderr } = await promisify(execFile)(process.execPath, [...jest, '--', ...specs], { cwd: copy, env });
    expect(stderr).toMatch(/Test Suites: 2 passed, 2 total/);
  });
});

/** Where code lists languages or has something for several of them: what only the list and word files should do. */
function listsOfLanguages(text: string): number[] {
  const file = ts.createSourceFile('x.ts', text, ts.ScriptTarget.Latest, true);
  const others = new Set<string>(LANGUAGES.filter((language) => language !== 'en'));
  const named = (node: ts.Node | undefined): string | undefined => {
    if (!node) return undefined;
    if (ts.isIdentifier(node) || ts.isStringLiteral(node)) return node.text;
    return ts.isLiteralTypeNode(node) ? named(node.literal) : undefined;
  };
  const found: number[] = [];
  const look = (node: ts.Node): void => {
    const names: (string | undefined)[] = [];
    node.forEachChild((child) => {
      const property =
        ts.isPropertyAssignment(child) || ts.isShorthandPropertyAssignment(child) || ts.isPropertySignature(child);
      names.push(named(property ? child.name : child));
      look(child);
    });
    if (new Set(names.filter((name) => name !== undefined && others.has(name))).size > 1)
      found.push(file.getLineAndCharacterOfPosition(node.getStart()).line + 1);
  };
  look(file);
  return found;
}

describe('code', () => {
  /** The list; what is generated of it; what was released. */
  const LEFT = [LIST, 'apps/cli/src/client/api-types.ts'];
  const files = globSync(['{apps,libs,workflows}/**/*.ts'], { cwd: ROOT })
    .filter((file) => !/\.spec\.ts$|\/migrations\/|\/words\/index\.ts$/.test(file))
    .filter((file) => file !== `${TEMPLATES}/index.ts` && !LEFT.includes(file));

  it('lists no languages', () => {
    const found = files.flatMap((file) =>
      listsOfLanguages(readFileSync(join(ROOT, file), 'utf8')).map((line) => `${file}:${line}`),
    );
    expect(found).toEqual([]);
  });

  it('would be found to', () => {
    expect(listsOfLanguages("const a = { zh: 1,\n fr: 2 };\ntype B = 'es' | 'fr';")).toEqual([1, 3]);
    expect(listsOfLanguages("const c = ['fr',\n 'zh'];\nconst d = { fr: 1 };")).toEqual([1]);
  });
});
