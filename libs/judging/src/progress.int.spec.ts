import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { EntityManager } from '@mikro-orm/postgresql';
import { ProgressService } from '#libs/cycles';
import type { RequestContext } from '#libs/platform';
import { type JudgingFixture, openJudgingFixture } from '../../../test/support/judging-fixture.js';
import { BallotService } from './jury/ballot.service.js';
import { DecisionService } from './decision/decision.service.js';
import { ReviewService } from './screening/review.service.js';

const system = { actor: { id: 'service:worker' }, cause: 'workflow:test' };

describe('how far a cycle is', () => {
  let fixture: JudgingFixture;
  let chair: RequestContext;
  let experts: RequestContext[];
  let jurors: RequestContext[];

  beforeAll(async () => {
    const screening = { reviewsPerEntry: 1, quotas: { shortlisted: 2, deserving: 0 } };
    fixture = await openJudgingFixture({ countries: ['KE', 'ES', 'BR'], screening, eligibilityToDo: true });
    chair = await fixture.seat(fixture.screening, 'chair');
    experts = [chair, await fixture.seat(fixture.screening, 'member'), await fixture.seat(fixture.screening, 'deputy')];
    jurors = [await fixture.seat(fixture.jury, 'chair'), await fixture.seat(fixture.jury, 'member')];
    await fixture.seat(fixture.jury, 'deputy');
  });
  afterAll(() => fixture?.close());

  const stage = (stageKey: string) => ({ cycleId: fixture.cycleId, stageKey });
  const picture = () => fixture.api.get(ProgressService).of(fixture.cycleId);
  const countsOf = async (stageKey: string) => {
    const { counts } = (await picture()).stages.find(({ key }) => key === stageKey)!;
    return Object.fromEntries(counts.map(({ what, count, of }) => [what, of === null ? count : [count, of]]));
  };

  it('counts nothing in a stage that has not opened, and in a call the entries in each state', async () => {
    expect((await picture()).stages.map(({ counts }) => counts)).toEqual([[], [], [], [], []]);
    await fixture.openStage(stage('call'));
    await fixture.db.query(`update entries.entry set state = 'withdrawn', withdrawn_at = now() where id = $1`, [
      fixture.entries[0]!.id,
    ]);
    expect(await countsOf('call')).toEqual({ draft: 0, submitted: 2, withdrawn: 1 });
  });

  it('counts checks by people, of the entries that are still in', async () => {
    await fixture.openStage(stage('eligibility'));
    expect(await countsOf('eligibility')).toEqual({ valid: [0, 2], invalid: [0, 2], open: [2, 2], asked: [0, 2] });
    const [, one] = fixture.entries;
    await fixture.db.query(
      `insert into entries.eligibility_check (entry_id, entry_version, stage_key, sequence, rules, outcome, overridden, checked_by, checked_at, revision)
       values ($1, 1, 'eligibility', 1, '[]', null, false, 'service:worker', now(), 1), ($1, 1, 'eligibility', 2, '[]', 'valid', false, 'test', now(), 1)`,
      [one!.id],
    );
    expect(await countsOf('eligibility')).toEqual({ valid: [1, 2], invalid: [0, 2], open: [1, 2], asked: [0, 2] });
  });

  it('counts reviews of those that are assigned, ballots of those who judge, signatures and certifications', async () => {
    const decisions = fixture.worker.get(DecisionService);
    const entryIds = fixture.entries.slice(1).map(({ id }) => id);
    await fixture.decided('eligibility', 'valid', entryIds);
    await fixture.openStage(fixture.screening);
    await decisions.prepare(system, fixture.screening);
    expect(await countsOf('screening')).toEqual({ reviews: [0, 2] });
    const reviews = fixture.api.get(ReviewService);
    const value = { innovation: 3, effectiveness: 3, context: 3, replicability: 3, relevance: 3 };
    for (const expert of experts.slice(0, 2))
      for (const { id } of await reviews.list(expert.principal, fixture.screening))
        await reviews.write(expert, id, 0, { scores: value, comment: '' });
    expect(await countsOf('screening')).toEqual({ reviews: [2, 2] });

    await fixture.closeStage(fixture.screening);
    await decisions.propose(system, fixture.screening);
    const { proposalDigest } = await fixture.proposal(fixture.screening);
    await decisions.sign(system, fixture.screening, fixture.command(chair, fixture.screening, proposalDigest));
    await decisions.certify(
      system,
      fixture.screening,
      fixture.command(fixture.staff, fixture.screening, proposalDigest),
    );
    const signed = { reviews: [2, 2], signatures: [1, 1], certifications: [1, 2] };
    expect(await countsOf('screening')).toEqual(signed);

    const organiser = await fixture.person('organiser');
    await decisions.certify(system, fixture.screening, fixture.command(organiser, fixture.screening, proposalDigest));
    await fixture.openStage(fixture.jury);
    await decisions.prepare(system, fixture.jury);
    expect(await countsOf('jury')).toEqual({ ballots: [0, 2] });
    await fixture.api.get(BallotService).cast(jurors[0]!, fixture.jury, { ranking: entryIds.map((id) => [id]) });
    expect(await countsOf('jury')).toEqual({ ballots: [1, 2] });
  });

  it('names nobody, no entry and no outcome', async () => {
    const text = JSON.stringify(await picture());
    const people = [...experts, ...jurors, fixture.staff].map(({ actor }) => actor.id);
    for (const secret of [...people, ...fixture.entries.flatMap(({ id, cityId, title }) => [id, cityId, title])])
      expect(text).not.toContain(secret);
    expect(text).not.toMatch(/shortlisted|deserving|score|"ranking/);
  });

  it('asks the same number of questions however many entries there are: four, one a stage, and the definition', async () => {
    const connection = fixture.api.get(EntityManager).getConnection();
    const executed = jest.spyOn(connection, 'execute');
    await picture();
    const questions = executed.mock.calls.length;
    await fixture.db.query(
      `insert into entries.entry (id, cycle_id, stage_key, city_id, alias, state, version, draft_changed, current_version,
         contacts_version, form_revision, created_by, created_at, saved_by, saved_at)
       select gen_random_uuid(), cycle_id, stage_key, city_id, gen_random_uuid(), 'draft', 1, false, 0,
         1, 1, 'test', now(), 'test', now() from entries.entry, generate_series(1, 100)`,
    );
    expect(await countsOf('call')).toMatchObject({ draft: 300 });
    executed.mockClear();
    await picture();
    expect(executed.mock.calls.length).toBe(questions);
    // Cycle, stages, attention, clock; the definition; call, eligibility, reviews, ballots; how
    // entries come in by region, by day and in earlier cycles; two proposals at most.
    expect(questions).toBeGreaterThan(4 + 1 + 4);
    expect(questions).toBeLessThanOrEqual(4 + 1 + 4 + 3 + 2);
    executed.mockRestore();
  });
});
