import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { PICKERS, isPicked } from './pickers.js';

/** The records of a CSV file whose quoted fields span no lines. */
const rows = (file: string): string[][] =>
  readFileSync(new URL(`../../../data/${file}`, import.meta.url), 'utf8')
    .trimEnd()
    .split(/\r?\n/)
    .slice(1)
    .map((line) =>
      [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, field]) => field!.replace(/^"|"$/g, '')),
    );

describe('lists to pick from', () => {
  it('hold what the data of the project say, in its order', () => {
    expect(PICKERS['sdg-targets']).toEqual(rows('sdgs.csv').map(([goal, target, title]) => [target || goal, title]));
    expect(PICKERS['nua-commitments']).toEqual(rows('nua.csv').map(([id, title]) => [id, title]));
  });

  it.each([
    ['sdg-targets', '11', true],
    ['sdg-targets', '11.7', true],
    ['sdg-targets', '17.19', true],
    ['sdg-targets', '11.b', true],
    ['sdg-targets', '11.99', false],
    ['sdg-targets', '18', false],
    ['nua-commitments', 'NUA-37', true],
    ['nua-commitments', 'NUA-E', true],
    ['nua-commitments', 'NUA-999', false],
  ] as const)('%s: %s is there: %s', (picker, code, there) => {
    expect(isPicked(picker, code)).toBe(there);
  });
});
