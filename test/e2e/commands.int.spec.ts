import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Progress, pictures, progressLines } from '../../apps/cli/src/commands/cycle/watch.command.js';
import { laureate } from '../support/command-line.js';
import { DrivenCycle, REASON, inMs } from './support/driven-cycle.js';
import { type Answer, RunningApp, until } from './support/running-app.js';

const HOUR_MS = 3_600_000;

describe('commands to a running cycle', () => {
  let app: RunningApp;

  beforeAll(async () => {
    app = await RunningApp.open();
  });
  afterAll(() => app?.close());

  const publish = ({ opensIn = -1000 } = {}) =>
    DrivenCycle.publish(app, {
      stages: [
        { key: 'call', type: 'call-for-entries', window: { opens: inMs(opensIn), deadline: inMs(HOUR_MS) } },
        {
          key: 'eligibility',
          type: 'eligibility',
          window: { opens: inMs(24 * HOUR_MS), deadline: inMs(48 * HOUR_MS) },
          release: [{ audience: 'concerned', when: 'command' }],
        },
      ],
    });
  /** Everything the commands of a cycle have brought about. */
  const effects = (cycle: DrivenCycle) =>
    app.rows(
      `select type, data from platform.outbox where subject = $1 and type like 'laureate.stage.%' order by sequence`,
      [cycle.cycleId],
    );
  const rowsOf = (cycle: DrivenCycle) =>
    app.rows(`select to_jsonb(s) as stage from cycles.stage s where cycle_id = $1 order by position`, [cycle.cycleId]);
  const movesOf = async (cycle: DrivenCycle): Promise<number> =>
    (await effects(cycle)).filter(({ type }) => type === 'laureate.stage.deadline-moved.v1').length;
  const move = (ms: number) => ({ deadlineAt: inMs(ms), reason: REASON });
  const commandResource = (cycle: DrivenCycle, key: string) => app.ask(cycle.staff, 'GET', `/v1/commands/${key}`);

  it('opens and closes by the clock, is extended in between, and goes on by command to its end', async () => {
    const cycle = await publish({ opensIn: 3000 });
    const opened = (await cycle.untilState('call', 'open')) as unknown as Record<string, { utc: string }>;
    expect(Date.parse(opened['opened']!.utc)).toBeGreaterThanOrEqual(Date.parse(opened['opens']!.utc));

    const { deadlineAt, reason } = move(HOUR_MS / 2);
    expect(await cycle.commanded(cycle.staff, 'call', 'deadline', { deadlineAt, reason })).toMatchObject({
      state: 'open',
      deadlineAt,
      hardCloseAt: deadlineAt,
      deadlineVersion: 2,
    });
    const deadline = await cycle.closeSoon('call');
    const { closed } = await cycle.untilState('call', 'decided');
    expect(Date.parse(closed!.utc)).toBeGreaterThanOrEqual(deadline + app.config.database.transactionTimeoutMs);

    await cycle.open('eligibility');
    await cycle.closeStage('eligibility');
    await cycle.untilState('eligibility', 'deciding');
    const { proposalDigest } = await app.ask(cycle.staff, 'GET', `${cycle.path}/stages/eligibility/proposal`);
    expect(await cycle.commanded(cycle.staff, 'eligibility', 'certify', { proposalDigest })).toMatchObject({
      stage: { state: 'decided' },
      decision: { complete: true },
    });
    expect(await cycle.commanded(cycle.staff, 'eligibility', 'release', { audience: 'concerned' })).toMatchObject({
      state: 'released',
    });
    await until(
      () => app.ask(null, 'GET', cycle.path),
      ({ status }) => status === 'completed',
    );
    expect((await effects(cycle)).map(({ type }) => type)).toEqual([
      'laureate.stage.opened.v1',
      'laureate.stage.deadline-moved.v1',
      'laureate.stage.deadline-moved.v1',
      'laureate.stage.closed.v1',
      'laureate.stage.decided.v1',
      'laureate.stage.opened.v1',
      'laureate.stage.closed.v1',
      'laureate.stage.decided.v1',
      'laureate.stage.released.v1',
    ]);
  });

  it('are refused in plain words, and a refused one changes nothing', async () => {
    const cycle = await publish();
    await cycle.untilState('call', 'open');
    const before = await rowsOf(cycle);
    const events = await effects(cycle);
    const digest = 'a'.repeat(64);
    const refusals: [stage: string, name: string, body: object, status: number, detail: string][] = [
      ['call', 'open', { reason: REASON }, 409, 'cannot be opened'],
      ['eligibility', 'open', { reason: REASON }, 409, 'waits for the decision of "Call" (open)'],
      ['eligibility', 'close', { reason: REASON }, 409, 'waits for the decision of "Call" (open)'],
      ['call', 'deadline', move(-1000), 422, 'It is past'],
      ['call', 'deadline', move(25 * HOUR_MS), 422, 'The opening of "Eligibility" is planned for'],
      ['call', 'certify', { proposalDigest: digest }, 409, 'cannot have its decision certified. It is open'],
      ['call', 'release', { audience: 'public' }, 409, 'It is open'],
      ['call', 'retry', { reason: REASON }, 409, 'Nothing of stage "call" waits to be tried again'],
      ['jury', 'open', { reason: REASON }, 404, 'no stage "jury"'],
    ];
    for (const [stage, name, body, status, detail] of refusals) {
      const answer = await cycle.command(cycle.staff, stage, name, body);
      expect([name, answer]).toMatchObject([name, { status, body: { status, action: expect.any(String) } }]);
      expect(answer.body['detail']).toContain(detail);
    }
    expect(await cycle.command(cycle.organiser, 'call', 'close', { reason: REASON })).toMatchObject({ status: 403 });
    expect(await cycle.command(cycle.staff, 'call', 'close', {})).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/reason' }] },
    });
    expect(await rowsOf(cycle)).toEqual(before);
    expect(await effects(cycle)).toEqual(events);
  });

  it('sent many times at once, or by two people, have one effect', async () => {
    const cycle = await publish();
    await cycle.untilState('call', 'open');
    const other = await app.person('Second Secretary', 'secretariat');
    const body = move(2 * HOUR_MS);
    const idempotencyKey = randomUUID();
    const same = await Promise.all(
      Array.from({ length: 5 }, () => cycle.command(cycle.staff, 'call', 'deadline', body, { idempotencyKey })),
    );
    for (const answer of same) expect(answer).toEqual(same[0]);
    expect(same[0]).toMatchObject({ status: 200, body: { deadlineAt: body.deadlineAt, deadlineVersion: 2 } });
    expect(await movesOf(cycle)).toBe(1);
    expect(await cycle.command(other, 'call', 'deadline', body, { idempotencyKey })).toMatchObject({
      status: 422,
      body: { type: expect.stringMatching(/idempotency-key-reused$/) },
    });

    const closes = await Promise.all(
      [cycle.staff, other, other].map((who) => cycle.command(who, 'call', 'close', { reason: REASON })),
    );
    expect(closes.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const count = (await effects(cycle)).filter(({ type }) => type === 'laureate.stage.closed.v1').length;
    expect(count).toBe(1);
  });

  it('are kept while no worker is there and nobody waits for the answer, and have exactly one effect', async () => {
    const cycle = await publish();
    await cycle.untilState('call', 'open');
    await app.services.stop('worker');
    const [waiting, gone] = [randomUUID(), randomUUID()];
    const firstMove = move(2 * HOUR_MS);
    const accepted = await cycle.command(cycle.staff, 'call', 'deadline', firstMove, {
      idempotencyKey: waiting,
      pending: true,
    });
    expect(accepted).toMatchObject({
      status: 202,
      body: { id: waiting, href: `/v1/commands/${waiting}`, state: 'pending', answer: null, settledAt: null },
    });

    // A caller who goes away before there is an answer.
    const leaving = new AbortController();
    const asking = expect(
      fetch(`${app.services.urlOf('api')}${cycle.path}/stages/call/deadline`, {
        method: 'POST',
        headers: { 'x-api-key': cycle.staff.key, 'content-type': 'application/json', 'idempotency-key': gone },
        body: JSON.stringify(move(3 * HOUR_MS)),
        signal: leaving.signal,
      }),
    ).rejects.toThrow(/abort/i);
    await until(
      () => app.send(cycle.staff, 'GET', `/v1/commands/${gone}`),
      ({ status }) => status === 200,
    );
    leaving.abort();
    await asking;
    expect(await commandResource(cycle, gone)).toMatchObject({ state: 'pending' });
    expect(await movesOf(cycle)).toBe(0);

    const joined = cycle.command(cycle.staff, 'call', 'deadline', firstMove, { idempotencyKey: waiting });
    await app.services.start('worker');
    const settled = async (key: string) => (await commandResource(cycle, key))['state'] !== 'pending';
    await until(async () => (await settled(waiting)) && (await settled(gone)), Boolean);
    expect(await joined).toMatchObject({ status: expect.any(Number) });
    const again = await cycle.command(cycle.staff, 'call', 'deadline', firstMove, { idempotencyKey: waiting });
    expect(again).toMatchObject({ status: 200, body: { deadlineAt: firstMove.deadlineAt } });
    expect(await commandResource(cycle, waiting)).toMatchObject({ state: 'done', answer: again.body });
    expect(await commandResource(cycle, gone)).toMatchObject({ state: 'done', actorId: cycle.staff.id });
    expect(await movesOf(cycle)).toBe(2);
  });

  it('cancel everything that is not over, for good', async () => {
    const cycle = await publish();
    const entrant = await cycle.draft(`Somewhere ${cycle.cycleId}`);
    await cycle.untilState('call', 'open');
    const cancel = (): Promise<Answer> => app.send(cycle.staff, 'POST', `${cycle.path}/cancel`, { reason: REASON });
    expect(await cancel()).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    for (const key of ['call', 'eligibility'])
      expect(await cycle.stage(key)).toMatchObject({ state: 'cancelled', next: null });
    const refused = await cycle.command(cycle.staff, 'call', 'deadline', move(2 * HOUR_MS));
    expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringContaining('cancelled') } });
    expect(await cycle.submit(entrant)).toMatchObject({
      status: 409,
      body: { type: expect.stringMatching(/not-open$/), detail: expect.stringContaining('was cancelled') },
    });
    expect(await cancel()).toMatchObject({ status: 409 });
  });

  it('is watched live, over a restart of the API, until the cycle has ended', async () => {
    const cycle = await publish();
    const [seen, said]: [Progress[], string[]] = [[], []];
    const connection = { url: app.services.urlOf('api')!, key: cycle.staff.key };
    const watching = (async () => {
      const leaving = new AbortController();
      for await (const picture of pictures(connection, cycle.cycleId, leaving.signal, (line) => said.push(line))) {
        seen.push(picture);
        if (picture.status === 'cancelled') return;
      }
    })();
    await until(
      async () => seen.at(-1)?.stages[0]?.state,
      (state) => state === 'open',
    );
    await app.services.stop('api');
    await app.services.start('api');
    await app.ask(cycle.staff, 'POST', `/v1/cycles/${cycle.cycleId}/cancel`, { reason: REASON });
    await watching;
    expect(progressLines(seen.at(-1)!)).toEqual([
      expect.stringContaining('is cancelled'),
      expect.stringMatching(/^ {2}call \| cancelled \| draft 0, submitted 0, withdrawn 0$/),
      '  eligibility | cancelled',
    ]);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
  });

  it('enter a past edition from its file, after having shown what that would change', async () => {
    const staff = await app.person('Li Na', 'secretariat');
    const file = join(import.meta.dirname, '../../docs/examples/history/guangzhou-2014.yaml');
    const say = async (...words: string[]) => (await laureate(app.asks(staff), 'cycle', 'history', ...words)).printed;
    const shown = await say('import', file);
    expect(shown).toContain('Panel of technical-screening: 11');
    expect(shown).toMatch(/winner +Dakar +SN +Municipal Finance Program/);
    expect(shown).toContain('Not entered yet.');
    expect(await app.rows('select from cycles.history_revision')).toEqual([]);
    const id = /^Entered: Guangzhou Award 2014, revision 1. Its id: (\S+)$/.exec(
      await say('import', file, '--enter'),
    )![1]!;
    expect(await say('import', file, '--enter')).toMatch(/^Nothing changed/);
    expect(await say('show', id)).toContain('Revision 1, entered');
    await until(
      () => app.rows(`select from platform.outbox where type like '%history-entered%' and published_at is not null`),
      (rows) => rows.length === 1,
    );
  });
});
