import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { PROBLEMS } from '#libs/contracts';

describe('docs/problems.md', () => {
  const sections = [...readFileSync('docs/problems.md', 'utf8').matchAll(/^## (\S+) \((\d{3})\)\n\n(.+)/gm)];

  it('explains every problem, and no other', () => {
    const documented = sections.map(([, code, status]) => [code, Number(status)]);
    expect(documented).toEqual(Object.entries(PROBLEMS));
  });

  it.each(sections.map(([, code, , text]) => [code!, text!]))('says enough of %s', (_, text) => {
    expect(text.length).toBeGreaterThan(60);
  });
});
