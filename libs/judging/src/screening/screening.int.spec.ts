import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RequestContext } from '#libs/platform';
import { type JudgingFixture, openJudgingFixture } from '../../../../test/support/judging-fixture.js';
import { DecisionRecordService } from '../decision/decision-record.service.js';
import { decisionDigests, recomputeDecision } from '../methods/decision.rules.js';
import { DecisionService } from '../decision/decision.service.js';
import { ProposalService } from '../decision/proposal.service.js';
import { RecusalService } from '../panel/recusal.service.js';
import { ResultService } from '../decision/result.service.js';
import { type AssignmentAnswer, ReviewService } from './review.service.js';

const COUNTRIES = ['KE', 'ES', 'BR', 'CN', 'FR', 'IN'];
const system = { actor: { id: 'service:worker' }, cause: 'workflow:test' };
const scores = (value: number) => ({
  innovation: value,
  effectiveness: value,
  context: value,
  replicability: value,
  relevance: value,
});

describe('technical screening on PostgreSQL', () => {
  let fixture: JudgingFixture;
  let chair: RequestContext;
  let experts: RequestContext[];
  let organiser: RequestContext;
  let reviews: ReviewService;
  let decisions: DecisionService;

  beforeAll(async () => {
    fixture = await openJudgingFixture({
      countries: COUNTRIES,
      screening: { reviewsPerEntry: 2, quotas: { shortlisted: 2, deserving: 2 } },
    });
    reviews = fixture.api.get(ReviewService);
    decisions = fixture.worker.get(DecisionService);
    organiser = await fixture.person('organiser');
    await fixture.openStage(fixture.screening);
  });
  afterAll(() => fixture?.close());

  const listOf = (who: RequestContext) => reviews.list(who.principal, fixture.screening);
  const outcomesOf = async () =>
    Object.fromEntries(
      (await fixture.proposal(fixture.screening)).outcomes.map(({ title, outcome }) => [title, outcome]),
    );

  it('says why it cannot assign, and assigns once the panel is there: balanced, without conflicts, once', async () => {
    await expect(decisions.prepare(system, fixture.screening)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('only 0 experts'),
    });
    chair = await fixture.seat(fixture.screening, 'chair', ['KE']);
    experts = [chair];
    for (const codes of [['ES'], [], []]) experts.push(await fixture.seat(fixture.screening, 'member', codes));
    await decisions.prepare(system, fixture.screening);
    await decisions.prepare(system, fixture.screening);

    const lists = await Promise.all(experts.map(listOf));
    expect(lists.map(({ length }) => length)).toEqual([3, 3, 3, 3]);
    expect(lists[0]!.map(({ countryCode }) => countryCode)).not.toContain('KE');
    expect(lists[1]!.map(({ countryCode }) => countryCode)).not.toContain('ES');
    expect(lists[2]!.map(({ position }) => position)).toEqual([1, 2, 3]);
    expect(await fixture.events('laureate.assignments.made.v1')).toMatchObject([{ stageKey: 'screening', count: 12 }]);
  });

  it('shows an expert their own assignments only, with the content', async () => {
    const [own] = await listOf(experts[1]!);
    const read = await reviews.read(experts[1]!.principal, own!.id);
    expect(read).toMatchObject({ content: { abstract: 'Sample text.' }, review: null, version: 0 });
    await expect(reviews.read(experts[2]!.principal, own!.id)).rejects.toMatchObject({ code: 'not-found' });
    await expect(reviews.write(experts[2]!, own!.id, 0, { scores: scores(3), comment: '' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('checks scores, keeps every version, and refuses a stale one', async () => {
    const [own] = await listOf(experts[1]!);
    const write = (version: number, value: number) =>
      reviews.write(experts[1]!, own!.id, version, { scores: scores(value), comment: 'Sound.' });
    await expect(write(0, 6)).rejects.toMatchObject({
      code: 'rule-violated',
      document: { errors: expect.arrayContaining([expect.objectContaining({ pointer: '/scores/innovation' })]) },
    });
    expect(await write(0, 3)).toMatchObject({ version: 1, state: 'done' });
    await expect(write(0, 4)).rejects.toMatchObject({
      code: 'stale-version',
      document: { yours: { scores: scores(4) }, theirs: { scores: scores(3) } },
    });
    expect(await write(1, 4)).toMatchObject({ version: 2, review: { scores: scores(4) } });
    await expect(fixture.as('api', 'update judging.review set comment = $$x$$')).rejects.toThrow(/permission denied/);
    await expect(fixture.as('worker', 'delete from judging.review')).rejects.toThrow(/permission denied/);
  });

  it('lets one of two writes at once through', async () => {
    const [, own] = await listOf(experts[1]!);
    const write = () => reviews.write(experts[1]!, own!.id, 0, { scores: scores(3), comment: '' });
    const settled = await Promise.allSettled([write(), write(), write()]);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('blocks a score by a conflict that came up after the assignment', async () => {
    const [own] = await listOf(experts[2]!);
    await fixture.db.query('update judging.panel_member set country_codes = $1 where person_id = $2', [
      JSON.stringify([own!.countryCode]),
      experts[2]!.actor.id,
    ]);
    const writing = reviews.write(experts[2]!, own!.id, 0, { scores: scores(5), comment: '' });
    await expect(writing).rejects.toMatchObject({ code: 'conflict', document: { conflicts: ['same-country'] } });
    await fixture.db.query(`update judging.panel_member set country_codes = '[]' where person_id = $1`, [
      experts[2]!.actor.id,
    ]);
  });

  it('gives the entry of a recused expert to the least loaded one without a conflict', async () => {
    const [own] = await listOf(experts[3]!);
    const recusals = fixture.api.get(RecusalService);
    const declare = () =>
      recusals.declare(experts[3]!, fixture.screening, { entryId: own!.entryId, reasonCode: 'former-employee' });
    const declared = await declare();
    expect(await declare()).toEqual(declared);
    const after = await Promise.all(experts.map(listOf));
    const ofEntry = after.flat().filter(({ entryId }) => entryId === own!.entryId);
    expect(ofEntry.map(({ state }) => state === 'recused').toSorted()).toEqual([false, false, true]);
    expect(await fixture.events('laureate.assignment.taken-over.v1')).toHaveLength(1);
    await expect(reviews.read(experts[3]!.principal, own!.id)).rejects.toMatchObject({ code: 'conflict' });
    const outsider = await fixture.person('expert', { cycleId: fixture.cycleId });
    await expect(
      recusals.declare(outsider, fixture.screening, { entryId: own!.entryId, reasonCode: 'x' }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    await expect(
      recusals.declare(experts[0]!, fixture.screening, {
        entryId: own!.entryId,
        personId: experts[1]!.actor.id,
        reasonCode: 'x',
      }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('takes no score after the close', async () => {
    const value = ({ title }: AssignmentAnswer) => Math.min(5, Number(title.at(-1)));
    for (const expert of experts) {
      for (const own of await listOf(expert)) {
        if (own.state !== 'open') continue;
        await reviews.write(expert, own.id, own.version, { scores: scores(value(own)), comment: '' });
      }
    }
    await fixture.closeStage(fixture.screening);
    const [own] = await listOf(experts[1]!);
    await expect(
      reviews.write(experts[1]!, own!.id, own!.version, { scores: scores(5), comment: '' }),
    ).rejects.toMatchObject({ code: 'deadline-passed' });
  });

  it('proposes once, however often it is asked', async () => {
    const [first, second] = await Promise.all([
      decisions.propose(system, fixture.screening),
      decisions.propose(system, fixture.screening),
    ]);
    expect(second.decision).toEqual(first.decision);
    expect(first.stage.state).toBe('deciding');
    expect(first.decision).toMatchObject({ proposalVersion: 1, signaturesNeeded: 1, certificationsNeeded: 2 });
    const outcomes = Object.values(await outcomesOf());
    expect(outcomes.toSorted()).toEqual(
      ['deserving', 'deserving', 'eligible', 'eligible', 'shortlisted', 'shortlisted'].toSorted(),
    );
  });

  it('shows a proposal to the staff and the panel only', async () => {
    const proposals = fixture.api.get(ProposalService);
    const read = (who: RequestContext | null) => proposals.read(who?.principal ?? null, fixture.screening);
    expect((await read(organiser)).log).not.toBeNull();
    // The chair is from Kenya, one expert from Spain.
    expect(await read(chair)).toMatchObject({ log: null, outcomes: { length: 6 } });
    const spanish = await read(experts[1]!);
    expect(spanish.outcomes.map(({ countryCode }) => countryCode)).not.toContain('ES');
    expect(spanish.log).toBeNull();
    const cityId = fixture.entries[0]!.cityId;
    const strangers = [
      null,
      await fixture.person('auditor'),
      await fixture.person('city', { cityId }),
      await fixture.person('expert', { cycleId: fixture.cycleId }),
      await fixture.seat(fixture.jury, 'member'),
    ];
    for (const stranger of strangers) await expect(read(stranger)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('lets nobody certify before the chair has signed, nor anybody else sign', async () => {
    const { proposalDigest } = await fixture.proposal(fixture.screening);
    const certify = (who: RequestContext, digest = proposalDigest) =>
      decisions.certify(system, fixture.screening, fixture.command(who, fixture.screening, digest));
    const sign = (who: RequestContext, digest = proposalDigest) =>
      decisions.sign(system, fixture.screening, fixture.command(who, fixture.screening, digest));
    await expect(certify(fixture.staff)).rejects.toMatchObject({ code: 'conflict' });
    await expect(sign(experts[1]!)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(sign(fixture.staff)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(sign(chair, 'f'.repeat(64))).rejects.toMatchObject({
      code: 'conflict',
      document: { proposalVersion: 1, proposalDigest },
    });
    expect((await sign(chair)).decision).toMatchObject({ signatures: 1, complete: false });
    await expect(sign(chair)).rejects.toMatchObject({ code: 'conflict' });
    expect((await certify(fixture.staff)).decision).toMatchObject({ certifications: 1, complete: false });
  });

  it('voids signatures by an adjustment, which holds the quotas and is the chair’s', async () => {
    const proposals = fixture.api.get(ProposalService);
    const before = await fixture.proposal(fixture.screening);
    const find = (outcome: string) =>
      before.outcomes.find((each) => each.outcome === outcome && each.countryCode !== 'KE')!.entryId;
    const adjust = (who: RequestContext, version: number, changes: { entryId: string; outcome: never }[]) =>
      proposals.adjust(who, fixture.screening, version, { changes, reasonCode: 'balance', reasonText: 'Regions.' });
    const up = { entryId: find('deserving'), outcome: 'shortlisted' as never };
    const down = { entryId: find('shortlisted'), outcome: 'deserving' as never };
    await expect(adjust(fixture.staff, 1, [up, down])).rejects.toMatchObject({ code: 'forbidden' });
    await expect(adjust(chair, 1, [up])).rejects.toMatchObject({
      code: 'rule-violated',
      document: { errors: [{ pointer: '/changes', message: expect.stringContaining('At most 2') }] },
    });
    await expect(adjust(chair, 1, [{ ...up, outcome: 'winner' as never }])).rejects.toMatchObject({
      document: { errors: [{ pointer: '/changes/0' }] },
    });
    const kenyan = before.outcomes.find(({ countryCode }) => countryCode === 'KE')!;
    const other = (kenyan.outcome === 'eligible' ? 'deserving' : 'eligible') as never;
    const own = [{ entryId: kenyan.entryId, outcome: other }];
    await expect(adjust(chair, 1, own)).rejects.toMatchObject({ code: 'forbidden', message: /another member/ });
    await expect(adjust(experts[2]!, 1, [up, down])).rejects.toMatchObject({ code: 'forbidden' });
    const adjusted = await adjust(chair, 1, [up, down]);
    expect(adjusted).toMatchObject({ version: 2, signatures: 0, certifications: 0, standing: [] });
    await expect(adjust(chair, 1, [up, down])).rejects.toMatchObject({ code: 'stale-version' });
    const old = fixture.command(chair, fixture.screening, before.proposalDigest);
    await expect(decisions.sign(system, fixture.screening, old)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is certified by as many different people as it says; a repeated command answers the same', async () => {
    const { proposalDigest } = await fixture.proposal(fixture.screening);
    const commandOf = (who: RequestContext) => fixture.command(who, fixture.screening, proposalDigest);
    const run = (who: RequestContext) => decisions.certify(system, fixture.screening, commandOf(who));
    await decisions.sign(system, fixture.screening, commandOf(chair));
    const first = commandOf(fixture.staff);
    const committed = await decisions.certify(system, fixture.screening, first);
    expect(await decisions.certify(system, fixture.screening, first)).toEqual(committed);
    await expect(run(fixture.staff)).rejects.toMatchObject({ code: 'conflict', message: /somebody else/ });
    await expect(run(await fixture.person('auditor'))).rejects.toMatchObject({ code: 'forbidden' });
    const elsewhere = await fixture.person('organiser', { programme: 'another' });
    await expect(run(elsewhere)).rejects.toMatchObject({ code: 'forbidden' });

    const other = await fixture.person('secretariat');
    const settled = await Promise.allSettled([run(organiser), run(other)]);
    expect(settled.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const { value } = settled.find((each) => each.status === 'fulfilled') as PromiseFulfilledResult<typeof committed>;
    expect(value).toMatchObject({ stage: { state: 'decided' }, decision: { certifications: 2, complete: true } });
    const { rows } = await fixture.db.query(
      `select outcome, count(*)::int from judging.outcome o join judging.decision d on d.id = o.decision_id
       where d.stage_key = 'screening' group by outcome order by outcome`,
    );
    expect(rows).toEqual([
      { outcome: 'deserving', count: 2 },
      { outcome: 'eligible', count: 2 },
      { outcome: 'shortlisted', count: 2 },
    ]);
    expect(await fixture.events('laureate.stage.decided.v1')).toHaveLength(1);
  });

  it('shows the auditor the record of what is certified: it recomputes, and its digests are those recorded', async () => {
    const record = await fixture.api.get(DecisionRecordService).ofStage(fixture.screening);
    expect(record.records).toMatchObject([
      { record: 'assignment-run', revision: 1, count: 1 },
      { record: 'review', revision: 1 },
    ]);
    expect(record.standing.map(({ proposalVersion, kind }) => [proposalVersion, kind])).toEqual([
      [1, 'signature'],
      [1, 'certification'],
      [2, 'signature'],
      [2, 'certification'],
      [2, 'certification'],
    ]);
    const [computed, adjusted] = record.proposals;
    expect(recomputeDecision(record.inputs)).toEqual({ outcomes: computed!.outcomes, log: computed!.log });
    expect(decisionDigests(record.inputs, record.settings, adjusted!, adjusted!.adjustments)).toEqual({
      inputs: record.recorded.inputsDigest,
      method: record.recorded.methodDigest,
      proposal: adjusted!.digest,
    });
    expect(record.outcomes).toEqual(adjusted!.outcomes);

    await fixture.db.query(`update judging.review set scores = scores || '{"context": 1}' where version = 2`);
    const changed = await fixture.api.get(DecisionRecordService).ofStage(fixture.screening);
    expect(decisionDigests(changed.inputs, changed.settings, adjusted!).inputs).not.toBe(record.recorded.inputsDigest);
  });

  it('tells nobody a result before its release, then the city, then the public', async () => {
    const results = fixture.api.get(ResultService);
    const { id: entryId, cityId } = fixture.entries[0]!;
    const city = await fixture.person('city', { cityId });
    const otherCity = await fixture.person('city', { cityId: fixture.entries[1]!.cityId });
    const ofEntry = async (who: RequestContext) => (await results.ofEntry(who.principal, entryId)).results;
    const published = async () => (await results.ofCycle(fixture.cycleId)).tiers.flatMap(({ entries }) => entries);
    expect(await ofEntry(city)).toEqual([]);
    expect(await ofEntry(fixture.staff)).toEqual([]);
    expect(await published()).toEqual([]);
    const release = (audience: 'concerned' | 'public') =>
      decisions.release(system, fixture.screening, audience, {
        commandId: `release-${audience}`,
        actorId: fixture.staff.actor.id,
        stageKey: 'screening',
        audience,
      });
    const committed = await release('concerned');
    expect(await release('concerned')).toEqual(committed);
    expect(await ofEntry(city)).toMatchObject([{ stageKey: 'screening' }]);
    expect(await published()).toEqual([]);
    await expect(results.ofEntry(otherCity.principal, entryId)).rejects.toMatchObject({ code: 'not-found' });
    await expect(results.ofEntry(null, entryId)).rejects.toMatchObject({ code: 'not-found' });
    expect(await release('public')).toMatchObject({ state: 'released' });
    const answer = await results.ofCycle(fixture.cycleId);
    expect(answer.demonstration).toBe(true);
    expect(answer.tiers.map(({ tier, entries }) => [tier, entries.length])).toEqual([
      ['winner', 0],
      ['shortlisted', 2],
      ['deserving', 2],
    ]);
    expect(JSON.stringify(answer)).not.toMatch(/score|mean|rank|eligible/);
  });
});
