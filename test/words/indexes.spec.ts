import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { indexes } from './indexes.js';

const ROOT = `${import.meta.dirname}/../..`;
const written = await indexes(ROOT);

describe('the indexes of words and mail templates', () => {
  it('are found', () => expect(written.size).toBeGreaterThan(5));

  it.each([...written.keys()])('%s is what `npm run words` writes', (file) => {
    expect(readFileSync(`${ROOT}/${file}`, 'utf8')).toBe(written.get(file));
  });
});
