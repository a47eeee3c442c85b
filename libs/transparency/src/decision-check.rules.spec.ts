import { describe, expect, it } from '@jest/globals';
import type { DecisionInputs, Proposal } from '#libs/contracts';
import {
  type DecisionAccount,
  type Recomputation,
  compareChains,
  compareDecision,
  missingDecisions,
} from './decision-check.rules.js';
import type { Committed } from './history.rules.js';

/** Decides by the highest number; digests are the JSON itself, so that a difference can be read. */
const by: Recomputation = {
  recompute: (inputs) => {
    const votes = inputs['votes'] as Record<string, number>;
    const best = Math.max(...Object.values(votes));
    return {
      outcomes: Object.entries(votes).map(([entryId, n]) => ({
        entryId,
        outcome: n === best ? 'winner' : 'shortlisted',
      })),
      log: [`best ${best}`],
    };
  },
  digests: (inputs, settings, { outcomes, log }, adjustments) => ({
    inputs: JSON.stringify(inputs),
    method: JSON.stringify(settings),
    proposal: JSON.stringify({ outcomes, log, adjustments }),
  }),
};
const inputs = { mode: 'ranked-ballot', votes: { a: 3, b: 1 } } as DecisionInputs;
const settings = { winners: 1 };
const proposal: Proposal = by.recompute(inputs);
const digests = by.digests(inputs, settings, proposal, []);
const account: DecisionAccount = {
  decisionId: 'd',
  stageKey: 'jury',
  settings,
  inputs,
  outcomes: proposal.outcomes,
  proposals: [{ ...proposal, version: 1, adjustments: [], digest: digests.proposal }],
};
const committed = [
  {
    workflowId: 'cycle/c/stage/jury',
    eventId: 40,
    at: '2026-01-01T00:00:00Z',
    activity: 'certifyDecision',
    stage: null,
    decision: {
      decisionId: 'd',
      stageKey: 'jury',
      proposalVersion: 1,
      proposalDigest: digests.proposal,
      inputsDigest: digests.inputs,
      methodDigest: digests.method,
      complete: true,
    },
  },
] as unknown as Committed[];

describe('a decision made again', () => {
  it('agrees when nothing was changed', () => {
    expect(compareDecision(account, committed, by)).toEqual([]);
  });

  it.each<[string, Partial<DecisionAccount>, RegExp]>([
    ['a ballot that leaves the winners the same', { inputs: { ...inputs, votes: { a: 2, b: 1 } } }, /raw inputs/],
    ['a vote that changes the winner', { inputs: { ...inputs, votes: { a: 0, b: 1 } } }, /raw inputs/],
    ['the method', { settings: { winners: 2 } }, /method/],
    ['the certified proposal', { proposals: [{ ...account.proposals[0]!, log: ['other'] }] }, /certified proposal/],
    ['the outcomes that results show', { outcomes: [] }, /results show/],
    ['the proposal, removed', { proposals: [] }, /missing/],
  ])('finds a change of %s', (_, change, detail) => {
    const [first] = compareDecision({ ...account, ...change }, committed, by);
    expect(first).toMatchObject({
      check: 'decision',
      where: 'cycle/c/stage/jury, event 40',
      when: '2026-01-01T00:00:00Z',
      detail: expect.stringMatching(detail),
    });
  });

  describe('with a stand-in', () => {
    const signature = {
      kind: 'certification',
      personId: 's',
      inPlaceOf: 'a',
      conflicts: ['same-city'],
      coSignedBy: 'x',
    } as const;
    const recorded = [{ ...committed[0]!, signature: { ...signature, conflicts: ['same-city'] } }];
    const row = { ...signature, conflicts: ['same-city'], proposalVersion: 1 };

    it('agrees with what was recorded', () => {
      expect(compareDecision({ ...account, standing: [row] }, recorded, by)).toEqual([]);
    });

    it.each([
      ['changed', [{ ...row, inPlaceOf: 'b' }], recorded, /not what was recorded/],
      ['removed', [], recorded, /not what was recorded/],
      [
        'with the co-signature removed',
        [{ ...row, conflicts: [], coSignedBy: null }],
        recorded,
        /not what was recorded/,
      ],
      ['slipped in', [row], committed, /no workflow recorded/],
    ])('finds one %s', (_, standing, histories, detail) => {
      expect(compareDecision({ ...account, standing }, histories, by)[0]!.detail).toMatch(detail);
    });
  });

  it('finds a decision that no workflow made, and one that the database lost', () => {
    expect(compareDecision(account, [], by)[0]!.detail).toMatch(/no workflow recorded it/);
    expect(missingDecisions([], committed)[0]!.detail).toMatch(/does not have it/);
    expect(missingDecisions([account], committed)).toEqual([]);
  });

  it('says when the inputs are not enough to decide any more', () => {
    const broken: Recomputation = {
      ...by,
      recompute: () => {
        throw new Error('no ballots');
      },
    };
    expect(compareDecision(account, committed, broken)[0]!.detail).toMatch(/cannot be recomputed.*no ballots/);
  });
});

describe('decisions that supersede one another', () => {
  const second = { ...account, decisionId: 'e', number: 2, supersedes: 'd' };
  const third = { ...account, decisionId: 'f', number: 3, supersedes: 'e' };

  it('are a chain, whatever the order they come in', () => {
    expect(compareChains([third, account, second])).toEqual([]);
    expect(compareChains([account, { ...account, stageKey: 'screening' }])).toEqual([]);
  });

  it('are not one when a link is missing, doubled or bent', () => {
    const broken = (...accounts: DecisionAccount[]) => compareChains(accounts).map(({ where }) => where);
    expect(broken(account, third)).toEqual(['judging.decision f']);
    expect(broken(second)).toEqual(['judging.decision e']);
    expect(broken(account, second, { ...third, number: 2 })).toEqual(['judging.decision f']);
    expect(broken(account, second, { ...third, supersedes: 'd' })).toEqual(['judging.decision f']);
  });

  it('have the number and the predecessor that were recorded', () => {
    const recorded = structuredClone(committed);
    const supersession = { number: 2, supersedes: 'x', kind: 'correction', state: 'certified' } as const;
    recorded[0]!.decision!.supersession = supersession;
    const own = { ...account, number: 2, supersedes: 'x' };
    expect(compareDecision(own, recorded, by)).toEqual([]);
    for (const changed of [{ number: 3 }, { supersedes: 'y' }, { number: 1, supersedes: null }])
      expect(compareDecision({ ...own, ...changed }, recorded, by)).toMatchObject([
        { detail: expect.stringContaining('recorded as number 2, superseding x') },
      ]);
    expect(compareDecision(own, committed, by)).toMatchObject([{ detail: expect.stringContaining('number 1') }]);
  });
});
