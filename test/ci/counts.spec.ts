import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { projectRoot } from '../../deploy/local/index.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'laureate-counts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What is printed for runs that printed this, each into a log of its own. */
async function counted(...outputs: string[]): Promise<string> {
  const logs = outputs.map((_, index) => join(folder, `${index}.log`));
  for (const [index, output] of outputs.entries()) await writeFile(logs[index]!, output);
  return execFileSync(join(projectRoot(), '.ci/counts'), logs, { encoding: 'utf8' });
}

it('adds up the counts of several runs', async () => {
  expect(await counted('Tests: …\n10 passed, 1 failed\n', '3 passed, 0 failed\n')).toBe('13 passed, 1 failed\n');
  expect(await counted('10 passed, 0 failed, 2 skipped\n', '0 passed, 0 failed, 8 skipped\n')).toBe(
    '10 passed, 0 failed, 10 skipped\n',
  );
});

it('takes the last count of a run, and no line that only looks like one', async () => {
  expect(await counted('1 passed, 1 failed\nagain\n2 passed, 0 failed\nsaid: 9 passed, 9 failed\n')).toBe(
    '2 passed, 0 failed\n',
  );
});

it('counts a run that did not come to its count as a failure', async () => {
  expect(await counted('10 passed, 0 failed\n', 'npm error\n')).toBe('10 passed, 1 failed\n');
  expect(await counted('')).toBe('0 passed, 1 failed\n');
});
