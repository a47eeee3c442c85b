import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FilesConfig } from '#libs/platform';

/** Folders of their own for files, in the system's folder for temporary ones. */
export function testFiles(): FilesConfig {
  const folder = mkdtempSync(join(tmpdir(), 'laureate-files-'));
  return { storage: join(folder, 'files'), staging: join(folder, 'uploads'), python: 'python3' };
}
