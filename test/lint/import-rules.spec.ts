import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const { forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
  forbidden: { name: string }[];
};

/** For each rule, a file that breaks it. */
const offences: Record<string, { file: string; code: string }> = {
  'contracts-imports-only-below': { file: 'libs/contracts/src/index.ts', code: `import '#libs/platform';` },
  'words-imports-only-below': { file: 'libs/words/src/index.ts', code: `import '#libs/platform';` },
  'platform-imports-only-below': { file: 'libs/platform/src/index.ts', code: `import '#libs/identity';` },
  'identity-imports-only-below': { file: 'libs/identity/src/index.ts', code: `import '#libs/cycles';` },
  'cycles-imports-only-below': { file: 'libs/cycles/src/index.ts', code: `import '#libs/entries';` },
  'entries-imports-only-below': { file: 'libs/entries/src/index.ts', code: `import '#libs/judging';` },
  'judging-imports-only-below': { file: 'libs/judging/src/index.ts', code: `import '#libs/transparency';` },
  'notifications-imports-only-below': { file: 'libs/notifications/src/index.ts', code: `import '#libs/entries';` },
  'transparency-imports-only-below': { file: 'libs/transparency/src/index.ts', code: `import '#libs/judging';` },
  'libs-have-two-doors': {
    file: 'apps/api/src/back-door.ts',
    code: `import '../../../libs/entries/src/draft/entry.service.js';`,
  },
  'workflows-are-pure': { file: 'workflows/impure.ts', code: `import '#libs/cycles';` },
  'cli-is-a-client': { file: 'apps/cli/src/shortcut.ts', code: `import '#libs/cycles';` },
  'pure-doors-are-pure': { file: 'libs/judging/src/pure.ts', code: `import './reads-tables.js';` },
  'apps-stand-alone': { file: 'apps/relay/src/neighbour.ts', code: `import '../../api/src/back-door.js';` },
  'rehearsal-has-no-hands': { file: 'apps/rehearsal/src/sends.ts', code: `import '#libs/platform';` },
  'in-memory-only-in-tests-and-rehearsal': {
    file: 'apps/worker/src/forgets.ts',
    code: `import '../../../workflows/in-memory/activities.js';`,
  },
  'libs-know-no-apps': {
    file: 'libs/entries/src/knows-app.spec.ts',
    code: `import '../../../apps/api/src/back-door.js';`,
  },
  'kafkajs-only-in-platform-events': { file: 'apps/notifier/src/own-kafka.ts', code: `import 'kafkajs';` },
  'no-cycles': { file: 'libs/identity/src/a.ts', code: `import './b.js';` },
  'no-import-from-the-root': { file: 'libs/identity/src/people/people.ts', code: `import '../index.js';` },
  'no-import-from-the-root-of-workflows': { file: 'workflows/common/parking.ts', code: `import '../index.js';` },
  'no-import-from-the-folder-above': {
    file: 'libs/identity/src/people/words/words.ts',
    code: `import '../people.js';`,
  },
  'no-test-code-in-production': { file: 'apps/api/src/uses-spec.ts', code: `import './some.spec.js';` },
  'no-dev-dependencies-in-production': { file: 'apps/api/src/uses-dev.ts', code: `import 'fast-check';` },
  'nothing-undeclared': { file: 'apps/api/src/undeclared.ts', code: `import 'webpack';` },
  'nothing-unresolvable': { file: 'apps/api/src/lost.ts', code: `import './nowhere.js';` },
};

/** What the offending files point at. */
const scenery: Record<string, string> = {
  'libs/entries/src/draft/entry.service.ts': '',
  'libs/judging/src/reads-tables.ts': `import '@mikro-orm/core';`,
  'libs/identity/src/b.ts': `import './a.js';`,
  ...twoFoldersThatNeedEachOther('libs/identity/src'),
  ...twoFoldersThatNeedEachOther('apps/api/src'),
  ...twoFoldersThatNeedEachOther('workflows'),
  'apps/api/src/some.spec.ts': '',
  'apps/cli/src/main.ts': '',
  'apps/cli/src/commands/globals.ts': `import '../main.js';`,
  'apps/cli/src/commands/cycle/new.command.ts': `import '../globals.js';`,
  'workflows/index.ts': '',
  'workflows/in-memory/activities.ts': '',
};

