import { beforeAll, describe, expect, it } from '@jest/globals';
import { readDefinition, shippedStageTypes } from '../../apps/rehearsal/src/definition.js';
import { type Performance, perform } from '../../apps/rehearsal/src/perform.js';
import type { StageType } from '#libs/cycles';
import { projectRoot } from '../../deploy/local/index.js';
import { bundleWorkflows } from '../../workflows/testing/bundle.js';
import { siteVisit } from './site-visit.type.js';

const DEFINITION = `
programme: { key: guangzhou, name: Test Award }
edition: '1'
title: A cycle with visits
zone: Asia/Shanghai
stages:
  - key: call
    type: call-for-entries
    window: { opens: '2027-03-01T09:00', deadline: '2027-04-01T18:00' }
    ladder: [P7D]
  - key: visits
    type: site-visit
    title: Visits
    window: { opens: '2027-05-03T09:00', deadline: '2027-06-03T18:00' }
    ladder: [P7D, P1D]
    certifiers: { count: 2, roles: [secretariat, organiser] }
    release:
      - { audience: concerned, when: decided }
      - { audience: public, when: command }
  - key: ceremony
    type: ceremony
    window: { opens: '2027-07-01T19:00', deadline: '2027-07-01T22:00' }
`;

describe('a rehearsal of a stage type that no lib knows', () => {
  const types = shippedStageTypes();
  types.register(siteVisit as StageType);
  let rehearsed: Performance;

  beforeAll(async () => {
    const checked = readDefinition(DEFINITION, types);
    if ('problems' in checked) throw new Error(JSON.stringify(checked.problems));
    rehearsed = await perform(
      checked.definition,
      { entries: 4, experts: 3, jurors: 1, seed: 'visits', pace: 'PT2H' },
      {
        serverPath: process.env['LAUREATE_TIME_SKIPPING_SERVER']!,
        workflows: { workflowBundle: await bundleWorkflows('apps/rehearsal/src/workflows.ts') },
        root: projectRoot(),
        types,
      },
    );
  });

  it('comes to the end of the cycle without a problem, signed by the chair of the panel of its role', () => {
    expect(rehearsed.summary.problems).toEqual([]);
    const steps = rehearsed.timeline.filter(
      ({ stageKey, what }) => stageKey === 'visits' && !['prepared', 'deadline'].includes(what),
    );
    expect(steps.map(({ what }) => what)).toEqual([
      'opened',
      'reminder',
      'reminder',
      'closed',
      'proposed',
      'signed',
      'certified',
      'certified',
      'decided',
      'released',
      'released',
    ]);
    expect(steps.find(({ what }) => what === 'signed')!.personId).toBe('expert-0001');
    expect(rehearsed.timeline.at(-1)!.what).toBe('completed');
  });

  it('reminds the experts in its own words, of less each time', () => {
    const mails = rehearsed.timeline.filter(({ stageKey, what }) => stageKey === 'visits' && what === 'reminder');
    const owed = mails.map((moment) =>
      moment.mails.map(({ text }) => /\S+ cit(?:y|ies) (?:is|are) still/.exec(text)?.[0]),
    );
    expect(owed).toEqual([
      ['2 cities are still', '2 cities are still', '2 cities are still'],
      ['One city is still', 'One city is still', 'One city is still'],
    ]);
  });
});
