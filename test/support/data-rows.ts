import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCsv } from '../../apps/cli/src/files/csv.js';

const root = join(import.meta.dirname, '../..');

/** Rows of a CSV file of the repository, by the names of its columns. */
export const dataRows = (file: string): Record<string, string>[] =>
  readCsv(readFileSync(join(root, file), 'utf8')).rows.map(({ cells }) => cells);
