import { describe, expect, it } from '@jest/globals';
import { LANGUAGES } from '#libs/contracts';
import {
  type CycleDocument,
  type DefinitionProblem,
  type StageType,
  checkDefinition,
  guangzhouTemplate,
  stageWords,
} from '#libs/cycles';
import { jury } from './jury/jury.type.js';
import { technicalScreening } from './screening/technical-screening.type.js';

const others = ['call-for-entries', 'eligibility', 'ceremony'].map(
  (key): StageType => ({ ...jury, key, decides: key === 'eligibility', takes: [], gives: () => null }) as StageType,
);
const types = new Map<string, StageType>(
  [...others, technicalScreening as StageType, jury as StageType].map((type) => [type.key, type]),
);
const known = { find: (key: string) => types.get(key), keys: () => [...types.keys()] };
const template = guangzhouTemplate({ edition: '7', year: 2027 });

/** The problems of the template with other settings of a stage, by pointer. */
function problemsWith(stageKey: string, settings: object, more: Partial<CycleDocument> = {}): DefinitionProblem[] {
  const stages = template.stages.map((stage) => (stage.key === stageKey ? { ...stage, settings } : stage));
  const plain = stages.map((stage) => ({ ...stage, settings: types.get(stage.type)!.decides ? stage.settings : {} }));
  const checked = checkDefinition({ ...template, stages: plain, ...more } as object, known);
  return 'problems' in checked ? checked.problems : [];
}

describe('the stage types of judging in a definition', () => {
  it('need nothing said', () => {
    expect(problemsWith('screening', {})).toEqual([]);
    expect(problemsWith('jury', {})).toEqual([]);
  });

  it('refuse unknown keys and steps, saying what is allowed', () => {
    const [unknown] = problemsWith('screening', { reviewPerEntry: 3 });
    expect(unknown).toMatchObject({ pointer: '/stages/2/settings/reviewPerEntry' });
    expect(unknown!.message).toContain('reviewsPerEntry');
    expect(problemsWith('screening', { tieLadder: ['lot'] })).toMatchObject([
      { pointer: '/stages/2/settings/tieLadder/0', allowed: expect.stringContaining('highest-minimum') },
    ]);
    expect(problemsWith('screening', { tieLadder: ['criterion:beauty'] })).toMatchObject([
      { pointer: '/stages/2/settings/tieLadder/0', allowed: expect.stringContaining('innovation') },
    ]);
  });

  it('refuse screening without criteria', () => {
    expect(problemsWith('screening', {}, { criteria: [] })).toMatchObject([{ pointer: '/criteria' }]);
  });

  it('refuse more winners than screening can shortlist', () => {
    expect(problemsWith('jury', { quotas: { winners: 16 } })).toMatchObject([
      { pointer: '/stages/3/settings/quotas/winners', value: 16, allowed: '0 to 15' },
    ]);
  });

  it('take the tie ladder of the method that is set, and refuse steps of another one', () => {
    const settingsOf = (settings: object) => jury.settings.parse(settings);
    expect(settingsOf({})).toMatchObject({ method: 'ranked-ballot', tieLadder: ['borda', 'most-first-places'] });
    expect(settingsOf({ method: 'majority-judgment' })).toMatchObject({ tieLadder: [] });
    expect(problemsWith('jury', { method: 'majority-judgment', tieLadder: ['seed'] })).toEqual([]);
    expect(problemsWith('jury', { method: 'majority-judgment', tieLadder: ['seed', 'borda'] })).toMatchObject([
      { pointer: '/stages/3/settings/tieLadder/1', value: 'borda', allowed: 'seed' },
    ]);
    expect(problemsWith('jury', { method: 'plurality' })).toMatchObject([
      { pointer: '/stages/3/settings/method', allowed: expect.stringContaining('majority-judgment') },
    ]);
    expect(problemsWith('jury', { tieladder: [] })).toMatchObject([
      { pointer: '/stages/3/settings/tieladder', allowed: 'method, quotas, tieLadder, seed' },
    ]);
  });

  it('tell people of the method that is set, in each of their languages', () => {
    const told = (method: string) =>
      LANGUAGES.map((language) => stageWords(jury.words!, jury.settings.parse({ method }), {} as never, language).does);
    const names = {
      'ranked-ballot': [
        'The Schulze method proposes',
        '舒尔茨（Schulze）法',
        'La méthode Schulze',
        'El método de Schulze',
      ],
      'majority-judgment': [
        'Majority judgment proposes',
        '多数判断法',
        'Le jugement majoritaire',
        'El juicio mayoritario',
      ],
      'adopted-by-panel': [
        'The method that they adopt',
        '其通过的方法',
        'La méthode qu’ils adoptent',
        'El método que adopten',
      ],
    };
    for (const [method, named] of Object.entries(names))
      for (const [at, text] of told(method).entries()) {
        expect(text).toContain(named[at]);
        if (method !== 'ranked-ballot') expect(text).not.toMatch(/Schulze/);
      }
  });

  it('judge no quota that is left to a panel, of the stage itself or of one before it', () => {
    const two = { quotas: { shortlisted: 2 } };
    const left = { method: 'adopted-by-panel' };
    type Settings = CycleDocument['stages'][number]['settings'];
    const withBoth = (screening: Settings, jury: Settings) => {
      const settings: Record<string, Settings> = { screening, jury };
      const stages = template.stages.map((stage) => ({ ...stage, settings: settings[stage.key] ?? {} }));
      return problemsWith('none', {}, { stages });
    };
    expect(withBoth(two, {})).toMatchObject([{ value: 5, allowed: '0 to 2' }]);
    expect(withBoth(two, left)).toEqual([]);
    expect(withBoth(left, { quotas: { winners: 500 } })).toEqual([]);
  });
});
