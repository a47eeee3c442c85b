import { describe, expect, it } from '@jest/globals';
import { checkDefinition, guangzhouTemplate } from '#libs/cycles';
import { callForEntries } from './call-for-entries.type.js';
import { eligibility } from './eligibility.type.js';
import { GUANGZHOU_FORM } from '../form/form.js';

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
          action: 'Name a form that is shipped, or write your own.',
        },
      ],
    });
    expect(check((document) => (document.form = { type: 'objekt' }))).toMatchObject({
      problems: [{ pointer: '/form' }],
    });
  });

  it('name the languages of entries: those accepted, one of them authoritative; nothing is asked where they do not', () => {
    const languages = (given: object) => check((document) => (document.stages[0]!.settings = { languages: given }));
    const silent = check((document) => (document.stages[0]!.settings = {}));
    expect(silent).toHaveProperty('definition.stages.0.settings.rulesVersion');
    expect(silent).not.toHaveProperty('definition.stages.0.settings.languages');
    expect(languages({ authoritative: 'en' })).toMatchObject({
      definition: { stages: [{ settings: { languages: { authoritative: 'en', accepted: ['en'] } } }, {}] },
    });
    for (const accepted of ['any', ['en-GB', 'zh-Hans']])
      expect(languages({ authoritative: 'en', accepted })).toMatchObject({ definition: {} });
    expect(languages({ authoritative: 'en', accepted: ['fr', 'es'] })).toEqual({
      problems: [
        {
          pointer: '/stages/0/settings/languages/authoritative',
          value: 'en',
          message: 'is not a language that entries may be written in',
          allowed: 'one of fr, es',
          action: 'Add "en" to "accepted", or judge by the texts of another language.',
        },
      ],
    });
    expect(languages({ authoritative: 'en', accepted: ['en', 'en', 'zh', 'zh-Hans'] })).toMatchObject({
      problems: [
        { pointer: '/stages/0/settings/languages/accepted/1', message: 'is there twice' },
        { pointer: '/stages/0/settings/languages/accepted/3', message: 'is taken in by "zh" already' },
      ],
    });
    expect(languages({ authoritative: 'English' })).toMatchObject({
      problems: [{ pointer: '/stages/0/settings/languages/authoritative', message: 'must be a language tag' }],
    });
    expect(languages({ accepted: 'any' })).toMatchObject({
      problems: [{ pointer: '/stages/0/settings/languages/authoritative', message: 'is missing' }],
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

  it('let eligibility begin during the call, and not end before it', () => {
    const beside = (deadline: string) =>
      check((document) => {
        const [call, eligible] = document.stages;
        call!.window = { opens: '2026-03-01T00:00', deadline: '2026-08-31T23:59', grace: 'PT1H' };
        eligible!.after = [];
        eligible!.window = { opens: '2026-05-01T00:00', deadline };
      });
    expect(beside('2026-09-01T00:59')).toMatchObject({ definition: { stages: [{}, { after: [] }] } });
    expect(beside('2026-09-01T00:58')).toEqual({
      problems: [
        expect.objectContaining({
          pointer: '/stages/1/window/deadline',
          value: '2026-08-31T16:58:00.000Z',
          allowed: '2026-08-31T16:59:00.000Z or later',
        }),
      ],
    });
  });

  it('want each rule in English at least, and each reason once', () => {
    const rules = [{ id: 'late', severity: 'ask', expression: '!entry.late', message: { zh: '按时' } }];
    expect(check((document) => (document.stages[1]!.settings = { rules }))).toMatchObject({
      problems: [{ pointer: '/stages/1/settings/rules/0/message' }],
    });
    const reasons = [
      { code: 'late', text: 'It came too late.' },
      { code: 'late', text: { en: 'Late.', fr: 'En retard.' } },
    ];
    expect(check((document) => (document.stages[1]!.settings = { reasons }))).toMatchObject({
      problems: [{ pointer: '/stages/1/settings/reasons/1/code', value: 'late' }],
    });
  });
});
