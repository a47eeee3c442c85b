import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type StageState, STAGE_STATES } from '#libs/contracts';
import { type AmendableStage, judgeAmendment, touchedStages, windowChangesOf } from './amendment.rules.js';
import { changesBetween } from '../definition/definition-changes.js';
import type { CycleDefinition, StageDefinition } from '../definition/definition.js';

const now = new Date('2027-06-01T00:00:00Z');
const stage = (key: string, type: string, after: string[], month: string): StageDefinition => ({
  key,
  type,
  title: key,
  after,
  window: { opens: `2027-${month}-02T00:00:00.000Z`, deadline: `2027-${month}-20T00:00:00.000Z`, grace: 'PT0S' },
  ladder: ['P1D'],
  settings: { quotas: { winners: 5 } },
  release: [
    { audience: 'concerned', when: 'command' },
    { audience: 'public', when: '2027-12-01T00:00:00.000Z' },
  ],
  certifiers: { count: 2, roles: ['secretariat'] },
});
const definition: CycleDefinition = {
  programme: { key: 'award', name: 'Award' },
  edition: '7',
  title: 'Award 7',
  zone: 'Asia/Shanghai',
  languages: ['en'],
  signature: 'The secretariat',
  demonstration: false,
  expertsMayJudge: false,
  criteria: [{ key: 'context', title: 'Context', weight: 1, scale: { min: 1, max: 5 } }],
  form: { type: 'object' },
  stages: [
    stage('call', 'call-for-entries', [], '07'),
    stage('screening', 'technical-screening', ['call'], '08'),
    stage('jury', 'jury', ['screening'], '09'),
  ],
};

const stages = (states: Record<string, StageState> = {}, releasedTo: string[] = []): AmendableStage[] =>
  definition.stages.map(({ key }) => ({
    key,
    state: states[key] ?? 'scheduled',
    releasedTo,
    usesForm: key === 'call',
    usesCriteria: key === 'screening',
  }));

function judge(
  change: (copy: CycleDefinition) => void,
  states: Record<string, StageState> = {},
  releasedTo: string[] = [],
) {
  const after = structuredClone(definition);
  change(after);
  return judgeAmendment({ kind: 'definition', before: definition, after, stages: stages(states, releasedTo), now });
}
const refused = (...given: Parameters<typeof judge>) => judge(...given).problems.map(({ pointer }) => pointer);
const atAnyTime = (change: (copy: CycleDefinition) => void) =>
  STAGE_STATES.every((state) => refused(change, { call: state, screening: state, jury: state }).length === 0);
/** The states of a stage in which a change of it is possible. */
const possibleIn = (key: string, change: (copy: CycleDefinition) => void) =>
  STAGE_STATES.filter((state) => refused(change, { [key]: state }).length === 0);

