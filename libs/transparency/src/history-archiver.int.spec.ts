import { randomUUID } from 'node:crypto';
import { EntityManager } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Test, type TestingModule } from '@nestjs/testing';
import type { LaureateEvent } from '#libs/contracts';
import { PlatformModule, UnitOfWork, platformMigrations } from '#libs/platform';
import { createTestDatabase } from '../../../test/support/test-database.js';
import { ArchiveCheckup } from './archive-checkup.js';
import { logEvents, timelineOf } from './event-log.js';
import { HistoryArchiver, archivesOf, expectArchive, historyDigest, readArchive } from './history-archiver.js';
import { transparencyEntities } from './entities.js';
import { transparencyMigrations } from './migrations/index.js';

type Run = LaureateEvent<'laureate.workflow.ending.v1'>['data'];
const context = { actor: { id: 'service:auditor' }, cause: 'command:test' };
const event = (type: string, data: object, time = new Date().toISOString()) =>
  ({
    id: randomUUID(),
    type,
    subject: randomUUID(),
    sequence: 1,
    time,
    actor: 'a',
    onBehalfOf: null,
    cause: 'c',
    traceparent: null,
    data,
  }) as unknown as LaureateEvent;

describe("the auditor's account", () => {
  let module: TestingModule;
  let unitOfWork: UnitOfWork;
  let em: EntityManager;

  beforeAll(async () => {
    const database = await createTestDatabase([...platformMigrations, ...transparencyMigrations]);
    module = await Test.createTestingModule({
      imports: [PlatformModule.forRoot({ app: 'auditor', database, entities: transparencyEntities })],
    }).compile();
    unitOfWork = module.get(UnitOfWork);
    em = module.get(EntityManager);
  });
  afterAll(() => module.close());

  it('keeps each event once, and tells a cycle oldest first, page by page', async () => {
    const cycleId = randomUUID();
    const events = ['03', '01', '02'].map((day) =>
      event('laureate.cycle.completed.v1', { cycleId }, `2026-01-${day}T00:00:00.000Z`),
    );
    await unitOfWork.run(context, (work) => logEvents(work, events));
    await unitOfWork.run(context, (work) =>
      logEvents(work, [...events, event('laureate.cycle.completed.v1', { cycleId: randomUUID() })]),
    );
    const first = await timelineOf(em.fork(), cycleId, null, 2);
    const rest = await timelineOf(em.fork(), cycleId, [first[1]!.at, first[1]!.id], 2);
    expect([...first, ...rest].map(({ at }) => at.slice(0, 10))).toEqual(['2026-01-01', '2026-01-02', '2026-01-03']);
  });

  it('archives a run once it has ended, with its digest, and says so in an event once', async () => {
    const run = { cycleId: randomUUID(), workflowId: `cycle/${randomUUID()}`, runId: randomUUID() };
    const ending = event('laureate.workflow.ending.v1', run) as LaureateEvent<'laureate.workflow.ending.v1'>;
    await unitOfWork.run(context, (work) => expectArchive(work, ending.data));
    await unitOfWork.run(context, (work) => expectArchive(work, ending.data));
    let ended = false;
    const json = JSON.stringify({ events: ['é'.repeat(1000)] });
    const archiver = new HistoryArchiver(
      unitOfWork,
      async () => (ended ? { json, events: 1 } : null),
      async function* () {},
    );
    expect(await archiver.archiveDue()).toBe(1);
    expect(await readArchive(em.fork(), run.workflowId, run.runId)).toBeNull();
    ended = true;
    expect(await Promise.all([archiver.archiveDue(), archiver.archiveDue()])).toEqual([0, 0]);
    const digest = historyDigest(json);
    expect(await readArchive(em.fork(), run.workflowId, run.runId)).toEqual({
      workflowId: run.workflowId,
      runId: run.runId,
      digest,
      json,
    });
    const published = await em.fork().execute('select data from platform.outbox where subject = ?', [run.workflowId]);
    expect(published).toEqual([{ data: { ...run, events: 1, digest } }]);
    await unitOfWork.run(context, (work) =>
      logEvents(work, [event('laureate.history.archived.v1', { ...run, events: 1, digest })]),
    );
    expect(await archivesOf(em.fork(), run.cycleId)).toEqual([
      { workflowId: run.workflowId, runId: run.runId, digest, publishedDigest: digest, events: 1 },
    ]);
  });

  it('asks no more for a history that is gone', async () => {
    const run = { cycleId: randomUUID(), workflowId: `cycle/${randomUUID()}`, runId: randomUUID() };
    await unitOfWork.run(context, (work) => expectArchive(work, run));
    let asked = 0;
    const fetch = async () => {
      asked += 1;
      return 'gone' as const;
    };
    const archiver = new HistoryArchiver(unitOfWork, fetch, async function* () {});
    expect([await archiver.archiveDue(), await archiver.archiveDue()]).toEqual([0, 0]);
    expect(asked).toBe(1);
    expect(await readArchive(em.fork(), run.workflowId, run.runId)).toBeNull();
  });

  it('finds ended runs that nobody announced', async () => {
    const run = { cycleId: randomUUID(), workflowId: `cycle/${randomUUID()}`, runId: randomUUID() };
    const archiver = new HistoryArchiver(
      unitOfWork,
      async () => ({ json: '{"events":[]}', events: 0 }),
      async function* () {
        yield run;
      },
    );
    expect([await archiver.findUnannounced(), await archiver.findUnannounced()]).toEqual([1, 0]);
    expect(await archiver.archiveDue()).toBe(0);
    expect(await archivesOf(em.fork(), run.cycleId)).toMatchObject([{ workflowId: run.workflowId, events: 0 }]);
  });

  it('has the doctor name histories that are not archived, or lost', async () => {
    const [missing, lost, unheard] = ['missing', 'lost', 'unheard'].map((name) => ({
      cycleId: randomUUID(),
      workflowId: `cycle/${name}`,
      runId: name,
    })) as [Run, Run, Run];
    await unitOfWork.run(context, async (work) => {
      for (const run of [missing, lost]) await expectArchive(work, run);
    });
    const checkup = new ArchiveCheckup(unitOfWork, async () => [unheard]);
    const found = async () =>
      (await checkup.examine())
        .filter(({ where }) => [missing, lost, unheard].some(({ workflowId }) => where.startsWith(`${workflowId} `)))
        .map(({ code, where, mend }) => [code, where, mend])
        .toSorted();
    // It may take a quarter of an hour; of a run that was announced to others only, the caller says
    // that it took longer.
    expect(await found()).toEqual([['archive-missing', 'cycle/unheard (run unheard)', null]]);
    const set = (columns: string, { workflowId }: Run) =>
      em.fork().execute(`update transparency.history_archive set ${columns} where workflow_id = ?`, [workflowId]);
    await set(`ending_at = now() - interval '16 minutes'`, missing);
    await set('lost_at = now()', lost);
    expect(await found()).toEqual([
      ['archive-lost', 'cycle/lost (run lost)', null],
      ['archive-missing', 'cycle/missing (run missing)', null],
      ['archive-missing', 'cycle/unheard (run unheard)', null],
    ]);
    await set('archived_at = now()', missing);
    expect(await found()).toHaveLength(2);
  });
});
