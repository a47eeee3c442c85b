import { describe, expect, it } from '@jest/globals';
import { LANGUAGES } from '#libs/contracts/pure';
import type { RuleResult } from './eligibility.rules.js';
import { GUANGZHOU_REASONS } from './eligibility-shipped-rules.js';
import { UNANSWERED, verdictInWords } from './verdict.rules.js';

const nobody = { reasonCode: null, reasonText: null };
const failed: RuleResult = {
  id: 'r',
  severity: 'block',
  result: 'fail',
  reason: 'Not met: It is there. (x = 1)',
  message: { en: 'It is there.', fr: 'Il est là.' },
  values: [{ of: 'entry.values.x', value: '1', must: null, than: null }],
};

describe('what a city is told of a verdict', () => {
  it('is, in its language, the rules that are not met, those alone that block', () => {
    const rules: RuleResult[] = [failed, { ...failed, severity: 'warn' }, { ...failed, result: 'pass' }];
    expect(verdictInWords({ ...nobody, rules }, [], 'en')).toEqual(['Not met: It is there. (x = 1)']);
    expect(verdictInWords({ ...nobody, rules }, [], 'fr')).toEqual(['Non rempli : Il est là. (x = 1)']);
    const allMet = LANGUAGES.map((language) => verdictInWords({ ...nobody, rules: [] }, [], language)[0]);
    expect(new Set(allMet).size).toBe(LANGUAGES.length);
  });

  it('is what a person wrote, as they wrote it', () => {
    const given = { rules: [failed], reasonCode: 'incomplete', reasonText: 'Page two is missing.' };
    expect(verdictInWords(given, GUANGZHOU_REASONS, 'fr')).toEqual(['Page two is missing.']);
  });

  it('is in its language what was taken from the list of the definition, and that a question was not answered', () => {
    const given = { rules: [failed], reasonCode: 'incomplete', reasonText: 'La candidature n’est pas complète.' };
    expect(verdictInWords(given, GUANGZHOU_REASONS, 'zh')).toEqual(['参评材料不完整。']);
    expect(verdictInWords(given, [], 'zh')).toEqual(['La candidature n’est pas complète.']);
    const { reasonCode, reasonText } = UNANSWERED as { reasonCode: string; reasonText: string };
    expect(verdictInWords({ rules: [], reasonCode, reasonText }, [], 'es')).toEqual([
      'Lo que se preguntó sobre la candidatura no se respondió a tiempo.',
    ]);
  });
});
