import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CONSUMERS } from '../../apps/api/src/doctor/doctor-api.module.js';
import { RETENTION_WORKFLOW_ID, cycleWorkflowId, stageWorkflowId } from '#libs/contracts';
import type { DatabaseConfig } from '#libs/platform';
import { createTestTopics } from '../support/event-lab.js';
import { type Run, laureate } from '../support/command-line.js';
import { copyDatabase } from '../support/test-database.js';
import { createTestNamespace } from '../support/test-namespace.js';
import { DrivenCycle, type Entrant, REASON, inMs, wholeCycle } from '../e2e/support/driven-cycle.js';
import { RunningApp, type Somebody, until } from '../e2e/support/running-app.js';
import { OwnTemporal } from './support/own-temporal.js';

const HOUR_S = 3_600;

interface Finding {
  code: string;
  where: string;
  what: string;
  wouldDo: string | null;
  refusedBecause: string | null;
  outcome?: string;
  said?: string;
}

/** One cycle, what goes wrong with it, and what the doctor does about it; then its life again from a backup. */
describe('the doctor', () => {
  let app: RunningApp;
  let temporal: OwnTemporal;
  let cycle: DrivenCycle;
  let operator: Somebody;
  let early: Entrant;
  let late: Entrant;
  /** The database in the middle of the cycle. */
  let backup: DatabaseConfig;

  beforeAll(async () => {
    temporal = await OwnTemporal.start();
    app = await RunningApp.open({ temporal: temporal.config });
    operator = await app.operator();
    const [call, eligibility, , , ceremony] = wholeCycle();
    cycle = await DrivenCycle.publish(app, {
      stages: [{ ...call!, ladder: ['PT30M'] }, eligibility!, ceremony!],
    });
    await cycle.untilState('call', 'open');
    late = await cycle.draft('Bogota');
    // As long before its new deadline as its ladder says: reminded at once.
    const deadline = { deadlineAt: inMs((HOUR_S / 2) * 1000), reason: REASON };
    await cycle.commanded(cycle.staff, 'call', 'deadline', deadline);
    [early] = (await cycle.enter(['Accra'])) as [Entrant];
    await until(
      () => mailsTo(late),
      (mails) => mails.length === 1,
    );
  });
  afterAll(async () => {
    await app?.close();
    await temporal?.remove();
  });

  const doctor = (...words: string[]): Promise<Run> => laureate(app.asks(operator), 'doctor', ...words);
  const findings = async (): Promise<Finding[]> => JSON.parse((await doctor('--json')).printed) as Finding[];
  const codes = async () => (await findings()).map(({ code, where }) => `${code} ${where}`);
  const mend = async (): Promise<Finding[]> => JSON.parse((await doctor('--mend', '--json')).printed) as Finding[];
  const untilHealthy = () => until(findings, ({ length }) => length === 0);
  const terminate = (workflowId: string) => app.temporal.client.workflow.getHandle(workflowId).terminate('by a test');
  const running = async (workflowId: string): Promise<string> => {
    const { status, runId } = await app.temporal.client.workflow.getHandle(workflowId).describe();
    return `${status.name} ${runId}`;
  };
  const mailsTo = async ({ person }: Entrant) =>
    app.mailbox.taken.filter(({ to, subject }) => to.includes(person.address) && subject.includes('closes soon'));
  const events = async (type: string): Promise<number> => {
    const [row] = await app.rows<{ count: number }>(
      'select count(*)::int as count from platform.outbox where type = $1',
      [type],
    );
    return row!.count;
  };
  const own = () => cycleWorkflowId(cycle.cycleId);
  const of = (stageKey: string) => stageWorkflowId(cycle.cycleId, stageKey);

  it('says that a healthy application is healthy, and when it could not ask', async () => {
    await untilHealthy();
    expect(await doctor()).toEqual({
      code: 0,
      printed: 'Healthy: database, workflows, events, mails and archives agree.',
    });
    // All that read events are looked at: none is unknown, and there is no other.
    const readers = await app.rows<{ name: string }>('select name from platform.consumer order by name');
    expect(readers.map(({ name }) => name)).toEqual(CONSUMERS.toSorted());
    expect(await laureate({ url: 'http://127.0.0.1:1', key: 'nobody' }, 'doctor')).toMatchObject({
      code: 2,
      printed: expect.stringContaining('does not answer'),
    });
    expect(await laureate(app.asks(early.person), 'doctor')).toMatchObject({ code: 2 });
    expect(await laureate(app.asks(cycle.staff), 'doctor')).toMatchObject({ code: 2 });
    await terminate(RETENTION_WORKFLOW_ID);
    expect(await findings()).toMatchObject([{ code: 'retention-without-workflow', where: RETENTION_WORKFLOW_ID }]);
    expect(await doctor('--mend')).toMatchObject({ code: 0 });
    expect(await running(RETENTION_WORKFLOW_ID)).toMatch(/^RUNNING/);
    backup = await app.whileStopped(() => copyDatabase(app.config.database));
    await untilHealthy();
  });

  it('starts a stage again whose workflow was terminated; a command it had in hand is carried out once', async () => {
    await app.db.query('begin');
    await app.db.query('select cycles.lock_stage($1, $2, false)', [cycle.cycleId, 'call']);
    const key = randomUUID();
    const deadline = { deadlineAt: inMs(1.5 * HOUR_S * 1000), reason: REASON };
    const commanding = cycle.command(cycle.staff, 'call', 'deadline', deadline, { idempotencyKey: key });
    await until(
      () => app.rows(`select from pg_locks where locktype = 'advisory' and not granted`),
      ({ length }) => length > 0,
    );
    await terminate(of('call'));
    await app.db.query('commit');
    const found = await until(findings, ({ length }) => length === 2);
    expect(found).toMatchObject([
      {
        code: 'stage-without-workflow',
        where: of('call'),
        what: '"Call for entries" is open, and its workflow was terminated: nothing opens, reminds or closes it, and no command reaches it.',
        wouldDo: expect.stringContaining('no reminder or mail is sent twice'),
      },
      { code: 'needs-attention', where: own() },
    ]);
    const { code, printed } = await doctor('--mend');
    expect(printed).toContain('MENDED: Done.');
    expect(code).toBe(1);
    await untilHealthy();
    await commanding;
    const command = () => app.ask<{ state: string; answer: object }>(cycle.staff, 'GET', `/v1/commands/${key}`);
    const { answer } = await until(command, ({ state }) => state !== 'pending');
    expect(answer).toMatchObject({ state: 'open', deadlineVersion: 3 });
    expect(await events('laureate.stage.deadline-moved.v1')).toBe(2);
    expect(await events('laureate.reminder.due.v1')).toBe(1);
  });

  it('starts a cycle again whose workflow was terminated, and takes in the stages that run alone', async () => {
    const before = await running(of('call'));
    await terminate(own());
    expect(await until(findings, ({ length }) => length > 0)).toMatchObject([
      {
        code: 'cycle-without-workflow',
        where: own(),
        what: expect.stringMatching(
          /is published, and its workflow was terminated: .* Without it run: "Call for entries"\.$/,
        ),
      },
    ]);
    expect(await mend()).toMatchObject([{ code: 'cycle-without-workflow', outcome: 'mended' }]);
    await until(
      () => running(of('call')),
      (now) => now.startsWith('RUNNING') && now !== before,
    );
    await untilHealthy();
    expect((await cycle.submit(late)).status).toBe(201);
    await cycle.closeStage('call');
    // Only a stage that its cycle hears of makes the next one begin.
    await until(
      () => cycle.command(cycle.staff, 'eligibility', 'open', { reason: REASON }),
      ({ status }) => status === 200,
    );
    expect(await events('laureate.reminder.due.v1')).toBe(1);
  });

  it('wakes the workflows of a Temporal that was restored from an older copy', async () => {
    await app.whileStopped(() => temporal.backUp());
    await cycle.checkAll();
    await cycle.closeStage('eligibility');
    await cycle.decide('eligibility');
    await app.whileStopped(() => temporal.restore());
    const found = await until(findings, (all) => all.some(({ code }) => code === 'workflow-behind'));
    expect(found).toMatchObject([
      {
        code: 'workflow-behind',
        where: of('eligibility'),
        what: 'The database has changed "Eligibility", and its workflow has not heard of it.',
      },
    ]);
    expect(await mend()).toMatchObject([{ outcome: 'mended' }]);
    await untilHealthy();
    expect(await events('laureate.decision.proposed.v1')).toBe(1);
  });

  it('starts a cycle again in the middle of a release: nothing is released twice', async () => {
    await cycle.commanded(cycle.staff, 'eligibility', 'release', { audience: 'concerned' });
    await terminate(own());
    await terminate(of('eligibility'));
    await until(findings, ({ length }) => length > 0);
    expect(await mend()).toMatchObject([{ code: 'cycle-without-workflow', outcome: 'mended' }]);
    await untilHealthy();
    await until(
      () => cycle.command(cycle.staff, 'eligibility', 'release', { audience: 'public' }),
      ({ status }) => status === 200,
    );
    expect(await events('laureate.stage.released.v1')).toBe(2);
    expect(await events('laureate.stage.decided.v1')).toBe(2);
    await untilHealthy();
  });

  it('names what is missing in a database that was restored to an earlier moment, and mends nothing', async () => {
    await cycle.open('ceremony');
    await cycle.commanded(cycle.staff, 'ceremony', 'deadline', {
      deadlineAt: inMs(12 * HOUR_S * 1000),
      reason: REASON,
    });
    const { database } = app.config;
    // As the book says: nothing that acts is started before the doctor was asked.
    await app.restart({ database: backup }, ['api', 'auditor']);
    await until(codes, (all) => all.includes('events-unknown-to-database transparency log'));
    const found = await mend();
    expect(found.filter(({ outcome }) => outcome === 'mended')).toEqual([]);
    const what = (where: string) =>
      found.find((finding) => finding.where === where && finding.code !== 'workflow-silent')?.what;
    expect(what(of('ceremony'))).toMatch(
      /knows version 3, and the database has version 1 \(scheduled\) of the stage\. The database lacks versions 2 to 3, of which its last run saw: version 2 at .* UTC: opened; version 3 at .* UTC: deadline moved to .* UTC\.$/,
    );
    expect(what(of('call'))).toMatch(
      /knows version 6 and has come to its end, and the database has version 3 \(open\)/,
    );
    expect(what('transparency log')).toMatch(
      /^Between .* \(UTC\) events were published that the database does not know: .*1 × laureate\.entry\.submitted\.v1,/,
    );
    const { said } = found.find(({ where }) => where === of('ceremony'))!;
    expect(said).toContain('Restore it to a later instant');

    // It is restored to a later instant: to the last one.
    await app.restart({ database });
    await cycle.closeStage('ceremony');
    await until(
      () => app.ask(null, 'GET', cycle.path),
      ({ status }) => status === 'completed',
    );
    await untilHealthy();
  });

  it('goes on from the backup alone, once what is lost is accepted: with an empty Temporal and an empty Kafka', async () => {
    const [empty, kafka] = await Promise.all([createTestNamespace(), createTestTopics()]);
    await app.restart({ database: backup, temporal: empty, kafka });
    const mails = app.mailbox.taken.length;
    expect(await until(codes, (all) => all.length > 0)).toContain(`cycle-without-workflow ${own()}`);
    expect((await mend()).filter(({ outcome }) => outcome === 'mended')).toEqual([]);

    // What the log heard of the life that is lost is given up: it is read again from what there is.
    expect(await laureate(app.asks(operator), 'events', 'replay', 'auditor')).toMatchObject({ code: 0 });
    await until(codes, (all) => !all.includes('events-unknown-to-database transparency log'));
    const mended = (await mend())
      .filter(({ outcome }) => outcome === 'mended')
      .map(({ code, where }) => `${code} ${where}`);
    expect(mended).toEqual(
      expect.arrayContaining([
        `cycle-without-workflow ${own()}`,
        'events-lost-by-kafka laureate.cycles',
        'events-lost-by-kafka laureate.entries',
      ]),
    );
    await untilHealthy();

    await cycle.untilState('call', 'open');
    expect((await cycle.submit(late)).status).toBe(201);
    await cycle.closeStage('call');
    await until(
      () => cycle.command(cycle.staff, 'eligibility', 'open', { reason: REASON }),
      ({ status }) => status === 200,
    );
    await until(
      async () => app.mailbox.taken.slice(mails),
      (fresh) => fresh.some(({ to }) => to.includes(late.person.address)),
    );
    const fresh = app.mailbox.taken.slice(mails).map(({ subject }) => subject);
    expect(fresh.filter((subject) => subject.includes('closes soon'))).toEqual([]);
    expect(await events('laureate.reminder.due.v1')).toBe(1);
  });

  it('goes on with an emptied Temporal and the database as it is', async () => {
    const unarchived = 'select from transparency.history_archive where archived_at is null';
    await until(
      () => app.rows(unarchived),
      ({ length }) => length === 0,
    );
    // Without the worker: an event that it reads a second time would start the cycle before the doctor is asked.
    await app.restart({ temporal: await createTestNamespace() }, ['api', 'auditor']);
    const found = await until(findings, (all) => all.some(({ code }) => code === 'cycle-without-workflow'));
    expect(found.find(({ where }) => where === own())!.what).toContain('Temporal knows no workflow of it');
    expect(await mend()).toContainEqual(
      expect.objectContaining({ code: 'cycle-without-workflow', where: own(), outcome: 'mended' }),
    );
    await app.restart();
    await untilHealthy();
    await cycle.checkAll();
    await cycle.closeStage('eligibility');
    await cycle.decide('eligibility');
    expect(await running(of('eligibility'))).toMatch(/^RUNNING/);
    expect(await events('laureate.stage.closed.v1')).toBe(2);
    expect(await events('laureate.reminder.due.v1')).toBe(1);
    await untilHealthy();
  });
});
