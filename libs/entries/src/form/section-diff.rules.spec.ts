import { describe, expect, it } from '@jest/globals';
import { diffSections } from './section-diff.rules.js';

describe('what differs between two versions of a section', () => {
  it('is named by its pointer: texts word by word, all else as a whole', () => {
    const before = { title: 'Free buses', dates: { start: '2024-01-01' }, themes: ['social'], gone: 1 };
    const after = {
      title: 'Free trams',
      dates: { start: '2024-01-01', end: '2025-01-01' },
      themes: ['social', 'other'],
    };
    expect(diffSections(before, after)).toEqual([
      {
        pointer: '/title',
        before: 'Free buses',
        after: 'Free trams',
        parts: [
          { change: 'same', text: 'Free ' },
          { change: 'removed', text: 'buses' },
          { change: 'added', text: 'trams' },
        ],
      },
      { pointer: '/themes', before: ['social'], after: ['social', 'other'], parts: null },
      { pointer: '/gone', before: 1, after: null, parts: null },
      { pointer: '/dates/end', before: null, after: '2025-01-01', parts: null },
    ]);
  });

  it('is nothing between equal versions, nor is an empty group of fields', () => {
    expect(diffSections({ a: { b: 'x' } }, { a: { b: 'x' } })).toEqual([]);
    expect(diffSections({}, { a: {} })).toEqual([]);
  });
});
