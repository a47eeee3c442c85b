import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { laureate } from '../support/command-line.js';
import { type EntriesApi, openEntriesApi } from '../support/entries-api.js';
import { ACCEPTANCE, completeContent } from '../support/entry-contents.js';

describe('laureate entry', () => {
  let api: EntriesApi;
  let cycleId: string;
  let staff: string;
  let key: string;
  let entryId: string;

  const draft = async (of: { key: string; cityId: string }, content: object): Promise<string> => {
    const path = `/v1/cycles/${cycleId}/entries`;
    return (await api.send('POST', path, of.key, { cityId: of.cityId, content })).json['id'] as string;
  };
  const submitted = async (more: Parameters<typeof completeContent>[0]): Promise<string> => {
    const of = await api.registered();
    const id = await draft(of, completeContent(more));
    const contacts = [{ name: 'Ana Sample', email: 'ana@city.example' }];
    await api.send('PUT', `/v1/entries/${id}/contacts`, of.key, { contacts }, { 'if-match': '"1"' });
    expect((await api.send('POST', `/v1/entries/${id}/submit`, of.key, ACCEPTANCE)).status).toBe(201);
    return id;
  };

  beforeAll(async () => {
    api = await openEntriesApi();
    ({ cycleId } = api);
    staff = (await api.caller('secretariat')).key;
    const city = await api.registered();
    key = city.key;
    await api.db.query(`update entries.city set name = 'Kisumu' where id = $1`, [city.cityId]);
    const { abstract: _, ...content } = completeContent({ title: 'Clean water' });
    entryId = await draft(city, content);
    const lessons = { content: { lessons: { learned: 'Sample text, changed.' } } };
    await api.send('PUT', `/v1/entries/${entryId}/sections/lessons`, key, lessons, { 'if-match': '"1"' });
  });
  afterAll(() => api?.close());

  const run = async (as: string, ...words: string[]): Promise<string> =>
    (await laureate({ url: api.url, key: as }, ...words)).printed;
  const says = (...words: string[]) => run(key, 'entry', ...words);
  const asStaff = (...args: string[]) => run(staff, ...args);

  it('shows what is complete and what is missing, what was saved, and what that changed', async () => {
    const shown = await says('show', entryId);
    expect(shown).toContain('"Clean water", Kisumu (KE): draft');
    expect(shown).toMatch(/^summary +1 +\S.* \/content\/abstract is missing$/m);
    expect(shown).toMatch(/^lessons +2 +\S.* complete$/m);
    expect(await says('history', entryId, 'lessons')).toMatch(/^2 .* A city\n1 .* A city$/m);
    const diff = await says('diff', entryId, 'lessons', '--to', '2');
    expect(diff).toContain('/lessons/learned\n  Sample text{+, changed+}.');
  });

  it('attaches a file, goes on where it broke off, lists it', async () => {
    expect(await says('attachments', entryId)).toBe('It has no files.');
    const file = join(await mkdtemp(join(tmpdir(), 'laureate-cli-')), 'study.pdf');
    await writeFile(file, '%PDF-1.7 sample');
    const given = { section: 'summary', name: 'study.pdf', size: 15 };
    const begun = (await api.send('POST', `/v1/entries/${entryId}/attachments`, key, given)).json['id'] as string;
    const path = `/v1/uploads/${begun}`;
    const tus = { 'x-api-key': key, 'tus-resumable': '1.0.0' };
    const type = { 'content-type': 'application/offset+octet-stream' };
    await fetch(api.url + path, {
      method: 'PATCH',
      headers: { ...tus, ...type, 'upload-offset': '0' },
      body: '%PDF',
    });
    const attached = await says('attach', entryId, 'summary', file, '--resume', begun);
    expect(attached).toMatch(/^"study.pdf" is attached \(\S+\): checking; here since /);
    expect(await says('attach', entryId, 'summary', file)).toMatch(/is attached/);
    expect((await says('attachments', entryId)).match(/study\.pdf +summary +0\.0 MB +checking/g)).toHaveLength(2);
    await expect(says('download', begun, file)).rejects.toThrow(/not ready/);
    await expect(says('attach', entryId, 'nowhere', file)).rejects.toThrow(/is no section of the form/);
  });

  it('restores an older version by saving it again', async () => {
    expect(await says('restore', entryId, 'lessons', '--version', '1')).toBe(
      'Version 3 of "lessons" says what version 1 said.',
    );
    expect(await says('diff', entryId, 'lessons', '--from', '1', '--to', '3')).toMatch(/says what version 1 says\.$/);
    await expect(says('restore', entryId, 'lessons', '--version', 'first')).rejects.toThrow('"first" is no version');
  });

  it('lists and counts the entries of a cycle, all of them or a part', async () => {
    expect(await asStaff('entry', 'list', cycleId)).toMatch(
      new RegExp(`^${entryId} +draft +Kisumu \\(KE\\) +Clean water .*\n1 entries$`, 'm'),
    );
    expect(await asStaff('entry', 'list', cycleId, '--standing', 'received')).toBe('There are no such entries.');
    const id = await submitted({ title: 'Night trams', themes: ['technology'] });
    const part = ['--standing', 'received', '--theme', 'technology', '--region', 'Africa', '--on-time'];
    const found = JSON.parse(await asStaff('--json', 'entry', 'list', cycleId, ...part)) as object[];
    expect(found).toMatchObject([{ id, title: 'Night trams' }]);
    expect(await asStaff('entry', 'counts', cycleId, '--by', 'region')).toBe(
      [
        'region       received  valid  eligible',
        '-----------  --------  -----  --------',
        'Africa       1         0      0',
        'all entries  1         0      0',
        '1 are drafts, 0 were withdrawn.',
      ].join('\n'),
    );
    await expect(says('list', cycleId, '--standing', 'valid')).rejects.toThrow('internal');
  });

  it('takes the next entry, checks it, tries rules and decides many at once, for the secretariat', async () => {
    await api.db.query(`update cycles.stage set state = 'open', opened_at = now() where key = 'eligibility'`);
    const stage = [cycleId, 'eligibility'];
    const old = { start: '2001-01-01', end: '2002-01-01' };
    const first = await submitted({ title: 'Old one', dates: old });
    const second = await submitted({ title: 'Old two', dates: old });
    const shown = await asStaff('eligibility', 'next', ...stage);
    expect(shown).toMatch(/^"[^"]+", City .* \(KE, Africa\): entry .*, version 1$/m);
    expect(shown).toMatch(/In hand until .*\nNobody has said anything of it yet\.$/);
    await expect(asStaff('eligibility', 'check', ...stage, second, 'perhaps', '--version', '1')).rejects.toThrow(
      'no outcome',
    );
    const tram = await submitted({ title: 'Trams again' });
    expect(await asStaff('eligibility', 'check', ...stage, tram, 'valid', '--version', '1')).toMatch(
      /^ {2}warn results-described: .*\nvalid$/m,
    );
    const tried = await asStaff('eligibility', 'dry-run', ...stage);
    expect(tried).toContain('Of 4 entries: 2 valid, 2 invalid, 0 for a person to say.');
    expect(tried).toMatch(/^recent +2 +2 +0 /m);
    const folder = await mkdtemp(join(tmpdir(), 'laureate-rules-'));
    const file = join(folder, 'rules.yaml');
    await writeFile(file, `- { id: never, expression: 'false', message: Nothing is good enough. }`);
    expect(await asStaff('eligibility', 'dry-run', ...stage, '--rules', file)).toContain('0 valid, 4 invalid');
    await rm(folder, { recursive: true });

    const many = ['eligibility', 'bulk', ...stage, 'invalid', '--reason', 'too-old', '--entry', first, second];
    const would = await asStaff(...many);
    expect(would).toMatch(/Old one/);
    const [, digest] = /--confirm ([0-9a-f]{64})$/.exec(would)!;
    const other = digest!.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
    await expect(asStaff(...many, '--confirm', other)).rejects.toThrow('present state');
    expect(await asStaff(...many, '--confirm', digest!)).toContain('Nobody is told');
    expect(await asStaff('entry', 'counts', cycleId)).toMatch(/^entries +4 +1 +1$/m);
  });

  it('shows entries that are alike, and keeps what a person says of them', async () => {
    expect(await asStaff('duplicate', 'list', cycleId)).toBe('No entries are alike.');
    const twins = [
      await submitted({ title: 'A park on former rails' }),
      await submitted({ title: 'A park on former rails' }),
    ];
    for (const id of twins) await api.send('POST', `/v1/cycles/${cycleId}/duplicates/searches`, staff, { entryId: id });
    const list = await asStaff('duplicate', 'list', cycleId, '--entry', twins[0]!, '--open');
    expect(list).toMatch(/A park on former rails +100 %/);
    const verdict = ['duplicate', 'mark', cycleId, ...twins];
    await expect(asStaff(...verdict, 'similar', '--reason', 'one-park')).rejects.toThrow('same or different');
    expect(await asStaff(...verdict, 'same', '--reason', 'one-park')).toBe('Marked as same (one-park).');
    expect(await asStaff('duplicate', 'list', cycleId, '--marked')).toContain('same');
  });

  it('reopens an entry for its city, and shows what came of it', async () => {
    const of = await api.registered();
    const id = await draft(of, completeContent({ title: 'Wrong study' }));
    const contacts = [{ name: 'Ana Sample', email: 'ana@city.example' }];
    await api.send('PUT', `/v1/entries/${id}/contacts`, of.key, { contacts }, { 'if-match': '"1"' });
    const reopen = (...more: string[]) => asStaff('entry', 'reopen', id, '--reason', 'wrong-file', ...more);
    await expect(reopen()).rejects.toThrow('its city can edit it as it is');
    expect((await api.send('POST', `/v1/entries/${id}/submit`, of.key, ACCEPTANCE)).status).toBe(201);
    await expect(reopen('--until', '2026-01-01T00:00:00Z')).rejects.toThrow('must end after the deadline');
    expect(await reopen('--text', 'The study is of another city.')).toMatch(
      /^Reopened\. Version 1 stands unless its city confirms another until .* It is told by mail\.$/,
    );
    await expect(reopen()).rejects.toThrow('reopened already');
    await expect(run(of.key, 'entry', 'reopen', id, '--reason', 'mine')).rejects.toThrow('roles do not allow');
    expect(await run(of.key, 'entry', 'show', id)).toMatch(/^Version 1 was reopened \(wrong-file\): its city can /m);
    await api.send(
      'PUT',
      `/v1/entries/${id}/sections/lessons`,
      of.key,
      { content: { lessons: { learned: 'Changed.' } } },
      { 'if-match': '"1"' },
    );
    const { json } = await api.send('POST', `/v1/entries/${id}/submit`, of.key, ACCEPTANCE);
    expect(json).toMatchObject({ version: 2, afterReopening: true });
    expect(await asStaff('entry', 'show', id)).toContain('reopened (wrong-file): confirmed by version 2.');
  });

  it('writes the received entries into a file whose name says what it is', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'laureate-export-'));
    const file = join(folder, 'entries.csv');
    await expect(asStaff('entry', 'export', cycleId, join(folder, 'entries'))).rejects.toThrow('Which format?');
    expect(await asStaff('entry', 'export', cycleId, file, '--theme', 'technology')).toBe(`Written to ${file}.`);
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\r\n');
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain('Night trams');
    await expect(run(key, 'entry', 'export', cycleId, file)).rejects.toThrow('roles do not allow');
    await rm(folder, { recursive: true });
  });
});
