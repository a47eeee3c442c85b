import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Audience,
  type EventType,
  type LaureateEvent,
  type StageRef,
  type SupersessionRef,
  supersessionWorkflowId,
} from '#libs/contracts';
import { CycleContextService, EarlyClosingService, StageHandlers, requireStage } from '#libs/cycles';
import { PeopleService } from '#libs/identity';
import { type RequestContext, TemporalClient, UnitOfWork } from '#libs/platform';
import { type JudgingFixture, openJudgingFixture } from '../../../../test/support/judging-fixture.js';
import { createTestNamespace } from '../../../../test/support/test-namespace.js';
import { ComplaintHandlingService } from '../complaints/complaint-handling.service.js';
import { DecisionHistoryService } from './decision-history.service.js';
import { DecisionRecordService } from '../decision/decision-record.service.js';
import { decisionDigests, recomputeDecision } from '../methods/decision.rules.js';
import { DecisionService } from '../decision/decision.service.js';
import { supersessionCheckup } from '../judging-checkup.js';
import { judgingAudiences } from '../judging.audiences.js';
import { ResultService } from '../decision/result.service.js';
import { ReviewService } from '../screening/review.service.js';
import { SupersessionEnforcementService } from './supersession-enforcement.service.js';
import { type NewSupersession, SupersessionRequestService } from './supersession-request.service.js';
import { EntriesForJudgesService } from '../panel/entries-for-judges.service.js';
import { jury } from '../jury/jury.type.js';
import { technicalScreening } from '../screening/technical-screening.type.js';

const COUNTRIES = ['KE', 'ES', 'BR', 'CN', 'FR'];
const system = { actor: { id: 'service:worker' }, cause: 'workflow:test' };
const CRITERIA = ['innovation', 'effectiveness', 'context', 'replicability', 'relevance'];
const scores = (value: number) => Object.fromEntries(CRITERIA.map((key) => [key, value]));
const WHY = { reasonCode: 'test', reasonText: 'To see that it works' };

/**
 * An application whose screening is decided: the entries in the order of their scores, two shortlisted,
 * the next two in reserve.
 */
async function decidedHouse() {
  const fixture = await openJudgingFixture({
    countries: COUNTRIES,
    screening: { reviewsPerEntry: 1, quotas: { shortlisted: 2, deserving: 1 }, reserve: 2 },
  });
  const decisions = fixture.worker.get(DecisionService);
  const chair = await fixture.seat(fixture.screening, 'chair');
  const organiser = await fixture.person('organiser');
  await fixture.openStage(fixture.screening);
  await decisions.prepare(system, fixture.screening);
  const reviews = fixture.api.get(ReviewService);
  for (const { id, entryId, version } of await reviews.list(chair.principal, fixture.screening)) {
    const value = 5 - fixture.entries.findIndex((entry) => entry.id === entryId);
    await reviews.write(chair, id, version, { scores: scores(value), comment: '' });
  }
  await fixture.closeStage(fixture.screening);
  await decisions.propose(system, fixture.screening);
  const { proposalDigest } = await fixture.proposal(fixture.screening);
  const command = (who: RequestContext) => fixture.command(who, fixture.screening, proposalDigest);
  await decisions.sign(system, fixture.screening, command(chair));
  await decisions.certify(system, fixture.screening, command(fixture.staff));
  await decisions.certify(system, fixture.screening, command(organiser));
  return { fixture, chair, organiser, decisions };
}

