import { describe, expect, it } from '@jest/globals';
import type { CycleDefinition, StageDefinition } from '#libs/cycles';
import { appealProblems, appealsSchema } from './appeal.settings.js';
import { clarificationProblems, clarificationsSchema } from './clarification.settings.js';

const day = (date: number) => new Date(Date.UTC(2027, 0, date)).toISOString();
const stage = (key: string, opens: number, deadline: number, more: Partial<StageDefinition> = {}): StageDefinition => ({
  key,
  type: key,
  title: key,
  after: [],
  window: { opens: day(opens), deadline: day(deadline), grace: 'PT0S' },
  ladder: [],
  settings: {},
  release: [{ audience: 'concerned', when: 'decided' }],
  certifiers: { count: 1, roles: ['secretariat'] },
  ...more,
});
const eligibility = (settings: object, more: Partial<StageDefinition> = {}) =>
  stage('eligibility', 1, 20, { settings: settings as never, ...more });
const cycle = (own: StageDefinition, screeningEnds: number) =>
  ({
    zone: 'UTC',
    stages: [
      own,
      stage('screening', 21, screeningEnds, { after: ['eligibility'] }),
      stage('ceremony', 22, 23, { type: 'ceremony', after: ['eligibility'] }),
    ],
  }) as unknown as CycleDefinition;
const found = (days: number, screeningEnds: number, more: Partial<StageDefinition> = {}) => {
  const own = eligibility({ appeals: appealsSchema.parse({ days }) }, more);
  return appealProblems(own, cycle(own, screeningEnds)).map(({ pointer }) => pointer);
};

describe('appeals in a definition', () => {
  it('end, with their answer, before those who judge do', () => {
    expect(found(5, 35)).toEqual([]);
    expect(found(6, 35)).toEqual(['settings/appeals/days']);
    expect(found(5, 35, { release: [{ audience: 'concerned', when: day(21) }] })).toEqual(['settings/appeals/days']);
  });

  it('need a release to the cities, and take the place of complaints', () => {
    expect(found(5, 35, { release: [{ audience: 'public', when: 'decided' }] })).toEqual(['settings/appeals']);
    expect(found(5, 35, { complaints: {} as never })).toEqual(['complaints']);
    expect(appealProblems(eligibility({}), cycle(eligibility({}), 22))).toEqual([]);
  });
});

describe('clarifications in a definition', () => {
  it('fit into the stage when their days are named', () => {
    const of = (days: number) =>
      clarificationProblems(eligibility({ clarifications: clarificationsSchema.parse({ days }) }), 'UTC');
    expect(of(19)).toEqual([]);
    expect(of(20)).toMatchObject([{ pointer: 'settings/clarifications/days', value: 20 }]);
    expect(clarificationProblems(eligibility({}), 'UTC')).toEqual([]);
  });
});
