import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { completeContent } from '../../../../test/support/entry-contents.js';
import { carryOver } from './carry-over.rules.js';
import { checkDraft } from './form-validation.js';
import { GUANGZHOU_FORM } from './form.js';
import type { JsonObject } from './json-pointer.js';

describe('what an earlier entry brings into a new form', () => {
  it('is all of it while the form is the same', () => {
    expect(carryOver(GUANGZHOU_FORM, completeContent())).toEqual({ content: completeContent(), leftOut: [] });
  });

  it('is what fits; the rest is named with the reason', () => {
    const { content, leftOut } = carryOver(
      GUANGZHOU_FORM,
      completeContent({
        title: 'word '.repeat(26),
        budget: 5,
        themes: ['social', 'magic'],
        outcomes: { results: null, evidence: 'Counted.' },
      }),
    );
    const { title: _, themes: __, ...rest } = completeContent();
    expect(content).toEqual({ ...rest, outcomes: { evidence: 'Counted.' } });
    expect(leftOut).toEqual([
      { pointer: '/budget', message: 'is not a field of this form' },
      { pointer: '/title', message: 'has 26 words', allowed: 'at most 25 words' },
      expect.objectContaining({ pointer: '/themes/1' }),
      { pointer: '/outcomes/results', message: 'must be a text' },
    ]);
  });

  it('is always a draft that the form accepts, whatever the earlier entry says', () => {
    const names = fc.constantFrom('title', 'profile', 'dates', 'themes', 'outcomes', 'links', 'start', 'results', 'x');
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom<unknown>(null, 5, '', 'text', '2024-01-01', 'social', 'w '.repeat(400)),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(names, tie('tree'), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(names, tree), (given) => {
        const { content, leftOut } = carryOver(GUANGZHOU_FORM, given as JsonObject);
        expect(checkDraft(GUANGZHOU_FORM, content)).toEqual([]);
        if (leftOut.length === 0) expect(content).toEqual(given);
      }),
    );
  });
});