function twoFoldersThatNeedEachOther(home: string): Record<string, string> {
  return {
    [`${home}/one/uses.ts`]: `import type { Shared } from '../two/shared.js';`,
    [`${home}/one/used.ts`]: 'export type Used = string;',
    [`${home}/two/shared.ts`]: 'export type Shared = string;',
    [`${home}/two/uses.ts`]: `import type { Used } from '../one/used.js';`,
  };
}

describe('the import rules', () => {
  let fixture: string;
  let found: { rule: string; from: string }[];

  beforeAll(async () => {
    fixture = await mkdtemp(join(tmpdir(), 'laureate-lint-'));
    const files = { ...scenery, ...Object.fromEntries(Object.values(offences).map(({ file, code }) => [file, code])) };
    for (const [file, code] of Object.entries(files)) {
      await mkdir(dirname(join(fixture, file)), { recursive: true });
      await writeFile(join(fixture, file), `${code}\nexport {};\n`);
    }
    for (const file of [
      '.dependency-cruiser.cjs',
      '.dependency-cruiser.folders.cjs',
      '.dependency-cruiser.resolve.cjs',
      'package.json',
      'tsconfig.json',
    ]) {
      await cp(join(root, file), join(fixture, file));
    }
    await symlink(join(root, 'node_modules'), join(fixture, 'node_modules'));
    found = await violations(fixture);
  });
  afterAll(() => rm(fixture, { recursive: true, force: true }));

  it.each(forbidden.map(({ name }) => name))('%s refuses a forbidden import', (name) => {
    expect(found).toContainEqual({ rule: name, from: offences[name]?.file });
  });

  it.each([
    ['no-import-from-the-root', 'apps/cli/src/commands/globals.ts'],
    ['no-import-from-the-folder-above', 'apps/cli/src/commands/cycle/new.command.ts'],
  ])('%s refuses it in an app as well', (rule, from) => {
    expect(found).toContainEqual({ rule, from });
  });

  it('no-cycles-of-folders refuses two folders that need each other, be it for a type', async () => {
    const { lint } = (createRequire(import.meta.url)('../../package.json') as { scripts: { lint: string } }).scripts;
    const [, looksAt] = /folders\.cjs ([a-z ]+) &&/.exec(lint)!;
    const folders = await violations(fixture, '.dependency-cruiser.folders.cjs', looksAt!.split(' '));
    for (const home of ['libs/identity/src', 'apps/api/src', 'workflows']) {
      expect(folders).toContainEqual({ rule: 'no-cycles-of-folders', from: `${home}/one` });
    }
    expect(new Set(folders.map(({ rule }) => rule))).toEqual(new Set(['no-cycles-of-folders']));
  });
});

async function violations(
  directory: string,
  config = '.dependency-cruiser.cjs',
  folders = ['apps', 'libs', 'workflows'],
): Promise<{ rule: string; from: string }[]> {
  const command = join(root, 'node_modules/.bin/depcruise');
  const args = [command, '--config', config, '--output-type', 'json', ...folders];
  const stdout = await new Promise<string>((resolve, reject) => {
    const maxBuffer = 64 * 1024 * 1024;
    execFile(process.execPath, args, { cwd: directory, maxBuffer }, (error, out, err) => {
      // It exits with the number of violations, and writes its report all the same.
      if (out) resolve(out);
      else reject(error ?? new Error(err));
    });
  });
  const { summary } = JSON.parse(stdout) as { summary: { violations: { rule: { name: string }; from: string }[] } };
  return summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
}
