import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate } from '../../apps/migrator/src/migrate.js';
import { DrivenCycle, REASON } from '../e2e/support/driven-cycle.js';
import { type Answer, RunningApp, type Somebody } from '../e2e/support/running-app.js';
import type { OwnTemporal } from '../faults/support/own-temporal.js';
import { createTestTopics } from '../support/event-lab.js';
import { type Story, keptDatabase, keptStory, keptTemporal } from './support/fixture.js';
import { ReleasedApi, built, isInHistory, lastRelease } from './support/last-release.js';

const commit = await lastRelease();
const isThere = await isInHistory(commit);
if (!isThere)
  console.error(
    `SKIPPED: the last release, ${commit}, is not in the history of this checkout (a shallow clone, or none).`,
  );

/**
 * While an upgrade is under way, the old API serves on the new schema, and the rest of the new release works beside it.
 */
(isThere ? describe : describe.skip)('the API of the last release, beside the schema of this one', () => {
  let app: RunningApp;
  let temporal: OwnTemporal;
  let api: ReleasedApi;
  let story: Story;
  let call: DrivenCycle;
  let screening: DrivenCycle;
  let jury: DrivenCycle;

  beforeAll(async () => {
    const folder = await built(commit);
    story = await keptStory();
    const database = await keptDatabase(story);
    temporal = await keptTemporal();
    const kafka = await createTestTopics();
    await migrate({ database, kafka, temporal: temporal.config }, () => undefined);
    const own = { database, kafka, temporal: temporal.config, secrets: story.secrets };
    app = await RunningApp.open(own, ['relay', 'auditor', 'notifier', 'worker']);
    api = await ReleasedApi.start(folder, app.config);
    call = DrivenCycle.found(app, story.call);
    screening = DrivenCycle.found(app, story.screening);
    jury = DrivenCycle.found(app, story.jury);
  }, 900_000);
  afterAll(async () => {
    await api?.stop();
    await app?.close();
    await temporal?.remove();
  });

  const served = async (answer: Promise<Answer>, status = 200): Promise<Answer> => {
    const given = await answer;
    expect([given.status, given.status === status ? null : given.body]).toEqual([status, null]);
    return given;
  };
  const get = (who: Somebody | null, path: string) => served(app.send(who, 'GET', path));

  it('knows people by their keys, and shows who they are and what they have', async () => {
    const { staff, asked, clarificationId } = story.call;
    expect((await get(staff, '/v1/me')).body).toMatchObject({ id: staff.id, name: staff.name });
    await get(null, '/v1/cycles');
    for (const { path } of [call, screening, jury]) {
      await get(null, path);
      await get(null, `${path}/stages`);
      await get(staff, `${path}/entries`);
    }
    await get(asked.person, `/v1/entries/${asked.entryId}`);
    await get(asked.person, `/v1/clarifications/${clarificationId}`);
    await get(staff, `${jury.path}/complaints`);
    await get(staff, '/v1/doctor');
    expect(await app.send({ ...staff, key: 'nobody' }, 'GET', '/v1/me')).toMatchObject({ status: 401 });
  });

  it('makes people at home in the new schema: a city registers, drafts and submits', async () => {
    const [entrant] = await call.enter(['Essaouira']);
    expect((await get(entrant!.person, `/v1/entries/${entrant!.entryId}`)).body).toMatchObject({ state: 'submitted' });
  });

  it('saves a section, and submits the entry', async () => {
    const { draft } = story.call;
    const path = `/v1/entries/${draft.entryId}`;
    const { body } = await get(draft.person, path);
    const sections = body['sections'] as { key: string; version: number }[];
    const { key, version } = sections.find((section) => section.key === 'summary')!;
    const before = (await get(draft.person, `${path}/sections/${key}/versions/${version}`)).body;
    const content = { ...(before['content'] as object), title: 'The initiative, renamed' };
    const saved = await served(
      app.send(draft.person, 'PUT', `${path}/sections/${key}`, { content }, { etag: `"${version}"` }),
    );
    expect(saved.etag).toBe(`"${version + 1}"`);
    await served(call.submit(draft), 201);
  });

  it('answers a clarification, and asks another one', async () => {
    const { asked, entered, clarificationId, staff } = story.call;
    await served(app.send(asked.person, 'POST', `/v1/clarifications/${clarificationId}/answer`, {}), 201);
    const question = { entryId: entered.entryId, fields: [{ pointer: '/title', question: 'Is this its full title?' }] };
    await served(app.send(staff, 'POST', `${call.path}/stages/eligibility/clarifications`, question), 201);
  });

  it('grants an extension, moves a deadline, and closes a stage', async () => {
    const { extended, staff } = story.call;
    const extension = {
      stageKey: 'call',
      target: { entryId: extended.entryId },
      until: '2037-04-30T00:00:00Z',
      reasonCode: 'flood',
      reasonText: 'The city was under water.',
    };
    await served(app.send(staff, 'POST', `${call.path}/extensions`, extension), 201);
    await served(call.command(staff, 'call', 'deadline', { deadlineAt: '2036-12-29T00:00:00Z', reason: REASON }));
    await served(call.command(staff, 'call', 'close', { reason: REASON }));
  });

  it('resumes a cycle, and saves a review', async () => {
    const { staff, experts } = story.screening;
    await served(app.send(staff, 'POST', `${screening.path}/resume`, { reason: REASON }));
    type Assigned = { id: string; version: number }[];
    const { body } = await get(experts[1]!, `${screening.path}/stages/screening/assignments`);
    const [{ id, version }] = body as unknown as [Assigned[number]];
    const review = { scores: { innovation: 3, context: 4 }, comment: 'Seen.' };
    await served(app.send(experts[1]!, 'PUT', `/v1/assignments/${id}/review`, review, { etag: `"${version}"` }));
  });

  it('casts a ballot, and shows the proposal once the jury has closed', async () => {
    const { entrants, jurors, staff } = story.jury;
    const ranking = entrants.slice(0, 3).map(({ entryId }) => [entryId]);
    await served(app.send(jurors.at(-1)!, 'POST', `${jury.path}/stages/jury/ballot`, { ranking }), 204);
    await jury.closeStage('jury');
    await jury.decide('jury', jurors[0]);
    await served(jury.command(staff, 'jury', 'release', { audience: 'concerned' }));
  });

  it('publishes a cycle of its own, which the new worker runs', async () => {
    const stages = [
      { key: 'call', type: 'call-for-entries', window: { opens: '2026-01-10T00:00Z', deadline: '2036-12-20T00:00Z' } },
    ];
    const cycle = await DrivenCycle.publish(app, { title: 'Its own', edition: 'own', stages });
    await cycle.untilState('call', 'open');
    await cycle.enter(['Faro']);
  });
});
