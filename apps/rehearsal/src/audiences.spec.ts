import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Audience } from '#libs/contracts';
import { amendmentAudiences, cyclesAudiences, interruptionAudiences, stageAudiences } from '#libs/cycles';
import { entriesAudiences } from '#libs/entries';
import { identityAudiences } from '#libs/identity';
import { judgingAudiences } from '#libs/judging';
import { TEMPLATES } from '#libs/notifications/pure';
import { projectRoot } from '../../../deploy/local/index.js';
import { leftOutAudiences, rehearsedAudiences } from './audiences.js';
import { shippedStageTypes } from './definition.js';

/** Everything that an occasion may be made of; an occasion that is bound to a type of stage begins with it. */
const DATA = {
  cycleId: 'c',
  stageKey: 's',
  entryId: 'e',
  version: 1,
  audience: 'concerned',
  decisionId: 'd',
  step: 'P1D',
  deadlineVersion: 1,
  assignmentId: 'a',
  amendmentId: 'a',
  requestId: 'r',
  invitationId: 'i',
  code: 'x',
  number: 1,
  opensAt: 'o',
  personId: 'p',
  standsInFor: 'q',
  proposalVersion: 1,
  mergeId: 'm',
};

/** The application's audiences, by what makes them; they are only asked for their occasions. */
const REAL: Record<string, () => Audience[]> = {
  identityAudiences: () => identityAudiences({} as never, {} as never, {} as never),
  cyclesAudiences: () => cyclesAudiences({} as never, {} as never, {} as never),
  amendmentAudiences: () => amendmentAudiences({} as never),
  // Their occasions begin with the type of the stage that the event is about.
  stageAudiences: () => stageAudiences({ cycles: { stageFacts: async () => ({ stageType: 'any' }) } } as never),
  interruptionAudiences: () => interruptionAudiences({} as never),
  entriesAudiences: () => entriesAudiences({} as never),
  judgingAudiences: () => judgingAudiences({} as never),
};

async function nameOf({ kind, on, occasion }: Audience): Promise<string> {
  const [first] = (await occasion({ id: 'event', type: on, data: DATA } as never))!.split('/');
  const type = shippedStageTypes().find(first!) ? first : null;
  return [kind, on, type ?? 'any stage'].join(' ');
}

const REHEARSED = rehearsedAudiences(shippedStageTypes());
const LEFT_OUT = leftOutAudiences(shippedStageTypes());

const named = ({ kind, on, stageType }: Pick<(typeof REHEARSED)[number], 'kind' | 'on' | 'stageType'>): string =>
  [kind, on, stageType ?? 'any stage'].join(' ');

describe('the audiences of a rehearsal', () => {
  it('are held against all that the notifier is wired with', () => {
    const wiring = readFileSync(join(projectRoot(), 'apps/notifier/src/notifier.module.ts'), 'utf8');
    const wired = [...wiring.matchAll(/\.\.\.(\w+Audiences)\(/g)].map(([, name]) => name);
    expect(wired.toSorted()).toEqual(Object.keys(REAL).toSorted());
  });

  it('are those of the application, save what is left out with a reason', async () => {
    const real = Object.values(REAL).flatMap((make) => make());
    const known = [...REHEARSED, ...LEFT_OUT].map(named);
    expect(known.toSorted()).toEqual((await Promise.all(real.map(nameOf))).toSorted());
    expect(LEFT_OUT.filter(({ why }) => why.length < 10)).toEqual([]);
  });

  it('have every template of the application', () => {
    const kinds = [...REHEARSED, ...LEFT_OUT].map(({ kind }) => kind);
    expect([...new Set(kinds)].toSorted()).toEqual(Object.keys(TEMPLATES.en).toSorted());
  });
});
