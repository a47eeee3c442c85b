import { eventually } from '../../../../../test/support/event-lab.js';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cp, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { type Server, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { INestApplicationContext } from '@nestjs/common';
import { Upload } from 'tus-js-client';
import { localPdfTools } from '../../../../../deploy/local/index.js';
import { AttachmentChecker, AttachmentService, AttachmentUploads } from '#libs/entries';
import type { FilesConfig } from '#libs/platform';
import { attachmentsBeside } from '../../../../../test/support/attachments-beside.js';
import { type Caller, type EntriesApi, openEntriesApi } from '../../../../../test/support/entries-api.js';
import { ALL_PUBLISHED } from '../../../../../test/support/entry-contents.js';
import { AUTHOR, photoOf, pdfOf, traces } from '../../../../../test/support/sample-files.js';

const DAY_MS = 86_400_000;

describe('attachments', () => {
  let api: EntriesApi;
  let city: Caller & { cityId: string };
  let staff: string;
  let entryId: string;
  let worker: INestApplicationContext;
  let checker: AttachmentChecker;
  let pdfTools: Pick<FilesConfig, 'python' | 'pythonPath'>;
  let photo: Buffer;

  beforeAll(async () => {
    api = await openEntriesApi();
    pdfTools = await localPdfTools();
    city = await api.registered();
    staff = (await api.caller('secretariat')).key;
    entryId = await api.drafted(city);
    worker = await attachmentsBeside(api, 'worker', { ...api.files, ...pdfTools });
    checker = worker.get(AttachmentChecker);
    photo = await photoOf();
  });
  afterAll(async () => {
    await worker?.close();
    await api?.close();
  });

  const begin = async (size: number, name = 'photo.jpg', key = city.key) =>
    api.send('POST', `/v1/entries/${entryId}/attachments`, key, { section: 'summary', name, size });
  const begun = async (bytes: Buffer, name?: string) => {
    const { status, json } = await begin(bytes.length, name);
    expect([status, json]).toMatchObject([201, { state: 'staged', uploadPath: expect.any(String) }]);
    return json as { id: string; uploadPath: string };
  };
  const bytesFrom = (offset: number, key: string) => ({
    'x-api-key': key,
    'tus-resumable': '1.0.0',
    'content-type': 'application/offset+octet-stream',
    'upload-offset': String(offset),
  });
  const patch = (path: string, body: Buffer, offset: number, key = city.key) =>
    fetch(api.url + path, { method: 'PATCH', headers: bytesFrom(offset, key), body: new Uint8Array(body) });
  const head = (path: string, key = city.key) =>
    fetch(api.url + path, { method: 'HEAD', headers: { 'x-api-key': key, 'tus-resumable': '1.0.0' } });
  const uploaded = async (bytes: Buffer, name?: string) => {
    const { id, uploadPath } = await begun(bytes, name);
    expect((await patch(uploadPath, bytes, 0)).status).toBe(204);
    return id;
  };
  const get = async (id: string) => (await api.send('GET', `/v1/attachments/${id}`, city.key)).json;
  const download = (id: string, key = city.key) =>
    fetch(`${api.url}/v1/attachments/${id}/file`, { headers: { 'x-api-key': key } });
  const staged = () => readdir(api.files.staging);
  const kept = (id: string, what = '') => join(api.files.storage, 'entries', entryId, id + what);

  it('come in by a tus client that is cut off and resumes, are checked, and leave the staging folder', async () => {
    const bytes = Buffer.concat([photo, Buffer.alloc(300_000, 1)]);
    const { id, uploadPath } = await begun(bytes, 'Fotografía 1.pdf');
    const options = {
      uploadUrl: api.url + uploadPath,
      headers: { 'x-api-key': city.key },
      chunkSize: 100_000,
      retryDelays: null,
    };
    const first = await new Promise<Upload>((resolve, reject) => {
      const upload = new Upload(bytes, {
        ...options,
        onError: reject,
        onChunkComplete: () => void upload.abort().then(() => resolve(upload)),
      });
      upload.start();
    });
    expect(first.url).toBe(options.uploadUrl);
    const offset = Number((await head(uploadPath)).headers.get('upload-offset'));
    expect(offset).toBeGreaterThanOrEqual(100_000);
    expect(offset).toBeLessThan(bytes.length);
    expect(await get(id)).toMatchObject({ state: 'staged', digest: null });

    await new Promise<void>((resolve, reject) => {
      new Upload(bytes, { ...options, onError: reject, onSuccess: () => resolve() }).start();
    });
    const digest = createHash('sha256').update(bytes).digest('hex');
    expect(await get(id)).toMatchObject({ state: 'checking', digest, uploadPath: null });
    // Not handed out before it was looked at.
    expect((await download(id)).status).toBe(409);
    await checker.check(id);
    expect(await get(id)).toMatchObject({ state: 'ready', mediaType: 'image/jpeg', digest });
    expect((await staged()).filter((name) => name.startsWith(id))).toEqual([]);

    const file = await download(id);
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/octet-stream']);
    expect(file.headers.get('content-disposition')).toMatch(
      /^attachment; .*filename\*=UTF-8''Fotograf%C3%ADa%201\.pdf/,
    );
    expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);
    // Whoever asks again after all, because the last answer was lost, is told that all is there.
    expect((await head(uploadPath)).headers.get('upload-offset')).toBe(String(bytes.length));
    await api.send('DELETE', `/v1/attachments/${id}`, city.key);
  });

  it('keep what had come in when the connection broke, and take the rest, in one order', async () => {
    const bytes = Buffer.concat([photo, randomBytes(500_000)]);
    const { id, uploadPath } = await begun(bytes);
    const sending = request(api.url + uploadPath, { method: 'PATCH', headers: bytesFrom(0, city.key) });
    const broken = once(sending, 'error');
    sending.write(bytes.subarray(0, 300_000));
    const offset = async () => Number((await head(uploadPath)).headers.get('upload-offset'));
    const arrived = () =>
      stat(join(api.files.staging, id)).then(
        ({ size }) => size,
        () => 0,
      );
    await eventually(async () => (await arrived()) === 300_000, 'what was sent is on the disk');
    sending.destroy();
    await broken;
    expect(await offset()).toBe(300_000);

    // Two go on at once, as a client does that believes the first is lost: one of them counts.
    const rest = () => patch(uploadPath, bytes.subarray(300_000), 300_000);
    const answers = await Promise.all([rest(), rest()]);
    expect(answers.map(({ status }) => status)).toContain(204);
    expect(await get(id)).toMatchObject({
      state: 'checking',
      digest: createHash('sha256').update(bytes).digest('hex'),
    });
    await api.send('DELETE', `/v1/attachments/${id}`, city.key);
  });

  it('are told that they go on at the wrong place, however much of them is on its way', async () => {
    const bytes = randomBytes(10_000_000);
    const { id, uploadPath } = await begun(bytes);
    for (let time = 0; time < 5; time++) expect((await patch(uploadPath, bytes, 1)).status).toBe(409);
    expect((await head(uploadPath)).headers.get('upload-offset')).toBe('0');
    await api.send('DELETE', `/v1/attachments/${id}`, city.key);
  });

  it('are nobody else’s to see, to send or to remove', async () => {
    const { id, uploadPath } = await begun(photo);
    const stranger = (await api.registered()).key;
    const reader = (await api.colleague(city.cityId, 'reader')).key;
    const expert = (await api.caller('expert', { cycleId: api.cycleId })).key;
    const statuses = async (key: string) => [
      (await head(uploadPath, key)).status,
      (await patch(uploadPath, photo, 0, key)).status,
      (await download(id, key)).status,
      (await api.send('DELETE', `/v1/attachments/${id}`, key)).status,
    ];
    expect(await statuses(stranger)).toEqual([404, 404, 404, 404]);
    expect(await statuses(reader)).toEqual([403, 403, 409, 403]);
    expect((await statuses(expert)).slice(0, 3)).toEqual([404, 404, 403]);
    expect((await statuses(staff)).slice(0, 3)).toEqual([403, 403, 409]);
    expect((await statuses('nobody'))[0]).toBe(401);
    expect((await head('/v1/uploads/..%2F..%2Fetc')).status).toBe(404);
    expect((await head(uploadPath)).headers.get('upload-offset')).toBe('0');
    expect((await api.send('DELETE', `/v1/attachments/${id}`, city.key)).status).toBe(204);
    expect((await head(uploadPath)).status).toBe(404);
  });

  it('are neither too large nor too many, and belong to a section', async () => {
    expect(await begin(20_000_001)).toMatchObject({ status: 422, json: { errors: [{ pointer: '/size' }] } });
    const elsewhere = { section: 'nowhere', name: 'a.pdf', size: 1 };
    const refused = await api.send('POST', `/v1/entries/${entryId}/attachments`, city.key, elsewhere);
    expect(refused).toMatchObject({ status: 422, json: { errors: [{ pointer: '/section' }] } });
    const { uploadPath } = await begun(photo);
    expect((await patch(uploadPath, Buffer.concat([photo, photo]), 0)).status).toBe(413);
    const ids = [];
    for (let answer = await begin(5); answer.status === 201; answer = await begin(5)) ids.push(answer.json['id']);
    expect(ids.length).toBeLessThan(10);
    expect((await begin(5)).json).toMatchObject({ errors: [{ allowed: '10 in an entry' }] });
    for (const id of [...ids, uploadPath.split('/').at(-1)]) {
      await api.send('DELETE', `/v1/attachments/${id}`, city.key);
    }
  });

  it('are what their content says, and refused when that is nothing we take', async () => {
    const refused = async (bytes: Buffer, name: string) => {
      const id = await uploaded(bytes, name);
      await checker.check(id);
      const { state, refusal } = await get(id);
      expect((await staged()).filter((file) => file.startsWith(id))).toEqual([]);
      return [state, refusal];
    };
    expect(await refused(Buffer.from('<html>not an image</html>'), 'image.png')).toEqual(['refused', 'type']);
    expect(await refused(Buffer.from('\x89PNG\r\n\x1a\nbut no more', 'latin1'), 'a.png')).toEqual([
      'refused',
      'unreadable',
    ]);
    expect(await refused(Buffer.from('%PDF-1.7\nbut no more'), 'a.pdf')).toEqual(['refused', 'unreadable']);
  });

  it('requirement 7: the judges’ copy of a PDF and of an image names no author', async () => {
    for (const bytes of [await pdfOf(pdfTools), photo]) {
      expect(await traces(bytes, pdfTools)).toContain(AUTHOR);
      const id = await uploaded(bytes);
      await checker.check(id);
      expect(await get(id)).toMatchObject({ state: 'ready' });
      expect(await traces(kept(id, '.judges'), pdfTools)).not.toContain(AUTHOR);
      expect(await traces(kept(id), pdfTools)).toContain(AUTHOR);
      await api.send('DELETE', `/v1/attachments/${id}`, city.key);
      await checker.forget(id);
    }
  });

  it('are scanned where there is a scanner: a finding refuses, and one that is away is waited for', async () => {
    let mood: 'away' | 'OK' | 'Test-Virus FOUND' = 'away';
    const scanner: Server = createServer((socket) => {
      if (mood === 'away') return void socket.destroy();
      let seen = Buffer.alloc(0);
      socket.on('data', (chunk) => {
        seen = Buffer.concat([seen, chunk as Buffer]);
        if (seen.subarray(-4).equals(Buffer.alloc(4))) socket.end(`stream: ${mood}\0`);
      });
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => scanner.listen(0, '127.0.0.1', resolve));
    const clamd = `127.0.0.1:${(scanner.address() as { port: number }).port}`;
    const scanning = await attachmentsBeside(api, 'worker', { ...api.files, ...pdfTools, clamd });
    try {
      const id = await uploaded(photo);
      await expect(scanning.get(AttachmentChecker).check(id)).rejects.toMatchObject({ code: expect.any(String) });
      expect(await get(id)).toMatchObject({ state: 'checking' });
      mood = 'OK';
      await scanning.get(AttachmentChecker).check(id);
      expect(await get(id)).toMatchObject({ state: 'ready' });
      mood = 'Test-Virus FOUND';
      const other = await uploaded(photo);
      await scanning.get(AttachmentChecker).check(other);
      expect(await get(other)).toMatchObject({ state: 'refused', refusal: 'virus' });
      expect(existsSync(kept(other))).toBe(false);
      await api.send('DELETE', `/v1/attachments/${id}`, city.key);
    } finally {
      await scanning.close();
      scanner.close();
    }
  });

  it('bear the death of any process at any line', async () => {
    // All bytes came in, and who took them died before the row said so: a sweep, or the next question, finds it.
    const { id, uploadPath } = await begun(photo);
    await head(uploadPath);
    await writeFile(join(api.files.staging, id), photo);
    const uploads = await attachmentsBeside(api, 'api', api.files);
    await uploads.get(AttachmentUploads).sweep(new Date());
    await uploads.get(AttachmentUploads).sweep(new Date());
    expect(await get(id)).toMatchObject({ state: 'checking' });
    const { rows } = await api.db.query(
      `select from platform.outbox where type = 'laureate.attachment.uploaded.v1' and data ->> 'attachmentId' = $1`,
      [id],
    );
    expect(rows).toHaveLength(1);

    // Moved, and died before the row said so; then before the staging copy was deleted.
    await cp(join(api.files.staging, id), kept(id));
    await writeFile(join(api.files.staging, `${id}.copy`), 'half a copy');
    await checker.check(id);
    expect(await get(id)).toMatchObject({ state: 'ready' });
    await writeFile(join(api.files.staging, id), photo);
    await checker.check(id);
    expect((await staged()).filter((name) => name.startsWith(id))).toEqual([]);
    expect((await download(id)).status).toBe(200);

    // Nobody went on for a week; and a row without any byte.
    const left = await begun(photo);
    expect((await patch(left.uploadPath, photo.subarray(0, 10), 0)).status).toBe(204);
    const [never, young] = [await begun(photo), await begun(photo)];
    await patch(young.uploadPath, photo.subarray(0, 10), 0);
    await uploads.get(AttachmentUploads).sweep(new Date(Date.now() + 6 * DAY_MS));
    expect((await head(left.uploadPath)).headers.get('upload-offset')).toBe('10');
    const before = new Date(Date.now() - 8 * DAY_MS);
    for (const end of ['', '.json']) await utimes(join(api.files.staging, left.id + end), before, before);
    await api.db.query(`update entries.attachment set created_at = $2 where id = any($1)`, [
      [left.id, never.id],
      before,
    ]);
    await uploads.get(AttachmentUploads).sweep(new Date());
    expect((await head(left.uploadPath)).status).toBe(404);
    expect((await api.send('GET', `/v1/attachments/${never.id}`, city.key)).status).toBe(404);
    expect((await staged()).some((name) => name.startsWith(left.id))).toBe(false);
    expect((await head(young.uploadPath)).headers.get('upload-offset')).toBe('10');
    for (const one of [id, young.id]) await api.send('DELETE', `/v1/attachments/${one}`, city.key);
    await uploads.close();
  });

  it('are sealed by a submit, stay in its version, and leave their digest when they are erased', async () => {
    const id = await uploaded(photo);
    await checker.check(id);
    const submit = () => api.send('POST', `/v1/entries/${entryId}/submit`, city.key, ALL_PUBLISHED);
    const first = await submit();
    expect([first.status, first.json]).toMatchObject([201, { version: 1 }]);
    expect(await get(id)).toMatchObject({ submittedIn: [1] });
    const verifies = async () =>
      (await api.send('GET', `/v1/receipts/${first.json['receiptId']}`, null)).json['verifies'];
    expect(await verifies()).toBe(true);
    // Those who judge get the last version's files, under no name of the city's.
    const beforeJudges = await attachmentsBeside(api, 'api', api.files);
    const judged = beforeJudges.get(AttachmentService);
    const copies = () => judged.judgesCopies(entryId);
    expect(await copies()).toEqual([{ id, section: 'summary', mediaType: 'image/jpeg', supporting: false }]);
    const copy = await judged.judgesCopy(entryId, id);
    expect(copy.name).toBe(`${id}.jpeg`);
    expect(Buffer.concat(await copy.file.toArray()).toString('latin1')).not.toContain(AUTHOR);
    await expect(judged.judgesCopy(city.cityId, id)).rejects.toMatchObject({ code: 'not-found' });

    // Nothing was changed, so there is nothing to submit; taking the file out is a change.
    expect((await submit()).status).toBe(409);
    expect((await api.send('DELETE', `/v1/attachments/${id}`, city.key)).status).toBe(204);
    expect((await submit()).json).toMatchObject({ version: 2 });
    expect(await copies()).toEqual([]);
    await beforeJudges.close();
    await checker.forget(id);
    expect((await download(id)).status).toBe(200);
    expect(await get(id)).toMatchObject({ submittedIn: [1], removedAt: expect.any(String), erasedAt: null });

    const reason = { reasonCode: 'personal-data', reasonText: 'It shows a person.' };
    expect((await api.send('POST', `/v1/attachments/${id}/erasure`, city.key, reason)).status).toBe(403);
    const erased = await api.send('POST', `/v1/attachments/${id}/erasure`, staff, reason);
    expect([erased.status, erased.json]).toMatchObject([200, { erasedAt: expect.any(String), submittedIn: [1] }]);
    await checker.forget(id);
    await checker.forget(id);
    expect([existsSync(kept(id)), existsSync(kept(id, '.judges'))]).toEqual([false, false]);
    expect((await download(id)).status).toBe(409);
    expect(await verifies()).toBe(true);
    expect((await get(id))['digest']).toMatch(/^[\da-f]{64}$/);
  });
});
