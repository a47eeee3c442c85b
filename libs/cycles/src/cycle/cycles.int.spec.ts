import { randomUUID } from 'node:crypto';
import { EntityManager } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { StageFacts } from '#libs/contracts';
import { NotificationListener, UnitOfWork, type WorkContext } from '#libs/platform';
import { definitionDigest } from '../definition/definition.js';
import { CommandAnswers, SETTLED_CHANNEL } from '../commands/command-answers.js';
import { CommandCheckup } from '../doctor/cycles-checkup.js';
import { CycleRunService } from './cycle-run.service.js';
import { CycleService } from './cycle.service.js';
import { CycleStatusService } from './cycle-status.service.js';
import { CyclesActivities } from '../workflows/cycles.activities.js';
import { MoveDeadlineService } from '../move-deadline/move-deadline.service.js';
import { eventually } from '../../../../test/support/event-lab.js';
import { type CyclesFixture, startCyclesFixture } from '../../../../test/support/cycles-fixture.js';
import { statementsOf } from '../../../../test/support/statements.js';
import { guangzhouTemplate } from '../templates/guangzhou.js';

const staff: WorkContext = { actor: { id: randomUUID() }, cause: 'command:test' };
const future = () => guangzhouTemplate({ edition: '7', year: new Date().getUTCFullYear() + 2 });

