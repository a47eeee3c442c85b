import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gzipSync } from 'node:zlib';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { allMigrations } from '../../apps/migrator/src/migrations.js';
import { type LocalServers, projectRoot, startLocalServers } from '../../deploy/local/index.js';
import type { CycleDocument } from '#libs/cycles';
import { withoutTraces } from '../../workflows/testing/histories.js';
import { DrivenCycle, REASON, wholeCycle } from '../e2e/support/driven-cycle.js';
import { RunningApp, until } from '../e2e/support/running-app.js';
import { FIXTURE, type Story } from './support/fixture.js';
import { keepRows } from './support/rows.js';

/** Keys that protect nothing: everybody may read them here. */
const SECRETS = {
  signInSecret: Buffer.from('the-sign-in-secret-of-a-fixture!').toString('base64'),
  ballotKey: Buffer.from('the-ballot-key-of-the-fixture..!').toString('base64'),
};
/** Everything is so far ahead that only commands open and close it. */
const yearOf = (index: number) => 2036 + index;
/** Four cities for each cycle: a city is registered once. */
const CITIES = {
  call: ['Accra', 'Bogota', 'Cebu', 'Dakar'],
  screening: ['Erbil', 'Fukuoka', 'Gaborone', 'Hue'],
  jury: ['Izmir', 'Jakarta', 'Kampala', 'Lima'],
};

/** The stages of a whole cycle, a year each, in years far ahead; only the call opens at once. */
function farAhead(): CycleDocument['stages'] {
  return wholeCycle({ reviewsPerEntry: 2, shortlisted: 3 }).map((stage, index) => ({
    ...stage,
    window: {
      opens: index === 0 ? stage.window.opens : `${yearOf(index)}-01-10T00:00:00Z`,
      deadline: `${yearOf(index)}-12-20T00:00:00Z`,
    },
  }));
}

