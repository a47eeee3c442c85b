import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect } from '../../apps/cli/src/client/connection.js';
import { auditSource, recomputation } from '../../apps/cli/src/replay/audit-source.js';
import { replayCycle } from '../../apps/cli/src/replay/replay-cycle.js';
import { WorkflowType, clarificationWorkflowId } from '#libs/contracts';
import { bundleWorkflows } from '../../workflows/testing/bundle.js';
import { record } from '../../workflows/testing/histories.js';
import { laureate } from '../support/command-line.js';
import { DrivenCycle, type Entrant, REASON, inMs, wholeCycle } from './support/driven-cycle.js';
import { readMail } from '../support/mail-reader.js';
import { RunningApp, type Somebody, until } from './support/running-app.js';
import { tamper } from './support/tampering.js';

interface Asked {
  id: string;
  state: string;
  version: number;
  deadlineVersion: number;
  answerBy: { utc: string };
}
type Finding = { code: string; where: string; outcome?: string };

describe('a city that is asked about its entry', () => {
  let app: RunningApp;
  let cycle: DrivenCycle;
  let accra: Entrant;
  let bogota: Entrant;
  let cebu: Entrant;
  let dakar: Entrant;
  let lost: string;

  beforeAll(async () => {
    app = await RunningApp.open();
    const [call, eligibility, , , ceremony] = wholeCycle();
    cycle = await DrivenCycle.publish(app, { stages: [call!, eligibility!, ceremony!] });
    await cycle.untilState('call', 'open');
    [accra, bogota, cebu, dakar] = (await cycle.enter(['Accra', 'Bogota', 'Cebu', 'Dakar'])) as [
      Entrant,
      Entrant,
      Entrant,
      Entrant,
    ];
    await cycle.closeStage('call');
    await cycle.open('eligibility');
  });
  afterAll(() => app?.close());

  const handle = (id: string) => app.temporal.client.workflow.getHandle(clarificationWorkflowId(id));
  const ask = ({ entryId }: Entrant, dueAt?: string): Promise<Asked> =>
    app.ask<Asked>(cycle.staff, 'POST', `${cycle.path}/stages/eligibility/clarifications`, {
      entryId,
      fields: [{ pointer: '/title', question: 'Is this its full title?' }],
      ...(dueAt ? { dueAt } : {}),
    });
  const answer = async ({ person }: Entrant, id: string, title: string) => {
    const path = `/v1/clarifications/${id}`;
    const saved = await app.send(person, 'PUT', `${path}/answer`, { answers: { '/title': title } }, { etag: '"0"' });
    expect(saved).toMatchObject({ status: 200, etag: '"1"' });
    return app.send(person, 'POST', `${path}/answer`, {});
  };
  const read = (id: string) => app.ask<Asked>(cycle.staff, 'GET', `/v1/clarifications/${id}`);
  const untilState = (id: string, state: string) =>
    until(
      () => read(id),
      (asked) => asked.state === state,
    );
  const ended = (id: string) =>
    until(
      () => handle(id).describe(),
      ({ status }) => status.name === 'COMPLETED',
    );
  const began = (id: string) =>
    until(
      () =>
        app.temporal.client.workflow
          .getHandle(clarificationWorkflowId(id))
          .query('state')
          .catch(() => null),
      (state) => state !== null,
    );
  const mail = ({ address }: Somebody, subject: string) =>
    until(
      async () => app.mailbox.taken.map(readMail).filter((one) => one.to === address && one.subject.includes(subject)),
      ({ length }) => length > 0,
    );
  const says = async (...words: string[]): Promise<string> => (await laureate(app.asks(cycle.staff), ...words)).printed;
  const replay = async () => {
    const auditor = await app.person('Anna Auditor', 'auditor');
    const source = auditSource(connect(app.asks(auditor)));
    const { code } = await bundleWorkflows();
    return replayCycle(source, cycle.cycleId, recomputation, async () => ({ code }));
  };

  it('is told the questions, and answers in a version of its own after the call has closed', async () => {
    const said = await says(
      'clarification',
      'ask',
      cycle.cycleId,
      'eligibility',
      accra.entryId,
      '--field',
      '/title=Is this its full title?',
      '--until',
      inMs(3_000_000),
    );
    const [, id] = /Asked \(([^)]+)\)/.exec(said)!;
    const [told] = await mail(accra.person, 'questions about “Initiative of Accra”');
    expect(told!.text).toContain('Title of the initiative');
    expect(told!.text).toContain('Is this its full title?');
    expect(told!.text).toContain('(Asia/Shanghai)');
    expect(told!.text).toContain('(Africa/Nairobi)');
    expect(await says('clarification', 'list', cycle.cycleId, '--open')).toContain('waits for its answer');
    await began(id!);
    const running = await until(
      () => handle(id!).describe(),
      ({ searchAttributes }) => searchAttributes['LaureateStatus'] !== undefined,
    );
    expect(running.searchAttributes).toMatchObject({
      LaureateCycle: [cycle.cycleId],
      LaureateStage: ['eligibility'],
      LaureateStatus: ['open'],
    });

    expect(await answer(accra, id!, 'The full title of Accra')).toMatchObject({ status: 201, body: { version: 2 } });
    await mail(cycle.staff, 'Accra has answered');
    await mail(accra.person, 'we have received “The full title of Accra”');
    expect((await ended(id!)).searchAttributes).toMatchObject({ LaureateStatus: ['answered'] });
    await record(handle(id!), WorkflowType.clarification, 'answered-real');
    expect(await says('clarification', 'show', id!)).toContain('Answered with version 2');
  });

  it('that does not answer in time, or withdraws, is asked no more', async () => {
    const late = await ask(bogota, inMs(4000));
    const withdrawn = await ask(cebu);
    await began(withdrawn.id);
    await app.ask(cebu.person, 'POST', `/v1/entries/${cebu.entryId}/withdraw`, {});
    expect((await ended(withdrawn.id)).searchAttributes).toMatchObject({ LaureateStatus: ['withdrawn'] });
    await untilState(late.id, 'timed-out');
    await ended(late.id);
    await mail(bogota.person, 'no answer about “Initiative of Bogota”');
    await mail(cycle.staff, 'no answer about “Initiative of Bogota”');
    const path = `/v1/clarifications/${late.id}/answer`;
    expect(await app.send(bogota.person, 'PUT', path, { answers: {} }, { etag: '"0"' })).toMatchObject({
      status: 409,
      body: { deadline: { zone: 'Asia/Shanghai' } },
    });
  });

  it('has as much time after a pause as before, and the doctor starts a workflow that was lost', async () => {
    ({ id: lost } = await ask(dakar, inMs(3_000_000)));
    const before = await read(lost);
    await began(lost);
    await app.ask(cycle.staff, 'POST', `${cycle.path}/pause`, { reason: REASON });
    await until(
      () => handle(lost).query<{ facts: { pausedAt: string | null } | null }>('state'),
      ({ facts }) => typeof facts?.pausedAt === 'string',
    );
    await app.ask(cycle.staff, 'POST', `${cycle.path}/resume`, { reason: REASON });
    const after = await read(lost);
    const [pause] = await app.rows<{ ms: number }>(
      'select extract(epoch from resumed_at - paused_at)::float8 * 1000 as ms from cycles.pause where cycle_id = $1',
      [cycle.cycleId],
    );
    expect(Date.parse(after.answerBy.utc) - Date.parse(before.answerBy.utc)).toBeCloseTo(pause!.ms, 0);
    expect(after).toMatchObject({ state: 'open', deadlineVersion: 2 });
    await mail(dakar.person, 'more time for the questions');
    await until(
      () => handle(lost).query<{ facts: { deadlineVersion: number; pausedAt: string | null } }>('state'),
      ({ facts }) => facts.deadlineVersion === 2 && facts.pausedAt === null,
    );

    await handle(lost).terminate('by a test');
    const where = clarificationWorkflowId(lost);
    const operator = app.asks(await app.operator());
    const findings = async (...words: string[]) => {
      const { printed } = await laureate(operator, 'doctor', ...words, '--json');
      return (JSON.parse(printed) as Finding[]).filter((one) => one.where === where);
    };
    await until(findings, ([found]) => found?.code === 'clarification-without-workflow');
    expect(await findings('--mend')).toMatchObject([{ outcome: 'mended' }]);
    await until(findings, ({ length }) => length === 0);
    expect((await handle(lost).describe()).status.name).toBe('RUNNING');
  });

  it('is waited for by the decision, which goes on by itself when nothing is asked any more', async () => {
    await cycle.checkAll();
    await cycle.closeStage('eligibility');
    const [told] = await mail(cycle.staff, 'something needs you');
    expect(told!.text).toContain('the decision waits for the answers');
    expect((await cycle.stage('eligibility')).state).toBe('closing');
    await says('clarification', 'cancel', lost, '--reason', 'answered-by-phone');
    await mail(dakar.person, 'no answer is needed');
    // It is back in the queue: checked, it was the last thing the decision waited for.
    await cycle.checkAll();
    await cycle.decide('eligibility');
    await cycle.release('eligibility');
    const { rows } = await app.db.query<{ n: number }>(
      `select count(*)::int as n from entries.entry_version where clarification_id is not null`,
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('can be replayed: the histories of what was asked are archived, and match the rows', async () => {
    const archived = `select count(*)::int as n from transparency.history_archive
      where workflow_id like 'clarification/%' and archived_at is not null`;
    await until(
      () => app.rows<{ n: number }>(archived),
      ([row]) => row!.n === 4,
    );
    expect(await replay()).toMatchObject({ divergences: [], pass: true });
    const restore = await tamper(
      app.db,
      'entries.clarification',
      `id = '${lost}'`,
      `due_at = due_at + interval '1 hour'`,
    );
    const { divergences } = await replay();
    expect(divergences).toMatchObject([{ check: 'fold', what: `clarification ${lost} of stage eligibility` }]);
    await restore();
  });
});
