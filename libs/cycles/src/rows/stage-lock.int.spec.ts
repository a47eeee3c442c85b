import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Problem, UnitOfWork, type WorkContext } from '#libs/platform';
import type { CycleDocument } from '../definition/definition.js';
import { CycleService } from '../cycle/cycle.service.js';
import { TooEarlyError } from './stage-problems.js';
import { lockStageForWriting } from './stage-lock.js';
import { StageService } from '../stage/stage.service.js';
import {
  type CyclesHouse,
  WRITERS_TIMEOUT_MS,
  startCyclesHouse,
  worker,
} from '../../../../test/support/cycles-house.js';

const city: WorkContext = { actor: { id: randomUUID() }, cause: 'command:test' };

describe('the lock of a stage', () => {
  let house: CyclesHouse;
  let writing: UnitOfWork;
  let stages: StageService;

  beforeAll(async () => {
    house = await startCyclesHouse();
    writing = house.api.get(UnitOfWork);
    stages = house.worker.get(StageService);
  });
  afterAll(() => house.close());

  /** A cycle with one open stage that closes so many ms from now. */
  const openStage = async (closesInMs: number, graceMs = 0): Promise<{ cycleId: string; stageKey: string }> => {
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
            opens: new Date(now - 60_000).toISOString(),
            deadline: new Date(now + closesInMs - graceMs).toISOString(),
            grace: `PT${graceMs / 1000}S`,
          },
        },
      ],
    };
    const cycles = house.api.get(CycleService);
    const draft = await cycles.createDraft(city, document);
    await cycles.publish(city, draft.id, 1);
    const ref = { cycleId: draft.id, stageKey: 'call' };
    await stages.open(worker, ref, new Date(now).toISOString());
    return ref;
  };

  interface Answer {
    accepted: boolean;
    at: string;
    committed: number;
    detail?: string;
  }
  /** One write that takes a while under the lock. */
  const write = async (ref: { cycleId: string; stageKey: string }, takesMs = 0): Promise<Answer> => {
    try {
      const at = await writing.run(city, async (work) => {
        const open = await lockStageForWriting(work, ref.cycleId, ref.stageKey);
        if (takesMs > 0) await sleep(takesMs);
        return open.at.toISOString();
      });
      return { accepted: true, at, committed: Date.now() };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const { at, detail } = error.document;
      expect(error.code).toBe('deadline-passed');
      return { accepted: false, at: String(at), committed: Date.now(), detail };
    }
  };
  const close = async (ref: { cycleId: string; stageKey: string }) => {
    for (;;) {
      try {
        return await stages.close(worker, ref);
      } catch (error) {
        if (!(error instanceof TooEarlyError)) throw error;
        await sleep(error.waitMs);
      }
    }
  };

  it('loses no writer across a hard close and takes none after it', async () => {
    const ref = await openStage(2000);
    const { hardCloseAt } = await stages.read(ref);
    const closing = close(ref);
    // 50 writers, each from before the hard close until it was refused twice, however slow the machine is.
    const writers = Array.from({ length: 50 }, async (_, i): Promise<Answer[]> => {
      const answers: Answer[] = [];
      while (answers.filter((answer) => !answer.accepted).length < 2)
        answers.push(await write(ref, i % 5 === 0 ? 60 : 0));
      return answers;
    });
    const answers = (await Promise.all(writers)).flat();
    const closed = await closing;
    const accepted = answers.filter((answer) => answer.accepted);
    const refused = answers.filter((answer) => !answer.accepted);
    expect(accepted.length).toBeGreaterThan(50);
    expect(refused.length).toBeGreaterThan(50);
    expect(accepted.filter(({ at }) => at >= hardCloseAt)).toEqual([]);
    expect(refused.filter(({ at }) => at < hardCloseAt)).toEqual([]);
    expect(closed.state).toBe('closing');
    const drained = Date.parse(hardCloseAt) + WRITERS_TIMEOUT_MS;
    expect(Date.parse(closed.closedAt!)).toBeGreaterThanOrEqual(drained);
    expect(Date.parse(closed.closedAt!)).toBeLessThan(drained + 2000);
    // Whatever was accepted is committed before the close, as the database's clock has it.
    expect(accepted.every(({ committed }) => committed <= Date.parse(closed.closedAt!) + 5)).toBe(true);
    expect(refused[0]!.detail).toMatch(/^The deadline of "Call" was .+ \(Asia\/Shanghai\), .+ UTC\.$/);
  });

  it('lets in exactly those that hold the lock when it is closed by command', async () => {
    const ref = await openStage(3_600_000);
    const inHand = write(ref, 250);
    await sleep(50);
    const closing = stages.close(worker, ref, { commandId: randomUUID(), actorId: city.actor.id, stageKey: 'call' });
    await sleep(50);
    const behind = [write(ref), write(ref), write(ref)];
    const closed = await closing;
    expect(await inHand).toMatchObject({ accepted: true });
    for (const late of await Promise.all(behind)) {
      expect(late).toMatchObject({ accepted: false, detail: expect.stringContaining('was closed on') });
      expect(late.at >= closed.closedAt!).toBe(true);
    }
  });

  it('marks as late what comes between the deadline and the hard close', async () => {
    const ref = await openStage(2000, 1900);
    await sleep(150);
    const { late } = await writing.run(city, (work) => lockStageForWriting(work, ref.cycleId, ref.stageKey));
    expect(late).toBe(true);
  });

  it('honours a personal extension after the close, until it ends', async () => {
    const ref = await openStage(3_600_000);
    await stages.close(worker, ref, { commandId: randomUUID(), actorId: city.actor.id, stageKey: 'call' });
    const attempt = (until: Date | null) =>
      writing.run(city, (work) =>
        lockStageForWriting(work, ref.cycleId, ref.stageKey, { extendedUntil: async () => until }),
      );
    expect(await attempt(new Date(Date.now() + 60_000))).toMatchObject({ late: true });
    await expect(attempt(new Date(Date.now() - 1000))).rejects.toMatchObject({ code: 'deadline-passed' });
    await expect(attempt(null)).rejects.toMatchObject({ code: 'deadline-passed' });
  });

  it('refuses writers before the opening, naming it in both zones', async () => {
    const cycles = house.api.get(CycleService);
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
