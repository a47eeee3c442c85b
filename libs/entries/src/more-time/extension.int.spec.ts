import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestingModule } from '@nestjs/testing';
import {
  CycleContextService,
  PauseService,
  ResumePreviewService,
  StageHandlers,
  interruptionAudiences,
} from '#libs/cycles';
import { PeopleService } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { ACCEPTANCE, type EntriesFixture, openEntriesFixture } from '../../../../test/support/entries-fixture.js';
import { SubmitService } from '../submit/submit.service.js';
import { ExtensionService } from './extension.service.js';

describe('an extension', () => {
  let fixture: EntriesFixture;
  let submits: SubmitService;
  let extensions: ExtensionService;
  let worker: TestingModule;

  beforeAll(async () => {
    fixture = await openEntriesFixture({ beside: true });
    submits = fixture.module.get(SubmitService);
    extensions = fixture.module.get(ExtensionService);
    worker = await fixture.worker();
  });
  afterAll(() => fixture.close());
  beforeEach(async () => {
    await fixture.openCall();
    await fixture.setStage('eligibility', "state = 'scheduled', opened_at = null, closed_at = null");
  });

  const drafted = async () => {
    const { city, context } = await fixture.city();
    const { id } = await fixture.draft(context, city.id);
    return { id, context, cityId: city.id };
  };
  const events = async (subject: string) => {
    const { rows } = await fixture.db.query('select type, data from platform.outbox where subject = $1', [subject]);
    return rows as { type: string; data: Record<string, unknown> }[];
  };
  const closed = () => fixture.closeCall();
  const grant = (target: { cityId: string } | { entryId: string }, seconds = 3600) =>
    extensions.grant(fixture.staff, fixture.cycleId, {
      stageKey: 'call',
      target,
      until: new Date(Date.now() + seconds * 1000),
      reasonCode: 'power-cut',
      reasonText: 'The city had no power for two days.',
    });

  it('lets one city in after the close, late, and no other; also twice at once', async () => {
    const [lucky, other] = [await drafted(), await drafted()];
    await closed();
    await grant({ cityId: lucky.cityId });
    const answers = await Promise.allSettled([1, 2].map(() => submits.submit(lucky.context, lucky.id, ACCEPTANCE)));
    const receipts = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    expect(receipts).toEqual([expect.objectContaining({ late: true, version: 1 })]);
    const { rows } = await fixture.db.query('select extension_id from entries.entry_version where entry_id = $1', [
      lucky.id,
    ]);
    expect(rows).toEqual([{ extension_id: expect.any(String) }]);
    await expect(submits.submit(other.context, other.id, ACCEPTANCE)).rejects.toMatchObject({
      code: 'deadline-passed',
    });
  });

  it('requirement 11: is redeemed by one submit of each entry, also when two different ones come at once', async () => {
    const { id, context, cityId } = await drafted();
    const { id: second } = await fixture.draft(context, cityId, { title: 'Another' });
    await closed();
    const { id: extensionId } = await grant({ cityId });
    const changed = async (title: string) => {
      await fixture.save(context, id, { title });
      return submits.submit(context, id, ACCEPTANCE);
    };
    const answers = await Promise.allSettled([
      submits.submit(context, id, ACCEPTANCE),
      changed('Changed'),
      changed('Changed at the same time'),
    ]);
    const receipts = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    expect(receipts).toEqual([expect.objectContaining({ late: true, version: 1 })]);

    await fixture.save(context, id, { title: 'Once more' });
    await expect(submits.submit(context, id, ACCEPTANCE)).rejects.toMatchObject({
      code: 'deadline-passed',
      message: expect.stringMatching(/ was redeemed by version 1, submitted on .* UTC: it lets an entry in once\.$/),
      document: { at: expect.any(String), currentVersion: 1 },
    });
    expect(await submits.submit(context, second, ACCEPTANCE)).toMatchObject({ late: true, version: 1 });
    const redeem = 'insert into entries.redemption (extension_id, entry_id, version) values ($1, $2, 1)';
    await expect(fixture.db.query(redeem, [extensionId, id])).rejects.toThrow(/redemption_pkey/);
    // Another one lets it in again.
    await grant({ entryId: id });
    expect(await submits.submit(context, id, ACCEPTANCE)).toMatchObject({ late: true, version: 2 });
  });

  it('counts for one entry only until it ends, and as long as eligibility is open', async () => {
    const { id, context, cityId } = await drafted();
    const { id: second } = await fixture.draft(context, cityId, { title: 'Another' });
    await closed();
    await grant({ entryId: id });
    await expect(submits.submit(context, second, ACCEPTANCE)).rejects.toMatchObject({ code: 'deadline-passed' });
    await fixture.setStage('eligibility', "state = 'deciding', closed_at = now()");
    await expect(submits.submit(context, id, ACCEPTANCE)).rejects.toMatchObject({ code: 'deadline-passed' });
    await expect(grant({ entryId: id })).rejects.toMatchObject({ code: 'conflict' });
    await fixture.setStage('eligibility', "state = 'open', closed_at = null");
    expect(await submits.submit(context, id, ACCEPTANCE)).toMatchObject({ late: true });
    await fixture.save(context, id, { title: 'Once more' });
    await grant({ entryId: id }, 7200);
    const ended = "granted_at = now() - interval '1 h', until = now() - interval '1 s'";
    await fixture.db.query('delete from entries.redemption where entry_id = $1', [id]);
    await fixture.db.query(`update entries.extension set ${ended} where entry_id = $1`, [id]);
    await expect(submits.submit(context, id, ACCEPTANCE)).rejects.toMatchObject({
      code: 'deadline-passed',
      message: expect.stringMatching(/^Your extension of .* ended on /),
    });
  });

  it('lasts as much longer as a pause that it was running in; its end before stays known, and the city is told once', async () => {
    const { id, context, cityId } = await drafted();
    const { cycleId, db } = fixture;
    await closed();
    const [running, over] = [await grant({ entryId: id }), await grant({ cityId })];
    const pauses = worker.get(PauseService);
    const command = () => ({ commandId: randomUUID(), actorId: fixture.staff.actor.id });
    const system = { actor: fixture.staff.actor, cause: 'command:test' };
    await pauses.pause(system, cycleId, command());
    // It began two hours ago: one extension was to end an hour later, another an hour before.
    for (const table of ['pause', 'stage']) {
      await db.query(`update cycles.${table} set paused_at = now() - interval '2 hours' where cycle_id = $1`, [
        cycleId,
      ]);
    }
    await db.query(`update cycles.cycle set paused_at = now() - interval '2 hours' where id = $1`, [cycleId]);
    const ends = `update entries.extension set granted_at = now() - interval '1 day', until = now() - $2::interval where id = $1`;
    await db.query(ends, [running.id, '1 hour']);
    await db.query(ends, [over.id, '3 hours']);
    const [reading, people] = [fixture.module.get(UnitOfWork), fixture.module.get(PeopleService)];
    const handlers = fixture.module.get(StageHandlers);
    const previews = new ResumePreviewService(reading, handlers, people);
    const previewed = await previews.preview(cycleId, {});
    const own = previewed.own.filter((each) => each.cityId === cityId);
    expect(own).toMatchObject([{ kind: 'extension', id: running.id, stageKey: 'call' }]);
    expect(previewed.told).toContainEqual(expect.objectContaining({ personId: context.actor.id }));
    await pauses.resume(system, cycleId, command());
    const { rows } = await db.query(
      `select x.id, x.until > now() as lasts, m.moved_from is not null as moved
       from entries.extension x left join entries.extension_move m on m.extension_id = x.id and m.moved_to = x.until
       where x.id in ($1, $2) order by moved desc`,
      [running.id, over.id],
    );
    expect(rows).toEqual([
      { id: running.id, lasts: true, moved: true },
      { id: over.id, lasts: false, moved: false },
    ]);
    const resumed = (await events(cycleId)).find(({ type }) => type === 'laureate.cycle.resumed.v1')!;
    const isOfIt = ({ type, data }: { type: string; data: object }) =>
      type === 'laureate.extension.moved.v1' && 'extensionId' in data && data.extensionId === running.id;
    const moved = (await events(cycleId)).find(isOfIt)!;
    expect(moved.data).toMatchObject({ stageKey: 'call', reasonCode: 'resumed' });
    const audience = interruptionAudiences({
      unitOfWork: reading,
      context: fixture.module.get(CycleContextService),
      people,
      handlers,
    }).find(({ kind }) => kind === 'cycle-resumed')!;
    const event = resumed as never;
    expect(await audience.people(event)).toContain(context.actor.id);
    const { from, to } = moved.data;
    expect(await audience.facts(event, context.actor.id, 'en')).toMatchObject({
      own: [{ kind: 'extension', title: 'Call for entries', deadlineAt: to, previousDeadlineAt: from }],
    });
    expect(await submits.submit(context, id, ACCEPTANCE)).toMatchObject({ late: true });
  });

  it('is granted by the secretariat, for a time to come, and told without its reason text', async () => {
    const { id, context, cityId } = await drafted();
    await expect(grant({ cityId: randomUUID() })).rejects.toMatchObject({ code: 'not-found' });
    await expect(grant({ cityId }, -5)).rejects.toMatchObject({ code: 'rule-violated' });
    const given = { stageKey: 'call', target: { entryId: id }, until: new Date(Date.now() + 9e9) };
    const reason = { reasonCode: 'mine', reasonText: 'I want more time' };
    const own = extensions.grant(context, fixture.cycleId, { ...given, ...reason });
    await expect(own).rejects.toMatchObject({ code: 'forbidden' });
    await fixture.closeCall('decided');
    await expect(grant({ cityId })).rejects.toMatchObject({ code: 'conflict' });
    await fixture.openCall();
    const granted = await grant({ cityId }, 1e7);
    const told = (await events(fixture.cycleId)).filter(({ data }) => data['extensionId'] === granted.id);
    expect(told).toHaveLength(1);
    expect(JSON.stringify(told)).not.toContain('power for');
  });
});
