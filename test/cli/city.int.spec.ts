import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { laureate } from '../support/command-line.js';
import { type Caller, type EntriesApi, openEntriesApi } from '../support/entries-api.js';
import { completeContent } from '../support/entry-contents.js';

const ID = '[0-9a-f]{8}-[0-9a-f-]{27}';

describe('laureate city', () => {
  let api: EntriesApi;
  let staff: string;

  beforeAll(async () => {
    api = await openEntriesApi();
    staff = (await api.caller('secretariat')).key;
  });
  afterAll(() => api?.close());

  const as = async (key: string, ...words: string[]): Promise<string> =>
    (await laureate({ url: api.url, key }, 'city', ...words)).printed;
  const says = (...words: string[]) => as(staff, ...words);
  /** A city of that name with the person who registered it. */
  const registered = async (name: string): Promise<Caller & { cityId: string }> => {
    const city = await api.registered();
    await api.db.query('update entries.city set name = $2 where id = $1', [city.cityId, name]);
    return city;
  };

  it('registers cities by hand and by the directory, lists and shows them', async () => {
    const byHand = await says(
      'register',
      'Kakamega',
      '--country',
      'KE',
      '--zone',
      'Africa/Nairobi',
      '--population',
      '9',
    );
    expect(byHand).toMatch(
      new RegExp(
        `^Registered\\. Kakamega \\(kenya, Africa\\), city, 9 people, Africa/Nairobi: unverified\\. Its id: ${ID}$`,
      ),
    );
    const id = byHand.slice(-36);
    expect(await says('register', '--directory', 'al-tirana')).toMatch(
      /^Registered\. Tirana \(albania, Europe\), city/,
    );
    await expect(says('register', 'Tirana', '--directory', 'al-tirana')).rejects.toThrow('Give the name');
    await expect(says('register', 'Busia')).rejects.toThrow('--zone');
    await expect(says('register', 'Kakamega', '--country', 'KE', '--zone', 'Africa/Nairobi')).rejects.toThrow(
      'registered already',
    );
    expect(await says('list')).toMatch(new RegExp(`^${id} +Kakamega +kenya +city +unverified$`, 'm'));
    const shown = JSON.parse(await as(staff, '--json', 'show', id)) as object;
    expect(shown).toMatchObject({ id, name: 'Kakamega', verifications: [], people: [] });
    expect(await says('show', id)).toMatch(/\n\nNobody acts for it\.$/);
  });

  it('verifies a city by its letter, of which only the digest goes, and takes that back', async () => {
    const { cityId } = await registered('Lodwar');
    const folder = await mkdtemp(join(tmpdir(), 'laureate-letter-'));
    const file = join(folder, 'letter.pdf');
    await writeFile(file, 'A letter.');
    const letter = ['--letter', file, '--signed-by', 'The Mayor', '--function', 'Mayor', '--date', '2026-11-20'];
    const why = ['--text', 'Called the town hall.'];
    await expect(says('verify', cityId, ...why, ...letter.slice(0, 4))).rejects.toThrow('A letter is named with');
    const missing = ['--letter', join(folder, 'none.pdf'), ...letter.slice(2)];
    await expect(says('verify', cityId, ...why, ...missing)).rejects.toThrow('cannot be read');
    expect(await says('verify', cityId, ...why, ...letter)).toMatch(
      /^verified since .*: Called the town hall\. Letter of 2026-11-20, signed by The Mayor \(Mayor\)\.$/,
    );
    await rm(folder, { recursive: true });
    const { rows } = await api.db.query(
      'select letter ->> $2 as digest from entries.city_verification where city_id = $1',
      [cityId, 'digest'],
    );
    expect(rows).toEqual([{ digest: createHash('sha256').update('A letter.').digest('hex') }]);
    expect(await says('show', cityId)).toContain('verified by letter.');
    expect(await says('verify', cityId, '--take-back', '--text', 'It was forged.')).toMatch(/^unverified since /);
    expect(await says('show', cityId)).toContain(': unverified. Its id:');
  });

  it('sees to the people of a city', async () => {
    const owner = await registered('Garissa');
    const own = (...words: string[]) => as(owner.key, 'people', ...words);
    const address = `${randomUUID()}@city.example`;
    const invited = await own('invite', owner.cityId, address, '--name', 'Ben Colleague');
    expect(invited).toMatch(new RegExp(`^Invited as editor, by mail to ${address}\\. Their id: ${ID}$`));
    const personId = invited.slice(-36);
    expect(await own('list', owner.cityId)).toMatch(
      new RegExp(`^${personId} +${address} +editor +invited, has not accepted$`, 'm'),
    );
    expect(await own('role', owner.cityId, personId, 'reader')).toBe('They are reader of the city from now on.');
    const second = await api.colleague(owner.cityId, 'editor');
    expect(await as(second.key, 'people', 'remove', owner.cityId, second.personId)).toMatch(/do not act/);
    await expect(says('people', 'remove', owner.cityId, personId)).rejects.toThrow('why');
    expect(await says('people', 'remove', owner.cityId, personId, '--reason', 'left')).toMatch(/do not act/);
    const successor = [`${randomUUID()}@city.example`, '--name', 'Eve Successor'];
    expect(await own('hand-over', owner.cityId, ...successor)).toMatch(/take over, when they accept/);
    const left = ['--from', owner.personId, '--reason', 'left', '--text', 'She left.'];
    expect(await says('people', 'hand-over', owner.cityId, ...successor, ...left)).toMatch(/take over, at once/);
    expect((await says('people', 'list', owner.cityId)).match(/ owner +invited, has not accepted$/gm)).toHaveLength(1);
  });

  it('shows what may be the same, and merges exactly what the dry run said: requirement 6, a bulk decision on the wrong selection', async () => {
    const stays = await registered('Nyahururu');
    const duplicate = await registered('Municipality of Nyahururu');
    const listed = await says('duplicates');
    expect(listed).toMatch(/Nyahururu \(KE\) .* 0 +1 +100 %$/m);
    const different = ['different', stays.cityId, duplicate.cityId, '--text', 'Not sure.'];
    expect(await says(...different)).toMatch(/^They are not listed any more/);
    expect(await says('duplicates')).not.toContain('Nyahururu');
    expect(await says('duplicates', '--different')).toContain('Municipality of Nyahururu');
    expect(await says(...different, '--take-back')).toBe('They are listed again.');
    expect(await says('duplicates')).toContain('Municipality of Nyahururu');
    const draft = async () => {
      const body = { cityId: duplicate.cityId, content: completeContent({ title: 'Night buses' }) };
      const { json } = await api.send('POST', `/v1/cycles/${api.cycleId}/entries`, duplicate.key, body);
      return json['id'] as string;
    };
    const entryId = await draft();
    const merge = ['merge', duplicate.cityId, stays.cityId, '--reason', 'registered-twice', '--text', 'Two offices.'];
    const would = await says(...merge, '--dry-run');
    expect(would).toMatch(/^Nothing was done\. Municipality of Nyahururu \(.*\) would go into Nyahururu \(/);
    expect(would).toMatch(new RegExp(`entry +"Night buses" \\(${entryId}\\), draft$`, 'm'));
    expect(would).toMatch(new RegExp(`^${duplicate.personId} +A city +owner +owner$`, 'm'));
    expect(would).toMatch(/^By mail would be told \(city-merged\): 2: A city, A city$/m);
    expect(would).toMatch(/\n\nThis cannot be undone\.\n\nTo do exactly this, add: --preview [0-9a-f]{64}$/);
    expect(await says(...merge)).toBe(would);
    const digest = would.slice(-64);
    await draft();
    await expect(says(...merge, '--preview', digest)).rejects.toThrow('not what you were shown');
    const anew = (await says(...merge)).slice(-64);
    await expect(as(stays.key, ...merge, '--preview', anew)).rejects.toThrow('roles do not allow');
    expect(await says(...merge, '--preview', anew)).toMatch(
      /^Merged on .*: 2 entries and the roles of 1 people moved\. Everybody of both is told by mail\.$/,
    );
    expect(await says('show', duplicate.cityId)).toMatch(
      new RegExp(`^It was merged into Nyahururu \\(${stays.cityId}\\) on .*: registered-twice\\.$`, 'm'),
    );
    expect(await says('list')).not.toContain(duplicate.cityId);
    expect(await says('list', '--merged')).toMatch(
      new RegExp(`^${duplicate.cityId} .* merged into Nyahururu \\(${stays.cityId}\\)$`, 'm'),
    );
    expect(await says('duplicates')).toBe('No cities are alike.');
    await expect(
      says('register', 'municipality of nyahururu', '--country', 'KE', '--zone', 'Africa/Nairobi'),
    ).rejects.toThrow('now part of Nyahururu');
  });
});
