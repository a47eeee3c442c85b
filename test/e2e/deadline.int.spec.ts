import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DrivenCycle, type Entrant, REASON, inMs } from './support/driven-cycle.js';
import { type Answer, RunningApp, until, untilPast } from './support/running-app.js';

const HOUR_MS = 3_600_000;
/**
 * A third before the deadline is set, the rest around it and after: enough of both kinds however slow the machine is.
 */
const SUBMITS = 200;
const EARLY = 70;
const SPREAD_MS = 2000;
/** How often each of those who keep on submitting does so at least. */
const TIMES = 3;

describe('a deadline', () => {
  let app: RunningApp;

  beforeAll(async () => {
    app = await RunningApp.open();
  });
  afterAll(() => app?.close());

  /** A cycle whose call is open for an hour, and drafts of one city in it. */
  const openCall = async (drafts: number) => {
    const day = 24 * HOUR_MS;
    const cycle = await DrivenCycle.publish(app, {
      stages: [
        { key: 'call', type: 'call-for-entries', window: { opens: inMs(-1000), deadline: inMs(HOUR_MS) } },
        { key: 'ceremony', type: 'ceremony', window: { opens: inMs(day), deadline: inMs(2 * day) } },
      ],
    });
    const { person, cityId, entryId } = await cycle.draft(`Nairobi ${cycle.cycleId}`);
    const others = Array.from({ length: drafts - 1 }, (_, index) =>
      cycle.draftFor(person, cityId, { title: `Initiative ${index + 2}` }),
    );
    await cycle.untilState('call', 'open');
    const entrants = [entryId, ...(await Promise.all(others))].map((id): Entrant => ({ person, cityId, entryId: id }));
    return { cycle, entrants };
  };

  /** How many versions of entries the cycle has. */
  const versionsOf = async (cycle: DrivenCycle): Promise<number> => {
    const [row] = await app.rows<{ count: number }>(
      `select count(*)::int as count from entries.entry_version v join entries.entry e on e.id = v.entry_id
       where e.cycle_id = $1`,
      [cycle.cycleId],
    );
    return row!.count;
  };

  const accepted = (answers: Answer[]) => answers.filter(({ status }) => status === 201);
  const refused = (answers: Answer[]) => answers.filter(({ status }) => status !== 201);
  const judgedAt = ({ body }: Answer): number => Date.parse(body['at'] as string);
  const at = async <T>(instant: number, act: () => Promise<T>): Promise<T> => {
    await untilPast(instant - 1);
    return act();
  };

  it('judges every submit by the hard close, loses none, and closes while they keep coming', async () => {
    const { cycle, entrants } = await openCall(SUBMITS);
    const early = await Promise.all(entrants.slice(0, EARLY).map((entrant) => cycle.submit(entrant)));
    const deadline = await cycle.closeSoon('call', 2000);
    const around = entrants
      .slice(EARLY)
      .map((entrant, index) =>
        at(deadline - SPREAD_MS / 3 + (index * SPREAD_MS) / (SUBMITS - EARLY), () => cycle.submit(entrant)),
      );
    const enough = new AbortController();
    const afterwards = Array.from({ length: 4 }, (_, lane) =>
      at(deadline + SPREAD_MS / 2, async () => {
        const answers: Answer[] = [];
        while (!enough.signal.aborted || answers.length < TIMES)
          answers.push(await cycle.submit(entrants[(lane * 31 + answers.length) % SUBMITS]!));
        return answers;
      }),
    );
    const first = [...early, ...(await Promise.all(around))];
    await cycle.untilState('call', 'closing', 'decided');
    enough.abort();
    const later = (await Promise.all(afterwards)).flat();

    const answers = [...first, ...later];
    expect([...new Set(answers.map(({ status }) => status))].sort()).toEqual([201, 409]);
    for (const receipt of accepted(answers)) expect(judgedAt(receipt)).toBeLessThan(deadline);
    for (const refusal of refused(answers)) {
      expect(judgedAt(refusal)).toBeGreaterThanOrEqual(deadline);
      expect(refusal.body).toMatchObject({
        type: expect.stringMatching(/deadline-passed$/),
        deadline: { utc: new Date(deadline).toISOString(), zone: 'Asia/Shanghai' },
        detail: expect.stringMatching(/^The deadline of "Call" was .* \(Asia\/Shanghai\), .* UTC\.$/),
      });
    }
    expect(accepted(answers)).toHaveLength(await versionsOf(cycle));
    expect(accepted(first).length).toBeGreaterThan(SUBMITS / 4);
    expect(refused(first).length).toBeGreaterThan(SUBMITS / 4);

    const closed = Date.parse((await cycle.stage('call')).closed!.utc);
    expect(closed).toBeGreaterThanOrEqual(deadline + app.config.database.transactionTimeoutMs);
  });

  it('closed by command lets in those that hold the lock and nobody else', async () => {
    const { cycle, entrants } = await openCall(80);
    const late = entrants.splice(-5);
    const enough = new AbortController();
    const lanes = Array.from({ length: 4 }, async () => {
      const own: Answer[] = [];
      while (!enough.signal.aborted && entrants.length > 0) {
        own.push(await cycle.submit(entrants.pop()!));
      }
      return own;
    });
    await until(
      () => versionsOf(cycle),
      (count) => count >= 4,
    );
    await cycle.closeStage('call');
    enough.abort();
    const afterwards = await Promise.all(late.map((entrant) => cycle.submit(entrant)));
    const answers = [...(await Promise.all(lanes)).flat(), ...afterwards];
    const closed = Date.parse((await cycle.stage('call')).closed!.utc);
    expect(refused(answers).map(({ status }) => status)).toEqual(refused(answers).map(() => 409));
    for (const receipt of accepted(answers)) expect(judgedAt(receipt)).toBeLessThanOrEqual(closed);
    for (const refusal of refused(answers)) {
      expect(judgedAt(refusal)).toBeGreaterThanOrEqual(closed);
      expect(refusal.body['detail']).toMatch(/was closed on .*\(Asia\/Shanghai\)/);
    }
    expect(accepted(answers)).toHaveLength(await versionsOf(cycle));
    expect(accepted(answers).length).toBeGreaterThan(0);
    expect(refused(afterwards)).toHaveLength(late.length);
  });

  it('extended in its last moment holds for all from then on, and moves once', async () => {
    const { cycle, entrants } = await openCall(3);
    const [inTime, over, tooLate] = entrants;
    const first = await cycle.closeSoon('call', 8000);
    await cycle.commanded(cycle.staff, 'call', 'deadline', { deadlineAt: inMs(HOUR_MS), reason: REASON });
    expect(await cycle.submit(inTime!)).toMatchObject({ status: 201, body: { late: false } });
    const receipt = await at(first, () => cycle.submit(over!));
    expect(receipt).toMatchObject({ status: 201, body: { late: false } });
    expect(judgedAt(receipt)).toBeGreaterThanOrEqual(first);
    expect(await cycle.stage('call')).toMatchObject({ state: 'open', deadlineVersion: 3 });
    const second = await cycle.closeSoon('call');
    expect(await at(second, () => cycle.submit(tooLate!))).toMatchObject({
      status: 409,
      body: { deadline: { utc: new Date(second).toISOString() } },
    });
    await cycle.untilState('call', 'decided');
    expect(Date.parse((await cycle.stage('call')).closed!.utc)).toBeGreaterThan(second);
  });

  it('is extended for one entry alone, also after the close, and redeemed once by two at once', async () => {
    const { cycle, entrants } = await openCall(3);
    const [favoured, other, expired] = entrants;
    const extend = (entryId: string, to: string) =>
      app.send(cycle.staff, 'POST', `${cycle.path}/extensions`, {
        stageKey: 'call',
        target: { entryId },
        until: to,
        reasonCode: 'power-cut',
        reasonText: 'The city had no electricity for two days.',
      });
    /** Extends to a moment from now, and gives it; to a later one when this one was over before it was judged. */
    const extendSoon = async (entryId: string, inMillis = 1000): Promise<number> => {
      const to = inMs(inMillis);
      const { status, body } = await extend(entryId, to);
      if (status === 422) return extendSoon(entryId, 2 * inMillis);
      expect([status, body]).toMatchObject([201, {}]);
      return Date.parse(to);
    };
    expect(await extend(favoured!.entryId, inMs(2 * HOUR_MS))).toMatchObject({ status: 201 });
    const deadline = await cycle.closeSoon('call');
    await cycle.untilState('call', 'closing');
    // While one extension holds, the call goes on.
    await untilPast(await extendSoon(expired!.entryId));

    expect(await cycle.submit(other!)).toMatchObject({ status: 409 });
    const refusal = await cycle.submit(expired!);
    expect(refusal).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('Your extension of "Call" ended on') },
    });
    expect(judgedAt(refusal)).toBeGreaterThan(deadline);
    const answers = await Promise.all([cycle.submit(favoured!), cycle.submit(favoured!)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(accepted(answers)[0]).toMatchObject({ body: { version: 1, late: true } });
    expect(refused(answers)[0]).toMatchObject({
      body: { detail: expect.stringContaining('was redeemed by version 1, submitted on ') },
    });
    expect(await versionsOf(cycle)).toBe(1);

    // Nothing may come in any more: the call is decided long before the extension would have ended.
    await cycle.untilState('call', 'decided');
    expect(await extend(other!.entryId, inMs(2 * HOUR_MS))).toMatchObject({
      status: 409,
      body: { detail: '"Call" is over: it takes no more entries.' },
    });
  });

  it('gives one receipt to the same submit sent many times at once', async () => {
    const { cycle, entrants } = await openCall(1);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => cycle.submit(entrants[0]!, { idempotencyKey: 'the-same' })),
    );
    const receipts = new Set(accepted(answers).map(({ body }) => body['receiptId']));
    expect(receipts.size).toBe(1);
    for (const { body } of refused(answers))
      expect(body).toMatchObject({ type: expect.stringMatching(/in-progress$/) });
    expect(await cycle.submit(entrants[0]!, { idempotencyKey: 'the-same' })).toMatchObject({
      status: 201,
      body: { receiptId: [...receipts][0] },
    });
    expect(await versionsOf(cycle)).toBe(1);
  });
});
