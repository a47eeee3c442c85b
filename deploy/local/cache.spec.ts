import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheDirectory, cached, keyOf, projectRoot } from './cache.js';

let home: string;
let env: NodeJS.ProcessEnv;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'laureate-cache-'));
  env = { XDG_CACHE_HOME: home };
});
afterEach(() => rm(home, { recursive: true, force: true }));

describe('the cache of packages', () => {
  it('is in the XDG cache folder, else in ~/.cache', () => {
    expect(cacheDirectory(env)).toBe(join(home, 'laureate'));
    expect(cacheDirectory({ HOME: '/home/ana' })).toBe('/home/ana/.cache/laureate');
  });

  it('builds a folder once', async () => {
    let builds = 0;
    const build = async (folder: string) => writeFile(join(folder, 'file'), String(++builds));
    const folder = await cached('thing-1', env, build);
    expect(await cached('thing-1', env, build)).toBe(folder);
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('1');
  });

  it('keeps one whole folder when two build it at once', async () => {
    const both = Promise.withResolvers<void>();
    let building = 0;
    const build = (mark: string) => async (folder: string) => {
      await writeFile(join(folder, 'first'), mark);
      if (++building === 2) both.resolve();
      await both.promise;
      await writeFile(join(folder, 'second'), mark);
    };
    const folders = await Promise.all(['a', 'b'].map((mark) => cached('thing-1', env, build(mark))));
    expect(folders[0]).toBe(folders[1]);
    const read = (name: string) => readFile(join(folders[0]!, name), 'utf8');
    expect(await read('first')).toBe(await read('second'));
    expect(await readdir(cacheDirectory(env))).toEqual(['thing-1']);
  });

  it('leaves nothing of a failed build', async () => {
    const failing = cached('thing-1', env, async (folder) => {
      await writeFile(join(folder, 'half'), '');
      throw new Error('no network');
    });
    await expect(failing).rejects.toThrow('no network');
    expect(await readdir(cacheDirectory(env))).toEqual([]);
  });

  it('has a new key when the manifest changes', async () => {
    const manifest = join(home, 'requirements.txt');
    await writeFile(manifest, 'thing==1\n');
    const before = await keyOf('thing', manifest);
    expect(await keyOf('thing', manifest)).toBe(before);
    await writeFile(manifest, 'thing==2\n');
    expect(await keyOf('thing', manifest)).not.toBe(before);
    expect(before).toMatch(/^thing-[0-9a-f]{12}$/);
  });
});

it('finds the checkout from the sources and from the compiled files', () => {
  const root = projectRoot();
  expect(existsSync(join(root, 'package.json'))).toBe(true);
  expect(projectRoot(join(root, 'dist/deploy/local'))).toBe(root);
});
