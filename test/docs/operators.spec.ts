import { describe, expect, it } from '@jest/globals';
import * as concerns from '../../libs/platform/src/config/concerns.js';
import type { Concern } from '../../libs/platform/src/config/config.js';
import { logConcern } from '../../libs/platform/src/telemetry/logger.js';
import { filesOf, read } from './markdown.js';

const text = read('docs/operators.md');
const variables = Object.entries({ ...concerns, logConcern })
  .filter(([name]) => name.endsWith('Concern'))
  .flatMap(([, concern]) => Object.values(concern as Concern));

/** First and second column of the rows whose first column is code. */
const rows = [...text.matchAll(/^\| `(\w+)`[^|]*\| ([^|]+) \|/gm)].map(([, name, second]) => ({
  name: name!,
  second: second!,
}));

/** The default, as the table gives it. */
function defaultOf({ schema }: (typeof variables)[number]): string {
  const parsed = schema.safeParse(undefined);
  if (!parsed.success) return 'required';
  return parsed.data === undefined || parsed.data === '' ? 'none' : `\`${String(parsed.data)}\``;
}

describe('docs/operators.md', () => {
  it.each(variables.map((variable) => [variable.env, variable] as const))(
    'has %s with its default',
    (env, variable) => {
      expect(rows).toContainEqual({ name: env, second: defaultOf(variable) });
    },
  );

  it('has every variable that the sources declare, and no other', () => {
    const sources = filesOf('{apps,libs}/**/*.ts').filter((file) => !file.endsWith('.spec.ts'));
    const declared = sources.flatMap((file) =>
      [...read(file).matchAll(/\bvariable\(\s*'([A-Z_]+)'/g)].map(([, env]) => env),
    );
    const documented = rows.map(({ name }) => name).filter((name) => /^[A-Z_]+$/.test(name));
    expect(documented.toSorted()).toEqual(declared.toSorted());
  });

  it('has every metric of ours, and no other', () => {
    const sources = filesOf('{apps,libs}/**/*.ts').filter((file) => !file.endsWith('.spec.ts'));
    const measured = sources.flatMap((file) =>
      [...read(file).matchAll(/\bname: '(laureate_\w+)'/g)].map(([, name]) => name),
    );
    const documented = rows.map(({ name }) => name).filter((name) => name.startsWith('laureate_'));
    expect(documented.toSorted()).toEqual([...new Set(measured)].toSorted());
  });
});
