import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RequestContext } from '#libs/platform';
import { type JudgingFixture, openJudgingFixture } from '../../../../test/support/judging-fixture.js';
import { BallotService } from './ballot.service.js';
import { DecisionRecordService } from '../decision/decision-record.service.js';
import { decisionDigests, recomputeDecision } from '../methods/decision.rules.js';
import { DecisionService } from '../decision/decision.service.js';
import { PanelService } from '../panel/panel.service.js';
import { RecusalService } from '../panel/recusal.service.js';
import { ResultService } from '../decision/result.service.js';

const COUNTRIES = ['KE', 'ES', 'BR', 'CN'];
const system = { actor: { id: 'service:worker' }, cause: 'workflow:test' };

describe('the jury on PostgreSQL', () => {
  let fixture: JudgingFixture;
  let chair: RequestContext;
  let jurors: RequestContext[];
  let ballots: BallotService;
  let decisions: DecisionService;

  beforeAll(async () => {
    fixture = await openJudgingFixture({
      countries: [...COUNTRIES, 'FR'],
      screening: { quotas: { shortlisted: 5, deserving: 0 } },
      jury: { quotas: { winners: 2 } },
    });
    ballots = fixture.api.get(BallotService);
    decisions = fixture.worker.get(DecisionService);
    await fixture.decided(
      'screening',
      'shortlisted',
      fixture.entries.map(({ id: entryId }) => entryId),
    );
    // The French city withdraws before the jury votes.
    await fixture.db.query(`update entries.entry set state = 'withdrawn', withdrawn_at = now() where id = $1`, [
      id('FR'),
    ]);
    chair = await fixture.seat(fixture.jury, 'chair');
    jurors = [chair, await fixture.seat(fixture.jury, 'member', ['ES']), await fixture.seat(fixture.jury, 'member')];
    await fixture.openStage(fixture.jury);
  });
  afterAll(() => fixture?.close());

  const id = (country: string) => fixture.entries.find(({ countryCode }) => countryCode === country)!.id;
  const cast = (who: RequestContext, ranking: string[][]) => ballots.cast(who, fixture.jury, { ranking });
  const best = (...countries: string[]) => countries.map((country) => [id(country)]);
  const paperOf = (who: RequestContext) => ballots.paper(who.principal, fixture.jury);

  it('makes one ballot box, whose private key the API cannot read', async () => {
    await expect(cast(chair, best('KE', 'ES', 'BR', 'CN'))).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('prepared'),
    });
    await decisions.prepare(system, fixture.jury);
    const [key] = await fixture.as('api', 'select public_key from judging.stage_key');
    await decisions.prepare(system, fixture.jury);
    expect(await fixture.as('api', 'select public_key from judging.stage_key')).toEqual([key]);
    await expect(fixture.as('api', 'select wrapped_private_key from judging.stage_key')).rejects.toThrow(
      /permission denied/,
    );
  });

  it('gives jurors the finalists and what they are recused from, and nobody else anything', async () => {
    const paper = await paperOf(jurors[1]!);
    expect(paper.entries.map(({ countryCode }) => countryCode)).toEqual(COUNTRIES);
    expect(paper.recused).toEqual([{ entryId: id('ES'), reasons: ['same-country'] }]);
    expect(paper.cast).toBe(false);
    // What counts as a country, the programme's list says: one that is part of another counts as that.
    const partOf = (key: string | null) =>
      fixture.db.query(
        `update entries.territory set part_of = $1 where key = 'spain' and programme =
           (select programme from cycles.cycle where id = $2)`,
        [key, fixture.cycleId],
      );
    await partOf('kenya');
    const recused = [id('KE'), id('ES')].map((entryId) => ({ entryId, reasons: ['same-country'] }));
    expect((await paperOf(jurors[1]!)).recused).toEqual(expect.arrayContaining(recused));
    await partOf(null);
    expect((await paperOf(jurors[1]!)).recused).toHaveLength(1);
    const deputy = await fixture.seat(fixture.jury, 'deputy');
    await expect(paperOf(deputy)).rejects.toMatchObject({ code: 'forbidden' });
    const expert = await fixture.seat(fixture.screening, 'member');
    for (const stranger of [expert, fixture.staff])
      await expect(paperOf(stranger)).rejects.toMatchObject({ code: 'not-found' });
    await expect(cast(deputy, best(...COUNTRIES))).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('lets nobody be expert and juror of the cycle', async () => {
    const appointing = fixture.api.get(PanelService).appoint(fixture.staff, fixture.screening, {
      personId: chair.actor.id,
      seat: 'member',
      countryCodes: [],
      cityIds: [],
    });
    await expect(appointing).rejects.toMatchObject({ code: 'rule-violated' });
  });

  it('hides the panel from cities and other panels', async () => {
    const panels = fixture.api.get(PanelService);
    expect(await panels.list(chair.principal, fixture.jury)).toMatchObject([
      { seat: 'chair', personId: chair.actor.id },
      {},
      {},
      {},
    ]);
    const city = await fixture.person('city', { cityId: fixture.entries[0]!.cityId });
    const elsewhere = await fixture.person('secretariat', { programme: 'another' });
    for (const stranger of [city, elsewhere, await fixture.seat(fixture.screening, 'member')])
      await expect(panels.list(stranger.principal, fixture.jury)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('refuses a ballot that is incomplete, or ranks what its juror is recused from', async () => {
    await expect(cast(chair, best('KE', 'ES', 'BR'))).rejects.toMatchObject({
      code: 'rule-violated',
      document: { errors: [{ pointer: '/ranking', message: expect.stringContaining(id('CN')) }] },
    });
    await expect(cast(jurors[1]!, best('KE', 'ES', 'BR', 'CN'))).rejects.toMatchObject({
      document: { errors: [{ pointer: '/ranking/1/0', message: expect.stringContaining('same country') }] },
    });
    expect((await fixture.db.query('select from judging.ballot_cast')).rowCount).toBe(0);
  });

  it('takes a conflict into account that came up after the ballot paper was read', async () => {
    await fixture.api
      .get(RecusalService)
      .declare(jurors[2]!, fixture.jury, { entryId: id('CN'), reasonCode: 'adviser' });
    await expect(cast(jurors[2]!, best('KE', 'ES', 'BR', 'CN'))).rejects.toMatchObject({ code: 'rule-violated' });
  });

  it('takes one ballot a juror, also of two at once', async () => {
    const twice = await Promise.allSettled([
      cast(chair, best('KE', 'BR', 'ES', 'CN')),
      cast(chair, best('CN', 'ES', 'BR', 'KE')),
    ]);
    expect(twice.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await expect(cast(chair, best('KE', 'BR', 'ES', 'CN'))).rejects.toMatchObject({ code: 'conflict' });
    await cast(jurors[1]!, [[id('KE')], [id('BR'), id('CN')]]);
    // An amendment comes before the last one.
    await fixture.db.query(
      `insert into cycles.cycle_revision select (jsonb_populate_record(r, '{"revision": 2}')).* from cycles.cycle_revision r`,
    );
    await fixture.setStage(fixture.jury, 'revision = 2');
    await cast(jurors[2]!, best('KE', 'BR', 'ES'));
    expect((await paperOf(chair)).cast).toBe(true);
    expect((await fixture.db.query('select from judging.sealed_ballot')).rowCount).toBe(3);
    const late = fixture.api
      .get(RecusalService)
      .declare(jurors[1]!, fixture.jury, { entryId: id('KE'), reasonCode: 'adviser' });
    await expect(late).rejects.toMatchObject({ code: 'conflict' });
  });

  it('keeps ballots sealed: the API cannot read them back, nobody before the close, and nothing tells whose they are', async () => {
    await expect(fixture.as('api', 'select alias from judging.sealed_ballot')).rejects.toThrow(/permission denied/);
    expect(await fixture.as('worker', 'select alias, ciphertext from judging.sealed_ballot')).toEqual([]);
    for (const table of ['sealed_ballot', 'ballot_cast']) {
      for (const column of ['xmin', 'ctid'])
        await expect(fixture.as('worker', `select ${column} from judging.${table}`)).rejects.toThrow(
          /permission denied/,
        );
    }
    await expect(fixture.as('api', 'delete from judging.ballot_cast')).rejects.toThrow(/permission denied/);
    await expect(fixture.as('worker', 'delete from judging.sealed_ballot')).rejects.toThrow(/permission denied/);
    const { rows } = await fixture.db.query<{ ciphertext: string }>('select ciphertext from judging.sealed_ballot');
    expect(new Set(rows.map(({ ciphertext }) => ciphertext.length)).size).toBe(1);
    const cast = await fixture.events('laureate.ballot.cast.v1');
    expect(cast.map((data) => Object.keys(data).toSorted())).toEqual(
      Array.from({ length: 3 }, () => ['cycleId', 'personId', 'stageKey']),
    );
    await expect(decisions.propose(system, fixture.jury)).rejects.toMatchObject({ code: 'conflict' });
    expect((await fixture.db.query('select from judging.opened_ballot')).rowCount).toBe(0);
  });

  it('opens the ballots when it decides, after the close, and proposes by them', async () => {
    await fixture.closeStage(fixture.jury);
    await expect(cast(jurors[1]!, best('KE', 'BR', 'CN'))).rejects.toMatchObject({ code: 'deadline-passed' });
    const { decision } = await decisions.propose(system, fixture.jury);
    expect(await decisions.propose(system, fixture.jury)).toMatchObject({ decision });
    const { outcomes, log } = await fixture.proposal(fixture.jury);
    const winners = outcomes.filter(({ outcome }) => outcome === 'winner').map(({ countryCode }) => countryCode);
    expect(log![0]).toBe('3 ballots are counted.');
    // One of the two ballots of the chair was taken; Kenya and Brazil lead by the others either way.
    expect(winners).toContain('KE');
    expect(await fixture.as('api', 'select alias from judging.opened_ballot')).toEqual([]);
    await expect(fixture.as('worker', 'update judging.opened_ballot set ranking = $$[]$$')).rejects.toThrow(
      /permission denied/,
    );
    await expect(fixture.api.get(DecisionRecordService).ofStage(fixture.jury)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('shows winners only after the release, unranked', async () => {
    const results = fixture.api.get(ResultService);
    const { proposalDigest } = await fixture.proposal(fixture.jury);
    const command = (who: RequestContext) => fixture.command(who, fixture.jury, proposalDigest);
    await decisions.sign(system, fixture.jury, command(chair));
    await decisions.certify(system, fixture.jury, command(fixture.staff));
    await decisions.certify(system, fixture.jury, command(await fixture.person('organiser')));
    expect(JSON.stringify(await results.ofCycle(fixture.cycleId))).not.toContain(id('KE'));
    await expect(decisions.release(system, fixture.jury, 'public')).rejects.toMatchObject({ name: 'NotYet' });
    await fixture.setStage(fixture.jury, `releases = '[{"audience": "public", "when": "decided"}]'`);
    await decisions.release(system, fixture.jury, 'public');
    const { tiers } = await results.ofCycle(fixture.cycleId);
    const [winners, shortlisted] = tiers.map(({ entries }) => entries);
    expect(winners!.map(({ title }) => title)).toEqual(winners!.map(({ title }) => title).toSorted());
    expect(winners!.length + shortlisted!.length).toBe(4);
  });

  it('lets the auditor count again, and finds a ballot that was changed', async () => {
    const records = fixture.api.get(DecisionRecordService);
    const jury = await records.ofStage(fixture.jury);
    // Who has cast under which revision; of a ballot none tells when it was cast.
    expect(jury.records).toEqual([
      { record: 'ballot-cast', revision: 1, count: 2 },
      { record: 'ballot-cast', revision: 2, count: 1 },
      { record: 'opened-ballot', revision: 2, count: 3 },
    ]);
    const [computed] = jury.proposals;
    expect(recomputeDecision(jury.inputs)).toEqual({ outcomes: computed!.outcomes, log: computed!.log });
    await fixture.db.query(`update judging.opened_ballot set ranking = (
      select jsonb_agg(place order by n desc) from jsonb_array_elements(ranking) with ordinality as e(place, n))`);
    const changed = await records.ofStage(fixture.jury);
    expect(decisionDigests(changed.inputs, changed.settings, computed!).inputs).not.toBe(jury.recorded.inputsDigest);
  });
});
