import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from '../../apps/cli/src/client/connection.js';
import { auditSource, recomputation } from '../../apps/cli/src/replay/audit-source.js';
import { replayCycle } from '../../apps/cli/src/replay/replay-cycle.js';
import { bundleWorkflows } from '../../workflows/testing/bundle.js';
import { clarificationWorkflowId, complaintWorkflowId, supersessionWorkflowId } from '#libs/contracts';
import { laureate } from '../support/command-line.js';
import { DrivenCycle, REASON, inMs } from './support/driven-cycle.js';
import { readMail } from '../support/mail-reader.js';
import { RunningApp, type Somebody, until, untilPast } from './support/running-app.js';

const HOUR_MS = 3_600_000;
/** So long before its deadline a cycle is paused. */
const PAUSED_BEFORE_MS = 10_000;

describe('interruptions of a running cycle', () => {
  let app: RunningApp;

  beforeAll(async () => {
    app = await RunningApp.open();
  });
  afterAll(() => app?.close());

  const replay = async (cycle: DrivenCycle) => {
    const auditor = await app.person('Anna Auditor', 'auditor');
    const source = auditSource(connect(app.asks(auditor)));
    const { code } = await bundleWorkflows();
    return replayCycle(source, cycle.cycleId, recomputation, async () => ({ code }));
  };
  /** What `laureate …` says to the secretariat of a cycle. */
  const says = async ({ staff }: DrivenCycle, ...words: string[]): Promise<string> =>
    (await laureate(app.asks(staff), ...words)).printed;
  const why = ['--reason', 'test', '--text', 'To see that it works'];
  const subjectsTo = ({ address }: Somebody) =>
    app.mailbox.taken.map(readMail).flatMap(({ to, subject, text }) => (to === address ? [{ subject, text }] : []));

  it('keep the stages of a paused cycle still over a deadline, tells everybody once, and passes the audit', async () => {
    const cycle = await DrivenCycle.publish(app, {
      title: 'Paused',
      stages: [
        {
          key: 'call',
          type: 'call-for-entries',
          window: { opens: inMs(-1000), deadline: inMs(HOUR_MS) },
          ladder: ['PT1S'],
        },
        { key: 'ceremony', type: 'ceremony', window: { opens: inMs(24 * HOUR_MS), deadline: inMs(48 * HOUR_MS) } },
      ],
    });
    const entrant = await cycle.draft('Quito');
    await cycle.untilState('call', 'open');
    // A stage that its cycle has moved before it began is part of the account as well.
    await cycle.commanded(cycle.staff, 'ceremony', 'deadline', { deadlineAt: inMs(49 * HOUR_MS), reason: REASON });
    const pause = ['cycle', 'pause', cycle.cycleId, ...why];
    const shown = await says(cycle, ...pause, '--dry-run');
    expect(shown).toMatch(/^Nothing was done\./);
    expect(shown).toContain('call: still owed:');
    expect(shown).toContain(entrant.person.name);
    expect(await app.ask(cycle.staff, 'GET', cycle.path)).toMatchObject({ pausedAt: null });
    const deadline = await cycle.closeSoon('call', PAUSED_BEFORE_MS);
    const [, pausedAt] = /^The cycle is paused since (\S+)\. Everybody/.exec(await says(cycle, ...pause))!;
    await expect(says(cycle, ...pause)).rejects.toThrow('it is already paused');
    expect(await cycle.submit(entrant)).toMatchObject({
      status: 409,
      body: {
        type: expect.stringMatching(/paused$/),
        pausedAt,
        detail: expect.stringContaining('New deadlines will be announced'),
      },
    });
    expect(await cycle.command(cycle.staff, 'call', 'close', { reason: REASON })).toMatchObject({
      status: 409,
      body: { type: expect.stringMatching(/paused$/) },
    });
    // Over its reminder, its deadline, and when it would close.
    await untilPast(deadline + app.config.database.transactionTimeoutMs + 500);
    expect(await cycle.stage('call')).toMatchObject({ state: 'open', next: null });

    const preview = await app.ask(cycle.staff, 'POST', `${cycle.path}/resume/preview`, {});
    expect(preview).toMatchObject({
      moves: [
        {
          stageKey: 'call',
          deadline: { from: { utc: new Date(deadline).toISOString() }, to: { zone: 'Asia/Shanghai' } },
        },
      ],
      told: expect.arrayContaining([{ personId: entrant.person.id, name: entrant.person.name }]),
    });
    const shifted = { deadlines: [{ stageKey: 'call', deadlineAt: inMs(25 * HOUR_MS) }] };
    expect(await app.send(cycle.staff, 'POST', `${cycle.path}/resume`, { ...shifted, reason: REASON })).toMatchObject({
      status: 422,
      body: { firstPossible: shifted.deadlines[0]!.deadlineAt },
    });
    const resume = ['cycle', 'resume', cycle.cycleId, ...why];
    expect(await says(cycle, ...resume, '--preview')).toContain(entrant.person.name);
    expect(await says(cycle, ...resume)).toMatch(/^The cycle goes on\.\n[^]*^call +open /m);
    expect(await cycle.stage('call')).toMatchObject({ state: 'open', deadlineVersion: 3 });
    expect(await cycle.submit(entrant)).toMatchObject({ status: 201 });
    await cycle.untilState('call', 'decided');

    const mails = await until(
      async () => subjectsTo(entrant.person),
      (all) => all.some(({ subject }) => subject === 'Paused goes on'),
    );
    const count = (title: string) => mails.filter(({ subject }) => subject === title).length;
    expect([count('Paused is paused'), count('Paused goes on')]).toEqual([1, 1]);
    expect(mails.find(({ subject }) => subject === 'Paused goes on')?.text).toContain('Call');
    await app.untilHandled();
    const moved = `select occasion from notifications.delivery where kind = 'deadline-moved' and occasion like '%/3' and cycle_id = $1`;
    expect(await app.rows(moved, [cycle.cycleId])).toEqual([]);

    expect(await replay(cycle)).toMatchObject({ pass: true, divergences: [] });
  });

  it('close a stage early when the last thing owed is done, where its definition says so', async () => {
    const decided = { certifiers: { count: 1, roles: ['secretariat' as const] } };
    const later = (from: number) => ({ opens: inMs(from * HOUR_MS), deadline: inMs((from + 24) * HOUR_MS) });
    const cycle = await DrivenCycle.publish(app, {
      title: 'Early',
      stages: [
        { key: 'call', type: 'call-for-entries', window: { opens: inMs(-1000), deadline: inMs(HOUR_MS) } },
        { key: 'eligibility', type: 'eligibility', window: later(24), closesEarly: true, ...decided },
      ],
    });
    await cycle.untilState('call', 'open');
    await cycle.enter(['Oslo', 'Perth']);
    await cycle.closeStage('call');
    await cycle.untilState('call', 'decided');
    await cycle.open('eligibility');
    await cycle.checkAll();
    await cycle.untilState('eligibility', 'deciding');
    const closed = `select reason_code, command_id from cycles.stage_record
      where cycle_id = $1 and stage_key = 'eligibility' and transition = 'closed'`;
    expect(await app.rows(closed, [cycle.cycleId])).toEqual([{ reason_code: 'nothing-owed', command_id: null }]);
    expect(await replay(cycle)).toMatchObject({ pass: true, divergences: [] });
  });

  it('cancel stages in every state: each workflow ends by its own code, its last state written, its history archived', async () => {
    const window = (from: number) => ({ opens: inMs(from * HOUR_MS), deadline: inMs((from + 1) * HOUR_MS) });
    const beside = { after: [], certifiers: { count: 1, roles: ['secretariat' as const] } };
    const cycle = await DrivenCycle.publish(app, {
      title: 'Cancelled',
      stages: [
        { key: 'call', type: 'call-for-entries', window: { opens: inMs(-1000), deadline: inMs(HOUR_MS) } },
        {
          key: 'eligibility',
          type: 'eligibility',
          // To the end of the last call: it checks what comes in by any of them.
          window: { opens: inMs(-1000), deadline: inMs(2 * HOUR_MS) },
          ...beside,
        },
        { key: 'second-call', type: 'call-for-entries', window: window(0.01), after: [] },
        { key: 'screening', type: 'technical-screening', window: window(3), after: ['call', 'eligibility'] },
        { key: 'ceremony', type: 'ceremony', window: window(6) },
      ],
    });
    for (const key of ['call', 'eligibility']) await cycle.untilState(key, 'open');
    await cycle.closeStage('call');
    await cycle.untilState('call', 'decided');
    await cycle.closeStage('eligibility');
    await cycle.untilState('eligibility', 'deciding');
    await cycle.open('second-call');
    await app.ask(cycle.staff, 'POST', `${cycle.path}/pause`, { reason: REASON });
    const cancel = ['cycle', 'cancel', cycle.cycleId, ...why];
    expect(await says(cycle, ...cancel, '--dry-run')).toMatch(/^eligibility +state +deciding +cancelled/m);
    expect(await says(cycle, ...cancel)).toContain('cancelled');

    const ids = ['call', 'eligibility', 'second-call'].map((key) => `cycle/${cycle.cycleId}/stage/${key}`);
    const archived = await until(
      () =>
        app.rows<{ workflow_id: string }>(
          `select workflow_id from transparency.history_archive where cycle_id = $1 and archived_at is not null order by 1`,
          [cycle.cycleId],
        ),
      ({ length }) => length === ids.length + 1,
    );
    expect(archived.map(({ workflow_id: id }) => id)).toEqual([`cycle/${cycle.cycleId}`, ...ids]);
    for (const { workflow_id: id } of archived) {
      const { status } = await app.temporal.client.workflow.getHandle(id).describe();
      expect([id, status.name]).toEqual([id, 'COMPLETED']);
    }
    const left = 'select key, state, paused_at from cycles.stage where cycle_id = $1 order by position';
    const cancelled = { state: 'cancelled', paused_at: null };
    expect(await app.rows(left, [cycle.cycleId])).toEqual(
      ['call', 'eligibility', 'second-call', 'screening', 'ceremony'].map((key) => ({ key, ...cancelled })),
    );
    expect(await replay(cycle)).toMatchObject({ pass: true, divergences: [] });
  });

  it('take along what runs beside the stages of a cancelled cycle: questions, complaints, corrections', async () => {
    const window = (from: number) => ({ opens: inMs(from * HOUR_MS), deadline: inMs((from + 1) * HOUR_MS) });
    const certifiers = { count: 1, roles: ['secretariat' as const] };
    const cycle = await DrivenCycle.publish(app, {
      title: 'Beside',
      stages: [
        { key: 'call', type: 'call-for-entries', window: { opens: inMs(-1000), deadline: inMs(HOUR_MS) } },
        {
          key: 'eligibility',
          type: 'eligibility',
          window: window(2),
          certifiers,
          release: ['concerned' as const, 'public' as const].map((audience) => ({
            audience,
            when: 'command' as const,
          })),
          complaints: { window: 'P14D' },
        },
        { key: 'second-look', type: 'eligibility', window: window(4), certifiers },
      ],
    });
    await cycle.untilState('call', 'open');
    const [entrant] = await cycle.enter(['Turku']);
    await cycle.closeStage('call');
    await cycle.open('eligibility');
    await cycle.checkAll();
    await cycle.closeStage('eligibility');
    await cycle.untilState('eligibility', 'deciding');
    const { staff, path, cycleId } = cycle;
    const { proposalDigest } = await app.ask(staff, 'GET', `${path}/stages/eligibility/proposal`);
    await cycle.commanded(staff, 'eligibility', 'certify', { proposalDigest });
    await cycle.commanded(staff, 'eligibility', 'release', { audience: 'concerned' });
    await cycle.open('second-look');

    const { person, entryId } = entrant!;
    type Made = { id: string };
    const asked = await app.ask<Made>(staff, 'POST', `${path}/stages/second-look/clarifications`, {
      entryId,
      fields: [{ pointer: '/title', question: 'Is this its full title?' }],
    });
    const filed = await app.ask<Made>(person, 'POST', `/v1/entries/${entryId}/complaints`, {
      stageKey: 'eligibility',
      text: 'Please look again.',
    });
    const superseding = `${path}/stages/eligibility/decision/supersessions`;
    const withheld = { kind: 'withheld', reasonCode: 'test', reasonText: 'To see that it works', changes: [] };
    const preview = await app.ask(cycle.organiser, 'POST', `${superseding}/preview`, withheld);
    const { decision } = await app.ask<{ decision: { decisionId: string } }>(cycle.organiser, 'POST', superseding, {
      ...withheld,
      previewDigest: preview['proposalDigest'],
    });
    const beside = {
      [clarificationWorkflowId(asked.id)]: 'cancelled',
      [complaintWorkflowId(cycleId, filed.id)]: 'cancelled',
      [supersessionWorkflowId(cycleId, 'eligibility', decision.decisionId)]: 'dropped',
    };
    const { workflow } = app.temporal.client;
    const standing = async (id: string) => {
      const described = await workflow
        .getHandle(id)
        .describe()
        .catch(() => null);
      return described && [described.status.name, described.searchAttributes['LaureateStatus']];
    };
    await until(
      () => Promise.all(Object.keys(beside).map(standing)),
      (all) => all.every((each) => each?.[1] !== undefined),
    );

    await says(cycle, 'cycle', 'cancel', cycleId, ...why);
    const archived = `select workflow_id as id from transparency.history_archive
      where archived_at is not null and workflow_id = any($1)`;
    await until(
      () => app.rows(archived, [Object.keys(beside)]),
      ({ length }) => length === 3,
    );
    for (const [id, state] of Object.entries(beside))
      expect([id, await standing(id)]).toEqual([id, ['COMPLETED', [state]]]);
    expect(await replay(cycle)).toMatchObject({ pass: true, divergences: [] });
  });

  it('open a call again whose workflow has ended, take what comes in, and cancel it with all that waits', async () => {
    const cycle = await DrivenCycle.publish(app, {
      title: 'Reopened',
      stages: [
        { key: 'call', type: 'call-for-entries', window: { opens: inMs(-1000), deadline: inMs(HOUR_MS) } },
        {
          key: 'eligibility',
          type: 'eligibility',
          window: { opens: inMs(24 * HOUR_MS), deadline: inMs(48 * HOUR_MS) },
        },
      ],
    });
    const entrant = await cycle.draft('Riga');
    await cycle.untilState('call', 'open');
    await cycle.closeStage('call');
    await cycle.untilState('call', 'decided');
    const runs = `select 1 from cycles.workflow_end where cycle_id = $1`;
    await until(
      () => app.rows(runs, [cycle.cycleId]),
      ({ length }) => length === 1,
    );
    expect(await cycle.submit(entrant)).toMatchObject({ status: 409 });

    const reopen = (deadlineAt: string, ...more: string[]) =>
      says(cycle, 'cycle', 'reopen', cycle.cycleId, 'call', '--to', deadlineAt, ...why, ...more);
    await expect(reopen(inMs(25 * HOUR_MS))).rejects.toThrow('The opening of "Eligibility" is planned for');
    expect(await reopen(inMs(2 * HOUR_MS), '--dry-run')).toMatch(/^call +state +decided +open/m);
    expect(await cycle.stage('call')).toMatchObject({ state: 'decided' });
    expect(await reopen(inMs(2 * HOUR_MS))).toMatch(/^Stage call is open again; deadline /);
    expect(await cycle.submit(entrant)).toMatchObject({ status: 201 });
    await until(
      async () => subjectsTo(entrant.person),
      (all) => all.some(({ subject }) => subject === 'Reopened: Call is open again'),
    );
    await cycle.closeStage('call');
    await cycle.untilState('call', 'decided');
    await cycle.open('eligibility');
    await expect(reopen(inMs(3 * HOUR_MS))).rejects.toThrow('"Eligibility", which comes after it, is open');
    expect(await replay(cycle)).toMatchObject({ pass: true, divergences: [] });

    await app.ask(cycle.staff, 'POST', `${cycle.path}/cancel`, { reason: REASON });
    await until(
      () => app.rows(runs, [cycle.cycleId]),
      ({ length }) => length === 4,
    );
    expect(await replay(cycle)).toMatchObject({ pass: true, divergences: [] });
  });

  it('are noticed by the service itself when it could not serve: the secretariat is told, confirms, and decides', async () => {
    const cycle = await DrivenCycle.publish(app, {
      title: 'Outage',
      stages: [{ key: 'call', type: 'call-for-entries', window: { opens: inMs(-1000), deadline: inMs(HOUR_MS) } }],
    });
    await cycle.untilState('call', 'open');
    // As if no instance had been there for ten minutes: the next beat finds it.
    await app.rows(`update cycles.heartbeat set beat_at = now() - interval '10 minutes'`);
    const mails = await until(
      async () => subjectsTo(cycle.staff),
      (all) => all.some(({ subject }) => subject === 'Outage: nothing could be sent for a while'),
    );
    const told = mails.find(({ subject }) => subject.startsWith('Outage: nothing'))!;
    type Outage = { id: string; stages: { cycleId: string; proposal: { deadline: { utc: string } } | null }[] };
    const { items } = await app.ask<{ items: Outage[] }>(cycle.staff, 'GET', '/v1/outages');
    expect(items).toHaveLength(1);
    expect(told.text).toContain(`laureate outage confirm ${items[0]!.id}`);
    const before = await cycle.stage('call');
    expect(await says(cycle, 'outage', 'list')).toContain(`Outage, call (open), deadline`);
    const confirm = ['outage', 'confirm', items[0]!.id, '--reason', 'outage', '--json'];
    const confirmed = JSON.parse(await says(cycle, ...confirm)) as Outage;
    const { proposal } = confirmed.stages.find(({ cycleId }) => cycleId === cycle.cycleId)!;
    expect(await cycle.stage('call')).toMatchObject({ deadline: before.deadline, deadlineVersion: 1 });
    const deadlineAt = proposal!.deadline.utc;
    expect(Date.parse(deadlineAt) - Date.parse(before.deadline.utc)).toBeGreaterThanOrEqual(600_000);
    expect(await cycle.commanded(cycle.staff, 'call', 'deadline', { deadlineAt, reason: REASON })).toMatchObject({
      deadlineAt,
      deadlineVersion: 2,
    });
  });
});