describe('what may be amended', () => {
  it('texts at any time', () => {
    expect(atAnyTime((copy) => (copy.title = 'Seventh award'))).toBe(true);
    expect(atAnyTime((copy) => (copy.signature = 'We'))).toBe(true);
    expect(atAnyTime((copy) => (copy.programme.name = 'The award'))).toBe(true);
    expect(atAnyTime((copy) => (copy.stages[1]!.title = 'First look'))).toBe(true);
    expect(atAnyTime((copy) => (copy.criteria[0]!.title = 'Local context'))).toBe(true);
  });

  it('an opening until it has come, a deadline until the stage has closed, both only to what is to come', () => {
    expect(possibleIn('jury', (copy) => (copy.stages[2]!.window.opens = '2027-09-05T00:00:00.000Z'))).toEqual([
      'scheduled',
    ]);
    const longer = (copy: CycleDefinition) => (copy.stages[0]!.window.deadline = '2027-07-25T00:00:00.000Z');
    expect(possibleIn('call', longer)).toEqual(['scheduled', 'open']);
    expect(refused((copy) => (copy.stages[0]!.window.deadline = '2027-05-31T00:00:00.000Z'))).toEqual([
      '/stages/call/window/deadline',
    ]);
    expect(possibleIn('call', (copy) => (copy.stages[0]!.ladder = ['P3D']))).toEqual(['scheduled', 'open']);
  });

  it('a release until it was made', () => {
    const later = (copy: CycleDefinition) => (copy.stages[2]!.release[1]!.when = '2027-12-08T00:00:00.000Z');
    expect(refused(later, { jury: 'decided' }, ['concerned'])).toEqual([]);
    expect(refused(later, { jury: 'released' }, ['concerned', 'public'])).toEqual(['/stages/jury/release']);
    const past = (copy: CycleDefinition) => (copy.stages[2]!.release[1]!.when = '2027-05-08T00:00:00.000Z');
    expect(judge(past).problems[0]!.message).toBe(
      'the release to "public" is past: it is now 2027-06-01T00:00:00.000Z',
    );
  });

  it('a stage added, its place and what it comes after while it is scheduled; none taken away', () => {
    const added = (opens: string) => (copy: CycleDefinition) => {
      const vote = stage('vote', 'ceremony', ['screening'], '10');
      copy.stages.push({ ...vote, window: { ...vote.window, opens } });
      copy.stages[2]!.after = ['screening', 'vote'];
    };
    expect(refused(added('2027-10-02T00:00:00.000Z'))).toEqual([]);
    expect(refused(added('2027-10-02T00:00:00.000Z'), { jury: 'open' })).toEqual(['/stages/jury/after']);
    expect(refused(added('2027-05-02T00:00:00.000Z'))).toEqual(['/stages/vote']);
    expect(refused((copy) => copy.stages.pop())).toEqual(['/stages/jury']);
  });

  it('method, quotas and rules until their stage opens; the form while it is open; criteria until they score', () => {
    expect(possibleIn('jury', (copy) => (copy.stages[2]!.settings = { quotas: { winners: 3 } }))).toEqual([
      'scheduled',
    ]);
    expect(possibleIn('call', (copy) => (copy.form = { type: 'object', properties: {} }))).toEqual([
      'scheduled',
      'open',
    ]);
    expect(possibleIn('screening', (copy) => (copy.criteria[0]!.weight = 2))).toEqual(['scheduled']);
    expect(possibleIn('jury', (copy) => copy.criteria.push({ ...copy.criteria[0]!, key: 'more' }))).toEqual([
      ...STAGE_STATES,
    ]);
  });

  it('the languages of entries until the call opens: nobody is told later that theirs is not taken any more', () => {
    const languages = { authoritative: 'en', accepted: ['en', 'fr'] };
    expect(possibleIn('call', (copy) => (copy.stages[0]!.settings = { languages }))).toEqual(['scheduled']);
  });

  it('a method left to the panel also while the stage is open, by its adoption only, and nothing beside it', () => {
    const left = structuredClone(definition);
    left.stages[2]!.settings = { method: 'adopted-by-panel' };
    const adopt = (
      state: StageState,
      kind: 'method' | 'definition',
      more: (copy: CycleDefinition) => void = () => {},
    ) => {
      const after = structuredClone(definition);
      more(after);
      const question = { kind, stageKey: kind === 'method' ? 'jury' : null, before: left, after, now };
      return judgeAmendment({ ...question, stages: stages({ jury: state }) }).problems.map(({ pointer }) => pointer);
    };
    expect(adopt('open', 'method')).toEqual([]);
    expect(adopt('open', 'definition')).toEqual(['/stages/jury/settings']);
    expect(adopt('closing', 'method')).toEqual(['/stages/jury/settings']);
    expect(adopt('open', 'method', (copy) => (copy.title = 'Also'))).toEqual(['/title']);
  });

  it('nothing else, ever', () => {
    const never: ((copy: CycleDefinition) => void)[] = [
      (copy) => (copy.zone = 'UTC'),
      (copy) => (copy.edition = '8'),
      (copy) => (copy.demonstration = true),
      (copy) => (copy.expertsMayJudge = true),
      (copy) => copy.languages.push('fr'),
      (copy) => (copy.programme.key = 'other'),
      (copy) => (copy.stages[2]!.type = 'ceremony'),
      (copy) => (copy.stages[2]!.certifiers.count = 1),
      (copy) => ((copy as unknown as Record<string, unknown>)['secret'] = true),
      (copy) => ((copy.stages[0] as unknown as Record<string, unknown>)['secret'] = true),
    ];
    for (const change of never) expect(judge(change).problems).toHaveLength(1);
  });
});

describe('the changes between two definitions', () => {
  it('are none for the same, and lead from one to the other', () => {
    expect(changesBetween(definition, structuredClone(definition))).toEqual([]);
    const leaf = fc.constantFrom('title', 'signature', 'edition');
    fc.assert(
      fc.property(leaf, fc.string(), (key, value) => {
        const after = { ...definition, [key]: value };
        const changes = changesBetween(definition, after);
        expect(changes).toEqual(
          value === definition[key as 'title']
            ? []
            : [{ pointer: `/${key}`, from: definition[key as 'title'], to: value }],
        );
      }),
    );
  });

  it('do not mind the order of stages, and name a stage by its key', () => {
    const after = structuredClone(definition);
    after.stages.reverse();
    after.stages[0]!.window.deadline = '2027-09-25T00:00:00.000Z';
    const changes = changesBetween(definition, after);
    expect(changes).toEqual([
      { pointer: '/stages/jury/window/deadline', from: '2027-09-20T00:00:00.000Z', to: '2027-09-25T00:00:00.000Z' },
    ]);
    expect(touchedStages(changes, ['call', 'screening', 'jury'])).toEqual(['jury']);
    expect(touchedStages([...changes, { pointer: '/title' }], ['call', 'jury'])).toEqual(['call', 'jury']);
    expect(windowChangesOf(changes)).toEqual([
      {
        stageKey: 'jury',
        opens: null,
        deadline: { from: '2027-09-20T00:00:00.000Z', to: '2027-09-25T00:00:00.000Z' },
        steps: [],
      },
    ]);
  });
});
