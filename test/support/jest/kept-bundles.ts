import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Lets the suites of one run of Jest share what they bundle: each would bundle the same workflows for itself. */
export async function keepBundles(): Promise<void> {
  process.env['LAUREATE_TEST_BUNDLES'] ??= await mkdtemp(join(tmpdir(), 'laureate-bundles-'));
}

/** Removes what was kept. */
export async function dropBundles(): Promise<void> {
  const folder = process.env['LAUREATE_TEST_BUNDLES'];
  if (folder) await rm(folder, { recursive: true, force: true });
  delete process.env['LAUREATE_TEST_BUNDLES'];
}
