import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate } from '../../apps/migrator/src/migrate.js';
import { allMigrations } from '../../apps/migrator/src/migrations.js';
import { connect } from '../../apps/cli/src/client/connection.js';
import { auditSource, recomputation } from '../../apps/cli/src/replay/audit-source.js';
import { replayCycle } from '../../apps/cli/src/replay/replay-cycle.js';
import { clarificationWorkflowId, complaintWorkflowId, cycleWorkflowId } from '#libs/contracts';
import type { TemporalConfig } from '#libs/platform';
import { bundleWorkflows } from '../../workflows/testing/bundle.js';
import { RunningApp, type Somebody, until } from '../e2e/support/running-app.js';
import type { OwnTemporal } from '../faults/support/own-temporal.js';
import { laureate } from '../support/command-line.js';
import { createTestTopics } from '../support/event-lab.js';
import { createTestNamespace } from '../support/test-namespace.js';
import { type Story, keptDatabase, keptStory, keptTemporal } from './support/fixture.js';
import { endTheCall, endTheJury, endTheScreening } from './support/to-the-end.js';

const STAGES = 5;

interface Finding {
  code: string;
  where: string;
  outcome?: string;
}

/**
 * Three cycles that an older release left under way (README.md), taken to their end by this one: a
 * database that its own migrations made, then today's; its running workflows, or none.
 */
describe.each([
  { title: 'with the workflows that ran', keepsWorkflows: true },
  { title: 'with an empty Temporal, mended by the doctor', keepsWorkflows: false },
])('an upgrade $title', ({ keepsWorkflows }) => {
  let app: RunningApp;
  let temporal: OwnTemporal | undefined;
  let story: Story;
  let auditor: Somebody;
  let operator: Somebody;
  let applied: string;

  beforeAll(async () => {
    story = await keptStory();
    const database = await keptDatabase(story);
    temporal = keepsWorkflows ? await keptTemporal() : undefined;
    const own: TemporalConfig = temporal?.config ?? (await createTestNamespace());
    // Kafka is not kept: what it held is in the outbox.
    const kafka = await createTestTopics();
    const lines: string[] = [];
    await migrate({ database, kafka, temporal: own }, (line) => lines.push(line));
    applied = lines[0]!;
    app = await RunningApp.open({ database, kafka, temporal: own, secrets: story.secrets });
    auditor = await app.person('Anna Auditor', 'auditor');
    operator = await app.operator();
  });
  afterAll(async () => {
    await app?.close();
    await temporal?.remove();
  });

  const doctor = async (...words: string[]): Promise<Finding[]> =>
    JSON.parse((await laureate(app.asks(operator), 'doctor', '--json', ...words)).printed) as Finding[];
  const results = async (cycleId: string) => {
    type Results = { tiers: { tier: string; entries: { cityName: string }[] }[] };
    const { tiers } = await app.ask<Results>(null, 'GET', `/v1/results/${cycleId}`);
    return Object.fromEntries(tiers.map(({ tier, entries }) => [tier, entries.map(({ cityName }) => cityName)]));
  };
  const cycles = () => [story.call, story.screening, story.jury];

  it('brings the database to the last migration', async () => {
    const newer = allMigrations.filter(({ name }) => !story.migrations.includes(name));
    for (const { name } of newer) expect(applied).toContain(name);
    expect(applied).toMatch(newer.length === 0 ? /no new migrations/ : new RegExp(`: ${newer.length} new`));
  });

  it('finds what is missing, and mends it', async () => {
    const workflows = [
      ...cycles().map(({ cycleId }) => cycleWorkflowId(cycleId)),
      clarificationWorkflowId(story.call.clarificationId),
      complaintWorkflowId(story.jury.cycleId, story.jury.complaintId),
    ];
    const isOfWorkflow = ({ code }: Finding) => /workflow|attention/.test(code);
    const found = await until(doctor, (all) => keepsWorkflows || all.some(isOfWorkflow));
    expect(
      found
        .filter(isOfWorkflow)
        .map(({ where }) => where)
        .toSorted(),
    ).toEqual(keepsWorkflows ? [] : workflows.toSorted());
    await doctor('--mend');
    await until(doctor, ({ length }) => length === 0);
  });

  it('takes the open call to its end: the question answered, the extension used', async () => {
    await endTheCall(app, story.call);
    expect(await results(story.call.cycleId)).toMatchObject({ winner: ['Accra'], shortlisted: ['Bogota', 'Cebu'] });
    expect(await app.ask(story.call.asked.person, 'GET', `/v1/entries/${story.call.asked.entryId}`)).toMatchObject({
      currentVersion: 2,
    });
  });

  it('takes the paused screening to its end', async () => {
    await endTheScreening(app, story.screening);
    expect(await results(story.screening.cycleId)).toMatchObject({
      winner: ['Erbil'],
      shortlisted: ['Fukuoka', 'Gaborone'],
    });
  });

  it('takes the jury to its end, on the ballots that were cast before and after', async () => {
    await endTheJury(app, story.jury);
    expect(await results(story.jury.cycleId)).toMatchObject({ winner: ['Izmir'], shortlisted: ['Jakarta', 'Kampala'] });
    const opened = await app.rows('select from judging.opened_ballot where cycle_id = $1', [story.jury.cycleId]);
    expect(opened).toHaveLength(story.jury.jurors.length);
    const complaint = `/v1/cycles/${story.jury.cycleId}/complaints/${story.jury.complaintId}`;
    expect(await app.ask(story.jury.staff, 'GET', complaint)).toMatchObject({ state: 'dismissed' });
  });

  it('has certified and released each decision, and each can be replayed', async () => {
    const { code } = await bundleWorkflows();
    const source = auditSource(connect(app.asks(auditor)));
    for (const { cycleId } of cycles()) {
      const certified = `select d.stage_key from judging.decision d where d.cycle_id = $1 and d.certified_at is not null`;
      expect(await app.rows(certified, [cycleId])).toHaveLength(3);
      await until(
        () => source.runs(cycleId),
        (runs) => runs.every(({ publishedDigest }) => publishedDigest !== null),
      );
      expect(await replayCycle(source, cycleId, recomputation, async () => ({ code }))).toMatchObject({
        pass: true,
        divergences: [],
        stages: STAGES,
        decisions: 3,
      });
    }
  });

  it('has lost no event: each stream is without gaps, and Kafka told all of them', async () => {
    await until(
      () => app.rows('select from platform.outbox where published_at is null'),
      ({ length }) => length === 0,
    );
    const gaps = `select subject from platform.stream s left join platform.outbox o using (subject) group by subject, s.sequence
      having count(distinct o.sequence) <> s.sequence or min(o.sequence) <> 1 or max(o.sequence) <> s.sequence`;
    expect(await app.rows(gaps)).toEqual([]);
    const unheard = `select id from platform.outbox o
      where not exists (select from transparency.logged_event l where l.id = o.id)`;
    await until(
      () => app.rows(unheard),
      ({ length }) => length === 0,
    );
    expect(await doctor()).toEqual([]);
  });

  it('has told nobody twice', async () => {
    const sent = app.mailbox.taken.map(({ messageId }) => messageId);
    expect(new Set(sent).size).toBe(sent.length);
    const unsettled = `select kind, state from notifications.delivery where state not in ('sent', 'dropped')`;
    await until(
      () => app.rows(unsettled),
      ({ length }) => length === 0,
    );
  });
});
