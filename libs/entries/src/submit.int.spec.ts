import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EntityManager } from '@mikro-orm/postgresql';
import type { TestingModule } from '@nestjs/testing';
import {
  ConcernedSources,
  CycleContextService,
  OwnDeadlineSources,
  PauseService,
  ResumePreviewService,
  interruptionAudiences,
} from '#libs/cycles';
import { PeopleService } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import { ACCEPTANCE, CONTACT, type House, openHouse } from '../../../test/support/entries-house.js';
import { completeContent } from '../../../test/support/entry-contents.js';
import { statementsOf } from '../../../test/support/statements.js';
import {
  EntryReader,
  EntryService,
  ErasureService,
  ExtensionService,
  SubmitService,
  entriesAudiences,
} from './index.js';

describe('submitting an entry', () => {
  let house: House;
  let entries: EntryService;
  let submits: SubmitService;
  let reader: EntryReader;
  let extensions: ExtensionService;
  let worker: TestingModule;

  beforeAll(async () => {
    house = await openHouse();
    entries = house.module.get(EntryService);
    submits = house.module.get(SubmitService);
    reader = house.module.get(EntryReader);
    extensions = house.module.get(ExtensionService);
    worker = await house.worker();
  });
  afterAll(() => house.close());
  beforeEach(async () => {
    await house.openCall();
    await house.setStage('eligibility', "state = 'scheduled', opened_at = null, closed_at = null");
  });

  const drafted = async () => {
    const { city, context } = await house.city();
    const { id, version } = await house.draft(context, city.id);
    return { id, version, context, cityId: city.id };
  };
  const events = async (subject: string) => {
    const { rows } = await house.db.query('select type, data, actor from platform.outbox where subject = $1', [
      subject,
    ]);
    return rows as { type: string; data: Record<string, unknown>; actor: string }[];
  };

  it('gives a receipt that anybody can verify, and says so in one event without personal data', async () => {
    const { id, context, cityId } = await drafted();
    const receipt = await submits.submit(context, id, ACCEPTANCE);
    expect(receipt).toMatchObject({ entryId: id, version: 1, late: false });
    expect(await reader.verifyReceipt(receipt.receiptId)).toEqual({
      receiptId: receipt.receiptId,
      version: 1,
      digest: receipt.digest,
      digestAlgorithm: receipt.digestAlgorithm,
      at: receipt.at,
      arrivedAt: null,
      verifies: true,
      revision: 1,
      erasedFields: 0,
      supporting: false,
    });
    const { digest, at } = receipt;
    const data = { entryId: id, cycleId: house.cycleId, cityId, version: 1, digest, at, late: false };
    expect((await events(id)).at(-1)).toEqual({ type: 'laureate.entry.submitted.v1', data, actor: context.actor.id });
    expect(JSON.stringify(await events(id))).not.toMatch(/Ana|example|initiative/i);
    expect(await reader.get(context, id)).toMatchObject({ state: 'submitted', currentVersion: 1, contacts: [CONTACT] });
  });

  it('complaint 5: the mail says what was submitted, also when it is sent after the draft was edited again', async () => {
    const { id, context } = await drafted();
    const { digest, at, receiptId } = await submits.submit(context, id, ACCEPTANCE);
    const { content } = await reader.get(context, id);
    await house.save(context, id, { title: 'Another title, still a draft' });
    const receiptMail = entriesAudiences({
      unitOfWork: house.module.get(UnitOfWork),
      cycles: house.module.get(CycleContextService),
      people: house.module.get(PeopleService),
      linkTo: (path: string) => path,
    }).find(({ kind }) => kind === 'entry-received')!;
    const [submitted] = (await events(id)).filter(({ type }) => type === receiptMail.on);
    expect(await receiptMail.people(submitted as never)).toEqual([context.actor.id]);
    expect(await receiptMail.facts(submitted as never, context.actor.id, 'en')).toMatchObject({
      entryTitle: content['title'],
      version: 1,
      submittedAt: at,
      late: false,
      receiptId,
      receiptDigest: digest,
    });
  });

  it('takes two round trips with its key: begin, claim and lock; write and commit', async () => {
    const unitOfWork = house.module.get(UnitOfWork);
    const submitOnce = async () => {
      const { id, context } = await drafted();
      const request = { key: randomUUID(), fingerprint: 'f' };
      const submitIt = () => unitOfWork.runOnce(context, request, () => submits.submit(context, id, ACCEPTANCE));
      let receipt;
      const asked = await statementsOf(
        house.module.get(EntityManager),
        async () => void (receipt = (await submitIt()).answer),
      );
      expect(await submitIt()).toEqual({ answer: receipt, isRepeated: true });
      expect((await events(id)).at(-1)).toMatchObject({ type: 'laureate.entry.submitted.v1', data: { version: 1 } });
      return asked;
    };
    // What never changes of the cycle is read by the first.
    await submitOnce();
    expect(await submitOnce()).toEqual(['/* held */', 'select entries.lock_to_submit(?) as', '/* last */']);
  });

  it('names everything that is missing, at once', async () => {
    const { city, context } = await house.city();
    const content = completeContent({ title: '', lessons: {} });
    const { id } = await entries.draft(context, house.cycleId, { cityId: city.id, content });
    const publication = { summary: true, profile: false, story: true };
    const incomplete = submits.submit(context, id, { ...ACCEPTANCE, rulesVersion: '0', publication });
    await expect(incomplete).rejects.toMatchObject({
      code: 'rule-violated',
      document: {
        at: expect.any(String),
        errors: [
          { pointer: '/content/title', message: 'is empty' },
          { pointer: '/content/lessons/learned', message: 'is missing' },
          { pointer: '/contacts', message: 'name at least one contact person' },
          { pointer: '/rulesVersion', message: 'is not the version in force', allowed: '1' },
          expect.objectContaining({ pointer: '/publication/full-text', allowed: 'true or false' }),
          expect.objectContaining({ pointer: '/publication/story', allowed: 'summary, profile, full-text' }),
        ],
      },
    });
    expect((await reader.get(context, id)).currentVersion).toBe(0);
  });

  it('makes the next version of what was changed, and refuses what was not', async () => {
    const { id, context } = await drafted();
    const first = await submits.submit(context, id, ACCEPTANCE);
    await expect(submits.submit(context, id, ACCEPTANCE)).rejects.toMatchObject({
      code: 'conflict',
      document: { currentVersion: 1, at: expect.any(String) },
    });
    await house.save(context, id, { title: 'A better title' });
    const second = await submits.submit(context, id, ACCEPTANCE);
    expect(second.version).toBe(2);
    for (const receipt of [first, second]) {
      expect(await reader.verifyReceipt(receipt.receiptId)).toMatchObject({
        verifies: true,
        digest: receipt.digest,
        revision: 1,
      });
    }
  });

  it('twice at once is one version, and one refusal', async () => {
    const { id, context } = await drafted();
    const answers = await Promise.allSettled([1, 2, 3].map(() => submits.submit(context, id, ACCEPTANCE)));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason.code] : []));
    expect(refusals).toEqual(['conflict', 'conflict']);
    expect((await reader.get(context, id)).versions).toHaveLength(1);
  });

  it('refuses a submit of a draft that somebody changed meanwhile', async () => {
    const { id, version, context } = await drafted();
    await house.save(context, id, { title: 'Changed' });
    const stale = submits.submit(context, id, { ...ACCEPTANCE, draftVersion: version });
    await expect(stale).rejects.toMatchObject({ code: 'stale-version', document: { theirs: { title: 'Changed' } } });
  });

  it('waits for the opening, marks as late after the deadline, and ends at the hard close', async () => {
    const { id, context } = await drafted();
    await house.setStage('call', "state = 'scheduled', opens_at = now() + interval '1 minute', opened_at = null");
    await expect(submits.submit(context, id, ACCEPTANCE)).rejects.toMatchObject({ code: 'not-open' });
    await house.openCall(-1, 3600);
    expect(await submits.submit(context, id, ACCEPTANCE)).toMatchObject({ late: true });
    const other = await drafted();
    await house.openCall(-2, -1);
    await expect(submits.submit(other.context, other.id, ACCEPTANCE)).rejects.toMatchObject({
      code: 'deadline-passed',
      document: { at: expect.any(String), deadline: { zone: 'Asia/Shanghai' } },
    });
  });

  it("complaint 10: shows the deadline in the award's zone and the city's, never by an abbreviation", async () => {
    const { id, context } = await drafted();
    await house.setStage('call', "deadline_at = '2099-08-31T15:59:00Z', hard_close_at = '2099-08-31T15:59:00Z'");
    const deadline = {
      utc: '2099-08-31T15:59:00.000Z',
      local: '2099-08-31T23:59:00.000+08:00',
      zone: 'Asia/Shanghai',
      city: { local: '2099-08-31T18:59:00.000+03:00', zone: 'Africa/Nairobi' },
    };
    expect(await submits.submit(context, id, ACCEPTANCE)).toMatchObject({ deadline });
    expect(await reader.get(context, id)).toMatchObject({ deadline });
    await house.save(context, id, { title: 'Too late' });
    await house.setStage(
      'call',
      "opens_at = '2026-03-01', deadline_at = '2026-08-31T15:59:00Z', hard_close_at = '2026-08-31T15:59:00Z'",
    );
    await expect(submits.submit(context, id, ACCEPTANCE)).rejects.toMatchObject({
      message:
        'The deadline of "Call for entries" was 31 August 2026 at 23:59 (Asia/Shanghai), 18:59 (Africa/Nairobi), 15:59 UTC.',
      document: { deadline: { city: { local: '2026-08-31T18:59:00.000+03:00', zone: 'Africa/Nairobi' } } },
    });
  });

  it('complaint 9: a second before the deadline is in time, at it late, and at the end of the grace over', async () => {
    const HOUR_MS = 3_600_000;
    /** What a submit is told that begins so many milliseconds before the deadline, which has an hour of grace. */
    const submitted = async (before: number) => {
      const { id, context } = await drafted();
      return house.module
        .get(UnitOfWork)
        .run(context, async (work) => {
          const deadline = (await work.now()).getTime() + before;
          const [soft, hard] = [deadline, deadline + HOUR_MS].map((ms) => `'${new Date(ms).toISOString()}'`);
          await house.setStage('call', `deadline_at = ${soft}, hard_close_at = ${hard}`);
          return submits.submit(context, id, ACCEPTANCE);
        })
        .then(
          ({ late }) => (late ? 'late' : 'in time'),
          ({ code }: { code: string }) => code,
        );
    };
    expect(await submitted(1000)).toBe('in time');
    expect(await submitted(0)).toBe('late');
    expect(await submitted(-HOUR_MS + 1)).toBe('late');
    expect(await submitted(-HOUR_MS)).toBe('deadline-passed');
  });

  it('across the hard close every receipt is before it, every refusal at or after it, and none is lost', async () => {
    const all = await Promise.all(Array.from({ length: 24 }, drafted));
    await house.openCall(0.05, 1);
    const { rows } = await house.db.query(
      'select hard_close_at as at from cycles.stage where cycle_id = $1 and key = $2',
      [house.cycleId, 'call'],
    );
    const hardClose = (rows[0] as { at: Date }).at.toISOString();
    const answers = await Promise.allSettled(
      all.map(async ({ id, context }, index) => {
        await new Promise((resolve) => setTimeout(resolve, index * 75));
        return submits.submit(context, id, ACCEPTANCE);
      }),
    );
    const receipts = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.at] : []));
    const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason.document.at] : []));
    expect(receipts.length).toBeGreaterThan(0);
    expect(refusals.length).toBeGreaterThan(0);
    expect(receipts.filter((at) => at >= hardClose)).toEqual([]);
    expect(refusals.filter((at) => at < hardClose)).toEqual([]);
    const { rows: stored } = await house.db.query('select id from entries.receipt where entry_id = any($1)', [
      all.map(({ id }) => id),
    ]);
    expect(stored).toHaveLength(receipts.length);
  });

  describe('with an extension', () => {
    const closed = () =>
      house.setStage(
        'call',
        "state = 'closing', deadline_at = now() - interval '2 s', hard_close_at = now() - interval '1 s', closed_at = now()",
      );
    const grant = (target: { cityId: string } | { entryId: string }, seconds = 3600) =>
      extensions.grant(house.staff, house.cycleId, {
        stageKey: 'call',
        target,
        until: new Date(Date.now() + seconds * 1000),
        reasonCode: 'power-cut',
        reasonText: 'The city had no power for two days.',
      });

    it('one city comes in after the close, late; the others do not; also twice at once', async () => {
      const [lucky, other] = [await drafted(), await drafted()];
      await closed();
      await grant({ cityId: lucky.cityId });
      const answers = await Promise.allSettled([1, 2].map(() => submits.submit(lucky.context, lucky.id, ACCEPTANCE)));
      const receipts = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
      expect(receipts).toEqual([expect.objectContaining({ late: true, version: 1 })]);
      const { rows } = await house.db.query('select extension_id from entries.entry_version where entry_id = $1', [
        lucky.id,
      ]);
      expect(rows).toEqual([{ extension_id: expect.any(String) }]);
      await expect(submits.submit(other.context, other.id, ACCEPTANCE)).rejects.toMatchObject({
        code: 'deadline-passed',
      });
    });

    it('complaint 11: is redeemed by one submit of each entry, also when two different ones come at once', async () => {
      const { id, context, cityId } = await drafted();
      const { id: second } = await house.draft(context, cityId, { title: 'Another' });
      await closed();
      const { id: extensionId } = await grant({ cityId });
      const changed = async (title: string) => {
        await house.save(context, id, { title });
        return submits.submit(context, id, ACCEPTANCE);
      };
      const answers = await Promise.allSettled([
        submits.submit(context, id, ACCEPTANCE),
        changed('Changed'),
        changed('Changed at the same time'),
      ]);
      const receipts = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
      expect(receipts).toEqual([expect.objectContaining({ late: true, version: 1 })]);

      await house.save(context, id, { title: 'Once more' });
      await expect(submits.submit(context, id, ACCEPTANCE)).rejects.toMatchObject({
        code: 'deadline-passed',
        message: expect.stringMatching(/ was redeemed by version 1, submitted on .* UTC: it lets an entry in once\.$/),
        document: { at: expect.any(String), currentVersion: 1 },
      });
      expect(await submits.submit(context, second, ACCEPTANCE)).toMatchObject({ late: true, version: 1 });
      const redeem = 'insert into entries.redemption (extension_id, entry_id, version) values ($1, $2, 1)';
      await expect(house.db.query(redeem, [extensionId, id])).rejects.toThrow(/redemption_pkey/);
      // Another one lets it in again.
      await grant({ entryId: id });
      expect(await submits.submit(context, id, ACCEPTANCE)).toMatchObject({ late: true, version: 2 });
    });

    it('counts for one entry only until it ends, and as long as eligibility is open', async () => {
      const { id, context, cityId } = await drafted();
      const { id: second } = await house.draft(context, cityId, { title: 'Another' });
      await closed();
      await grant({ entryId: id });
      await expect(submits.submit(context, second, ACCEPTANCE)).rejects.toMatchObject({ code: 'deadline-passed' });
      await house.setStage('eligibility', "state = 'deciding', closed_at = now()");
      await expect(submits.submit(context, id, ACCEPTANCE)).rejects.toMatchObject({ code: 'deadline-passed' });
      await expect(grant({ entryId: id })).rejects.toMatchObject({ code: 'conflict' });
      await house.setStage('eligibility', "state = 'open', closed_at = null");
      expect(await submits.submit(context, id, ACCEPTANCE)).toMatchObject({ late: true });
      await house.save(context, id, { title: 'Once more' });
      await grant({ entryId: id }, 7200);
      const ended = "granted_at = now() - interval '1 h', until = now() - interval '1 s'";
      await house.db.query('delete from entries.redemption where entry_id = $1', [id]);
      await house.db.query(`update entries.extension set ${ended} where entry_id = $1`, [id]);
      await expect(submits.submit(context, id, ACCEPTANCE)).rejects.toMatchObject({
        code: 'deadline-passed',
        message: expect.stringMatching(/^Your extension of .* ended on /),
      });
    });

    it('lasts as much longer as a pause that it was running in; its end before stays known, and the city is told once', async () => {
      const { id, context, cityId } = await drafted();
      const { cycleId, db } = house;
      await closed();
      const [running, over] = [await grant({ entryId: id }), await grant({ cityId })];
      const pauses = worker.get(PauseService);
      const command = () => ({ commandId: randomUUID(), actorId: house.staff.actor.id });
      const system = { actor: house.staff.actor, cause: 'command:test' };
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
      const [reading, people] = [house.module.get(UnitOfWork), house.module.get(PeopleService)];
      const concerned = house.module.get(ConcernedSources);
      const previews = new ResumePreviewService(reading, concerned, house.module.get(OwnDeadlineSources), people);
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
        context: house.module.get(CycleContextService),
        people,
        concerned,
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
      const own = extensions.grant(context, house.cycleId, { ...given, ...reason });
      await expect(own).rejects.toMatchObject({ code: 'forbidden' });
      await closed();
      await house.setStage('call', "state = 'decided'");
      await expect(grant({ cityId })).rejects.toMatchObject({ code: 'conflict' });
      await house.openCall();
      const granted = await grant({ cityId }, 1e7);
      const told = (await events(house.cycleId)).filter(({ data }) => data['extensionId'] === granted.id);
      expect(told).toHaveLength(1);
      expect(JSON.stringify(told)).not.toContain('power for');
    });
  });

  it('still verifies after a personal value was erased from every version and the draft', async () => {
    const secret = 'Ask Maria Sample, +254 700 000000';
    const { id, context } = await house.submitted({ outcomes: { results: secret, evidence: 'Counted.' } });
    await house.save(context, id, { outcomes: { results: secret } }, 'outcomes');
    await submits.submit(context, id, ACCEPTANCE);
    const erase = { pointer: '/outcomes/results', reasonCode: 'asked-for', reasonText: 'She asked us to.' };
    const erasures = house.module.get(ErasureService);
    await expect(erasures.erase(context, id, erase)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await erasures.erase(house.staff, id, erase)).toMatchObject({ versions: 2 });

    const answer = await reader.get(context, id);
    expect(answer.content['outcomes']).toEqual({ results: null });
    for (const { receiptId } of answer.versions) {
      expect(await reader.verifyReceipt(receiptId!)).toMatchObject({ verifies: true, erasedFields: 1 });
    }
    for (const table of [
      'entries.entry',
      'entries.entry_section',
      'entries.entry_section_version',
      'entries.entry_version',
      'platform.outbox',
      'platform.idempotency_key',
    ]) {
      const { rows } = await house.db.query(`select 1 from ${table} t where to_jsonb(t)::text like '%Maria%'`);
      expect([table, rows.length]).toEqual([table, 0]);
    }
    await expect(erasures.erase(house.staff, id, erase)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('tells what was changed behind its back, and the database refuses most of it', async () => {
    const { id, context } = await house.submitted();
    const [version] = (await reader.get(context, id)).versions;
    const change = (set: string) => house.db.query(`update entries.entry_version set ${set} where entry_id = $1`, [id]);
    await expect(change("digest = repeat('0', 64)")).rejects.toThrow('never changed');
    await expect(change("submitted_at = now() - interval '1 day'")).rejects.toThrow('never changed');
    await expect(change(`salts = jsonb_set(salts, '{/title}', '"00"')`)).rejects.toThrow('never changed');
    await change(`content = jsonb_set(content, '{title}', '"Another title"')`);
    expect(await reader.verifyReceipt(version!.receiptId!)).toMatchObject({ verifies: false });
  });
});
