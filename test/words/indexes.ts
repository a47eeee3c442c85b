/**
 * Writes the indexes of words and of mail templates from the folders beside them, one folder a language of
 * `LANGUAGES`: `node test/words/indexes.ts`. indexes.spec.ts holds what is written to the folders.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { format, resolveConfig } from 'prettier';

const TEMPLATES = 'libs/notifications/src/templates';

/** The languages of a project, as its list has them; read as text, since this runs before anything is compiled. */
function languagesOf(root: string): string[] {
  const file = readFileSync(join(root, 'libs/contracts/src/vocabulary/languages.ts'), 'utf8');
  const [, list = ''] = /LANGUAGES = \[([^\]]*)\]/.exec(file) ?? [];
  return [...list.matchAll(/'([^']+)'/g)].map(([, language]) => language!);
}

const camel = (text: string): string => text.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const named = (topic: string, language: string): string => camel(`${topic}-${language}`);

/** The index of a folder of words: each topic with its messages by language. Topics in English only are not in it. */
function wordIndex(root: string, folder: string, languages: string[]): string | null {
  const topicsOf = (language: string) =>
    globSync(`${folder}/${language}/*.json`, { cwd: root }).map((file) => basename(file, '.json'));
  const topics = [...new Set(languages.filter((language) => language !== 'en').flatMap(topicsOf))].toSorted();
  if (topics.length === 0) return null;
  const imports = topics.flatMap((topic) =>
    languages.map(
      (language) => `import ${named(topic, language)} from './${language}/${topic}.json' with { type: 'json' };`,
    ),
  );
  const entries = topics.map((topic) => {
    const messages = languages.map((language) => `${language}: ${named(topic, language)}`);
    return `export const ${camel(topic)} = { ${messages.join(', ')} };`;
  });
  return ['// Written by `npm run words` from the folders beside it.', ...imports, '', ...entries].join('\n');
}

function templateIndex(languages: string[]): string {
  return [
    '// Written by `npm run words` from the folders beside it.',
    "import type { Language } from '#libs/contracts/pure';",
    ...languages.map((language) => `import { ${language} } from './${language}/index.js';`),
    "import type { MailTemplate } from './shared/mail-template.js';",
    '',
    '/** Templates by language and kind; every language has every kind. */',
    `export const TEMPLATES: Record<Language, Readonly<Record<string, MailTemplate>>> = { ${languages.join(', ')} };`,
  ].join('\n');
}

/** Each index of a project and what belongs into it. */
export async function indexes(root: string): Promise<Map<string, string>> {
  const languages = languagesOf(root);
  const found = new Map([[`${TEMPLATES}/index.ts`, templateIndex(languages)]]);
  for (const folder of globSync('{apps,libs}/*/src/words', { cwd: root }).toSorted()) {
    const index = wordIndex(root, folder, languages);
    if (index) found.set(`${folder}/index.ts`, index);
  }
  const options = await resolveConfig(join(import.meta.dirname, 'indexes.ts'));
  for (const [file, text] of found) found.set(file, await format(text, { ...options, filepath: file }));
  return found;
}

if (process.argv[1] === import.meta.filename) {
  const root = process.argv[2] ?? join(import.meta.dirname, '../..');
  for (const [file, text] of await indexes(root)) writeFileSync(join(root, file), text);
}