describe('a decision that supersedes a certified one, on PostgreSQL', () => {
  let fixture: JudgingFixture;
  let chair: RequestContext;
  let organiser: RequestContext;
  let decisions: DecisionService;
  let service: SupersessionRequestService;
  let superseding: SupersessionEnforcementService;
  let audiences: Audience[];

  beforeAll(async () => {
    ({ fixture, chair, organiser, decisions } = await decidedHouse());
    service = fixture.api.get(SupersessionRequestService);
    superseding = fixture.worker.get(SupersessionEnforcementService);
    const notifier = await fixture.start('notifier');
    audiences = judgingAudiences({
      unitOfWork: notifier.get(UnitOfWork),
      cycles: notifier.get(CycleContextService),
      people: notifier.get(PeopleService),
      handlers: notifier.get(StageHandlers),
      linkTo: (path) => path,
    });
  });
  afterAll(() => fixture?.close());

  const id = (index: number) => fixture.entries[index]!.id;
  const withdraws = (index: number): NewSupersession => ({
    kind: 'withdrawal',
    changes: [{ entryId: id(index), outcome: 'withdrawn' }],
    ...WHY,
  });
  const corrects = (index: number, outcome: 'shortlisted' | 'deserving' | 'eligible'): NewSupersession => ({
    kind: 'correction',
    changes: [{ entryId: id(index), outcome }],
    ...WHY,
  });
  /** Asks and proposes, as request and workflow do. */
  const propose = async (given: NewSupersession, who = fixture.staff): Promise<SupersessionRef> => {
    const { proposalDigest } = await service.preview(who, fixture.screening, given);
    const key = randomUUID();
    const decisionId = await service.ask(who, fixture.screening, key, { ...given, previewDigest: proposalDigest });
    const ref = { ...fixture.screening, decisionId };
    await superseding.propose({ ...system, actor: who.actor }, ref);
    return ref;
  };
  const commandOf = async (who: RequestContext, ref: SupersessionRef) => {
    const { facts } = await fixture.api
      .get(DecisionHistoryService)
      .supersession(fixture.staff.principal, ref, ref.decisionId);
    return { ...fixture.command(who, ref, facts.proposalDigest), decisionId: ref.decisionId };
  };
  const certify = async (who: RequestContext, ref: SupersessionRef) =>
    superseding.certify(system, ref, await commandOf(who, ref));
  const complete = async (ref: SupersessionRef) => {
    await superseding.sign(system, ref, await commandOf(chair, ref));
    await certify(fixture.staff, ref);
    return certify(organiser, ref);
  };
  const history = () => fixture.api.get(DecisionHistoryService).ofStage(fixture.staff.principal, fixture.screening);
  const outcomesOf = async (number: number) =>
    Object.fromEntries(
      (await history()).find((each) => each.number === number)!.outcomes.map((each) => [each.entryId, each.outcome]),
    );
  const finalists = () =>
    fixture.worker
      .get(UnitOfWork)
      .read(async (em) =>
        fixture.worker
          .get(EntriesForJudgesService, { strict: false })
          .inScope(em, await requireStage(em, fixture.jury), jury),
      );
  const publicTiers = async () =>
    Object.fromEntries(
      (await fixture.api.get(ResultService).ofCycle(fixture.cycleId)).tiers.map(({ tier, entries }) => [
        tier,
        entries.map(({ entryId }) => entryId).toSorted(),
      ]),
    );
  const release = (audience: 'concerned' | 'public') =>
    decisions.release(system, fixture.screening, audience, {
      commandId: `release-${audience}`,
      actorId: fixture.staff.actor.id,
      stageKey: 'screening',
      audience,
    });

  it('kept a reserve, which results never show', async () => {
    const [own] = await history();
    expect(own).toMatchObject({ number: 1, inForce: true, supersession: null, reserve: [id(2), id(3)] });
    expect(await finalists()).toEqual([id(0), id(1)].toSorted());
  });

  it('says before anything happens what it would do, and who may ask for it', async () => {
    const preview = await service.preview(fixture.staff, fixture.screening, withdraws(0));
    expect(preview).toMatchObject({
      number: 2,
      changes: [
        { entryId: id(0), from: 'shortlisted', to: 'withdrawn', by: 'named' },
        { entryId: id(2), from: 'deserving', to: 'shortlisted', by: 'reserve' },
      ],
      reserve: [{ entryId: id(3) }],
      stages: [{ stageKey: 'jury', state: 'scheduled', leaves: [id(0)], joins: [id(2)] }],
      shownTo: [],
      publicChanges: [],
      mails: [{ kind: 'correction-to-sign' }, { kind: 'decision-corrected', count: 0 }],
      signaturesNeeded: 1,
      certificationsNeeded: 2,
    });
    expect(await history()).toHaveLength(1);
    const refused = (given: NewSupersession, who: RequestContext) => service.preview(who, fixture.screening, given);
    await expect(refused(withdraws(0), chair)).rejects.toMatchObject({ code: 'forbidden' });
    const withhold: NewSupersession = { kind: 'withheld', changes: [], ...WHY };
    await expect(refused(withhold, fixture.staff)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(refused(corrects(2, 'shortlisted'), fixture.staff)).rejects.toMatchObject({
      code: 'rule-violated',
      document: { errors: [{ message: expect.stringContaining('At most 2') }] },
    });
    const asked = { ...withdraws(0), askedBy: { personId: chair.actor.id, role: 'city' as const } };
    await expect(refused(asked, fixture.staff)).rejects.toMatchObject({ code: 'rule-violated' });
    const undecided = service.preview(fixture.staff, fixture.jury, withdraws(0));
    await expect(undecided).rejects.toMatchObject({ code: 'conflict' });
  });

  it('asks once under a key, for what was previewed only', async () => {
    const given = corrects(2, 'eligible');
    const key = randomUUID();
    const ask = (more: Partial<NewSupersession> & { previewDigest: string }) =>
      service.ask(fixture.staff, fixture.screening, key, { ...given, ...more });
    await expect(ask({ previewDigest: '0'.repeat(64) })).rejects.toMatchObject({ code: 'conflict' });
    const swapped = { ...given, changes: [...given.changes, { entryId: id(3), outcome: 'deserving' as const }] };
    const { proposalDigest } = await service.preview(fixture.staff, fixture.screening, swapped);
    const asked = { ...swapped, previewDigest: proposalDigest };
    const first = await service.ask(fixture.staff, fixture.screening, key, asked);
    expect(await service.ask(fixture.staff, fixture.screening, key, asked)).toBe(first);
    await expect(ask({ ...asked, reasonText: 'Another' })).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    expect(await history()).toHaveLength(1);
  });

  it('changes nothing until it is complete; one at a time; nobody stands for it twice', async () => {
    const ref = await propose(withdraws(0));
    await expect(propose(withdraws(1))).rejects.toMatchObject({ code: 'conflict' });
    await expect(certify(organiser, ref)).rejects.toMatchObject({ code: 'conflict' });
    await superseding.sign(system, ref, await commandOf(chair, ref));
    const first = await commandOf(organiser, ref);
    const committed = await superseding.certify(system, ref, first);
    expect(await superseding.certify(system, ref, first)).toEqual(committed);
    await expect(certify(organiser, ref)).rejects.toMatchObject({ code: 'conflict' });
    await expect(certify(await fixture.person('city'), ref)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await outcomesOf(1)).toMatchObject({ [id(0)]: 'shortlisted' });
    expect(await finalists()).toEqual([id(0), id(1)].toSorted());
    expect(await fixture.events('laureate.decision.superseded.v1')).toEqual([]);
    await superseding.drop(system, ref);
    expect((await history()).map(({ state }) => state)).toEqual(['certified', 'dropped']);
    await expect(certify(fixture.staff, ref)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is in force with the last certification: the reserve moves up, both decisions are kept', async () => {
    const city = await fixture.person('city', { cityId: fixture.entries[0]!.cityId });
    const ref = await propose({ ...withdraws(0), askedBy: { personId: city.actor.id, role: 'city' } });
    const { stage, decision } = await complete(ref);
    expect(decision).toMatchObject({ complete: true, supersession: { number: 2, state: 'certified' } });
    // The stage's row says what its own decision was, for good.
    expect(stage.version).toBe(
      (await fixture.worker.get(DecisionService).propose(system, fixture.screening)).stage.version,
    );
    expect(await outcomesOf(1)).toMatchObject({ [id(0)]: 'shortlisted', [id(2)]: 'deserving' });
    expect(await outcomesOf(2)).toMatchObject({ [id(0)]: 'withdrawn', [id(2)]: 'shortlisted' });
    expect(await finalists()).toEqual([id(1), id(2)].toSorted());
    const all = await history();
    expect(all.map(({ number, inForce }) => [number, inForce])).toEqual([
      [1, false],
      [2, false],
      [2, true],
    ]);
    expect(all.at(-1)!.supersession).toMatchObject({
      kind: 'withdrawal',
      askedBy: { personId: city.actor.id, role: 'city' },
      proposedBy: { personId: fixture.staff.actor.id },
      reasonText: WHY.reasonText,
    });
    const [event] = await fixture.events('laureate.decision.superseded.v1');
    expect(event).toMatchObject({ number: 2, kind: 'withdrawal', decisionId: ref.decisionId });
    expect(JSON.stringify(event)).not.toContain(id(0));
  });

  it('is what is released then, with no word of what was corrected before', async () => {
    await release('concerned');
    await release('public');
    expect(await publicTiers()).toMatchObject({ shortlisted: [id(1), id(2)].toSorted(), deserving: [] });
    expect((await fixture.api.get(ResultService).ofCycle(fixture.cycleId)).corrections).toEqual([]);
  });

  it('shows a later one at once where the one before was shown, and to each city only its own', async () => {
    const cities = await Promise.all(
      [1, 2].map((at) => fixture.person('city', { cityId: fixture.entries[at]!.cityId })),
    );
    const resultOf = (at: number) => fixture.api.get(ResultService).ofEntry(cities[at - 1]!.principal, id(at));
    const ref = await propose({
      kind: 'disqualification',
      changes: [{ entryId: id(2), outcome: 'disqualified' }],
      publicText: 'The rules were not met.',
      ...WHY,
    });
    expect((await resultOf(2)).results).toMatchObject([{ outcome: 'shortlisted' }]);
    await complete(ref);
    expect(await publicTiers()).toMatchObject({ shortlisted: [id(1)] });
    const correction = {
      stageKey: 'screening',
      kind: 'disqualification',
      reasonCode: 'test',
      text: 'The rules were not met.',
    };
    const { corrections } = await fixture.api.get(ResultService).ofCycle(fixture.cycleId);
    expect(corrections).toEqual([{ ...correction, at: expect.any(String) }]);
    expect(await resultOf(2)).toMatchObject({ results: [{ outcome: 'disqualified' }], corrections: [correction] });
    expect(await resultOf(1)).toMatchObject({ results: [{ outcome: 'shortlisted' }], corrections: [] });
  });

  /** Whom the last event of a type concerns, by kind of mail, with what each is shown of their entries. */
  const told = async (type: EventType): Promise<Record<string, unknown[]>> => {
    const data = (await fixture.events(type)).at(-1)!;
    const event = { type, data } as unknown as LaureateEvent;
    const kinds = await Promise.all(
      audiences
        .filter(({ on }) => on === type)
        .map(async ({ kind, people, facts }) => {
          const all = await Promise.all((await people(event)).map((person) => facts(event, person, 'en')));
          return [kind, all.filter((each) => each !== null).map((each) => each['entries'] ?? null)] as const;
        }),
    );
    return Object.fromEntries(kinds.filter(([, all]) => all.length > 0));
  };

  it('tells those whose result changes, once, and nobody of what they know', async () => {
    expect(await told('laureate.decision.superseded.v1')).toEqual({
      'decision-corrected': [[{ title: 'Initiative 3', before: 'shortlisted', outcome: 'disqualified' }]],
    });
  });

  it('withholds a result by the organiser’s word, and a correction shows it again', async () => {
    const ref = await propose({ kind: 'withheld', changes: [], ...WHY }, organiser);
    expect(await told('laureate.supersession.proposed.v1')).toEqual({ 'correction-to-sign': [null, null, null] });
    await complete(ref);
    expect(await told('laureate.supersession.proposed.v1')).toEqual({});
    expect(await publicTiers()).toEqual({ winner: [], shortlisted: [], deserving: [] });
    expect(await told('laureate.decision.superseded.v1')).toEqual({
      'decision-corrected': expect.arrayContaining([
        [{ title: 'Initiative 2', before: 'shortlisted', outcome: null }],
        [{ title: 'Initiative 3', before: 'disqualified', outcome: null }],
      ]),
    });
    expect(await finalists()).toEqual([id(1)]);
    const shown = await propose({ kind: 'correction', changes: [], ...WHY });
    await complete(shown);
    expect(await publicTiers()).toMatchObject({ shortlisted: [id(1)] });
    const { corrections } = await fixture.api.get(ResultService).ofCycle(fixture.cycleId);
    expect(corrections.map(({ kind }) => kind)).toEqual(['disqualification', 'withheld', 'correction']);
  });

  it('is recomputed from what was there and what was asked for, each in the chain', async () => {
    const records = await fixture.api.get(DecisionRecordService).ofCycle(fixture.cycleId);
    const own = records.filter(({ stageKey }) => stageKey === 'screening');
    expect(own.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    for (const { inputs, settings, proposals, recorded, outcomes } of own) {
      const [proposal] = proposals;
      expect(recomputeDecision(inputs).outcomes).toEqual(outcomes);
      expect(decisionDigests(inputs, settings, proposal!)).toEqual({
        inputs: recorded.inputsDigest,
        method: recorded.methodDigest,
        proposal: proposal!.digest,
      });
    }
  });

  it('moves nobody up when the jury opened meanwhile, and what it took then stays out', async () => {
    const before = await finalists();
    const ref = await propose(withdraws(1));
    await fixture.openStage(fixture.jury);
    await fixture.setStage(fixture.jury, 'opened_at = now()');
    await superseding.sign(system, ref, await commandOf(chair, ref));
    await certify(fixture.staff, ref);
    await expect(certify(organiser, ref)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('nobody moves up any more'),
    });
    await superseding.drop(system, ref);
    const late = await propose(withdraws(1));
    await complete(late);
    expect(before).toEqual([id(1)]);
    expect(await finalists()).toEqual([]);
    // Whoever is shortlisted afterwards is, but the jury that has opened does not judge them.
    await complete(await propose(corrects(3, 'shortlisted')));
    expect(await finalists()).toEqual([]);
    await fixture.closeStage(fixture.jury);
    await fixture.setStage(fixture.jury, `closed_at = clock_timestamp()`);
    expect(await finalists()).toEqual([]);
  });

  it('lets the database refuse what no service does', async () => {
    await expect(fixture.as('api', `update judging.supersession set kind = 'correction'`)).rejects.toThrow(
      /permission denied/,
    );
    await expect(fixture.as('worker', 'delete from judging.decision')).rejects.toThrow(/permission denied/);
    await expect(fixture.as('api', `update judging.outcome set outcome = $$winner$$`)).rejects.toThrow(
      /permission denied/,
    );
  });

  it('has its workflow started by the doctor where it is missing, while it is proposed', async () => {
    const ref = await propose(corrects(3, 'deserving'));
    await fixture.db.query(`update judging.decision set proposed_at = proposed_at - interval '1 minute'`);
    const temporal = new TemporalClient(await createTestNamespace());
    try {
      const checkup = supersessionCheckup(fixture.api.get(UnitOfWork), temporal);
      const found = await checkup.examine();
      const where = supersessionWorkflowId(ref.cycleId, ref.stageKey, ref.decisionId);
      expect(found).toMatchObject([{ code: 'supersession-without-workflow', where, severity: 'broken' }]);
      await found[0]!.mend!(system);
      const run = await temporal.client.workflow.getHandle(where).describe();
      expect([run.type, run.status.name]).toEqual(['supersession', 'RUNNING']);
      await temporal.client.workflow.getHandle(where).terminate('by a test');
      expect(await checkup.examine()).toMatchObject([{ what: expect.stringContaining('its workflow was terminated') }]);
      await superseding.drop(system, ref);
      expect(await checkup.examine()).toEqual([]);
    } finally {
      await temporal.onApplicationShutdown();
    }
  });

  it('stands still while the cycle is paused, and ends when it is cancelled', async () => {
    const given = corrects(3, 'deserving');
    const ref = await propose(given);
    const pause = (at: string) =>
      fixture.db.query(`update cycles.cycle set paused_at = ${at} where id = $1`, [fixture.cycleId]);
    await pause('now()');
    await expect(certify(fixture.staff, ref)).rejects.toMatchObject({ code: 'paused' });
    await expect(propose(given)).rejects.toMatchObject({ code: 'paused' });
    expect(await superseding.endWithCycle(system, ref)).toMatchObject({
      decision: { supersession: { state: 'proposed' } },
    });
    await pause('null');
    expect(await superseding.pendingOf(fixture.cycleId)).toEqual([
      { stageKey: ref.stageKey, decisionId: ref.decisionId },
    ]);

    await fixture.db.query(`update cycles.cycle set status = 'cancelled', ended_at = now() where id = $1`, [
      fixture.cycleId,
    ]);
    await expect(certify(fixture.staff, ref)).rejects.toMatchObject({ code: 'conflict' });
    for (let i = 0; i < 2; i++)
      expect(await superseding.endWithCycle(system, ref)).toMatchObject({
        decision: { supersession: { state: 'dropped' } },
      });
    expect(await superseding.pendingOf(fixture.cycleId)).toEqual([]);
    const { rows } = await fixture.db.query(
      `select 1 from platform.outbox where type = 'laureate.supersession.dropped.v1' and subject = $1`,
      [ref.decisionId],
    );
    expect(rows).toHaveLength(1);
    await fixture.db.query(`update cycles.cycle set status = 'published', ended_at = null where id = $1`, [
      fixture.cycleId,
    ]);
  });

  it('annuls all of it, once: every outcome is void, nobody moves up, and whoever saw a result sees that', async () => {
    const given: NewSupersession = { kind: 'annulment', changes: [], ...WHY };
    const named = service.preview(fixture.staff, fixture.screening, { ...corrects(1, 'eligible'), kind: 'annulment' });
    await expect(named).rejects.toMatchObject({ code: 'rule-violated' });
    const before = await publicTiers();
    expect(Object.values(before).flat()).not.toEqual([]);
    const ref = await propose(given);
    expect(await publicTiers()).toEqual(before);
    await complete(ref);
    const outcomes = await fixture.as('api', 'select entry_id, outcome from judging.outcome where decision_id = ?', [
      ref.decisionId,
    ]);
    expect(outcomes).toHaveLength(COUNTRIES.length);
    expect(new Set(outcomes.map((row) => (row as { outcome: string }).outcome))).toEqual(new Set(['annulled']));
    expect(await finalists()).toEqual([]);
    expect(await publicTiers()).toEqual({ winner: [], shortlisted: [], deserving: [] });
    const { corrections } = await fixture.api.get(ResultService).ofCycle(fixture.cycleId);
    expect(corrections.at(-1)).toMatchObject({ kind: 'annulment' });
    const [record] = (await fixture.api.get(DecisionRecordService).ofCycle(fixture.cycleId)).slice(-1);
    expect(recomputeDecision(record!.inputs).outcomes).toEqual(record!.proposals[0]!.outcomes);
    await expect(propose(given)).rejects.toMatchObject({ code: 'rule-violated' });
  });
});

describe('an eligibility decision that is superseded while the experts review', () => {
  let fixture: JudgingFixture;
  beforeAll(async () => {
    fixture = await openJudgingFixture({
      countries: COUNTRIES,
      screening: { reviewsPerEntry: 2 },
      closesEarly: ['screening'],
    });
  });
  afterAll(() => fixture?.close());

  it('drops what is owed of an entry that leaves, and assigns one that comes in', async () => {
    const [leaves, comes] = [fixture.entries[0]!.id, fixture.entries[1]!.id];
    const eligibility = { cycleId: fixture.cycleId, stageKey: 'eligibility' };
    const [{ id: own }] = (await fixture.as('api', `select id from judging.decision`)) as [{ id: string }];
    await fixture.db.query(`update judging.outcome set outcome = 'invalid' where entry_id = $1`, [comes]);
    await fixture.db.query(
      `insert into judging.decision_proposal (decision_id, version, outcomes, log, adjustments, digest, actor_id)
       select $1, 1, jsonb_agg(jsonb_build_object('entryId', entry_id, 'outcome', outcome)), '[]', '[]', 'test', 'test'
       from judging.outcome where decision_id = $1`,
      [own],
    );
    await fixture.setStage(eligibility, `state = 'decided', closed_at = now()`);
    const experts = [await fixture.seat(fixture.screening, 'chair')];
    experts.push(await fixture.seat(fixture.screening, 'member'));
    await fixture.openStage(fixture.screening);
    await fixture.worker.get(DecisionService).prepare(system, fixture.screening);
    const lists = () =>
      Promise.all(experts.map(({ principal }) => fixture.api.get(ReviewService).list(principal, fixture.screening)));
    const [first] = await lists();
    const left = first!.find(({ entryId }) => entryId === leaves)!;
    await fixture.api.get(ReviewService).write(experts[0]!, left.id, 0, { scores: scores(5), comment: '' });

    const complaintId = await upheld(fixture, eligibility, comes);
    const stateOf = async () =>
      (await fixture.api.get(ComplaintHandlingService).read(fixture.staff.principal, { ...eligibility, complaintId }))
        .state;
    expect(await stateOf()).toBe('upheld');
    const given: NewSupersession = {
      kind: 'upheld-complaint',
      complaintId,
      changes: [
        { entryId: leaves, outcome: 'disqualified' },
        { entryId: comes, outcome: 'valid' },
      ],
      ...WHY,
    };
    const service = fixture.api.get(SupersessionRequestService);
    for (const unknown of [undefined, randomUUID()])
      await expect(
        service.preview(fixture.staff, eligibility, { ...given, complaintId: unknown }),
      ).rejects.toMatchObject({ code: 'rule-violated', document: { errors: [{ pointer: '/complaintId' }] } });
    const preview = await service.preview(fixture.staff, eligibility, given);
    expect(preview.stages).toMatchObject([{ stageKey: 'screening', leaves: [leaves], joins: [comes] }]);
    const decisionId = await service.ask(fixture.staff, eligibility, randomUUID(), {
      ...given,
      previewDigest: preview.proposalDigest,
    });
    const ref = { ...eligibility, decisionId };
    const superseding = fixture.worker.get(SupersessionEnforcementService);
    await superseding.propose(system, ref);
    const command = (who: RequestContext) => fixture.command(who, eligibility, preview.proposalDigest);
    await superseding.certify(system, ref, command(fixture.staff));
    await superseding.certify(system, ref, command(await fixture.person('organiser')));

    expect(await stateOf()).toBe('corrected');
    await expect(service.preview(fixture.staff, eligibility, given)).rejects.toMatchObject({ code: 'rule-violated' });

    const after = (await lists()).flat();
    expect(after.filter(({ entryId }) => entryId === leaves).map(({ state }) => state)).toEqual(['dropped', 'dropped']);
    expect(after.filter(({ entryId }) => entryId === comes).map(({ state }) => state)).toEqual(['open', 'open']);
    const again = fixture.api.get(ReviewService).write(experts[0]!, left.id, 1, { scores: scores(1), comment: '' });
    await expect(again).rejects.toMatchObject({ code: 'conflict' });
    const inScope = await fixture.worker
      .get(UnitOfWork)
      .read(async (em) =>
        fixture.worker
          .get(EntriesForJudgesService, { strict: false })
          .inScope(em, await requireStage(em, fixture.screening), technicalScreening),
      );
    expect(inScope).toContain(comes);
    expect(inScope).not.toContain(leaves);

    // Nothing is owed of who left: its reviews are not missing when all others are there.
    const closing = fixture.worker.get(EarlyClosingService);
    expect(await closing.isDue(fixture.screening)).toBe(false);
    for (const [index, list] of (await lists()).entries())
      for (const { id } of list.filter(({ state }) => state === 'open'))
        await fixture.api.get(ReviewService).write(experts[index]!, id, 0, { scores: scores(3), comment: '' });
    expect(await closing.isDue(fixture.screening)).toBe(true);
  });
});

/** A complaint about the decision of a stage for an entry, settled as upheld. */
async function upheld(
  { db, staff }: JudgingFixture,
  { cycleId, stageKey }: StageRef,
  entryId: string,
): Promise<string> {
  const [id, other] = [randomUUID(), randomUUID()];
  await db.query(
    `insert into judging.complaint (id, number, cycle_id, stage_key, decision_id, entry_id, city_id, text, filed_by, filed_at, due_at, ladder)
     select $1::uuid, $1::uuid::text, cycle_id, stage_key, id, $4, $1::uuid, 'Wrong.', $1::uuid, now(), now() + interval '1 day', '[]'
     from judging.decision where cycle_id = $2 and stage_key = $3`,
    [id, cycleId, stageKey, entryId],
  );
  await db.query(`insert into judging.complaint_handler select $1, unnest($2::uuid[]), 'test'`, [
    id,
    [staff.actor.id, other],
  ]);
  await db.query(
    `insert into judging.complaint_outcome (complaint_id, version, outcome, reason_code, text, recorded_by)
     values ($1, 1, 'upheld', 'wrong', 'It was.', $2)`,
    [id, staff.actor.id],
  );
  await db.query(
    'update judging.complaint set settled_version = 1, settled_by = $2, settled_at = now() where id = $1',
    [id, other],
  );
  return id;
}
