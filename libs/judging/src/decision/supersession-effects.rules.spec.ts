import { describe, expect, it } from '@jest/globals';
import type { EntryOutcome, StageState } from '#libs/contracts/pure';
import { highestTiers } from './published-tiers.js';
import { effectsOnStages, publicChanges, shownChanges } from './supersession-effects.rules.js';
import type { OutcomeChange } from '../methods/supersession.rules.js';

const change = (entryId: string, from: OutcomeChange['from'], to: OutcomeChange['to']): OutcomeChange => ({
  entryId,
  from,
  to,
  by: 'named',
});
const jury = (state: StageState) => ({
  stageKey: 'jury',
  title: 'Jury',
  state,
  takes: ['shortlisted' as const],
  admitsLate: false,
});
const moved = [change('x', 'shortlisted', 'withdrawn'), change('y', 'deserving', 'shortlisted')];

describe('what a superseding decision does to later stages', () => {
  it('depends on where they stand', () => {
    const effect = (state: StageState) => effectsOnStages([jury(state)], moved)[0];
    expect(effect('scheduled')).toMatchObject({ leaves: ['x'], joins: ['y'], unmoved: [] });
    expect(effect('open')).toMatchObject({
      leaves: ['x'],
      joins: [],
      unmoved: ['y'],
      words: '"Jury" is open: 1 entry to leave it at once, with all that was judged; 1 entry too late to come in.',
    });
    for (const state of ['closing', 'deciding', 'decided', 'released'] as const)
      expect(effect(state)).toMatchObject({ leaves: [], joins: [], unmoved: ['x', 'y'] });
    expect(effect('decided')!.words).toContain('may need a superseding decision of its own');
    expect(effect('cancelled')).toBeUndefined();
  });

  it('lets entries come in late where experts can still be asked', () => {
    const screening = { ...jury('open'), takes: ['valid' as const], admitsLate: true };
    expect(effectsOnStages([screening], [change('x', 'invalid', 'valid')])).toMatchObject([{ joins: ['x'] }]);
  });

  it('is nothing where nobody enters or leaves', () => {
    expect(effectsOnStages([jury('open')], [change('x', 'eligible', 'deserving')])).toEqual([]);
  });
});

describe('what is shown', () => {
  const screening: EntryOutcome[] = [
    { entryId: 'x', outcome: 'shortlisted' },
    { entryId: 'y', outcome: 'shortlisted' },
  ];

  it('names whoever is disqualified or has withdrawn in no tier, whatever another decision gave', () => {
    expect(highestTiers([...screening, { entryId: 'x', outcome: 'winner' }])).toEqual(
      new Map([
        ['x', 'winner'],
        ['y', 'shortlisted'],
      ]),
    );
    const out = [...screening, { entryId: 'x', outcome: 'disqualified' as const }];
    expect(highestTiers(out)).toEqual(new Map([['y', 'shortlisted']]));
    expect(publicChanges([...screening, { entryId: 'x', outcome: 'winner' }], out)).toEqual([
      { entryId: 'x', from: 'winner', to: null },
    ]);
  });

  it('is nothing of a decision that is withheld', () => {
    const first = { kind: null, outcomes: screening };
    const withheld = { kind: 'withheld' as const, outcomes: screening };
    expect(shownChanges(first, withheld)).toMatchObject([{ from: 'shortlisted', to: null }, { to: null }]);
    expect(shownChanges(withheld, { kind: 'correction', outcomes: screening })).toHaveLength(2);
    expect(shownChanges(first, first)).toEqual([]);
  });
});
