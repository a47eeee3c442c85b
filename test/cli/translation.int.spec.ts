import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { laureate } from '../support/command-line.js';
import { type EntriesApi, openEntriesApi } from '../support/entries-api.js';
import { ACCEPTANCE, completeContent, translatedTexts } from '../support/entry-contents.js';

describe('laureate translation', () => {
  let api: EntriesApi;
  let staff: string;
  let city: string;
  let entryId: string;
  let texts: string;

  beforeAll(async () => {
    api = await openEntriesApi();
    staff = (await api.caller('secretariat')).key;
    const { key, cityId } = await api.registered();
    city = key;
    const draft = { cityId, content: completeContent({ title: 'Huertos' }) };
    entryId = (await api.send('POST', `/v1/cycles/${api.cycleId}/entries`, key, draft)).json['id'] as string;
    const contacts = [{ name: 'Ana Sample', email: 'ana@city.example' }];
    await api.send('PUT', `/v1/entries/${entryId}/contacts`, key, { contacts }, { 'if-match': '"1"' });
    const acceptance = { ...ACCEPTANCE, entryLanguage: 'es' };
    expect((await api.send('POST', `/v1/entries/${entryId}/submit`, key, acceptance)).status).toBe(201);
    texts = join(await mkdtemp(join(tmpdir(), 'laureate-cli-')), 'texts.yaml');
    await writeFile(texts, stringify(translatedTexts()));
  });
  afterAll(() => api?.close());

  const run = (as: string, ...words: string[]) => laureate({ url: api.url, key: as }, 'translation', ...words);
  const says = async (as: string, ...words: string[]) => (await run(as, ...words)).printed;

  it('says what has yet to be translated and by when, takes it, lists it, and withdraws it', async () => {
    const needed = () => says(staff, 'needed', api.cycleId);
    expect(await needed()).toMatch(new RegExp(`^To be translated into en, by .*Asia/Shanghai`));
    expect(await needed()).toMatch(new RegExp(`^${entryId} +1 +es +City .* Huertos$`, 'm'));
    const to = ['--of', '1', '--to', 'en'];
    const added = await says(staff, 'add', entryId, texts, ...to, '--source', 'machine', '--tool', 'A tool');
    const id = /^Added as (\S+): version 1 in en\.$/.exec(added)![1]!;
    expect(await needed()).toBe('Every submitted entry can be read in en.');
    expect(await says(city, 'list', entryId)).toMatch(
      new RegExp(`^${id} +version 1 +en +machine: A tool +.* counts$`, 'm'),
    );
    expect(await says(city, 'show', entryId, id)).toContain('"title": "Gardens for all"');
    expect(await says(staff, 'withdraw', entryId, id, '--reason', 'wrong-file')).toBe('Withdrawn (wrong-file).');
    expect(await says(staff, 'list', entryId)).toMatch(/withdrawn \(wrong-file\)$/m);
  });

  it('refuses in plain words what cannot be', async () => {
    const add = (version: string, file = texts) =>
      run(staff, 'add', entryId, file, '--of', version, '--to', 'en', '--source', 'human');
    await expect(add('7')).rejects.toThrow('Version 7 was not submitted; the last one is 1.');
    await expect(add('x')).rejects.toThrow('Say a number, such as 1.');
    await writeFile(`${texts}.list`, '- a\n- b\n');
    await expect(add('1', `${texts}.list`)).rejects.toThrow('holds no texts');
    await writeFile(`${texts}.part`, 'title: Gardens\nthemes: [economic]\n');
    await expect(add('1', `${texts}.part`)).rejects.toThrow(/abstract[^]*is not translated/);
  });
});
