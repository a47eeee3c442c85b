import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { stringify } from 'yaml';
import { CyclesModule, CyclesOptions, cyclesEntities } from '#libs/cycles';
import { AttachmentChecker, AttachmentsModule, EntriesModule, entriesEntities } from '#libs/entries';
import { IdentityModule, identityEntities } from '#libs/identity';
import { PlatformModule } from '#libs/platform';
import { laureate } from '../support/command-line.js';
import { type EntriesApi, openEntriesApi } from '../support/entries-api.js';
import { ACCEPTANCE, completeContent } from '../support/entry-contents.js';
import { photoOf } from '../support/sample-files.js';

@Module({})
class Beside {}

describe('laureate paper', () => {
  let api: EntriesApi;
  let worker: INestApplicationContext;
  let [typist, checker]: string[] = [];
  let folder: string;

  beforeAll(async () => {
    api = await openEntriesApi();
    [typist, checker] = [(await api.caller('secretariat')).key, (await api.caller('secretariat')).key];
    folder = await mkdtemp(join(tmpdir(), 'laureate-cli-'));
    await writeFile(join(folder, 'scan.jpg'), await photoOf());
    const entities = [...identityEntities, ...cyclesEntities, ...entriesEntities];
    const imports = [
      PlatformModule.forRoot({ app: 'worker', database: api.database, entities }),
      IdentityModule.forRoot(),
      CyclesModule.forRoot(new CyclesOptions(3000)),
      EntriesModule,
      AttachmentsModule.forWorker(api.files),
    ];
    worker = await NestFactory.createApplicationContext({ module: Beside, imports }, { logger: false });
  });
  afterAll(async () => {
    await worker?.close();
    await api?.close();
  });

  const run = async (as: string, ...words: string[]): Promise<string> =>
    (await laureate({ url: api.url, key: as }, 'paper', ...words)).printed;
  const when = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const deadline = async () => {
    const { rows } = await api.db.query(`select deadline_at as at from cycles.stage where key = 'call'`);
    return (rows as { at: Date }[])[0]!.at;
  };
  /** Registered, typed, with a scan that was checked; what of it says the entry and the draft that was typed. */
  const typed = async () => {
    const city = await api.registered();
    const until = new Date((await deadline()).getTime() + 3_600_000).toISOString();
    const arrival = ['--city', city.cityId, '--arrived', when(-1), '--until', until, '--reason', 'by-post'];
    const said = await run(typist!, 'register', api.cycleId, ...arrival, '--by', 'post');
    const [, paper, entry] = /^Registered as (\S+); entry (\S+) is to be typed\./.exec(said)!;
    const content = completeContent({ title: 'Typed gardens' });
    const { json } = await api.send('GET', `/v1/entries/${entry}`, typist!);
    for (const { key, fields } of json['sections'] as { key: string; fields: string[] }[]) {
      const file = join(folder, `${key}.yaml`);
      const part = Object.fromEntries(Object.entries(content).filter(([field]) => fields.includes(field)));
      await writeFile(file, stringify(part));
      expect(await run(typist!, 'type', paper!, key, file)).toBe(`Version 1 of "${key}" is typed by you.`);
    }
    const contact = ['--name', 'Ana Sample', '--email', 'ana@city.example'];
    expect(await run(typist!, 'contact', paper!, ...contact)).toBe('Ana Sample is named as the contact.');
    return { city, paper: paper!, entry: entry! };
  };
  const scan = async (paper: string) => {
    const said = await run(typist!, 'scan', paper, join(folder, 'scan.jpg'));
    const [, id] = /^"scan\.jpg" is here \((\S+)\), and is checked\.$/.exec(said)!;
    return id!;
  };
  const draftOf = async (paper: string) => /; draft (\d+)\.$/m.exec(await run(checker!, 'show', paper))![1]!;

  it('registers, types, scans and checks, and its city confirms; the scan is never for those who judge', async () => {
    const { city, paper, entry } = await typed();
    await expect(run(checker!, 'attest', paper)).rejects.toThrow('--draft N');
    const draft = ['--draft', await draftOf(paper)];
    await expect(run(checker!, 'attest', paper, ...draft)).rejects.toThrow('add a scan of the original first');
    const scanned = await scan(paper);
    await expect(run(checker!, 'attest', paper, ...draft)).rejects.toThrow('being checked');
    await worker.get(AttachmentChecker).check(scanned);
    const { rows } = await api.db.query('select state, purpose, judges_key from entries.attachment where id = $1', [
      scanned,
    ]);
    expect(rows).toEqual([{ state: 'ready', purpose: 'original', judges_key: null }]);
    // A scan stays as it is, also for its city, which can read it.
    for (const key of [city.key, typist!])
      expect((await api.send('DELETE', `/v1/attachments/${scanned}`, key)).status).toBeGreaterThanOrEqual(403);
    expect((await api.send('GET', `/v1/attachments/${scanned}`, city.key)).json).toMatchObject({ purpose: 'original' });
    const own = { section: 'summary', name: 'own.pdf', size: 5 };
    expect((await api.send('POST', `/v1/entries/${entry}/attachments`, city.key, own)).status).toBe(409);

    await expect(run(typist!, 'attest', paper, ...draft)).rejects.toThrow('somebody else compares it');
    expect(await run(checker!, 'attest', paper, ...draft)).toMatch(
      /^Checked\. Its city is asked by mail to confirm it until /,
    );
    const { status, json } = await api.send('POST', `/v1/entries/${entry}/submit`, city.key, ACCEPTANCE);
    expect([status, json]).toMatchObject([201, { version: 1, late: false, arrivedAt: expect.any(String) }]);
    const entryCommand = async (...words: string[]) =>
      (await laureate({ url: api.url, key: city.key }, 'entry', ...words)).printed;
    expect(await entryCommand('show', entry)).toMatch(
      new RegExp(`^Arrived by post on .*: confirmed \\(paper ${paper}\\)\\.$`, 'm'),
    );
    expect(await entryCommand('history', entry, 'summary')).toMatch(/^1 .* A secretariat, from paper$/m);
    const shown = await run(checker!, 'show', paper);
    expect(shown).toMatch(/^"Typed gardens" \(entry .*\): confirmed, until /);
    expect(shown).toContain(`Checked by`);
    expect(shown).toMatch(/Counts as version 1\.$/);
    expect(await run(checker!, 'list', api.cycleId)).toMatch(
      new RegExp(`^${paper} +confirmed +.* post +Typed gardens$`, 'm'),
    );
  });

  it('requirement 17: counts without its city by two members, never by one', async () => {
    const { paper, city } = await typed();
    await worker.get(AttachmentChecker).check(await scan(paper));
    await run(checker!, 'attest', paper, '--draft', await draftOf(paper));
    const declare = ['declare', paper, '--reason', 'no-network', '--text', 'No network since the storm.'];
    await expect(run(checker!, 'second', paper)).rejects.toThrow('First another member says why');
    await expect(run(checker!, ...declare)).rejects.toThrow('say which it is written in');
    expect(await run(checker!, ...declare, '--language', 'en')).toBe(
      `Kept. A second member agrees with: laureate paper second ${paper}`,
    );
    await expect(run(checker!, 'second', paper)).rejects.toThrow('a second member of the secretariat has to agree');
    await expect(run(city.key, 'second', paper)).rejects.toThrow('roles do not allow');
    expect(await run(typist!, 'second', paper)).toMatch(/^It counts as version 1, as it arrived on .* Receipt: \S+$/);
    expect(await run(city.key, 'show', paper)).toMatch(/cannot confirm it \(no-network\), says .*\n.* agrees\./);
  });

  it('is taken back when it was registered by mistake', async () => {
    const { paper } = await typed();
    const discard = ['discard', paper, '--reason', 'twice', '--text', 'Registered twice.'];
    expect(await run(checker!, ...discard)).toBe('Taken back; the call waits for it no more.');
    await expect(run(checker!, ...discard)).rejects.toThrow('withdrawn');
    expect(await run(checker!, 'show', paper)).toContain(': withdrawn, until ');
  });

  it('refuses in plain words what cannot be', async () => {
    const { cityId } = await api.registered();
    const arrival = ['register', api.cycleId, '--city', cityId, '--until', when(1), '--reason', 'by-post'];
    await expect(run(typist!, ...arrival, '--arrived', when(-1), '--by', 'pigeon')).rejects.toThrow(
      'post, e-mail, courier',
    );
    await expect(run(typist!, ...arrival, '--arrived', when(-1), '--by', 'post')).rejects.toThrow(
      'must end after the deadline',
    );
    await expect(run(typist!, ...arrival, '--arrived', when(1), '--by', 'post')).rejects.toThrow('yet to come');
    await expect(run(typist!, 'scan', cityId, join(folder, 'none.pdf'))).rejects.toThrow('There is no file');
  });
});
