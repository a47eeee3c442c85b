import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkPastEdition } from './history-check.js';

const source = 'https://award.example/2012';
const member = (name: string, more = {}) => ({ name, sources: [source], ...more });
const edition = (more: object = {}) => ({
  programme: { key: 'award', name: 'An award' },
  edition: '1',
  year: 2012,
  title: 'The first',
  zone: 'Asia/Shanghai',
  stages: [{ type: 'technical-screening' }, { type: 'jury' }],
  sources: [source],
  licence: 'Facts only.',
  ...more,
});
const problemsOf = (given: object | string) => {
  const checked = checkPastEdition(given);
  return 'problems' in checked ? checked.problems.map(({ pointer, message }) => `${pointer} ${message}`) : [];
};

describe('the document of a past edition', () => {
  it('may leave out all that is not known, and keeps dates as precise as they are', () => {
    const stages = [
      { type: 'call', from: '2012', to: '2012-08' },
      { type: 'ceremony', from: '2012-11-16', to: '2012-11-16' },
    ];
    expect(checkPastEdition(edition({ stages }))).toMatchObject({
      history: { stages: [{ from: '2012', to: '2012-08' }, { from: '2012-11-16' }], counts: [], results: [] },
    });
  });

  it('is read from YAML and JSON alike, and named unreadable where it is', () => {
    const text = JSON.stringify(edition());
    expect(checkPastEdition(text)).toEqual(checkPastEdition(edition()));
    expect(problemsOf('year: [')).not.toEqual([]);
    expect(problemsOf('just words')).toEqual([' is not a set of keys with values']);
  });

  it('has every problem of its parts named at once', () => {
    const results = [
      { city: 'A', country: 'Kenya', tier: 'won' },
      { city: 'B', country: 'ZZ', tier: 'winner', sources: ['ftp://award.example'] },
    ];
    const stages = [{ type: 'jury', from: '2012-02-30' }, { type: 'Jury!' }];
    const problems = problemsOf(edition({ stages, results, sources: [], colour: 'red', year: '2012' }));
    expect(problems.map((problem) => problem.split(' ')[0]).toSorted()).toEqual([
      '/colour',
      '/results/0/country',
      '/results/0/tier',
      '/results/1/country',
      '/results/1/sources/0',
      '/sources',
      '/stages/0/from',
      '/stages/1/type',
      '/year',
    ]);
  });

  it('has its parts held against each other', () => {
    const stages = [{ type: 'jury', from: '2012-11-17', to: '2012-11-16' }, { type: 'jury' }];
    const count = (kind: string, count: number) => ({ what: 'entries', kind, count });
    const counts = [count('received', 10), count('valid', 11), count('eligible', 9), count('valid', 8)];
    const panels = [
      { stage: 'jury', size: 1, members: [member('Ann'), member('Ben'), member('Ann')] },
      { stage: 'technical-screening' },
      { stage: 'jury' },
    ];
    const result = { city: 'Vienna', country: 'AT', tier: 'winner' };
    const results = [result, { ...result, city: 'vienna', tier: 'shortlisted' }, { ...result, title: 'Another' }];
    expect(problemsOf(edition({ stages, counts, panels, results })).toSorted()).toEqual([
      '/counts/1/count is more than were there before',
      '/counts/2/count is more than were there before',
      '/counts/3 gives the valid entries once more',
      '/panels/0/members/2/name is there twice',
      '/panels/0/size is less than the 3 members named',
      '/panels/1/stage is none of the stages',
      '/panels/2/stage has a panel already',
      '/results/1 is there twice, with the same title',
      '/stages/0/to is before its beginning',
      '/stages/1/type is there twice',
    ]);
    expect(problemsOf(edition({ stages: [{ type: 'jury', from: '2012-11', to: '2012-11-16' }] }))).toEqual([]);
  });

  it('is checked whatever it is, and stays as it is when it is checked again', () => {
    const keys = Object.keys(edition({ counts: 0, panels: 0, exceptions: 0, results: 0, notes: 0 }));
    const anything = fc.oneof(fc.jsonValue(), fc.string());
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...keys, 'colour'), anything), (more) => {
        const checked = checkPastEdition(edition(more));
        if ('problems' in checked) expect(checked.problems.length).toBeGreaterThan(0);
        else expect(checkPastEdition(checked.history)).toEqual(checked);
      }),
    );
  });

  it('has nobody on two panels, unless it is recorded that this was an exception, with a source', () => {
    const panels = [
      { stage: 'technical-screening', members: [member('Ann'), member('Cem', { seat: 'chair' })] },
      { stage: 'jury', members: [member('Ben'), member('Cem')] },
    ];
    expect(problemsOf(edition({ panels }))).toEqual(['/panels/1/members/1/name sits on two panels of this cycle']);
    const exception = { rule: 'expertsMayJudge', note: 'One person did.', sources: [source] };
    expect(problemsOf(edition({ panels, exceptions: [exception] }))).toEqual([]);
    expect(problemsOf(edition({ panels, exceptions: [{ ...exception, sources: [] }] }))).toEqual([
      '/exceptions/0/sources is too short a list',
    ]);
  });
});
