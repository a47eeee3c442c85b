import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stringify } from 'yaml';
import { guangzhouTemplate } from '#libs/cycles';
import { laureate } from '../support/command-line.js';
import { ApiFixture } from '../support/api-fixture.js';

const year = new Date().getUTCFullYear() + 1;
const template = guangzhouTemplate({ edition: '7', year });

describe('planning a cycle', () => {
  let app: ApiFixture;
  let staff: string;
  let folder: string;

  beforeAll(async () => {
    app = await ApiFixture.open();
    staff = await app.keyOf('secretariat');
    folder = await mkdtemp(join(tmpdir(), 'laureate-planning-'));
  });
  afterAll(() => app?.close());

  const run = (...words: string[]) => laureate({ url: app.url, key: staff }, 'cycle', ...words);
  /** Runs `laureate cycle …` and gives what it printed. */
  const says = async (...words: string[]): Promise<string> => (await run(...words)).printed;
  const fileOf = async (definition: object): Promise<string> => {
    const file = join(folder, 'award.yaml');
    await writeFile(file, stringify(definition));
    return file;
  };
  const get = (path: string, key: string | null) =>
    fetch(`${app.url}/v1/cycles/${path}`, { headers: key ? { 'x-api-key': key } : {} });
  const published = async (): Promise<string> => (await says('publish', await fileOf(template))).split(' ').at(-1)!;

  it('checks a file, and explains it only when it is sound', async () => {
    expect(await says('check', await fileOf(template))).toMatch(/^The definition is sound. Digest: [0-9a-f]{64}$/);
    const broken = await fileOf({ ...template, zone: 'CST' });
    expect(await run('check', broken)).toEqual({
      code: 1,
      printed: expect.stringContaining('1. Line 6, column 1 (/zone): must be a time zone\n   It says:    CST'),
    });
    await expect(says('explain', broken)).rejects.toThrow('What to do: Change it to what is allowed.');
    await expect(says('publish', broken)).rejects.toThrow('1. Line 6, column 1 (/zone)');
    await expect(says('explain', join(folder, 'nothing.yaml'))).rejects.toThrow('there is no such file');
  });

  it('explains a file and a cycle in the same words, in the language asked for', async () => {
    const ofFile = await says('explain', await fileOf(template));
    expect(ofFile).toContain(`# What happens in Guangzhou Award ${year}`);
    const cycle = await published();
    expect(await says('explain', cycle)).toBe(ofFile);
    expect(await says('explain', cycle, '--language', 'zh')).toContain('谁会收到哪些邮件');
    await expect(says('explain', cycle, '--language', 'de')).rejects.toThrow('en, zh, fr, es');
    const answer = await get(`${cycle}/explanation?language=fr`, staff);
    expect(answer.headers.get('content-type')).toBe('text/markdown; charset=utf-8');
    expect(await answer.text()).toContain('Qui reçoit quel courriel');
  });

  it('writes the calendar of a file and of a cycle, which everybody can subscribe to once it is published', async () => {
    const [ics, svg] = [join(folder, 'award.ics'), join(folder, 'award.svg')];
    expect(await says('calendar', await fileOf(template), '--ics', ics, '--svg', svg)).toBe(`Written: ${ics}, ${svg}`);
    expect(await readFile(ics, 'utf8')).toContain('UID:guangzhou.7.call.opens@laureate');
    const cycle = await published();
    await says('calendar', cycle, '--ics', ics, '--language', 'es');
    expect(await readFile(ics, 'utf8')).toContain(`UID:${cycle}.call.opens@laureate`.slice(0, 70));
    await expect(says('calendar', cycle)).rejects.toThrow('Say what to write');

    const subscribed = await get(`${cycle}/calendar.ics`, null);
    expect(subscribed.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(await subscribed.text()).toMatch(/^BEGIN:VCALENDAR\r\n[^]*STATUS:CONFIRMED/);
    const picture = await get(`${cycle}/calendar.svg`, null);
    expect(picture.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8');
    expect(await picture.text()).toBe(await readFile(svg, 'utf8'));
  });

  it('shows the calendar of a draft to its staff only', async () => {
    const answer = await fetch(`${app.url}/v1/cycles`, {
      method: 'POST',
      headers: { 'x-api-key': staff, 'content-type': 'application/json', 'idempotency-key': randomUUID() },
      body: JSON.stringify({ definition: template }),
    });
    const { id } = (await answer.json()) as { id: string };
    for (const form of ['ics', 'svg']) {
      expect((await get(`${id}/calendar.${form}`, null)).status).toBe(404);
      expect((await get(`${id}/calendar.${form}`, staff)).status).toBe(200);
    }
    expect(await (await get(`${id}/calendar.ics`, staff)).text()).toContain('STATUS:TENTATIVE');
  });

  it('explains to the staff of the programme only', async () => {
    const cycle = await published();
    expect((await get(`${cycle}/explanation`, null)).status).toBe(401);
    expect((await get(`${cycle}/explanation`, await app.keyOf('secretariat', 'another'))).status).toBe(403);
    expect((await get(`${cycle}/explanation?language=xx`, staff)).status).toBe(400);
  });
});
