import { describe, expect, it } from '@jest/globals';
import { checkDefinition, guangzhouTemplate } from '#libs/cycles';
import { callForEntries } from './call-for-entries.type.js';
import { eligibility } from './eligibility.type.js';
import { GUANGZHOU_FORM } from './form.js';

const types = new Map([callForEntries, eligibility].map((type) => [type.key, type as never]));
const known = { find: (key: string) => types.get(key), keys: () => [...types.keys()] };

function check(change: (document: ReturnType<typeof template>) => void) {
  const document = template();
  change(document);
  return checkDefinition(document, known);
}
function template() {
  const document = guangzhouTemplate({ edition: '7', year: 2026 });
  return { ...document, stages: document.stages.slice(0, 2) };
}

describe('stage types of entries', () => {
  it('fill in the shipped form and rules', () => {
    for (const form of ['guangzhou', undefined]) {
      const checked = check((document) => (document.form = form));
      expect(checked).toMatchObject({ definition: { form: GUANGZHOU_FORM } });
      expect(checked).toMatchObject({ definition: { stages: [{ settings: { rulesVersion: '1' } }, {}] } });
    }
  });

  it('name a form that is not shipped, and one that is no form', () => {
    expect(check((document) => (document.form = 'dubai'))).toEqual({
      problems: [
        {
          pointer: '/form',
          value: 'dubai',
          message: 'is no form that is shipped',
          allowed: 'guangzhou, or a JSON Schema',
        },
      ],
    });
    expect(check((document) => (document.form = { type: 'objekt' }))).toMatchObject({
      problems: [{ pointer: '/form' }],
    });
  });

  it('name the rule that can not be used', () => {
    const rules = [
      { id: 'big', expression: 'entry.values.profile.people > 10', message: 'It is big.' },
      { id: 'big', expression: 'entry.late', message: 'It is late.' },
    ];
    expect(check((document) => (document.stages[1]!.settings = { rules }))).toMatchObject({
      problems: [
        { pointer: '/stages/1/settings/rules/1/id', value: 'big' },
        { pointer: '/stages/1/settings/rules/0/expression', message: 'field not found: people' },
      ],
    });
  });
});
