import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Audience, type EventType, type LaureateEvent, complaintWorkflowId } from '#libs/contracts';
import { CycleContextService, CycleRunService, PauseService, StageHandlers, interruptionAudiences } from '#libs/cycles';
import { PeopleService } from '#libs/identity';
import { type RequestContext, TemporalClient, UnitOfWork } from '#libs/platform';
import { type JudgingFixture, openJudgingFixture } from '../../../../test/support/judging-fixture.js';
import { createTestNamespace } from '../../../../test/support/test-namespace.js';
import { ComplaintHandlingService } from './complaint-handling.service.js';
import { ComplaintRunService } from './complaint-run.service.js';
import { ComplaintService } from './complaint.service.js';
import { DecisionService } from '../decision/decision.service.js';
import { complaintCheckup } from '../judging-checkup.js';
import { judgingAudiences } from '../judging.audiences.js';

const system = { actor: { id: 'service:worker' }, cause: 'workflow:test' };
const DAY_MS = 86_400_000;
const TEXT = 'We believe that our scores were mixed up.';

describe('complaints on PostgreSQL', () => {
  let fixture: JudgingFixture;
  let ref: { cycleId: string; stageKey: string };
  let complaints: ComplaintService;
  let handling: ComplaintHandlingService;
  let runs: ComplaintRunService;
  let audiences: Audience[];
  let chair: RequestContext, certifier: RequestContext, cities: RequestContext[], handlers: RequestContext[];
  let complaintId: string;

  beforeAll(async () => {
    fixture = await openJudgingFixture({
      countries: ['KE', 'ES', 'BR'],
      screening: { reviewsPerEntry: 1, quotas: { shortlisted: 1, deserving: 1 } },
      complaints: {
        screening: { window: 'P14D', answer: 'P30D', handledBy: ['secretariat', 'organiser'], publish: 'outcome' },
      },
    });
    ref = fixture.screening;
    complaints = fixture.api.get(ComplaintService);
    handling = fixture.api.get(ComplaintHandlingService);
    runs = fixture.worker.get(ComplaintRunService);
    const notifier = await fixture.start('notifier');
    const unitOfWork = notifier.get(UnitOfWork);
    const cycles = notifier.get(CycleContextService);
    const people = notifier.get(PeopleService);
    const stageHandlers = notifier.get(StageHandlers);
    audiences = [
      ...judgingAudiences({
        unitOfWork,
        cycles,
        people,
        handlers: stageHandlers,
        linkTo: (path) => `https://award.example${path}`,
      }),
      ...interruptionAudiences({ unitOfWork, context: cycles, people, handlers: stageHandlers }),
    ];
    cities = [];
    for (const { cityId } of fixture.entries) cities.push(await fixture.person('city', { cityId }));
    handlers = [await fixture.person('organiser'), await fixture.person('secretariat')];
    certifier = await fixture.person('organiser');
    chair = await fixture.seat(ref, 'chair');
    // As a stage that closed and was proposed without a review would be.
    await fixture.decided(
      'screening',
      'shortlisted',
      fixture.entries.slice(0, 2).map(({ id }) => id),
    );
    await fixture.openStage(ref);
    await fixture.closeStage(ref);
    await fixture.setStage(ref, `state = 'decided', decision_digest = 'test'`);
    await fixture.db.query(
      `insert into judging.decision_proposal (decision_id, version, outcomes, log, adjustments, digest, actor_id)
       select id, 1, '[]', '[]', '[]', 'test', 'service:worker' from judging.decision where stage_key = 'screening'`,
    );
    await fixture.db.query(
      `insert into judging.decision_signature (id, decision_id, proposal_version, kind, person_id, proposal_digest, command_id, committed)
       select gen_random_uuid(), id, 1, 'certification', $1, 'test', 'test', '{}' from judging.decision where stage_key = 'screening'`,
      [certifier.actor.id],
    );
  });
  afterAll(() => fixture?.close());

  const id = (who: RequestContext) => who.actor.id;
  const file = (who = 0, stageKey = 'screening') =>
    complaints.file(cities[who]!, fixture.entries[who]!.id, { stageKey, text: TEXT });
  const path = () => ({ cycleId: fixture.cycleId, complaintId });
  const release = (audience: 'concerned' | 'public') =>
    fixture.worker.get(DecisionService).release(system, ref, audience, {
      commandId: randomUUID(),
      actorId: fixture.staff.actor.id,
      stageKey: 'screening',
      audience,
    });
  /** What each kind of mail says about the latest event of a type, by person. */
  const told = async (type: EventType) => {
    const event = { type, data: (await fixture.events(type)).at(-1)! } as unknown as LaureateEvent;
    const all: Record<string, Record<string, unknown>> = {};
    for (const audience of audiences.filter(({ on }) => on === type)) {
      const people = await audience.people(event);
      const facts = await Promise.all(people.map((who) => audience.facts(event, who, 'en')));
      if (people.length > 0) all[audience.kind] = Object.fromEntries(people.map((who, i) => [who, facts[i]]));
    }
    return all;
  };

  it('takes none before the release, from others, or where the rules take none; and tells nothing by that', async () => {
    await expect(file()).rejects.toMatchObject({ code: 'not-open' });
    await expect(file(2)).rejects.toMatchObject({ code: 'not-open' });
    await release('concerned');
    await expect(file(2)).rejects.toMatchObject({ code: 'not-open' });
    await expect(file(0, 'jury')).rejects.toMatchObject({ code: 'rule-violated' });
    const foreign = complaints.file(cities[1]!, fixture.entries[0]!.id, { stageKey: 'screening', text: TEXT });
    await expect(foreign).rejects.toMatchObject({ code: 'not-found' });
    const staff = complaints.file(fixture.staff, fixture.entries[0]!.id, { stageKey: 'screening', text: TEXT });
    await expect(staff).rejects.toMatchObject({ code: 'not-found' });
    expect(await complaints.published(fixture.cycleId)).toEqual([]);
  });

  it('is judged by the database’s clock, from the release', async () => {
    const move = (interval: string) =>
      fixture.db.query(`update judging.release set released_at = now() - $1::interval`, [interval]);
    await move('14 days 1 second');
    await expect(file()).rejects.toMatchObject({
      code: 'deadline-passed',
      message: expect.stringMatching(/\(Asia\/Shanghai\), .*UTC/),
      document: { deadline: { zone: 'Asia/Shanghai' }, at: expect.any(String) },
    });
    await move('13 days 23 hours 59 minutes');
    const settled = await Promise.allSettled([file(), file(), file()]);
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(file()).rejects.toMatchObject({ code: 'conflict' });
    const [own] = await complaints.ofEntry(cities[0]!.principal, fixture.entries[0]!.id);
    expect(own).toMatchObject({ state: 'filed', answer: null, number: expect.stringMatching(/^C-\w{5}-\w{5}$/) });
    expect(Date.parse(own!.answerBy.utc) - Date.parse(own!.filed.utc)).toBe(30 * 24 * 3600 * 1000);
    complaintId = own!.id;
    await expect(complaints.ofEntry(cities[1]!.principal, fixture.entries[0]!.id)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('tells the city and the secretariat, and keeps the text in the database', async () => {
    const mails = await told('laureate.complaint.filed.v1');
    expect(mails).toMatchObject({
      'complaint-received': {
        [id(cities[0]!)]: { entryTitle: 'Initiative 1', link: expect.stringContaining('/v1/entries/') },
      },
      'complaint-filed': { [fixture.staff.actor.id]: { complaintId }, [id(handlers[1]!)]: { complaintId } },
    });
    expect(JSON.stringify([mails, await fixture.events('laureate.complaint.filed.v1')])).not.toContain('mixed up');
    await expect(fixture.as('worker', 'select text from judging.complaint')).rejects.toThrow(/permission denied/);
  });

  it('is handled by people who did not decide, only', async () => {
    const assign = (...people: RequestContext[]) => handling.assign(fixture.staff, path(), people.map(id));
    const neighbour = await fixture.person('organiser');
    await fixture.db.query(
      `insert into identity.role_grant (id, person_id, role, city_id, city_role, granted_by) values (gen_random_uuid(), $1, 'city', $2, 'reader', 'test')`,
      [id(neighbour), fixture.entries[0]!.cityId],
    );
    const unfit: [RequestContext, RegExp][] = [
      [chair, /role/],
      [certifier, /took part/],
      [neighbour, /conflict/],
      [cities[0]!, /role/],
    ];
    for (const [who, words] of unfit)
      await expect(assign(handlers[0]!, who)).rejects.toMatchObject({
        code: 'rule-violated',
        document: { errors: [{ pointer: '/personIds/1', message: expect.stringMatching(words) }] },
      });
    await expect(handling.read(handlers[0]!.principal, path())).rejects.toMatchObject({ code: 'not-found' });
    expect(await assign(handlers[0]!)).toMatchObject({ state: 'in-hand', text: TEXT });
    expect(await assign(...handlers)).toMatchObject({ handlers: handlers.map((who) => ({ personId: id(who) })) });
    expect(await fixture.events('laureate.complaint.assigned.v1')).toHaveLength(2);
    expect(Object.keys(await told('laureate.complaint.assigned.v1'))).toEqual(['complaint-assigned']);
    const page = { after: undefined, limit: 10 };
    expect(await handling.list(handlers[0]!.principal, fixture.cycleId, page)).toHaveLength(1);
    expect(await handling.list(certifier.principal, fixture.cycleId, page)).toEqual([]);
    expect(await handling.list((await fixture.person('auditor')).principal, fixture.cycleId, page)).toHaveLength(1);
  });

  it('stands still while the cycle is paused; its end gives back the time to answer, and to complain', async () => {
    const pauses = fixture.worker.get(PauseService);
    const command = () => ({ commandId: randomUUID(), actorId: fixture.staff.actor.id });
    const before = await runs.facts(complaintId);
    const release = (interval: string) =>
      fixture.db.query(`update judging.release set released_at = now() - $1::interval`, [interval]);
    await pauses.pause(system, fixture.cycleId, command());
    const outcome = { outcome: 'dismissed', reasonCode: 'right', text: 'It is right.' } as const;
    for (const act of [
      () => file(1),
      () => handling.assign(fixture.staff, path(), [id(handlers[0]!)]),
      () => handling.record(handlers[0]!, path(), outcome),
      () => handling.confirm(handlers[1]!, path(), 1),
    ])
      await expect(act()).rejects.toMatchObject({ code: 'paused', document: { pausedAt: expect.any(String) } });
    expect(await runs.facts(complaintId)).toMatchObject({ state: 'open', pausedAt: expect.any(String) });
    expect(await runs.remind(system, { ...ref, complaintId, step: 'P7D' })).toBe(false);
    expect(await runs.reportOverdue(system, { ...ref, complaintId })).toBe(false);
    expect(await fixture.events('laureate.complaint.reminder-due.v1')).toEqual([]);

    for (const [table, key] of [
      ['cycle', 'id'],
      ['pause', 'cycle_id'],
      ['stage', 'cycle_id'],
    ]) {
      const longAgo = `update cycles.${table} set paused_at = paused_at - interval '3 days' where ${key} = $1 and paused_at is not null`;
      await fixture.db.query(longAgo, [fixture.cycleId]);
    }
    await pauses.resume(system, fixture.cycleId, command());
    const after = await runs.facts(complaintId);
    expect(after).toMatchObject({ state: 'open', pausedAt: null });
    const moved = Date.parse(after.dueAt) - Date.parse(before.dueAt);
    expect(moved).toBeGreaterThan(3 * DAY_MS);
    expect(Date.parse(after.ladder[0]!.at) - Date.parse(before.ladder[0]!.at)).toBe(moved);
    expect(await fixture.events('laureate.complaint.deadline-moved.v1')).toEqual([
      { ...ref, complaintId, from: before.dueAt, to: after.dueAt, reasonCode: 'resumed' },
    ]);
    const { rows } = await fixture.db.query('select moved_from, moved_to from judging.complaint_move');
    expect(rows).toEqual([{ moved_from: new Date(before.dueAt), moved_to: new Date(after.dueAt) }]);
    const [resumed] = await fixture.events('laureate.cycle.resumed.v1');
    expect(resumed).toMatchObject({
      own: [{ kind: 'complaint', id: complaintId, from: before.dueAt, to: after.dueAt }],
    });

    // The pause was two days earlier, and the window ended in it.
    await fixture.db.query(
      `update cycles.pause set paused_at = paused_at - interval '2 days', resumed_at = resumed_at - interval '2 days'`,
    );
    await release('18 days');
    const { document } = (await file(1).catch((error: unknown) => error)) as {
      document: { deadline: { utc: string } };
    };
    const [{ at }] = (await fixture.db.query<{ at: Date }>('select released_at as at from judging.release')).rows as [
      { at: Date },
    ];
    expect(Date.parse(document.deadline.utc) - at.getTime()).toBe(14 * DAY_MS + moved);
    await release('1 day');
  });

  it('reminds who handles it once a step, and tells the secretariat once when there was no answer in time', async () => {
    const facts = await runs.facts(complaintId);
    expect(facts).toMatchObject({ state: 'open', ladder: [{ step: 'P7D' }] });
    for (let i = 0; i < 2; i++) await runs.remind(system, { ...ref, complaintId, step: 'P7D' });
    expect(await fixture.events('laureate.complaint.reminder-due.v1')).toHaveLength(1);
    const { 'complaint-reminder': reminded } = await told('laureate.complaint.reminder-due.v1');
    expect(Object.keys(reminded!).toSorted()).toEqual(handlers.map(id).toSorted());
    await expect(runs.reportOverdue(system, { ...ref, complaintId })).rejects.toMatchObject({ name: 'NotYet' });
    await fixture.db.query(`update judging.complaint set due_at = filed_at + interval '1 millisecond'`);
    for (let i = 0; i < 2; i++) await runs.reportOverdue(system, { ...ref, complaintId });
    expect(await fixture.events('laureate.complaint.overdue.v1')).toHaveLength(1);
    expect(Object.keys((await told('laureate.complaint.overdue.v1'))['complaint-overdue']!)).toContain(
      fixture.staff.actor.id,
    );
    expect(await handling.read(fixture.staff.principal, path())).toMatchObject({ overdue: true });
  });

  it('is settled by two: one records, another confirms what was recorded last', async () => {
    const record = (who: RequestContext, outcome: 'upheld' | 'dismissed') =>
      handling.record(who, path(), { outcome, reasonCode: 'scores-mixed-up', text: 'The sheets were swapped.' });
    const confirm = (who: RequestContext, version: number) => handling.confirm(who, path(), version);
    await expect(confirm(handlers[0]!, 1)).rejects.toMatchObject({ code: 'conflict' });
    await expect(record(fixture.staff, 'upheld')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(record(certifier, 'upheld')).rejects.toMatchObject({ code: 'not-found' });
    expect(await record(handlers[0]!, 'dismissed')).toMatchObject({ state: 'to-confirm' });
    expect(await record(handlers[0]!, 'upheld')).toMatchObject({ outcomes: [{ version: 1 }, { version: 2 }] });
    const [own] = await complaints.ofEntry(cities[0]!.principal, fixture.entries[0]!.id);
    expect(own).toMatchObject({ state: 'in-hand', answer: null });
    const mails = await told('laureate.complaint.outcome-recorded.v1');
    expect(Object.keys(mails['complaint-to-confirm']!)).toEqual([id(handlers[1]!)]);
    await expect(confirm(handlers[0]!, 2)).rejects.toMatchObject({ code: 'conflict' });
    await expect(confirm(handlers[1]!, 1)).rejects.toMatchObject({ code: 'conflict' });
    // Who turns out to have decided handles it no more.
    const sign = `update judging.decision_signature set person_id = $1 where person_id = $2`;
    await fixture.db.query(sign, [id(handlers[1]!), id(certifier)]);
    await expect(confirm(handlers[1]!, 2)).rejects.toMatchObject({ code: 'forbidden' });
    await fixture.db.query(sign, [id(certifier), id(handlers[1]!)]);
    expect(await confirm(handlers[1]!, 2)).toMatchObject({ state: 'upheld', settled: { version: 2 }, overdue: false });
    await expect(record(handlers[0]!, 'dismissed')).rejects.toMatchObject({ code: 'conflict' });
    await expect(handling.assign(fixture.staff, path(), [id(handlers[0]!)])).rejects.toMatchObject({
      code: 'conflict',
    });
    expect((await runs.facts(complaintId)).state).toBe('settled');
    expect(await runs.openOf(fixture.cycleId)).toEqual([]);
  });

  it('cannot be settled by one, or unsettled, whatever writes it', async () => {
    const set = (columns: string) => fixture.as('api', `update judging.complaint set ${columns}`);
    await expect(set('settled_version = null, settled_by = null, settled_at = null')).rejects.toThrow(/never changed/);
    await expect(fixture.as('api', 'delete from judging.complaint_outcome')).rejects.toThrow(/permission denied/);
    await file(1);
    const open = await runs.openOf(fixture.cycleId);
    await fixture.db.query(
      `insert into judging.complaint_handler (complaint_id, person_id, assigned_by) values ($1, $2, 'test')`,
      [open[0], id(handlers[0]!)],
    );
    await fixture.db.query(
      `insert into judging.complaint_outcome (complaint_id, version, outcome, reason_code, text, recorded_by)
       values ($1, 1, 'upheld', 'x', 'x', $2)`,
      [open[0], id(handlers[0]!)],
    );
    await expect(
      fixture.db.query(
        `update judging.complaint set settled_version = 1, settled_by = $2, settled_at = now() where id = $1`,
        [open[0], id(handlers[0]!)],
      ),
    ).rejects.toThrow(/somebody else/);
  });

  it('answers the city, asks for the correction, and publishes what the definition says once all is released', async () => {
    const mails = await told('laureate.complaint.settled.v1');
    expect(mails).toMatchObject({
      'complaint-outcome': { [id(cities[0]!)]: { outcome: 'upheld', answer: 'The sheets were swapped.' } },
      'complaint-upheld': { [fixture.staff.actor.id]: { complaintId } },
    });
    const [own] = await complaints.ofEntry(cities[0]!.principal, fixture.entries[0]!.id);
    expect(own).toMatchObject({ state: 'upheld', answer: { outcome: 'upheld', text: 'The sheets were swapped.' } });
    expect(await complaints.published(fixture.cycleId)).toEqual([]);
    await release('public');
    expect(await complaints.published(fixture.cycleId)).toEqual([
      {
        stageKey: 'screening',
        received: 2,
        outcomes: [{ outcome: 'upheld', reasonCode: 'scores-mixed-up', count: 1 }],
      },
    ]);
  });

  it('has its workflow started by the doctor where it is missing, and no settled one', async () => {
    const [open, ...others] = await runs.openOf(fixture.cycleId);
    expect(others).toEqual([]);
    await fixture.db.query(`update judging.complaint set filed_at = filed_at - interval '1 minute'`);
    const temporal = new TemporalClient(await createTestNamespace());
    try {
      const found = await complaintCheckup(fixture.api.get(UnitOfWork), temporal).examine();
      const where = complaintWorkflowId(fixture.cycleId, open!);
      expect(found).toMatchObject([{ code: 'complaint-without-workflow', where, severity: 'broken' }]);
      for (let i = 0; i < 2; i++) await found[0]!.mend!(system);
      const run = await temporal.client.workflow.getHandle(where).describe();
      expect([run.type, run.status.name]).toEqual(['complaint', 'RUNNING']);
    } finally {
      await temporal.onApplicationShutdown();
    }
  });

  it('ends with its cycle', async () => {
    const [open] = await runs.openOf(fixture.cycleId);
    const { cycleId, staff } = fixture;
    const text = 'The host has withdrawn.';
    const reason = { code: 'no-host', textDigest: createHash('sha256').update(text).digest('hex') };
    await fixture.db.query(
      `insert into cycles.reason (id, cycle_id, actor_id, code, text, text_digest, created_at) values ($1, $2, $3, $4, $5, $6, now())`,
      [randomUUID(), cycleId, staff.actor.id, reason.code, text, reason.textDigest],
    );
    const command = { commandId: randomUUID(), actorId: staff.actor.id, reason };
    await fixture.worker.get(CycleRunService).cancel(system, cycleId, command);
    const { 'cycle-cancelled': cancelled } = await told('laureate.cycle.cancelled.v1');
    for (const who of [...cities, chair, staff])
      expect(cancelled![id(who)]).toMatchObject({ reasonCode: 'no-host', reasonText: text });
    expect(Object.keys(cancelled!)).not.toContain(id(certifier));
    expect((await runs.facts(open!)).state).toBe('cancelled');
    await runs.remind(system, { ...ref, complaintId: open!, step: 'P7D' });
    expect(await fixture.events('laureate.complaint.reminder-due.v1')).toHaveLength(1);
    const assigning = handling.assign(fixture.staff, { cycleId: fixture.cycleId, complaintId: open! }, [
      id(handlers[1]!),
    ]);
    await expect(assigning).rejects.toMatchObject({ code: 'conflict' });
  });
});
