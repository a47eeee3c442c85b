import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const wide = 'a word '.repeat(20);

/** A project with what breaks each convention, and what looks like it and does not. */
const files: Record<string, string> = {
  'libs/entries/src/entry.shipped.ts': 'export {};',
  'libs/entries/src/entry.rules.spec.ts': 'export {};',
  'libs/entries/src/draft/entry.service.ts': 'export class EntryReopenings {}',
  'libs/entries/src/cities/city.service.ts': 'export class CityService {}',
  'libs/entries/src/wide.ts': `/** ${wide} */\nexport const one = 1; // ${wide}\nexport const two = '// ${wide}';\n/**\n * narrow\n */`,
  'libs/entries/src/migrations/20260101000000-wide.ts': `/** ${wide} */\nexport {};`,
  'libs/entries/src/reads.ts':
    'export const sql = (id: string) => `select 1 from entries.entry e join cycles.stage s on ${id} join identity.person p on true`;',
  'libs/entries/src/prose.ts': `export const text = 'Written to cycles.csv by identity.';`,
  'libs/cycles/src/of-others.entity.ts': `export const Delivery = { schema: 'notifications', tableName: 'delivery' };`,
  'test/lint/foreign-schemas.json': JSON.stringify({ entries: ['cycles.stage', 'cycles.cycle'] }),
};

describe('the conventions', () => {
  let folder: string;
  let found: string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'laureate-conventions-'));
    for (const [file, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), text);
    }
    const command = join(import.meta.dirname, 'conventions.ts');
    found = await new Promise((resolve, reject) => {
      execFile(process.execPath, [command, folder], { env: { ...process.env, NODE_OPTIONS: '' } }, (error, _, err) => {
        if (error?.code === 1) resolve(err.trim().split('\n').toSorted());
        else reject(error ?? new Error('it found nothing'));
      });
    });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('refuse an ending that is not listed, a service that is none, a wide comment, and a schema of another lib', () => {
    expect(found).toEqual([
      'libs/cycles/src/of-others.entity.ts: SQL of cycles names notifications.*',
      'libs/entries/src/draft/entry.service.ts: no class whose name ends in Service',
      'libs/entries/src/entry.shipped.ts: the ending .shipped.ts is not listed',
      'libs/entries/src/reads.ts: SQL of entries names identity.person',
      'libs/entries/src/wide.ts:1: a comment wider than 120 columns',
      'libs/entries/src/wide.ts:2: a comment wider than 120 columns',
      'test/lint/foreign-schemas.json: entries names cycles.cycle no more; take it off the list',
    ]);
  });
});
