import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ACCEPTANCE, CONTACT, type House, openHouse } from '../../../test/support/entries-house.js';
import { completeContent } from '../../../test/support/entry-contents.js';
import { EntryReader, EntryService, ErasureService, ExtensionService, SubmitService } from './index.js';

describe('submitting an entry', () => {
  let house: House;
  let entries: EntryService;
  let submits: SubmitService;
  let reader: EntryReader;
  let extensions: ExtensionService;

  beforeAll(async () => {
    house = await openHouse();
    entries = house.module.get(EntryService);
    submits = house.module.get(SubmitService);
    reader = house.module.get(EntryReader);
    extensions = house.module.get(ExtensionService);
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
      verifies: true,
      erasedFields: 0,
    });
    const { digest, at } = receipt;
    const data = { entryId: id, cycleId: house.cycleId, cityId, version: 1, digest, at, late: false };
    expect((await events(id)).at(-1)).toEqual({ type: 'laureate.entry.submitted.v1', data, actor: context.actor.id });
    expect(JSON.stringify(await events(id))).not.toMatch(/Ana|example|initiative/i);
    expect(await reader.get(context, id)).toMatchObject({ state: 'submitted', currentVersion: 1, contacts: [CONTACT] });
  });

  it('names everything that is missing, at once', async () => {
    const { city, context } = await house.city();
    const content = completeContent({ title: '', lessons: {} });
    const { id } = await entries.draft(context, house.cycleId, { cityId: city.id, content });
    const incomplete = submits.submit(context, id, { ...ACCEPTANCE, rulesVersion: '0' });
    await expect(incomplete).rejects.toMatchObject({
      code: 'rule-violated',
      document: {
        at: expect.any(String),
        errors: [
          { pointer: '/content/title', message: 'is empty' },
          { pointer: '/content/lessons/learned', message: 'is missing' },
          { pointer: '/contacts', message: 'name at least one contact person' },
          { pointer: '/rulesVersion', message: 'is not the version in force', allowed: '1' },
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
    const { version } = await reader.get(context, id);
    await entries.saveDraft(context, id, version, { content: completeContent({ title: 'A better title' }) });
    const second = await submits.submit(context, id, ACCEPTANCE);
    expect(second.version).toBe(2);
    for (const receipt of [first, second]) {
      expect(await reader.verifyReceipt(receipt.receiptId)).toMatchObject({ verifies: true, digest: receipt.digest });
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
    await entries.saveDraft(context, id, version, { content: completeContent({ title: 'Changed' }) });
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

  it('across the hard close every receipt is before it, every refusal at or after it, and none is lost', async () => {
    const all = await Promise.all(Array.from({ length: 24 }, drafted));
    await house.openCall(0.05, 0.3);
    const { rows } = await house.db.query(
      'select hard_close_at as at from cycles.stage where cycle_id = $1 and key = $2',
      [house.cycleId, 'call'],
    );
    const hardClose = (rows[0] as { at: Date }).at.toISOString();
    const answers = await Promise.allSettled(
      all.map(async ({ id, context }, index) => {
        await new Promise((resolve) => setTimeout(resolve, index * 25));
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
        "state = 'decided', deadline_at = now() - interval '2 s', hard_close_at = now() - interval '1 s', closed_at = now()",
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

    it('counts for one entry only until it ends, and as long as eligibility is open', async () => {
      const { id, context, cityId } = await drafted();
      const { id: second } = await house.draft(context, cityId, { title: 'Another' });
      await closed();
      await grant({ entryId: id }, 0.5);
      await expect(submits.submit(context, second, ACCEPTANCE)).rejects.toMatchObject({ code: 'deadline-passed' });
      await house.setStage('eligibility', "state = 'deciding', closed_at = now()");
      await expect(submits.submit(context, id, ACCEPTANCE)).rejects.toMatchObject({ code: 'deadline-passed' });
      await expect(grant({ entryId: id })).rejects.toMatchObject({ code: 'conflict' });
      await house.setStage('eligibility', "state = 'open', closed_at = null");
      expect(await submits.submit(context, id, ACCEPTANCE)).toMatchObject({ late: true });
      const { version } = await reader.get(context, id);
      await entries.saveDraft(context, id, version, { content: completeContent({ title: 'Once more' }) });
      await new Promise((resolve) => setTimeout(resolve, 600));
      await expect(submits.submit(context, id, ACCEPTANCE)).rejects.toMatchObject({ code: 'deadline-passed' });
    });

    it('is granted by the secretariat, for a time to come, and told without its reason text', async () => {
      const { id, context, cityId } = await drafted();
      await expect(grant({ cityId: randomUUID() })).rejects.toMatchObject({ code: 'not-found' });
      await expect(grant({ cityId }, -5)).rejects.toMatchObject({ code: 'rule-violated' });
      const given = { stageKey: 'call', target: { entryId: id }, until: new Date(Date.now() + 9e9) };
      const reason = { reasonCode: 'mine', reasonText: 'I want more time' };
      const own = extensions.grant(context, house.cycleId, { ...given, ...reason });
      await expect(own).rejects.toMatchObject({ code: 'forbidden' });
      const granted = await grant({ cityId }, 1e7);
      const told = (await events(house.cycleId)).filter(({ data }) => data['extensionId'] === granted.id);
      expect(told).toHaveLength(1);
      expect(JSON.stringify(told)).not.toContain('power for');
    });
  });

  it('still verifies after a personal value was erased from every version and the draft', async () => {
    const secret = 'Ask Maria Sample, +254 700 000000';
    const { id, context } = await house.submitted({ outcomes: { results: secret, evidence: 'Counted.' } });
    const { version } = await reader.get(context, id);
    await entries.saveDraft(context, id, version, { content: completeContent({ outcomes: { results: secret } }) });
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
    for (const table of ['entries.entry', 'entries.entry_version', 'platform.outbox', 'platform.idempotency_key']) {
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
