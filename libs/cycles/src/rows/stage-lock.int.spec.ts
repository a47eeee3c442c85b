import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Instant, StageRef } from '#libs/contracts';
import { Problem, UnitOfWork, type WorkContext } from '#libs/platform';
import type { CycleDocument } from '../definition/definition.js';
import { CycleService } from '../cycle/cycle.service.js';
import { TooEarlyError } from './stage-problems.js';
import { lockStage, lockStageForWriting } from './stage-lock.js';
import { StageService } from '../stage/stage.service.js';
import {
  type CyclesFixture,
  WRITERS_TIMEOUT_MS,
  startCyclesFixture,
  worker,
} from '../../../../test/support/cycles-fixture.js';

const HOUR_MS = 3_600_000;
const city: WorkContext = { actor: { id: randomUUID() }, cause: 'command:test' };

describe('the lock of a stage', () => {
  let fixture: CyclesFixture;
  let writing: UnitOfWork;
  let stages: StageService;

  beforeAll(async () => {
    fixture = await startCyclesFixture();
    writing = fixture.api.get(UnitOfWork);
    stages = fixture.worker.get(StageService);
  });
  afterAll(() => fixture.close());

  /** A cycle with one open stage that closes in an hour. */
  const openStage = async (): Promise<StageRef> => {
    const now = Date.now();
    const document: CycleDocument = {
      programme: { key: 'test', name: 'Test' },
      edition: '1',
      title: 'Locks',
      zone: 'Asia/Shanghai',
      stages: [
        {
          key: 'call',
          type: 'call-for-entries',
          window: {
            opens: new Date(now - HOUR_MS).toISOString(),
            deadline: new Date(now + HOUR_MS).toISOString(),
          },
        },
      ],
    };
    const cycles = fixture.api.get(CycleService);
    const draft = await cycles.createDraft(city, document);
    await cycles.publish(city, draft.id, 1);
    const ref = { cycleId: draft.id, stageKey: 'call' };
    await stages.open(worker, ref, document.stages[0]!.window.opens as Instant);
    return ref;
  };
  /** Sets the deadline and the hard close of a stage, as whoever moves a deadline would. */
  const setWindow = ({ cycleId, stageKey }: StageRef, deadline: Date, hardClose = deadline) =>
    fixture.db.query('update cycles.stage set deadline_at = $1, hard_close_at = $2 where cycle_id = $3 and key = $4', [
      deadline,
      hardClose,
      cycleId,
      stageKey,
    ]);
  /** The clock of the database, which judges. */
  const clock = async (): Promise<Date> => {
    const { rows } = await fixture.db.query<{ clock: Date }>('select clock_timestamp() as clock');
    return rows[0]!.clock;
  };
  const later = (instant: Date, ms: number): Date => new Date(instant.getTime() + ms);

  interface Answer {
    accepted: boolean;
    at: string;
    /** When the last was written under the lock, by the clock of the database. */
    written?: string;
    detail?: string;
  }
  /** One write that does something under the lock. */
  const write = async (ref: StageRef, meanwhile: () => Promise<unknown> = async () => undefined): Promise<Answer> => {
    try {
      return await writing.run(city, async (work) => {
        const open = await lockStageForWriting(work, ref.cycleId, ref.stageKey);
        await meanwhile();
        return { accepted: true, at: open.at.toISOString(), written: (await clock()).toISOString() };
      });
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { at, detail } = error.document;
      expect(error.code).toBe('deadline-passed');
      return { accepted: false, at: String(at), ...(detail && { detail }) };
    }
  };
  /** A write that holds its lock until it is told to go on. */
  const holdingWrite = async (ref: StageRef) => {
    const [held, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const answer = write(ref, () => {
      held.resolve();
      return goOn.promise;
    });
    await Promise.race([held.promise, answer]);
    return { answer, goOn: goOn.resolve };
  };

  it('loses no writer across a hard close and takes none after it', async () => {
    const ref = await openStage();
    // 50 writers, each from before the hard close until it was refused twice, however slow the machine is.
    const begun = Promise.withResolvers<void>();
    let accepted = 0;
    const writers = Array.from({ length: 50 }, async (_, i): Promise<Answer[]> => {
      const answers: Answer[] = [];
      while (answers.filter((answer) => !answer.accepted).length < 2) {
        answers.push(await write(ref, () => (i % 5 === 0 ? sleep(60) : Promise.resolve())));
        if (answers.length === 2 && ++accepted === 50) begun.resolve();
      }
      return answers;
    });
    await begun.promise;
    // Set under the exclusive lock: whoever was let in began before it, whoever comes next knows it.
    const hardClose = await writing.run(city, async (work) => {
      const { clock: held } = await lockStage(work, ref, 'exclusive');
      const at = later(held, 300);
      await setWindow(ref, at);
      return at;
    });
    const answers = (await Promise.all(writers)).flat();
    const refused = answers.filter((answer) => !answer.accepted);
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(100);
    expect(refused).toHaveLength(100);
    expect(answers.filter(({ accepted: taken, at }) => taken && at >= hardClose.toISOString())).toEqual([]);
    expect(refused.filter(({ at }) => at < hardClose.toISOString())).toEqual([]);
    expect(refused[0]!.detail).toMatch(/^The deadline of "Call" was .+ \(Asia\/Shanghai\), .+ UTC\.$/);
  });

  it('lets a writer that began a moment before the hard close finish: the close waits for the drain, and for its lock', async () => {
    const ref = await openStage();
    const goOn = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const writer = writing.run(city, async (work) => {
      await setWindow(ref, later(await work.now(), 1));
      await lockStageForWriting(work, ref.cycleId, ref.stageKey);
      held.resolve();
      await goOn.promise;
      return clock();
    });
    await Promise.race([held.promise, writer]);
    await fixture.windowEnded(ref, WRITERS_TIMEOUT_MS);
    const closing = stages.close(worker, ref);
    await fixture.untilWaiting();
    const behind = write(ref);
    await fixture.untilWaiting(2);
    goOn.resolve();
    const written = await writer;
    const closed = await closing;
    expect(closed.state).toBe('closing');
    expect(Date.parse(closed.closedAt!)).toBeGreaterThanOrEqual(written.getTime());
    expect(Date.parse(closed.closedAt!)).toBeGreaterThanOrEqual(Date.parse(closed.hardCloseAt) + WRITERS_TIMEOUT_MS);
    expect(await behind).toMatchObject({ accepted: false });
  });

  it('is not closed before every writer that began in time has had its time, and tells how long that is', async () => {
    const ref = await openStage();
    const { hardCloseAt } = await stages.read(ref);
    const before = await clock();
    const refusal = await stages.close(worker, ref).catch((error: unknown) => error);
    const after = await clock();
    expect(refusal).toBeInstanceOf(TooEarlyError);
    // By the instant the close was judged at, it has to wait for the rest of the window and the drain.
    const judgedAt = Date.parse(hardCloseAt) + WRITERS_TIMEOUT_MS - (refusal as TooEarlyError).waitMs;
    expect(judgedAt).toBeGreaterThanOrEqual(before.getTime());
    expect(judgedAt).toBeLessThanOrEqual(after.getTime());
  });

  it('lets in exactly those that hold the lock when it is closed by command', async () => {
    const ref = await openStage();
    const inHand = await holdingWrite(ref);
    const closing = stages.close(worker, ref, { commandId: randomUUID(), actorId: city.actor.id, stageKey: 'call' });
    await fixture.untilWaiting();
    const behind = [write(ref), write(ref), write(ref)];
    await fixture.untilWaiting(4);
    inHand.goOn();
    const closed = await closing;
    const { accepted, written } = await inHand.answer;
    expect(accepted).toBe(true);
    expect(written! <= closed.closedAt!).toBe(true);
    for (const late of await Promise.all(behind)) {
      expect(late).toMatchObject({ accepted: false, detail: expect.stringContaining('was closed on') });
      expect(late.at >= closed.closedAt!).toBe(true);
    }
  });

  it('marks as late what comes between the deadline and the hard close', async () => {
    const ref = await openStage();
    /** What a write is told that begins so many ms before the deadline, which has an hour of grace. */
    const told = (before: number) =>
      writing
        .run(city, async (work) => {
          const deadline = later(await work.now(), before);
          await setWindow(ref, deadline, later(deadline, HOUR_MS));
          return lockStageForWriting(work, ref.cycleId, ref.stageKey);
        })
        .then(
          ({ late }) => (late ? 'late' : 'in time'),
          ({ code }: Problem) => code,
        );
    expect(await told(1)).toBe('in time');
    expect(await told(0)).toBe('late');
    expect(await told(1 - HOUR_MS)).toBe('late');
    expect(await told(-HOUR_MS)).toBe('deadline-passed');
  });

  it('honours a personal extension after the close, until it ends', async () => {
    const ref = await openStage();
    await stages.close(worker, ref, { commandId: randomUUID(), actorId: city.actor.id, stageKey: 'call' });
    /** A write with an extension that ends so many ms after it begins, or with none. */
    const attempt = (endsIn: number | null) =>
      writing.run(city, async (work) => {
        const until = endsIn === null ? null : later(await work.now(), endsIn);
        return lockStageForWriting(work, ref.cycleId, ref.stageKey, { extendedUntil: async () => until });
      });
    expect(await attempt(1)).toMatchObject({ late: true });
    await expect(attempt(0)).rejects.toMatchObject({ code: 'deadline-passed' });
    await expect(attempt(null)).rejects.toMatchObject({ code: 'deadline-passed' });
  });

  it('refuses writers before the opening, naming it in both zones', async () => {
    const cycles = fixture.api.get(CycleService);
    const opens = new Date(Date.now() + 86_400_000);
    const draft = await cycles.createDraft(city, {
      programme: { key: 'test', name: 'Test' },
      edition: '1',
      title: 'Not yet',
      zone: 'Asia/Shanghai',
      stages: [
        {
          key: 'call',
          type: 'call-for-entries',
          window: { opens: opens.toISOString(), deadline: new Date(opens.getTime() + 1000).toISOString() },
        },
      ],
    });
    await cycles.publish(city, draft.id, 1);
    const writingNow = writing.run(city, (work) => lockStageForWriting(work, draft.id, 'call'));
    await expect(writingNow).rejects.toMatchObject({
      code: 'not-open',
      message: expect.stringMatching(/it opens on .+ \(Asia\/Shanghai\), .+ UTC\.$/),
    });
    const unknown = writing.run(city, (work) => lockStageForWriting(work, draft.id, 'jury'));
    await expect(unknown).rejects.toMatchObject({ code: 'not-found' });
  });
});
