import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DecisionInputs, EntryOutcome } from '#libs/contracts';
import type { RequestContext } from '#libs/platform';
import { type JudgingFixture, openJudgingFixture } from '../../../../test/support/judging-fixture.js';
import { DecisionRecordService } from '../decision/decision-record.service.js';
import { DecisionService } from '../decision/decision.service.js';
import { ResultService } from '../decision/result.service.js';
import { decisionDigests, recomputeDecision } from '../methods/decision.rules.js';
import { BallotService } from './ballot.service.js';

const COUNTRIES = ['KE', 'ES', 'BR', 'CN'];
const system = { actor: { id: 'service:worker' }, cause: 'workflow:test' };

describe('a jury that votes by majority judgment, on PostgreSQL', () => {
  let fixture: JudgingFixture;
  let jurors: RequestContext[];
  let decisions: DecisionService;

  beforeAll(async () => {
    fixture = await openJudgingFixture({
      countries: COUNTRIES,
      jury: { method: 'majority-judgment', quotas: { winners: 2 } },
    });
    decisions = fixture.worker.get(DecisionService);
    await fixture.decided(
      'screening',
      'shortlisted',
      fixture.entries.map(({ id: entryId }) => entryId),
    );
    jurors = [
      await fixture.seat(fixture.jury, 'chair'),
      await fixture.seat(fixture.jury, 'member', ['ES']),
      await fixture.seat(fixture.jury, 'member'),
    ];
    await fixture.openStage(fixture.jury);
    await decisions.prepare(system, fixture.jury);
  });
  afterAll(() => fixture?.close());

  const id = (country: string) => fixture.entries.find(({ countryCode }) => countryCode === country)!.id;
  const cast = (juror: number, grades: Record<string, string>) =>
    fixture.api.get(BallotService).cast(jurors[juror]!, fixture.jury, {
      grades: Object.fromEntries(Object.entries(grades).map(([country, grade]) => [id(country), grade])),
    });
  const record = () => fixture.api.get(DecisionRecordService).ofStage(fixture.jury);
  const outcomesBy = (outcomes: readonly EntryOutcome[]) =>
    Object.fromEntries(
      COUNTRIES.map((country) => [country, outcomes.find((each) => each.entryId === id(country))?.outcome]),
    );

  it('says on the ballot paper how the jury votes', async () => {
    const paper = await fixture.api.get(BallotService).paper(jurors[1]!.principal, fixture.jury);
    expect(paper).toMatchObject({ method: 'majority-judgment', cast: false });
    expect(paper.recused).toEqual([{ entryId: id('ES'), reasons: ['same-country'] }]);
  });

  it('refuses ballots of another method, unknown grades, and grades that are missing or must not be given', async () => {
    const ranking = fixture.entries.map((entry) => [entry.id]);
    await expect(fixture.api.get(BallotService).cast(jurors[0]!, fixture.jury, { ranking })).rejects.toMatchObject({
      code: 'rule-violated',
      message: expect.stringContaining('majority-judgment'),
    });
    await expect(cast(0, { KE: 'superb', ES: 'good', BR: 'good', CN: 'good' })).rejects.toMatchObject({
      document: { errors: [{ pointer: `/grades/${id('KE')}` }] },
    });
    await expect(cast(0, { KE: 'good', ES: 'good', BR: 'good' })).rejects.toMatchObject({
      document: { errors: [{ pointer: '/grades', message: expect.stringContaining(id('CN')) }] },
    });
    await expect(cast(1, { KE: 'good', ES: 'good', BR: 'good', CN: 'good' })).rejects.toMatchObject({
      document: { errors: [{ pointer: `/grades/${id('ES')}`, message: expect.stringContaining('same country') }] },
    });
    expect((await fixture.db.query('select from judging.ballot_cast')).rowCount).toBe(0);
  });

  it('seals grades as it seals rankings: of one length, unreadable before the close', async () => {
    await cast(0, { KE: 'excellent', ES: 'good', BR: 'good', CN: 'poor' });
    await cast(1, { KE: 'good', BR: 'very-good', CN: 'reject' });
    await cast(2, { KE: 'good', ES: 'excellent', BR: 'acceptable', CN: 'acceptable' });
    await expect(cast(2, { KE: 'good', ES: 'good', BR: 'good', CN: 'good' })).rejects.toMatchObject({
      code: 'conflict',
    });
    const { rows } = await fixture.db.query<{ ciphertext: string }>('select ciphertext from judging.sealed_ballot');
    expect(new Set(rows.map(({ ciphertext }) => ciphertext.length)).size).toBe(1);
    expect(JSON.stringify(rows)).not.toContain('grades');
    expect(await fixture.as('worker', 'select alias from judging.sealed_ballot')).toEqual([]);
    await expect(decisions.propose(system, fixture.jury)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('opens them after the close, and proposes those with the best medians', async () => {
    await fixture.closeStage(fixture.jury);
    await decisions.propose(system, fixture.jury);
    const { rows } = await fixture.db.query('select ranking, ballot from judging.opened_ballot');
    expect(rows).toHaveLength(3);
    for (const { ranking, ballot } of rows)
      expect({ ranking, ballot }).toEqual({ ranking: null, ballot: { grades: expect.any(Object) } });
    // The first medians are good (KE, ES: the lower of two, BR) and poor (CN); the next ones put ES first, then KE.
    const { outcomes, log } = await fixture.proposal(fixture.jury);
    expect(outcomesBy(outcomes as EntryOutcome[])).toEqual({
      KE: 'winner',
      ES: 'winner',
      BR: 'shortlisted',
      CN: 'shortlisted',
    });
    expect(log).toEqual([
      '3 ballots are counted.',
      ...[
        [id('KE'), 'good in the middle of 3 grades (1 excellent, 2 good)'],
        [id('ES'), 'good in the middle of 2 grades (1 excellent, 1 good)'],
        [id('BR'), 'good in the middle of 3 grades (1 very-good, 1 good, 1 acceptable)'],
        [id('CN'), 'poor in the middle of 3 grades (1 acceptable, 1 poor, 1 reject)'],
      ]
        .toSorted(([a], [b]) => (a! < b! ? -1 : 1))
        .map(([entryId, words]) => `Entry ${entryId}: ${words}.`),
      `Majority judgment decides: ${['ES', 'KE', 'BR', 'CN'].map(id).join(' > ')}.`,
    ]);
  });

  it('is signed, certified and released as any other', async () => {
    const { proposalDigest } = await fixture.proposal(fixture.jury);
    const command = (who: RequestContext) => fixture.command(who, fixture.jury, proposalDigest);
    await decisions.sign(system, fixture.jury, command(jurors[0]!));
    await decisions.certify(system, fixture.jury, command(fixture.staff));
    await decisions.certify(system, fixture.jury, command(await fixture.person('organiser')));
    await fixture.setStage(fixture.jury, `releases = '[{"audience": "public", "when": "decided"}]'`);
    await decisions.release(system, fixture.jury, 'public');
    const { tiers } = await fixture.api.get(ResultService).ofCycle(fixture.cycleId);
    const winners = tiers.find(({ tier }) => tier === 'winner')!;
    expect(winners.entries.map((entry) => entry.entryId).toSorted()).toEqual([id('ES'), id('KE')].toSorted());
  });

  it('is made again by an auditor from what the tables hold, who finds a grade that was changed', async () => {
    const found = await record();
    expect(found).toMatchObject({ mode: 'majority-judgment', inputs: { mode: 'majority-judgment', tieLadder: [] } });
    // As the auditor gets it, by JSON.
    const inputs = JSON.parse(JSON.stringify(found.inputs)) as DecisionInputs;
    const computed = found.proposals[0]!;
    expect(recomputeDecision(inputs)).toEqual({ outcomes: computed.outcomes, log: computed.log });
    const digests = decisionDigests(inputs, found.settings, computed);
    expect(digests).toMatchObject({ inputs: found.recorded.inputsDigest, method: found.recorded.methodDigest });
    await fixture.db.query(
      `update judging.opened_ballot set ballot = jsonb_set(ballot, array['grades', $1], '"excellent"') where ballot #>> array['grades', $1] = 'poor'`,
      [id('CN')],
    );
    const changed = (await record()).inputs;
    expect(decisionDigests(changed, found.settings, computed).inputs).not.toBe(found.recorded.inputsDigest);
  });
});