/** Three cycles on real servers, brought by commands to where the fixture has them; then everything is kept. */
async function main(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'laureate-fixture-'));
  const servers = await startLocalServers({ dataDir, fresh: true, onProgress: console.log });
  try {
    await live(servers);
    await servers.stop();
    await keepTemporal(join(dataDir, 'temporal', 'temporal.db'));
  } finally {
    await servers.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Lets the cycles live, and keeps histories, rows and story. */
async function live(servers: LocalServers): Promise<void> {
  process.env['LAUREATE_TEST_DATABASE_URL'] = servers.databaseUrl;
  process.env['LAUREATE_TEST_KAFKA_BROKERS'] = servers.kafkaBrokers.join(',');
  const app = await RunningApp.open({
    temporal: { ...servers.temporal, deploymentName: undefined, buildId: undefined },
    secrets: SECRETS,
    workflows: { workflowsPath: join(projectRoot(), 'dist/workflows/index.js') },
  });
  let cycles: Pick<Story, 'call' | 'screening' | 'jury'>;
  try {
    cycles = { call: await inItsCall(app), screening: await pausedInScreening(app), jury: await inItsJury(app) };
    await untilQuiet(app, cycles.call);
    await keepHistories(app);
  } finally {
    await app.close();
  }
  await rm(FIXTURE.rows, { recursive: true, force: true });
  const sequences = await keepRows(app.config.database.url, FIXTURE.rows);
  const migrations = allMigrations.map(({ name }) => name);
  const story: Story = { migrations, sequences, secrets: SECRETS, ...cycles };
  await writeFile(FIXTURE.story, `${JSON.stringify(story, null, 2)}\n`);
}

const who = ({ cycleId, staff, organiser }: DrivenCycle) => ({ cycleId, staff, organiser });

/** In mid-call, with eligibility beside it: a clarification with half an answer, an extension, a moved deadline. */
async function inItsCall(app: RunningApp): Promise<Story['call']> {
  const [call, eligibility, screening, ...rest] = farAhead();
  const besides = {
    ...eligibility!,
    after: [],
    window: { opens: call!.window.opens, deadline: '2037-12-20T00:00:00Z' },
  };
  const cycle = await DrivenCycle.publish(app, {
    title: 'In its call',
    edition: 'call',
    stages: [call!, besides, { ...screening!, after: ['call', 'eligibility'] }, ...rest],
  });
  for (const key of ['call', 'eligibility']) await cycle.untilState(key, 'open');
  const [asked, entered] = await cycle.enter(CITIES.call.slice(0, 2));
  const extended = await cycle.draft(CITIES.call[2]!);
  const draft = await cycle.draft(CITIES.call[3]!);
  const { staff, path } = cycle;
  await app.ask(staff, 'POST', `${path}/extensions`, {
    stageKey: 'call',
    target: { entryId: extended.entryId },
    until: '2037-03-31T00:00:00Z',
    reasonCode: 'power-cut',
    reasonText: 'The city had no electricity for two days.',
  });
  await cycle.commanded(staff, 'call', 'deadline', { deadlineAt: '2036-12-27T00:00:00Z', reason: REASON });
  const { id } = await app.ask<{ id: string }>(staff, 'POST', `${path}/stages/eligibility/clarifications`, {
    entryId: asked!.entryId,
    fields: [{ pointer: '/title', question: 'Is this its full title?' }],
    dueAt: '2036-06-30T00:00:00Z',
  });
  const half = { answers: { '/title': 'The full title, to be' } };
  await app.ask(asked!.person, 'PUT', `/v1/clarifications/${id}/answer`, half, { etag: '"0"' });
  return { ...who(cycle), asked: asked!, entered: entered!, extended, draft, clarificationId: id };
}

/** Up to the opening of the screening: all cities are eligible, and know it. */
async function screened(
  app: RunningApp,
  title: string,
  edition: 'screening' | 'jury',
): Promise<[DrivenCycle, Story['screening']]> {
  const [call, eligibility, screening, ...rest] = farAhead();
  const complaints = { window: 'P20Y', answer: 'P15Y', ladder: [], handledBy: ['secretariat' as const] };
  const cycle = await DrivenCycle.publish(app, {
    title,
    edition,
    stages: [call!, eligibility!, { ...screening!, complaints }, ...rest],
  });
  await cycle.untilState('call', 'open');
  const entrants = await cycle.enter(CITIES[edition]);
  await cycle.closeStage('call');
  await cycle.untilState('call', 'decided');
  await cycle.open('eligibility');
  await cycle.checkAll();
  await cycle.closeStage('eligibility');
  await cycle.decide('eligibility');
  await cycle.release('eligibility');
  const experts = await cycle.seat('screening', ['Expert One', 'Expert Two']);
  await cycle.open('screening');
  return [cycle, { ...who(cycle), entrants, experts }];
}

/** Paused in its screening, when one of two experts has reviewed. */
async function pausedInScreening(app: RunningApp): Promise<Story['screening']> {
  const [cycle, kept] = await screened(app, 'Paused in its screening', 'screening');
  await cycle.reviewAll(kept.experts.slice(0, 1), scoresOf(kept));
  await app.ask(cycle.staff, 'POST', `${cycle.path}/pause`, { reason: REASON });
  return kept;
}

/** In its jury, when two of three have cast; and with a complaint about the screening. */
async function inItsJury(app: RunningApp): Promise<Story['jury']> {
  const [cycle, kept] = await screened(app, 'In its jury', 'jury');
  const { entrants, experts } = kept;
  await cycle.reviewAll(experts, scoresOf(kept));
  await cycle.closeStage('screening');
  await cycle.decide('screening', experts[0]);
  await cycle.release('screening');
  const jurors = await cycle.seat('jury', ['Juror One', 'Juror Two', 'Juror Three']);
  await cycle.open('jury');
  const ranking = entrants.slice(0, 3).map(({ entryId }) => entryId);
  for (const juror of jurors.slice(0, 2)) await cycle.cast(juror, ranking);
  const { person, entryId } = entrants[3]!;
  const complaint = { stageKey: 'screening', text: 'We believe that our scores were mixed up.' };
  const { id } = await app.ask<{ id: string }>(person, 'POST', `/v1/entries/${entryId}/complaints`, complaint);
  return { ...kept, jurors, complaintId: id };
}

/** The first entrant scores best, the last worst. */
const scoresOf =
  ({ entrants }: Story['screening']) =>
  (id: string) =>
    5 - entrants.findIndex(({ entryId }) => entryId === id);

/** Waits until nothing is under way: all events are published and read, all mails out, ended workflows archived. */
async function untilQuiet(app: RunningApp, { staff }: Story['call']): Promise<void> {
  await until(
    () => app.ask<{ findings: object[] }>(staff, 'GET', '/v1/doctor'),
    ({ findings }) => findings.length === 0,
  );
  const questions = [
    'select from platform.outbox where published_at is null',
    'select from transparency.history_archive where archived_at is null',
    `select from platform.outbox o where not exists (select from transparency.logged_event l where l.id = o.id)`,
    `select from notifications.delivery where state in ('pending', 'sending')`,
  ];
  for (const question of questions) {
    await until(
      () => app.rows(question),
      ({ length }) => length === 0,
    );
  }
}

/** Exports the history of each workflow, running or ended. */
async function keepHistories({ temporal: { client } }: RunningApp): Promise<void> {
  await rm(FIXTURE.histories, { recursive: true, force: true });
  for await (const { workflowId, runId, type } of client.workflow.list()) {
    const folder = join(FIXTURE.histories, type);
    await mkdir(folder, { recursive: true });
    const history = JSON.parse(
      historyToJSON(await client.workflow.getHandle(workflowId, runId).fetchHistory()),
    ) as unknown;
    const file = join(folder, `${workflowId.replaceAll('/', '_')}.json`);
    await writeFile(file, `${JSON.stringify(withoutTraces(history))}\n`);
  }
}

/**
 * Keeps the database file of a Temporal server that was stopped: with all that its log holds, and
 * no bigger than needed.
 */
async function keepTemporal(file: string): Promise<void> {
  // Temporal's own tables name strings in double quotes.
  const database = new DatabaseSync(file, { enableDoubleQuotedStringLiterals: true });
  database.exec('pragma journal_mode = delete; vacuum');
  database.close();
  await writeFile(FIXTURE.temporal, gzipSync(await readFile(file), { level: 9 }));
}

await main();
