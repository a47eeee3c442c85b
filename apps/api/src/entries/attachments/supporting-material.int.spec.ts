import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PauseService } from '#libs/cycles';
import { AttachmentChecker, AttachmentService, AttachmentUploads } from '#libs/entries';
import { type FilesConfig, UnitOfWork } from '#libs/platform';
import { attachmentsBeside } from '../../../../../test/support/attachments-beside.js';
import { localPdfTools } from '../../../../../deploy/local/index.js';
import { type Answer, type Caller, type EntriesApi, openEntriesApi } from '../../../../../test/support/entries-api.js';
import { ALL_PUBLISHED } from '../../../../../test/support/entry-contents.js';
import { photoOf } from '../../../../../test/support/sample-files.js';

const GRACE_MS = 10_000;
/** An end that is not before the deadline of the call, which is next year. */
const AHEAD = Date.UTC(new Date().getUTCFullYear() + 2, 0);

describe('supporting material', () => {
  let api: EntriesApi;
  let city: Caller & { cityId: string };
  let staff: string;
  let photo: Buffer;

  beforeAll(async () => {
    api = await openEntriesApi();
    city = await api.registered();
    staff = (await api.caller('secretariat')).key;
    photo = await photoOf();
  });
  afterAll(() => api?.close());
  beforeEach(async () => {
    await api.db.query(`update cycles.stage set state = 'open', closed_at = null, paused_at = null where key = 'call'`);
    await endsAt(AHEAD);
  });

  /** Supporting material ends at an instant, with ten seconds of grace. */
  const endsAt = (ms: number) => {
    const [deadlineAt, hardCloseAt] = [ms, ms + GRACE_MS].map((at) => new Date(at).toISOString());
    const steps = [{ step: 'supportingMaterial', grace: 'PT10S', deadlineAt, hardCloseAt }];
    return api.db.query(`update cycles.stage set steps = $1 where key = 'call'`, [JSON.stringify(steps)]);
  };
  /**
   * Does `act`. Each transaction of the API meanwhile waits for `before` until it begins, and for
   * `begun`, which is told the instant that it is judged by, until it goes on.
   */
  const eachTransaction = async <T>(
    { before = async () => {}, begun }: { before?: () => Promise<void>; begun: (at: number) => Promise<void> },
    act: () => Promise<T>,
  ): Promise<T> => {
    const unitOfWork = api.get(UnitOfWork);
    const run: UnitOfWork['run'] = unitOfWork.run.bind(unitOfWork);
    const spy = jest.spyOn(unitOfWork, 'run').mockImplementation(async (context, fn) => {
      await before();
      return run(context, async (work) => {
        await begun((await work.now()).getTime());
        return fn(work);
      });
    });
    try {
      return await act();
    } finally {
      spy.mockRestore();
    }
  };
  /** Does something that is judged so many ms before supporting material ends (after it, when negative). */
  const judged = <T>(ms: number, act: () => Promise<T>) =>
    eachTransaction({ begun: async (at) => void (await endsAt(at + ms)) }, act);
  const closeCall = () =>
    api.db.query(`update cycles.stage set state = 'decided', closed_at = now() where key = 'call'`);
  const submitted = async () => {
    const entryId = await api.drafted(city);
    const { status, json } = await api.send('POST', `/v1/entries/${entryId}/submit`, city.key, ALL_PUBLISHED);
    expect([status, json]).toMatchObject([201, { version: 1 }]);
    return { entryId, receipt: json };
  };
  const begin = (entryId: string, key = city.key) =>
    api.send('POST', `/v1/entries/${entryId}/supporting-material`, key, {
      section: 'summary',
      name: 'letter.jpg',
      size: photo.length,
    });
  const begun = async (entryId: string) => {
    const { status, json } = await begin(entryId);
    expect([status, json]).toMatchObject([201, { state: 'staged', supporting: true, receipt: null }]);
    return json as { id: string; uploadPath: string };
  };
  const send = async (path: string) => {
    const answer = await fetch(api.url + path, {
      method: 'PATCH',
      headers: {
        'x-api-key': city.key,
        'tus-resumable': '1.0.0',
        'content-type': 'application/offset+octet-stream',
        'upload-offset': '0',
      },
      body: new Uint8Array(photo),
    });
    const text = await answer.text();
    return { status: answer.status, json: text ? (JSON.parse(text) as Record<string, unknown>) : null };
  };
  const added = async (entryId: string) => {
    const { id, uploadPath } = await begun(entryId);
    expect((await send(uploadPath)).status).toBe(204);
    return (await api.send('GET', `/v1/attachments/${id}`, city.key)).json as Answer['json'] & {
      id: string;
      receipt: { receiptId: string; late: boolean };
    };
  };
  const extend = (target: object, seconds: number) =>
    api.send('POST', `/v1/cycles/${api.cycleId}/extensions`, staff, {
      stageKey: 'call',
      step: 'supportingMaterial',
      target,
      until: new Date(Date.now() + seconds * 1000).toISOString(),
      reasonCode: 'post',
      reasonText: 'The post was late.',
    });
  const versionOf = async (entryId: string) =>
    (await api.send('GET', `/v1/entries/${entryId}`, city.key)).json['versions'] as {
      digest: string;
      receiptId: string;
    }[];

  it('is added after the call has closed, has a receipt of its own, and leaves version, digest and receipt as they are', async () => {
    const { entryId, receipt } = await submitted();
    await closeCall();
    const file = await added(entryId);
    const digest = createHash('sha256').update(photo).digest('hex');
    expect(file).toMatchObject({
      state: 'checking',
      supporting: true,
      submittedIn: [],
      digest,
      receipt: { version: 1, digest, late: false },
    });
    const verified = await api.send('GET', `/v1/receipts/${file.receipt.receiptId}`, null);
    expect(verified.json).toMatchObject({
      digest,
      digestAlgorithm: 'sha-256 v1',
      verifies: true,
      supporting: true,
      version: 1,
    });

    expect(await versionOf(entryId)).toMatchObject([{ digest: receipt['digest'], receiptId: receipt['receiptId'] }]);
    const before = await api.send('GET', `/v1/receipts/${receipt['receiptId'] as string}`, null);
    expect(before.json).toMatchObject({ verifies: true, supporting: false, digest: receipt['digest'] });
    const { json } = await api.send('GET', `/v1/entries/${entryId}`, city.key);
    expect(json).toMatchObject({ state: 'submitted', currentVersion: 1 });
    const { rows } = await api.db.query(
      `select type, data from platform.outbox where subject = $1 and type like '%supporting-material%'`,
      [entryId],
    );
    expect(rows).toMatchObject([{ data: { attachmentId: file.id, entryId, version: 1, digest, late: false } }]);
    expect(JSON.stringify(rows)).not.toContain('letter');
  });

  it('is part of no later version, and can not be taken away: only erased by the secretariat', async () => {
    const { entryId } = await submitted();
    const { id, receipt } = await added(entryId);
    const { rows } = await api.db.query('select entries.lock_to_submit($1) as draft', [entryId]);
    expect(rows).toEqual([{ draft: expect.objectContaining({ attachments: {} }) }]);
    expect((await api.send('DELETE', `/v1/attachments/${id}`, city.key)).status).toBe(409);
    const reason = { reasonCode: 'asked-for', reasonText: 'It shows a child.' };
    const erased = await api.send('POST', `/v1/attachments/${id}/erasure`, staff, reason);
    expect(erased.json).toMatchObject({ erasedAt: expect.any(String), supporting: true });
    const verified = await api.send('GET', `/v1/receipts/${receipt.receiptId}`, null);
    expect(verified.json).toMatchObject({ verifies: true, erasedFields: 1 });
    expect((await api.send('GET', `/v1/entries/${entryId}`, city.key)).json).toMatchObject({ state: 'submitted' });
  });

  it('requirement 9: is in time at T−1 ms, late at T, and refused at T + grace, by when it came in whole', async () => {
    const { entryId } = await submitted();
    expect((await judged(1, () => added(entryId))).receipt.late).toBe(false);
    expect((await judged(0, () => added(entryId))).receipt.late).toBe(true);
    expect((await judged(1 - GRACE_MS, () => added(entryId))).receipt.late).toBe(true);
    await endsAt(AHEAD);
    const { id, uploadPath } = await begun(entryId);
    const late = await judged(-GRACE_MS, () => send(uploadPath));
    expect(late).toMatchObject({
      status: 409,
      json: {
        type: expect.stringContaining('deadline-passed'),
        step: 'supportingMaterial',
        deadline: { zone: 'Asia/Shanghai', city: { zone: 'Africa/Nairobi' } },
        detail: expect.stringContaining('ask the secretariat for more time'),
      },
    });
    const refused = await api.send('GET', `/v1/attachments/${id}`, city.key);
    expect(refused.json).toMatchObject({ state: 'refused', refusal: 'too-late', receipt: null });
    const over = await judged(-GRACE_MS, () => begin(entryId));
    expect(over.json).toMatchObject({ step: 'supportingMaterial' });
    const list = await api.send('GET', `/v1/entries/${entryId}/attachments`, city.key);
    expect((list.json['items'] as { receipt: object | null }[]).filter(({ receipt }) => receipt)).toHaveLength(3);
  });

  it('requirement 11: goes on for one entry, or all of a city, that was given more time', async () => {
    const [one, other] = [await submitted(), await submitted()];
    await endsAt(Date.now() - 60_000);
    expect((await extend({ entryId: one.entryId }, 600)).status).toBe(201);
    expect((await added(one.entryId)).receipt.late).toBe(true);
    expect((await begin(other.entryId)).status).toBe(409);
    await closeCall();
    expect((await extend({ cityId: city.cityId }, 600)).status).toBe(201);
    expect((await added(other.entryId)).receipt.late).toBe(true);
  });

  it('is taken of no draft, no withdrawn entry, no other city, and not where the call has no deadline for it', async () => {
    const draft = await api.drafted(city);
    expect((await begin(draft)).json['detail']).toContain('Attach the file to its draft');
    const { entryId } = await submitted();
    expect((await begin(entryId, (await api.registered()).key)).status).toBe(404);
    const { uploadPath } = await begun(entryId);
    const withdrawn = await api.send('POST', `/v1/entries/${entryId}/withdraw`, city.key, {});
    expect(withdrawn.json).toMatchObject({ state: 'withdrawn' });
    expect((await send(uploadPath)).status).toBe(409);
    expect((await begin(entryId)).status).toBe(409);
    const another = await submitted();
    await api.db.query(`update cycles.stage set steps = '[]' where key = 'call'`);
    expect(await begin(another.entryId)).toMatchObject({ status: 422 });
  });

  it('waits while the cycle is paused, and is finished after it', async () => {
    const { entryId } = await submitted();
    const { id, uploadPath } = await begun(entryId);
    const worker = await attachmentsBeside(api, 'worker', api.files);
    const command = () => ({ commandId: randomUUID(), actorId: city.personId });
    const by = { actor: { id: 'service:worker' }, cause: 'workflow:test' };
    await worker.get(PauseService).pause(by, api.cycleId, command());
    expect((await send(uploadPath)).json).toMatchObject({ type: expect.stringContaining('paused') });
    await worker.get(PauseService).resume(by, api.cycleId, command());
    await worker.close();
    const head = { 'x-api-key': city.key, 'tus-resumable': '1.0.0' };
    expect((await fetch(api.url + uploadPath, { method: 'HEAD', headers: head })).status).toBe(200);
    expect((await api.send('GET', `/v1/attachments/${id}`, city.key)).json).toMatchObject({ receipt: { version: 1 } });
  });

  it('holds for many at once around the instant: each has a receipt from before it, or is refused', async () => {
    // One that was given no more time.
    city = await api.registered();
    const { entryId } = await submitted();
    const others = await Promise.all(Array.from({ length: 7 }, submitted));
    const files = await Promise.all(
      [entryId, ...others.map((other) => other.entryId)].flatMap((id) => [begun(id), begun(id)]),
    );
    // The grace ends a millisecond after the last of the first half has begun; the others begin once it has ended.
    const half = files.length / 2;
    const early: number[] = [];
    const over = Promise.withResolvers<void>();
    let asked = 0;
    const answers = await eachTransaction(
      {
        before: async () => {
          asked += 1;
          if (asked > half) await over.promise;
        },
        begun: async (at) => {
          if (early.push(at) !== half) return;
          const closes = Math.max(...early) + 1;
          await endsAt(closes - GRACE_MS);
          await api.db.query('select pg_sleep_until($1)', [new Date(closes)]);
          over.resolve();
        },
      },
      () => Promise.all(files.map(async ({ uploadPath }) => (await send(uploadPath)).status)),
    );
    expect(asked).toBe(files.length);
    const { rows } = await api.db.query(
      `select a.state, a.refusal, a.uploaded_at as "judgedBy", r.at, (s.steps -> 0 ->> 'hardCloseAt')::timestamptz as closes
       from entries.attachment a left join entries.supporting_receipt r on r.attachment_id = a.id, cycles.stage s
       where a.id = any($1::uuid[]) and s.key = 'call'`,
      [files.map(({ id }) => id)],
    );
    const found = rows as Record<'at' | 'judgedBy' | 'closes', Date>[];
    expect(found.filter(({ at }) => at)).toHaveLength(answers.filter((status) => status === 204).length);
    for (const file of found) {
      const { judgedBy, closes } = file;
      const received = { state: 'checking', refusal: null, at: judgedBy };
      expect(file).toMatchObject(judgedBy < closes ? received : { state: 'refused', refusal: 'too-late', at: null });
    }
    expect(answers.toSorted()).toEqual([...Array<number>(half).fill(204), ...Array<number>(half).fill(409)]);
  });

  it('is shown to those who judge, marked as such, once it was checked', async () => {
    const { entryId } = await submitted();
    const { id } = await added(entryId);
    const files: FilesConfig = { ...api.files, ...(await localPdfTools()) };
    const worker = await attachmentsBeside(api, 'worker', files);
    await worker.get(AttachmentChecker).check(id);
    await worker.close();
    const judging = await attachmentsBeside(api, 'api', files);
    expect(judging.get(AttachmentUploads)).toBeDefined();
    expect(await judging.get(AttachmentService).judgesCopies(entryId)).toEqual([
      { id, section: 'summary', mediaType: 'image/jpeg', supporting: true },
    ]);
    await judging.close();
  });
});