describe('cycles on PostgreSQL', () => {
  let fixture: CyclesFixture;
  let api: { cycles: CycleService; status: CycleStatusService };
  let activities: CyclesActivities;

  beforeAll(async () => {
    fixture = await startCyclesFixture();
    api = { cycles: fixture.api.get(CycleService), status: fixture.api.get(CycleStatusService) };
    activities = fixture.worker.get(CyclesActivities);
  });
  afterAll(() => fixture.close());

  const published = async () => {
    const draft = await api.cycles.createDraft(staff, future());
    return api.cycles.publish(staff, draft.id, draft.version);
  };
  const command = (stageKey: string) => ({
    commandId: randomUUID(),
    actorId: staff.actor.id,
    stageKey,
    reason: { code: 'test' },
  });
  const refused = (problem: object) => ({
    type: 'Refused',
    nonRetryable: true,
    details: [expect.objectContaining(problem)],
  });

  it('keeps a draft, changes it by version, and publishes it once: revision, stages and event in one transaction', async () => {
    const draft = await api.cycles.createDraft(staff, future());
    expect(draft).toMatchObject({ status: 'draft', revision: 0, version: 1, programme: 'guangzhou' });
    const changed = await api.cycles.replaceDraft(staff, draft.id, 1, { ...future(), title: 'Renamed' });
    expect(changed).toMatchObject({ title: 'Renamed', version: 2 });
    await expect(api.cycles.replaceDraft(staff, draft.id, 1, future())).rejects.toMatchObject({
      code: 'stale-version',
    });
    await expect(api.cycles.publish(staff, draft.id, 1)).rejects.toMatchObject({ code: 'stale-version' });

    expect(await api.cycles.publish(staff, draft.id, 2)).toMatchObject({
      status: 'published',
      revision: 1,
      version: 3,
    });
    const { definition, digest } = await api.cycles.definition(draft.id);
    expect(digest).toBe(definitionDigest(definition));
    expect(await fixture.events(draft.id)).toEqual([
      ['laureate.cycle.published.v1', { cycleId: draft.id, revision: 1, definitionDigest: digest }],
    ]);
    await expect(api.cycles.publish(staff, draft.id, 3)).rejects.toMatchObject({ code: 'conflict' });
    await expect(api.cycles.replaceDraft(staff, draft.id, 3, future())).rejects.toMatchObject({ code: 'conflict' });
    expect(await activities.readCyclePlan({ cycleId: draft.id })).toMatchObject({
      programme: 'guangzhou',
      status: 'published',
      stages: [
        { key: 'call', type: 'call-for-entries', after: [] },
        { key: 'eligibility', after: ['call'] },
        { key: 'screening' },
        { key: 'jury' },
        { key: 'ceremony', after: ['jury'] },
      ],
    });
  });

  it('refuses a definition with all its problems, and one whose deadlines are past', async () => {
    const refusal = api.cycles.createDraft(staff, { ...future(), zone: 'CST', colour: 'red' });
    await expect(refusal).rejects.toMatchObject({
      code: 'rule-violated',
      document: {
        errors: [
          { pointer: '/definition/zone', message: '"CST": must be a time zone', allowed: expect.any(String) },
          expect.objectContaining({ pointer: '/definition/colour' }),
        ],
      },
    });
    const past = await api.cycles.createDraft(staff, guangzhouTemplate({ edition: '6', year: 2023 }));
    await expect(api.cycles.publish(staff, past.id, 1)).rejects.toMatchObject({
      document: {
        errors: expect.arrayContaining([expect.objectContaining({ pointer: '/definition/stages/0/window/deadline' })]),
      },
    });
    expect(await fixture.events(past.id)).toEqual([]);
  });

  it('lists newest first, drafts for the staff only', async () => {
    const cycle = await published();
    const draft = await api.cycles.createDraft(staff, future());
    const ids = async (draftsOf: string[] | 'all', after?: string) =>
      (await api.cycles.list({ draftsOf, after, limit: 2 })).map(({ id }) => id);
    expect((await ids('all')).slice(0, 2)).toEqual([draft.id, cycle.id]);
    expect((await ids(['guangzhou'], draft.id))[0]).toBe(cycle.id);
    expect((await ids(['other']))[0]).toBe(cycle.id);
    expect((await ids(['guangzhou']))[0]).toBe(draft.id);
  });

  it('opens, moves the deadline and closes; a repeated command returns what the first committed', async () => {
    const { id: cycleId } = await published();
    const ref = { cycleId, stageKey: 'call' };
    const at = new Date().toISOString();
    await expect(activities.openStage({ ...ref, at })).rejects.toMatchObject({ type: 'NotYet', nonRetryable: false });
    const open = command('call');
    const opened = await activities.openStage({ ...ref, at, command: open });
    expect(opened).toMatchObject({ state: 'open', version: 2 });

    const scheduled = await fixture.stage(cycleId, 'call');
    const deadlineAt = new Date(Date.parse(scheduled.deadlineAt) + 5 * 86_400_000).toISOString();
    const move = { ...command('call'), deadlineAt };
    const moved = await activities.moveDeadline({ ...ref, command: move });
    expect(moved).toMatchObject({ deadlineAt, deadlineVersion: 2, version: 3 });
    expect(moved.ladder.map(({ at: step }) => Date.parse(deadlineAt) - Date.parse(step))).toEqual(
      [30, 7, 1].map((days) => days * 86_400_000),
    );
    const again = { ...command('call'), deadlineAt: new Date(Date.parse(deadlineAt) + 60_000).toISOString() };
    expect(await activities.moveDeadline({ ...ref, command: again })).toMatchObject({ deadlineVersion: 3, version: 4 });
    expect(await activities.moveDeadline({ ...ref, command: move })).toEqual(moved);
    expect(await activities.openStage({ ...ref, at, command: open })).toEqual(opened);

    await expect(activities.closeStage(ref)).rejects.toMatchObject({ type: 'NotYet' });
    const close = command('call');
    const closed = await activities.closeStage({ ...ref, command: close });
    expect(closed).toMatchObject({ state: 'closing', version: 5 });
    expect(await activities.closeStage({ ...ref, command: close })).toEqual(closed);
    expect(await activities.closeStage(ref)).toEqual(closed);
    await expect(
      activities.moveDeadline({ ...ref, command: { ...command('call'), deadlineAt } }),
    ).rejects.toMatchObject(refused({ status: 409, detail: expect.stringContaining('It closed at') }));

    expect((await fixture.events(cycleId)).map(([type]) => type)).toEqual([
      'laureate.cycle.published.v1',
      'laureate.stage.opened.v1',
      'laureate.cycle.amended.v1',
      'laureate.stage.deadline-moved.v1',
      'laureate.cycle.amended.v1',
      'laureate.stage.deadline-moved.v1',
      'laureate.stage.closed.v1',
    ]);
    expect(await fixture.records(cycleId, 'call')).toEqual([
      ['scheduled', 1],
      ['opened', 2],
      ['deadline-moved', 3],
      ['deadline-moved', 4],
      ['closed', 5],
    ]);
  });

  it('keeps the answer of a command with what it commits, and none when it is refused', async () => {
    const { id: cycleId } = await published();
    const em = fixture.api.get(EntityManager).fork();
    const recorded = async () => {
      const given = command('call');
      await em.execute(
        `insert into cycles.command (id, actor_id, cycle_id, stage_key, update_name, payload, fingerprint, state, created_at)
         values (?, ?, ?, 'call', 'moveDeadline', '{}', 'f', 'pending', now())`,
        [given.commandId, given.actorId, cycleId],
      );
      return given;
    };
    const answerOf = async (id: string) => {
      const [row] = await em.execute<object[]>('select state, answer from cycles.command where id = ?', [id]);
      return row;
    };
    const { deadlineAt, opensAt } = await fixture.stage(cycleId, 'call');
    const move = { ...(await recorded()), deadlineAt: new Date(Date.parse(deadlineAt) + 60_000).toISOString() };
    const moved = await activities.moveDeadline({ cycleId, stageKey: 'call', command: move });
    expect(await answerOf(move.commandId)).toEqual({ state: 'done', answer: moved });
    const impossible = { ...(await recorded()), deadlineAt: opensAt };
    await expect(activities.moveDeadline({ cycleId, stageKey: 'call', command: impossible })).rejects.toThrow();
    expect(await answerOf(impossible.commandId)).toEqual({ state: 'pending', answer: null });
  });

  it('tells the answer of a command with its commit; one that is too long for that, that it is kept', async () => {
    const { id: cycleId } = await published();
    const em = fixture.api.get(EntityManager).fork();
    const told: string[] = [];
    const listener = new NotificationListener(em.config.get('clientUrl')!, 'api');
    listener.on(SETTLED_CHANNEL, (payload) => told.push(payload));
    listener.start();
    const long = (length: number) => 'é'.repeat(length / 2);
    for (const length of [10, 6_990, 7_100, 30_000]) {
      const given = { ...command('call'), commandId: randomUUID().padEnd(200, 'x') };
      await em.execute(
        `insert into cycles.command (id, actor_id, cycle_id, stage_key, update_name, payload, fingerprint, state, created_at)
         values (?, ?, ?, 'call', 'moveDeadline', '{}', 'f', 'pending', now())`,
        [given.commandId, given.actorId, cycleId],
      );
      await eventually(async () => {
        await em.execute(`select pg_notify('${SETTLED_CHANNEL}', 'listens')`);
        return told.includes('listens');
      });
      await fixture.worker.get(CommandAnswers).keep(staff, given, async () => long(length));
      const notices = () => told.filter((payload) => payload.includes(given.commandId));
      await eventually(() => notices().length === 1);
      const settled = length < 7_000 ? { answer: long(length), settledAt: expect.any(String) } : undefined;
      expect(JSON.parse(notices()[0]!)).toEqual({ id: given.commandId, ...(settled && { settled }) });
    }
    await listener.stop();
  });

  it('moves a deadline in two round trips: lock and read, write and commit; with all that follow, in one more', async () => {
    const { id: cycleId } = await published();
    const ref = { cycleId, stageKey: 'call' };
    const { deadlineAt } = await fixture.stage(cycleId, 'call');
    const later = (ms: number) => new Date(Date.parse(deadlineAt) + ms).toISOString();
    const em = fixture.worker.get(EntityManager);
    const move = { ...command('call'), deadlineAt: later(60_000) };
    const asked = ['select * from', '/* last */'];
    expect(await statementsOf(em, () => activities.moveDeadline({ ...ref, command: move }))).toEqual(asked);
    const wish = { deadlineAt: later(120_000), shiftFollowing: true };
    const { digest: previewDigest } = await fixture.api.get(MoveDeadlineService).preview(ref, wish);
    const shift = { ...command('call'), ...wish, previewDigest };
    const shifted = await statementsOf(em, () => activities.moveWithFollowing({ ...ref, command: shift }));
    expect(shifted).toEqual(['select * from', ...asked]);
    expect(await fixture.stage(cycleId, 'call')).toMatchObject({ deadlineAt: wish.deadlineAt, deadlineVersion: 3 });
    expect((await fixture.records(cycleId, 'jury')).map(([transition]) => transition)).toEqual([
      'scheduled',
      'deadline-moved',
    ]);
  });

  it('refuses a deadline over what is planned later, naming the last possible one; and one that is past', async () => {
    const { id: cycleId } = await published();
    const next = await fixture.stage(cycleId, 'eligibility');
    const move = (deadlineAt: string) =>
      activities.moveDeadline({ cycleId, stageKey: 'call', command: { ...command('call'), deadlineAt } });
    const last = new Date(Date.parse(next.opensAt) - 3_600_000).toISOString();
    await expect(move(next.opensAt)).rejects.toMatchObject(
      refused({ status: 422, latestDeadline: last, errors: [expect.objectContaining({ pointer: '/deadlineAt' })] }),
    );
    await expect(move(new Date(Date.now() - 1000).toISOString())).rejects.toMatchObject(refused({ status: 422 }));
    expect(await move(last)).toMatchObject({ deadlineAt: last, hardCloseAt: next.opensAt, state: 'scheduled' });
  });

  it('can close a stage that was opened early before its window would have begun', async () => {
    const { id: cycleId } = await published();
    const ref = { cycleId, stageKey: 'call' };
    const { opensAt } = await activities.openStage({ ...ref, at: new Date().toISOString(), command: command('call') });
    const deadlineAt = new Date(Date.now() + 3_600_000).toISOString();
    expect(deadlineAt < opensAt).toBe(true);
    expect(await activities.moveDeadline({ ...ref, command: { ...command('call'), deadlineAt } })).toMatchObject({
      deadlineAt,
      state: 'open',
    });
  });

  it('does not open a stage before those it waits for are decided', async () => {
    const { id: cycleId } = await published();
    const opening = activities.openStage({
      cycleId,
      stageKey: 'eligibility',
      at: new Date().toISOString(),
      command: command('eligibility'),
    });
    await expect(opening).rejects.toMatchObject(
      refused({
        status: 409,
        detail: expect.stringContaining('It waits for the decision of "Call for entries" (scheduled).'),
      }),
    );
  });

  it('reminds once per step and deadline version, only while open and current', async () => {
    const { id: cycleId } = await published();
    const ref = { cycleId, stageKey: 'call' };
    const reminders = async () =>
      (await fixture.events(cycleId)).filter(([type]) => type === 'laureate.reminder.due.v1').length;
    await activities.remind({ ...ref, step: 'P7D', deadlineVersion: 1 });
    expect(await reminders()).toBe(0);
    await activities.openStage({ ...ref, at: new Date().toISOString(), command: command('call') });
    await Promise.all([1, 2, 3].map(() => activities.remind({ ...ref, step: 'P7D', deadlineVersion: 1 })));
    await activities.remind({ ...ref, step: 'P1D', deadlineVersion: 2 });
    expect(await reminders()).toBe(1);
  });

  it('reminds no more of a step that a move of the deadline put into the past, however often its workflow starts', async () => {
    const { id: cycleId } = await published();
    const ref = { cycleId, stageKey: 'call' };
    const steps = async () =>
      (await fixture.events(cycleId)).flatMap(([type, data]) =>
        type === 'laureate.reminder.due.v1' ? [(data as { step: string }).step] : [],
      );
    await activities.openStage({ ...ref, at: new Date().toISOString(), command: command('call') });
    await activities.remind({ ...ref, step: 'P7D', deadlineVersion: 1 });
    const opened = `update cycles.stage set opened_at = now() - interval '60 days' where cycle_id = ? and key = 'call'`;
    await fixture.worker.get(UnitOfWork).run(staff, ({ em }) => em.execute(opened, [cycleId]));
    const deadlineAt = new Date(Date.now() + 3 * 86_400_000).toISOString();
    await activities.moveDeadline({ ...ref, command: { ...command('call'), deadlineAt } });
    // A workflow that starts anew at the row knows the ladder only: the step looks missed.
    await activities.remind({ ...ref, step: 'P7D', deadlineVersion: 2 });
    expect(await steps()).toEqual(['P7D']);
    for (const step of ['P30D', 'P1D']) await activities.remind({ ...ref, step, deadlineVersion: 2 });
    expect(await steps()).toEqual(['P7D', 'P30D', 'P1D']);
  });

  it('tells each time once that a workflow is parked, shows it until it was answered', async () => {
    const { id: cycleId } = await published();
    const workflowId = `cycle/${cycleId}/stage/call`;
    const parked = {
      cycleId,
      stageKey: 'call',
      code: 'open/failed',
      detail: 'no luck',
      workflowId,
      occurrence: 'run/1',
    };
    const told = async () =>
      (await fixture.events(cycleId)).flatMap(([type, data]) =>
        type === 'laureate.stage.needs-attention.v1' ? [data as { occurrence?: string; workflowId: string }] : [],
      );
    for (let i = 0; i < 2; i++) await activities.needsAttention(parked);
    expect(await told()).toEqual([{ cycleId, stageKey: 'call', code: 'open/failed', workflowId, occurrence: 'run/1' }]);
    const { attention } = await api.status.status(cycleId);
    expect(attention).toMatchObject([{ stageKey: 'call', code: 'open/failed', detail: 'no luck' }]);
    const runs = fixture.api.get(CycleRunService);
    await runs.answerAttention(staff, { cycleId, stageKey: 'call' });
    expect((await api.status.status(cycleId)).attention).toEqual([]);
    await activities.needsAttention({ ...parked, occurrence: 'run/2', detail: 'no luck again' });
    // Tried again by a command from before: that is not what it is parked for now.
    await runs.answerAttention(staff, { cycleId, stageKey: 'call' }, new Date(Date.now() - 60_000));
    expect((await api.status.status(cycleId)).attention).toMatchObject([{ detail: 'no luck again' }]);
    expect((await told()).map(({ occurrence }) => occurrence)).toEqual(['run/1', 'run/2']);
    await runs.answerAttention(staff, { cycleId, stageKey: 'call' });
    expect((await api.status.status(cycleId)).attention).toEqual([]);
  });

  it('knows what is parked beside a stage: each by itself, until it is tried again or ends', async () => {
    const { id: cycleId } = await published();
    const runs = fixture.api.get(CycleRunService);
    const [first, second] = [randomUUID(), randomUUID()].map((id) => `clarification/${id}`);
    const parked = { cycleId, stageKey: 'call', code: 'clarification-look/failed', detail: 'no luck' };
    for (const workflowId of [first!, second!, `cycle/${cycleId}/stage/call`, `cycle/${cycleId}`])
      await activities.needsAttention({ ...parked, workflowId, occurrence: 'run/1' });
    const events = (await fixture.events(cycleId)).filter(([type]) => type === 'laureate.stage.needs-attention.v1');
    expect(events).toHaveLength(4);
    expect(await runs.parkedBeside({ cycleId })).toEqual([first, second].toSorted());
    expect(await runs.parkedBeside({ cycleId, stageKey: 'call' })).toEqual([first, second].toSorted());
    expect(await runs.parkedBeside({ cycleId, stageKey: 'jury' })).toEqual([]);
    // A stage that goes on says nothing about them.
    await activities.openStage({ cycleId, stageKey: 'call', at: new Date().toISOString(), command: command('call') });
    expect((await api.status.status(cycleId)).attention).toHaveLength(3);
    await runs.answer(staff, [first!]);
    expect(await runs.parkedBeside({ cycleId })).toEqual([second]);
    await activities.endWorkflow({ cycleId, stageKey: 'call', workflowId: second!, runId: randomUUID() });
    expect(await runs.parkedBeside({ cycleId })).toEqual([]);
  });

  it('cancels every stage with the cycle, once; ends workflows once', async () => {
    const { id: cycleId } = await published();
    await activities.openStage({ cycleId, stageKey: 'call', at: new Date().toISOString(), command: command('call') });
    const cancel = { commandId: randomUUID(), actorId: staff.actor.id, reason: { code: 'no-money' } };
    const plan = await activities.cancelCycle({ cycleId, command: cancel });
    expect(plan.status).toBe('cancelled');
    expect(await activities.cancelCycle({ cycleId, command: cancel })).toEqual(plan);
    const states = await Promise.all(plan.stages.map(({ key }) => fixture.stage(cycleId, key)));
    expect(states.map(({ state }: StageFacts) => state)).toEqual(Array(5).fill('cancelled'));
    await expect(activities.completeCycle({ cycleId })).rejects.toMatchObject({ type: 'Refused' });
    const run = { cycleId, workflowId: `cycle/${cycleId}`, runId: randomUUID() };
    await activities.endWorkflow(run);
    await activities.endWorkflow(run);
    expect((await fixture.events(cycleId)).map(([type]) => type).slice(-2)).toEqual([
      'laureate.cycle.cancelled.v1',
      'laureate.workflow.ending.v1',
    ]);
  });

  it('says where a cycle stands and what fires next, in both zones', async () => {
    const { id: cycleId } = await published();
    const status = await api.status.status(cycleId);
    const call = await fixture.stage(cycleId, 'call');
    expect(status.next).toEqual({
      stageKey: 'call',
      what: 'opens',
      at: { utc: call.opensAt, local: expect.stringContaining('T09:00:00.000+08:00'), zone: 'Asia/Shanghai' },
    });
    expect(status.stages.map(({ key, waitsFor }) => [key, waitsFor])).toEqual([
      ['call', []],
      ['eligibility', ['call']],
      ['screening', ['eligibility']],
      ['jury', ['screening']],
      ['ceremony', ['jury']],
    ]);
  });

  it('has the doctor name commands that nobody carries out, by the workflow they are for', async () => {
    const { id: cycleId } = await published();
    const give = (id: string, age: string, payload: object) =>
      fixture.api
        .get(EntityManager)
        .fork()
        .execute(
          `insert into cycles.command (id, actor_id, cycle_id, stage_key, update_name, payload, fingerprint, state, created_at)
         values (?, 'test', ?, 'jury', 'certify', ?::jsonb, 'test', 'pending', now() - ?::interval)`,
          [id, cycleId, JSON.stringify(payload), age],
        );
    const [waits, about, fresh] = [randomUUID(), randomUUID(), randomUUID()];
    await give(waits, '61 seconds', {});
    await give(about, '62 seconds', { decisionId: 'd' });
    await give(fresh, '5 seconds', {});
    const found = await new CommandCheckup(fixture.api.get(UnitOfWork)).examine();
    expect(found).toMatchObject([
      { code: 'command-waits', where: `cycle/${cycleId}/stage/jury/supersession/d`, mend: null },
      { code: 'command-waits', where: `cycle/${cycleId}/stage/jury`, what: expect.stringContaining(waits) },
    ]);
  });
});
