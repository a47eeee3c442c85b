import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Instant, ResumeCommand, StageRef } from '#libs/contracts';
import { Problem, UnitOfWork, type WorkContext } from '#libs/platform';
import { EntityManager } from '@mikro-orm/postgresql';
import { PeopleService } from '#libs/identity';
import { StageHandlers } from '../rows/stage-types.js';
import { CyclesActivities } from '../workflows/cycles.activities.js';
import { CycleService } from '../cycle/cycle.service.js';
import { CycleStatusService } from '../cycle/cycle-status.service.js';
import { PauseService } from './pause.service.js';
import { ResumePreviewService } from './resume-preview.service.js';
import { lockStage, lockStageForWriting } from '../rows/stage-lock.js';
import { StageService } from '../stage/stage.service.js';
import {
  type CyclesFixture,
  WRITERS_TIMEOUT_MS,
  startCyclesFixture,
  worker,
} from '../../../../test/support/cycles-fixture.js';

const staff: WorkContext = { actor: { id: randomUUID() }, cause: 'command:test' };
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const inMs = (ms: number): Instant => new Date(Date.now() + ms).toISOString();
const refusedWith = (problem: object) => ({ type: 'Refused', details: [expect.objectContaining(problem)] });

describe('pausing a cycle', () => {
  let fixture: CyclesFixture;
  let writing: UnitOfWork;
  let stages: StageService;
  let pauses: PauseService;
  let activities: CyclesActivities;

  beforeAll(async () => {
    fixture = await startCyclesFixture();
    writing = fixture.api.get(UnitOfWork);
    stages = fixture.worker.get(StageService);
    pauses = fixture.worker.get(PauseService);
    activities = fixture.worker.get(CyclesActivities);
  });
  afterAll(() => fixture.close());

  const command = (more: Partial<ResumeCommand> = {}): ResumeCommand => ({
    commandId: randomUUID(),
    actorId: staff.actor.id,
    reason: { code: 'test' },
    ...more,
  });
  /** A call that is open and closes in an hour, and eligibility a day from now. */
  const running = async (ladder = ['PT30M']) => {
    const cycles = fixture.api.get(CycleService);
    const draft = await cycles.createDraft(staff, {
      programme: { key: 'test', name: 'Test' },
      edition: '1',
      title: 'Pauses',
      zone: 'Asia/Shanghai',
      stages: [
        {
          key: 'call',
          type: 'call-for-entries',
          window: { opens: inMs(-HOUR_MS), deadline: inMs(HOUR_MS) },
          ladder,
        },
        {
          key: 'eligibility',
          type: 'eligibility',
          window: { opens: inMs(24 * HOUR_MS), deadline: inMs(25 * HOUR_MS) },
        },
      ],
    });
    await cycles.publish(staff, draft.id, 1);
    const ref = { cycleId: draft.id, stageKey: 'call' };
    await stages.open(worker, ref, inMs(-30 * MINUTE_MS));
    return ref;
  };
  /** Lets the pause have begun so much earlier, as if that time had passed since; returns when. */
  const pausedEarlier = async (cycleId: string, ms: number): Promise<Instant> => {
    const em = fixture.worker.get(EntityManager).fork();
    const began = await em.execute<{ at: string | Date }[]>(
      `with earlier as (select paused_at - ? * interval '1 millisecond' as at from cycles.pause where cycle_id = ?),
         stages as (update cycles.stage set paused_at = earlier.at from earlier where cycle_id = ? and paused_at is not null),
         cycle as (update cycles.cycle set paused_at = earlier.at from earlier where id = ?)
       update cycles.pause set paused_at = earlier.at from earlier where cycle_id = ? returning paused_at as at`,
      [ms, cycleId, cycleId, cycleId, cycleId],
    );
    return new Date(began[0]!.at).toISOString();
  };
  const transitions = async (cycleId: string, key: string) =>
    (await fixture.records(cycleId, key)).map(([name]) => name);

  it('marks the cycle and its live stages in one transaction; everything but reading is refused, saying since when', async () => {
    const ref = await running();
    const { cycleId } = ref;
    const first = command();
    const plan = await activities.pauseCycle({ cycleId, command: first });
    expect(plan).toMatchObject({ status: 'published', pausedAt: expect.any(String) });
    expect(plan.changed?.map(({ stageKey, pausedAt }) => [stageKey, pausedAt])).toEqual(
      expect.arrayContaining([
        ['call', plan.pausedAt],
        ['eligibility', plan.pausedAt],
      ]),
    );
    expect(await activities.pauseCycle({ cycleId, command: first })).toEqual(plan);
    expect(await fixture.events(cycleId)).toContainEqual([
      'laureate.cycle.paused.v1',
      { cycleId, number: 1, at: plan.pausedAt, reasonCode: 'test' },
    ]);
    for (const key of ['call', 'eligibility']) expect(await transitions(cycleId, key)).toContain('paused');

    const paused = refusedWith({
      status: 409,
      pausedAt: plan.pausedAt,
      detail: expect.stringContaining('is paused since'),
    });
    const staged = { ...command(), stageKey: 'call' };
    await expect(activities.closeStage({ ...ref, command: staged })).rejects.toMatchObject(paused);
    await expect(
      activities.moveDeadline({ ...ref, command: { ...staged, deadlineAt: inMs(HOUR_MS) } }),
    ).rejects.toMatchObject(paused);
    await expect(activities.remind({ ...ref, step: 'PT30M', deadlineVersion: 1 })).rejects.toMatchObject(paused);
    await expect(activities.pauseCycle({ cycleId, command: command() })).rejects.toMatchObject(
      refusedWith({ status: 409, detail: expect.stringContaining('already paused, since') }),
    );
    await expect(writing.run(staff, (work) => lockStageForWriting(work, cycleId, 'call'))).rejects.toMatchObject({
      code: 'paused',
      message: expect.stringMatching(
        /^"Call" is paused since .+ \(Asia\/Shanghai\), .+ UTC\. New deadlines will be announced/,
      ),
    });
    const status = await fixture.api.get(CycleStatusService).status(cycleId);
    expect(status).toMatchObject({ cycle: { pausedAt: plan.pausedAt }, next: null });
  });

  it('gives back the time when it is resumed, and says the new deadlines in one event', async () => {
    const ref = await running();
    const before = await stages.read(ref);
    await pauses.pause(staff, ref.cycleId, command());
    const pausedAt = await pausedEarlier(ref.cycleId, MINUTE_MS);
    const resume = command();
    const plan = await activities.resumeCycle({ cycleId: ref.cycleId, command: resume });
    const after = await stages.read(ref);
    expect(plan.pausedAt).toBeNull();
    expect(plan.changed).toContainEqual(after);
    expect(after).toMatchObject({ pausedAt: null, deadlineVersion: 2, state: 'open' });
    const length = Date.parse(after.deadlineAt) - Date.parse(before.deadlineAt);
    expect(length).toBeGreaterThanOrEqual(MINUTE_MS);
    expect(Date.parse(after.ladder[0]!.at) - Date.parse(before.ladder[0]!.at)).toBe(length);
    expect(await stages.read({ ...ref, stageKey: 'eligibility' })).toMatchObject({
      pausedAt: null,
      deadlineVersion: 1,
    });
    const at = new Date(Date.parse(pausedAt) + length).toISOString();
    const moved = [{ stageKey: 'call', deadlineVersion: 2, from: before.deadlineAt, to: after.deadlineAt }];
    const events = await fixture.events(ref.cycleId);
    expect(events.at(-1)).toEqual([
      'laureate.cycle.resumed.v1',
      { cycleId: ref.cycleId, number: 1, pausedAt, at, moved, own: [], reasonCode: 'test' },
    ]);
    expect(await activities.resumeCycle({ cycleId: ref.cycleId, command: resume })).toEqual(plan);
    expect(await fixture.events(ref.cycleId)).toEqual(events);
    await expect(activities.resumeCycle({ cycleId: ref.cycleId, command: command() })).rejects.toMatchObject(
      refusedWith({ status: 409, detail: 'The cycle cannot be resumed: it is not paused.' }),
    );
    await writing.run(staff, (work) => lockStageForWriting(work, ref.cycleId, 'call'));
  });

  it('moves a release that was planned for the opening of a ceremony in the pause with the ceremony', async () => {
    const [opens, gala] = [inMs(HOUR_MS), inMs(3 * HOUR_MS)];
    const cycles = fixture.api.get(CycleService);
    const { id: cycleId } = await cycles.createDraft(staff, {
      programme: { key: 'test', name: 'Test' },
      edition: '1',
      title: 'Embargoes',
      zone: 'Asia/Shanghai',
      stages: [
        {
          key: 'jury',
          type: 'jury',
          window: { opens, deadline: inMs(2 * HOUR_MS) },
          release: [{ audience: 'public', when: gala }],
        },
        { key: 'gala', type: 'ceremony', after: ['jury'], window: { opens: gala, deadline: inMs(4 * HOUR_MS) } },
      ],
    });
    await cycles.publish(staff, cycleId, 1);
    await pauses.pause(staff, cycleId, command());
    // The jury has decided, and the pause lasts for five hours by now, over the opening of the
    // ceremony three hours ago.
    const em = fixture.worker.get(EntityManager).fork();
    const [pausedAt, galaAt] = [inMs(-5 * HOUR_MS), inMs(-3 * HOUR_MS)];
    const closing = [inMs(-2 * HOUR_MS), inMs(-2 * HOUR_MS), cycleId];
    await em.execute('update cycles.cycle set paused_at = ? where id = ?', [pausedAt, cycleId]);
    await em.execute('update cycles.pause set paused_at = ? where cycle_id = ?', [pausedAt, cycleId]);
    await em.execute('update cycles.stage set paused_at = ? where cycle_id = ?', [pausedAt, cycleId]);
    await em.execute(
      `update cycles.stage set state = 'decided', closed_at = opens_at, releases = ?::jsonb where cycle_id = ? and key = 'jury'`,
      [JSON.stringify([{ audience: 'public', when: galaAt }]), cycleId],
    );
    await em.execute(
      `update cycles.stage set opens_at = ?, deadline_at = ?, hard_close_at = ? where cycle_id = ? and key = 'gala'`,
      [galaAt, ...closing],
    );
    const previews = new ResumePreviewService(
      fixture.api.get(UnitOfWork),
      fixture.api.get(StageHandlers),
      fixture.api.get(PeopleService),
    );
    const { moves } = await previews.preview(cycleId, {});
    expect(moves.map(({ stageKey, releases }) => [stageKey, releases.map(({ from }) => from.utc)])).toEqual([
      ['jury', [galaAt]],
      ['gala', []],
    ]);
    await activities.resumeCycle({ cycleId, command: command() });
    const [jury, ceremony] = await Promise.all(['jury', 'gala'].map((stageKey) => stages.read({ cycleId, stageKey })));
    expect(Date.parse(ceremony!.opensAt)).toBeGreaterThan(Date.now());
    expect(jury).toMatchObject({ deadlineVersion: 1, releases: [{ audience: 'public', when: ceremony!.opensAt }] });
  });

  it('takes the deadlines it is given; what they would run over is named with the first possible date, or moves too', async () => {
    const ref = await running();
    const { cycleId } = ref;
    const eligibility = { cycleId, stageKey: 'eligibility' };
    const { opensAt } = await stages.read(eligibility);
    await pauses.pause(staff, cycleId, command());
    const deadlineAt = new Date(Date.parse(opensAt) + 2 * HOUR_MS).toISOString();
    const given = { deadlines: [{ stageKey: 'call', deadlineAt }] };
    await expect(activities.resumeCycle({ cycleId, command: command(given) })).rejects.toMatchObject(
      refusedWith({
        status: 422,
        firstPossible: deadlineAt,
        latestDeadline: opensAt,
        errors: [expect.objectContaining({ pointer: '/deadlines/0/deadlineAt' })],
      }),
    );
    expect((await stages.read(ref)).pausedAt).not.toBeNull();
    await activities.resumeCycle({ cycleId, command: command({ ...given, shiftFollowing: true }) });
    expect(await stages.read(ref)).toMatchObject({ deadlineAt, pausedAt: null });
    expect(Date.parse((await stages.read(eligibility)).opensAt)).toBeGreaterThanOrEqual(Date.parse(deadlineAt));
    await pauses.pause(staff, cycleId, command());
    const unknown = command({ deadlines: [{ stageKey: 'poll', deadlineAt }] });
    await expect(activities.resumeCycle({ cycleId, command: unknown })).rejects.toMatchObject(
      refusedWith({ status: 404 }),
    );
  });

  it('while people write: each write is in before it, or is told that the cycle is paused', async () => {
    const { cycleId } = await running();
    const write = async (takesMs: number) => {
      try {
        return await writing.run(staff, async (work) => {
          const { at } = await lockStageForWriting(work, cycleId, 'call');
          await sleep(takesMs);
          const [row] = await work.em.execute<{ clock: Date }[]>('select clock_timestamp() as clock');
          return { at, written: new Date(row!.clock), refused: null };
        });
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        return { at: new Date(error.document.at!), written: null, refused: error.code };
      }
    };
    // Each writes until it was refused twice, and all are paused once each has written twice on average.
    let done = 0;
    let goOn!: () => void;
    const enough = new Promise<void>((resolve) => (goOn = resolve));
    const writers = Array.from({ length: 40 }, async (_, i) => {
      const answers: Awaited<ReturnType<typeof write>>[] = [];
      while (answers.filter(({ refused }) => refused).length < 2) {
        answers.push(await write(i % 4 === 0 ? 50 : 0));
        if (++done === 80) goOn();
      }
      return answers;
    });
    await enough;
    const { pausedAt } = await pauses.pause(staff, cycleId, command());
    const answers = (await Promise.all(writers)).flat();
    const [accepted, refused] = [answers.filter(({ written }) => written), answers.filter(({ written }) => !written)];
    expect(accepted.length).toBeGreaterThan(40);
    expect(refused.length).toBeGreaterThan(40);
    expect(new Set(refused.map(({ refused: code }) => code))).toEqual(new Set(['paused']));
    // Whatever was accepted had written before the pause began; whatever was refused came after.
    expect(accepted.filter(({ written }) => written! > new Date(pausedAt!))).toEqual([]);
  });

  it('twice at once: one is refused', async () => {
    const { cycleId } = await running();
    const both = await Promise.allSettled([1, 2].map(() => pauses.pause(staff, cycleId, command())));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
    expect((await transitions(cycleId, 'call')).filter((name) => name === 'paused')).toHaveLength(1);
  });

  it('at the moment of a hard close: the stage closes first, or not at all', async () => {
    /** A call whose drain is over, with what closes and pauses it. */
    const due = async () => {
      const ref = await running([]);
      const { version } = await stages.read(ref);
      await fixture.windowEnded(ref, WRITERS_TIMEOUT_MS);
      const close = () => stages.close(worker, { ...ref, version });
      const pause = () => pauses.pause(staff, ref.cycleId, command());
      return { ref, close, pause };
    };
    /** Both, in their order at the lock of the stage, which another has in hand when they come. */
    const inOrder = async (ref: StageRef, acts: (() => Promise<unknown>)[]) => {
      const [held, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const holder = writing.run(staff, async (work) => {
        await lockStage(work, ref, 'exclusive');
        held.resolve();
        await goOn.promise;
      });
      await Promise.race([held.promise, holder]);
      const answers: Promise<unknown>[] = [];
      for (const act of acts) {
        answers.push(act());
        await fixture.untilWaiting(answers.length);
      }
      const settled = Promise.allSettled(answers);
      goOn.resolve();
      await holder;
      return settled;
    };
    const first = await due();
    expect(await inOrder(first.ref, [first.close, first.pause])).toMatchObject([
      { status: 'fulfilled' },
      { status: 'fulfilled' },
    ]);
    expect((await transitions(first.ref.cycleId, 'call')).slice(2)).toEqual(['closed', 'paused']);

    const behind = await due();
    expect(await inOrder(behind.ref, [behind.pause, behind.close])).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'paused' } },
    ]);
    expect((await transitions(behind.ref.cycleId, 'call')).slice(2)).toEqual(['paused']);

    const after = await due();
    await after.pause();
    await expect(after.close()).rejects.toMatchObject({ code: 'stale-version' });
    expect((await transitions(after.ref.cycleId, 'call')).slice(2)).toEqual(['paused']);
  });

  it('while the drain after a hard close is under way: the close gives up, and does not wait for the new deadline', async () => {
    const ref = await running([]);
    const { version } = await stages.read(ref);
    await fixture.windowEnded(ref, 1);
    await expect(activities.closeStage({ ...ref, version })).rejects.toMatchObject({ type: 'NotYet' });
    await pauses.pause(staff, ref.cycleId, command());
    await pauses.resume(staff, ref.cycleId, command({ deadlines: [{ stageKey: 'call', deadlineAt: inMs(HOUR_MS) }] }));
    await expect(activities.closeStage({ ...ref, version })).rejects.toMatchObject(refusedWith({ status: 409 }));
    expect(await stages.read(ref)).toMatchObject({ state: 'open', closedAt: null });
  });

  it('begun after a deadline, and ended without naming another, gives back its length, and no more', async () => {
    const ref = await running([]);
    const deadlineAt = await fixture.windowEnded(ref, 10 * MINUTE_MS);
    await pauses.pause(staff, ref.cycleId, command());
    const pausedAt = await pausedEarlier(ref.cycleId, 5 * MINUTE_MS);
    await pauses.resume(staff, ref.cycleId, command());
    const after = await stages.read(ref);
    expect(after).toMatchObject({ state: 'open', deadlineVersion: 2 });
    const [type, data] = (await fixture.events(ref.cycleId)).at(-1)!;
    expect(type).toBe('laureate.cycle.resumed.v1');
    const length = Date.parse((data as { at: Instant }).at) - Date.parse(pausedAt);
    expect(length).toBeGreaterThanOrEqual(5 * MINUTE_MS);
    expect(Date.parse(after.deadlineAt) - Date.parse(deadlineAt)).toBe(length);
  });
});
