import { aroundAnInstant } from '../../../../test/support/at-once.js';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EntityManager } from '@mikro-orm/postgresql';
import { CycleContextService } from '#libs/cycles';
import { PeopleService } from '#libs/identity';
import { UnitOfWork } from '#libs/platform';
import {
  ACCEPTANCE,
  CONTACT,
  type EntriesFixture,
  openEntriesFixture,
} from '../../../../test/support/entries-fixture.js';
import { completeContent } from '../../../../test/support/entry-contents.js';
import { statementsOf } from '../../../../test/support/statements.js';
import { EntryService } from '../draft/entry.service.js';
import { entriesAudiences } from '../entries.audiences.js';
import { ErasureService } from '../erasure/erasure.service.js';
import { EntryReaderService } from '../reading/entry-reader.service.js';
import { SubmitService } from './submit.service.js';

describe('submitting an entry', () => {
  let fixture: EntriesFixture;
  let entries: EntryService;
  let submits: SubmitService;
  let reader: EntryReaderService;

  beforeAll(async () => {
    fixture = await openEntriesFixture();
    entries = fixture.module.get(EntryService);
    submits = fixture.module.get(SubmitService);
    reader = fixture.module.get(EntryReaderService);
  });
  afterAll(() => fixture.close());
  beforeEach(() => fixture.openCall());

  const drafted = async () => {
    const { city, context } = await fixture.city();
    const { id, version } = await fixture.draft(context, city.id);
    return { id, version, context, cityId: city.id };
  };
  const events = async (subject: string) => {
    const { rows } = await fixture.db.query('select type, data, actor from platform.outbox where subject = $1', [
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
    const data = { entryId: id, cycleId: fixture.cycleId, cityId, version: 1, digest, at, late: false };
    expect((await events(id)).at(-1)).toEqual({ type: 'laureate.entry.submitted.v1', data, actor: context.actor.id });
    expect(JSON.stringify(await events(id))).not.toMatch(/Ana|example|initiative/i);
    expect(await reader.get(context, id)).toMatchObject({ state: 'submitted', currentVersion: 1, contacts: [CONTACT] });
  });

  it('requirement 5: the mail says what was submitted, also when it is sent after the draft was edited again', async () => {
    const { id, context } = await drafted();
    const { digest, at, receiptId } = await submits.submit(context, id, ACCEPTANCE);
    const { content } = await reader.get(context, id);
    await fixture.save(context, id, { title: 'Another title, still a draft' });
    const receiptMail = entriesAudiences({
      unitOfWork: fixture.module.get(UnitOfWork),
      cycles: fixture.module.get(CycleContextService),
      people: fixture.module.get(PeopleService),
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
    const unitOfWork = fixture.module.get(UnitOfWork);
    const submitOnce = async () => {
      const { id, context } = await drafted();
      const request = { key: randomUUID(), fingerprint: 'f' };
      const submitIt = () => unitOfWork.runOnce(context, request, () => submits.submit(context, id, ACCEPTANCE));
      let receipt;
      const asked = await statementsOf(
        fixture.module.get(EntityManager),
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
    const { city, context } = await fixture.city();
    const content = completeContent({ title: '', lessons: {} });
    const { id } = await entries.draft(context, fixture.cycleId, { cityId: city.id, content });
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
    await fixture.save(context, id, { title: 'A better title' });
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
    await fixture.save(context, id, { title: 'Changed' });
    const stale = submits.submit(context, id, { ...ACCEPTANCE, draftVersion: version });
    await expect(stale).rejects.toMatchObject({ code: 'stale-version', document: { theirs: { title: 'Changed' } } });
  });

  it('waits for the opening, marks as late after the deadline, and ends at the hard close', async () => {
    const { id, context } = await drafted();
    await fixture.setStage('call', "state = 'scheduled', opens_at = now() + interval '1 minute', opened_at = null");
    await expect(submits.submit(context, id, ACCEPTANCE)).rejects.toMatchObject({ code: 'not-open' });
    await fixture.openCall(-1, 3600);
    expect(await submits.submit(context, id, ACCEPTANCE)).toMatchObject({ late: true });
    const other = await drafted();
    await fixture.openCall(-2, -1);
    await expect(submits.submit(other.context, other.id, ACCEPTANCE)).rejects.toMatchObject({
      code: 'deadline-passed',
      document: { at: expect.any(String), deadline: { zone: 'Asia/Shanghai' } },
    });
  });

  it("requirement 10: shows the deadline in the award's zone and the city's, never by an abbreviation", async () => {
    const { id, context } = await drafted();
    await fixture.setStage('call', "deadline_at = '2099-08-31T15:59:00Z', hard_close_at = '2099-08-31T15:59:00Z'");
    const deadline = {
      utc: '2099-08-31T15:59:00.000Z',
      local: '2099-08-31T23:59:00.000+08:00',
      zone: 'Asia/Shanghai',
      city: { local: '2099-08-31T18:59:00.000+03:00', zone: 'Africa/Nairobi' },
    };
    expect(await submits.submit(context, id, ACCEPTANCE)).toMatchObject({ deadline });
    expect(await reader.get(context, id)).toMatchObject({ deadline });
    await fixture.save(context, id, { title: 'Too late' });
    await fixture.setStage(
      'call',
      "opens_at = '2026-03-01', deadline_at = '2026-08-31T15:59:00Z', hard_close_at = '2026-08-31T15:59:00Z'",
    );
    await expect(submits.submit(context, id, ACCEPTANCE)).rejects.toMatchObject({
      message:
        'The deadline of "Call for entries" was 31 August 2026 at 23:59 (Asia/Shanghai), 18:59 (Africa/Nairobi), 15:59 UTC.',
      document: { deadline: { city: { local: '2026-08-31T18:59:00.000+03:00', zone: 'Africa/Nairobi' } } },
    });
  });

  it('requirement 9: a second before the deadline is in time, at it late, and at the end of the grace over', async () => {
    const HOUR_MS = 3_600_000;
    /** What a submit is told that begins so many milliseconds before the deadline, which has an hour of grace. */
    const submitted = async (before: number) => {
      const { id, context } = await drafted();
      return fixture.module
        .get(UnitOfWork)
        .run(context, async (work) => {
          const deadline = (await work.now()).getTime() + before;
          const [soft, hard] = [deadline, deadline + HOUR_MS].map((ms) => `'${new Date(ms).toISOString()}'`);
          await fixture.setStage('call', `deadline_at = ${soft}, hard_close_at = ${hard}`);
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
    const all = await Promise.all(Array.from({ length: 8 }, drafted));
    const { at, before, after } = await aroundAnInstant(
      { unitOfWork: fixture.module.get(UnitOfWork), db: fixture.db },
      all.map(({ id, context }) => ({ context, act: () => submits.submit(context, id, ACCEPTANCE) })),
      (instant) =>
        fixture.setStage(
          'call',
          `deadline_at = '${instant.toISOString()}', hard_close_at = '${instant.toISOString()}'`,
        ),
    );
    const hardClose = at.toISOString();
    const receipts = before.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.at] : []));
    const refusals = after.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason.document.at] : []));
    expect([receipts.length, refusals.length]).toEqual([4, 4]);
    expect(receipts.filter((each) => each >= hardClose)).toEqual([]);
    expect(refusals.filter((each) => each < hardClose)).toEqual([]);
    const { rows: stored } = await fixture.db.query('select id from entries.receipt where entry_id = any($1)', [
      all.map(({ id }) => id),
    ]);
    expect(stored).toHaveLength(receipts.length);
  });

  it('still verifies after a personal value was erased from every version and the draft', async () => {
    const secret = 'Ask Maria Sample, +254 700 000000';
    const { id, context } = await fixture.submitted({ outcomes: { results: secret, evidence: 'Counted.' } });
    await fixture.save(context, id, { outcomes: { results: secret } }, 'outcomes');
    await submits.submit(context, id, ACCEPTANCE);
    const erase = { pointer: '/outcomes/results', reasonCode: 'asked-for', reasonText: 'She asked us to.' };
    const erasures = fixture.module.get(ErasureService);
    await expect(erasures.erase(context, id, erase)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await erasures.erase(fixture.staff, id, erase)).toMatchObject({ versions: 2 });

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
      const { rows } = await fixture.db.query(`select 1 from ${table} t where to_jsonb(t)::text like '%Maria%'`);
      expect([table, rows.length]).toEqual([table, 0]);
    }
    await expect(erasures.erase(fixture.staff, id, erase)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('tells what was changed behind its back, and the database refuses most of it', async () => {
    const { id, context } = await fixture.submitted();
    const [version] = (await reader.get(context, id)).versions;
    const change = (set: string) =>
      fixture.db.query(`update entries.entry_version set ${set} where entry_id = $1`, [id]);
    await expect(change("digest = repeat('0', 64)")).rejects.toThrow('never changed');
    await expect(change("submitted_at = now() - interval '1 day'")).rejects.toThrow('never changed');
    await expect(change(`salts = jsonb_set(salts, '{/title}', '"00"')`)).rejects.toThrow('never changed');
    await change(`content = jsonb_set(content, '{title}', '"Another title"')`);
    expect(await reader.verifyReceipt(version!.receiptId!)).toMatchObject({ verifies: false });
  });
});
