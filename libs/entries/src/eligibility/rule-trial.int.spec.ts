import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EntriesFixture, openEntriesFixture } from '../../../../test/support/entries-fixture.js';
import type { EligibilityRule } from '../stage-types/eligibility.rules.js';
import { RuleTrialService, type TrialAnswer } from './rule-trial.service.js';

const RULES: EligibilityRule[] = [
  { id: 'recent', severity: 'block', expression: 'entry.values.dates.end == null', message: 'It goes on.' },
  { id: 'big', severity: 'ask', expression: 'city.population > 2000000', message: 'The city is big.' },
];

describe('a dry run of rules', () => {
  let fixture: EntriesFixture;
  let trials: RuleTrialService;
  const ref = () => ({ cycleId: fixture.cycleId, stageKey: 'eligibility' });

  beforeAll(async () => {
    fixture = await openEntriesFixture();
    trials = fixture.module.get(RuleTrialService);
    await fixture.openCall();
    await fixture.submitted({ title: 'One' });
    await fixture.submitted({ title: 'Two', dates: { start: '2019-01-01', end: '2020-01-01' } });
    const third = await fixture.submitted({ title: 'Three' });
    await fixture.db.query('update entries.city set population = 3000000 where id = $1', [third.cityId]);
  });
  afterAll(() => fixture.close());

  const ended = async (id: string): Promise<TrialAnswer> => {
    for (;;) {
      const trial = await trials.find(fixture.staff, ref(), id);
      if (trial.finishedAt) return trial;
    }
  };

  it('counts what each rule would find, over the entries of a stage that is not open yet, and changes nothing', async () => {
    const usable = RULES.map((rule) =>
      rule.id === 'big' ? { ...rule, expression: 'city.population == null || city.population > 2000000' } : rule,
    );
    const begun = await trials.begin(fixture.staff, ref(), usable);
    expect(begun).toMatchObject({ total: 3, lookedAt: 0, finishedAt: null });
    expect(await ended(begun.id)).toMatchObject({
      lookedAt: 3,
      outcomes: { valid: 1, invalid: 1, undecided: 1 },
      changed: 1,
      rules: [
        { id: 'recent', pass: 2, fail: 1, error: 0, examples: [expect.any(String)] },
        { id: 'big', pass: 1, fail: 2, error: 0 },
      ],
    });
    const inForce = await trials.begin(fixture.staff, ref());
    expect(await ended(inForce.id)).toMatchObject({ outcomes: { valid: 2, invalid: 1, undecided: 0 }, changed: 0 });
    expect((await fixture.db.query('select from entries.eligibility_check')).rowCount).toBe(0);
  });

  it('refuses rules that can not be used, naming each', async () => {
    await expect(trials.begin(fixture.staff, ref(), [...RULES, RULES[0]!])).rejects.toMatchObject({
      code: 'rule-violated',
      document: { errors: [{ pointer: '/rules/2/id' }, { pointer: '/rules/1/expression' }] },
    });
    const { context } = await fixture.city();
    await expect(trials.begin(context, ref())).rejects.toMatchObject({ code: 'forbidden' });
    const { id } = await trials.begin(fixture.staff, ref());
    await expect(trials.find(context, ref(), id)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('goes on where a process that died has left it, and counts no entry twice', async () => {
    const { id } = await trials.begin(fixture.staff, ref());
    const first = await fixture.db.query<{ id: string }>('select id from entries.entry order by id limit 1');
    await fixture.db.query(
      `update entries.rule_trial set after = $2, seen_at = now() - interval '1 minute',
         counted = jsonb_set(jsonb_set(counted, '{lookedAt}', '1'), '{outcomes,valid}', '1') where id = $1`,
      [id, first.rows[0]!.id],
    );
    const both = await Promise.all([ended(id), ended(id)]);
    for (const trial of both) expect(trial).toMatchObject({ lookedAt: 3, outcomes: { valid: 2, invalid: 1 } });
  });
});
