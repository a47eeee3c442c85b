import { mkdtemp, readFile, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Command } from 'commander';
import { addNewCommand } from '../../apps/cli/src/commands/cycle/new.command.js';
import { type CycleDefinition, checkDefinition, guangzhouTemplate } from '#libs/cycles';
import { complete, types } from '../planning/support.js';

const NOW = new Date('2026-11-24T00:00:00Z');
jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'queueMicrotask'] });
const printed = jest.spyOn(console, 'log').mockImplementation(() => undefined);

let folder: string;
let out: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'laureate-new-'));
  out = join(folder, 'new.yaml');
  printed.mockClear();
});
afterAll(() => {
  jest.useRealTimers();
});

/** Answers the questions of `laureate cycle new` with these lines; gives what was said, and the definition written. */
async function answered(
  from: string,
  lines: string[],
): Promise<{ said: string; text: string; definition: CycleDefinition }> {
  const output = new PassThrough();
  const said: Buffer[] = [];
  output.on('data', (chunk: Buffer) => said.push(chunk));
  const program = new Command().exitOverride();
  addNewCommand(program, () => ({ input: Readable.from(lines.map((line) => `${line}\n`)), output }));
  await program.parseAsync(['new', '--from', from, '--out', out], { from: 'user' });
  const text = await readFile(out, 'utf8');
  const checked = checkDefinition(text, types);
  if ('problems' in checked) throw new Error(JSON.stringify(checked.problems));
  return { said: Buffer.concat(said).toString(), text, definition: checked.definition };
}
/** Takes every suggestion. */
const enter = (times: number): string[] => Array.from({ length: times }, () => '');
const NAMES = 4;
const ALL = NAMES + 2 * 5;
const windows = ({ stages }: CycleDefinition) => stages.map(({ window: { opens, deadline } }) => [opens, deadline]);

describe('laureate cycle new', () => {
  it('gives the shipped template of the year, sound and with comments, when every suggestion is taken', async () => {
    const { said, text, definition } = await answered('guangzhou', enter(ALL));
    expect(definition).toEqual(complete(guangzhouTemplate({ edition: '2027', year: 2027 })));
    expect(text).toContain('zone: Asia/Shanghai # times below without an offset are local to it');
    expect(said).toContain('In which year does the first stage open? [2027]: ');
    expect(said).toContain('"Call for entries" has its deadline [2027-08-31 23:59]: ');
    expect(said).toContain('= 31 August 2027 at 23:59 (Asia/Shanghai), 15:59 UTC');
    expect(said).toContain('The result of "Jury" is published when "Award ceremony" opens.');
    expect(printed.mock.calls.join('\n')).toContain(`laureate cycle check ${out}`);
  });

  it('takes other names, zone and dates; what follows moves by as many days', async () => {
    const names = ['2028', '8', 'Eighth edition', 'Europe/Paris'];
    const { said, definition } = await answered('guangzhou', [
      ...names,
      '2028-03-01 10:00',
      '',
      '2028-09-30',
      ...enter(7),
    ]);
    expect(definition).toMatchObject({ edition: '8', title: 'Eighth edition', zone: 'Europe/Paris' });
    expect(said).toContain('"Call for entries" has its deadline [2028-09-07 23:59]: ');
    // 25 September was suggested: a day alone keeps its time, and the rest is five days later than that.
    expect(said).toContain('"Eligibility" opens [2028-09-25 09:00]: ');
    expect(windows(definition)).toEqual([
      ['2028-03-01T09:00:00.000Z', '2028-09-07T21:59:00.000Z'],
      ['2028-09-30T07:00:00.000Z', '2028-10-10T16:00:00.000Z'],
      ['2028-10-21T07:00:00.000Z', '2028-11-11T17:00:00.000Z'],
      ['2028-12-16T08:00:00.000Z', '2028-12-18T17:00:00.000Z'],
      ['2028-12-19T18:00:00.000Z', '2028-12-19T21:00:00.000Z'],
    ]);
    const [, , , jury, ceremony] = definition.stages;
    expect(jury!.release.map(({ when }) => when)).toEqual([ceremony!.window.opens, ceremony!.window.opens]);
  });

  it('says at once what is wrong with an answer, and asks again', async () => {
    const { said, definition } = await answered(
      'guangzhou',
      [
        ['next', '2025', '2027', ' ', 'x'.repeat(201), 'Paris 2027', 'CST', 'Europe/Paris'],
        ['tomorrow', '2027-03-28 02:30', '2027-02-23 09:00'],
        ['2027-02-23 09:00', '2027-03-10 23:59', '2027-08-31 23:59'],
        ['2027-09-01 00:30', '2027-09-18 09:00'],
        enter(7),
      ].flat(),
    );
    for (const wrong of [
      'Give a year with four digits, 2026 or later.',
      'Give a text of at most 200 characters.',
      'Give a name of the IANA database, such as Asia/Shanghai or Europe/Paris.',
      'Give a day and a time, such as 2027-08-31 23:59.',
      'There is no such day and time in Europe/Paris. When clocks are put forward, an hour is left out.',
      'It opens on 23 February 2027 at 09:00 (Europe/Paris), 08:00 UTC only. Give a later time.',
      'A reminder 30 days before it would come before the opening. Give a later time.',
      'It waits for "Call for entries", which closes for good on 1 September 2027 at 00:59 (Europe/Paris), 31 August 2027 at 22:59 UTC.',
    ])
      expect(
        said.match(new RegExp(wrong.replaceAll(/[.*()?]/g, String.raw`\$&`), 'g'))?.length ?? wrong,
      ).toBeGreaterThan(0);
    expect(definition).toMatchObject({ edition: '2027', title: 'Paris 2027', zone: 'Europe/Paris' });
  });

  it("begins with a definition of one's own, one cycle later, and keeps everything else with its comments", async () => {
    const own = join(folder, 'own.yaml');
    await writeFile(
      own,
      `# Our award
programme: { key: water, name: Water Award }
edition: '3'
title: Water 2026
zone: Africa/Abidjan
signature: The team # all five of us
criteria: [{ key: depth, title: Depth }]
stages:
  - key: call
    type: call-for-entries
    window:
      opens: '2026-01-10T09:00:00+01:00' # as every year
      deadline: '2026-06-30T23:59'
    ladder: [P1W]
  - key: check
    type: eligibility
    window: { opens: '2026-07-10T09:00', deadline: '2026-07-20T18:00' }
    release:
      - { audience: concerned, when: '2026-08-01T12:00' }
      - { audience: public, when: '2026-09-01T12:00' }
`,
    );
    const { said, text, definition } = await answered(own, [
      ...enter(NAMES + 4),
      '2027-07-15 12:00',
      '2027-07-20 17:00',
      '2027-08-02 12:00',
      '',
    ]);
    expect(text).toMatch(/^# Our award\n/);
    expect(text).toContain('signature: The team # all five of us');
    expect(text).toContain("opens: '2027-01-10T08:00' # as every year");
    expect(definition).toMatchObject({
      edition: '4',
      title: 'Water 2027',
      signature: 'The team',
      criteria: [{ key: 'depth' }],
    });
    expect(windows(definition)).toEqual([
      ['2027-01-10T08:00:00.000Z', '2027-06-30T23:59:00.000Z'],
      ['2027-07-10T09:00:00.000Z', '2027-07-20T18:00:00.000Z'],
    ]);
    expect(said).toContain(
      '"check" closes on 20 July 2027 at 18:00 (Africa/Abidjan), 18:00 UTC. Give that time or a later one.',
    );
    expect(definition.stages[1]!.release).toEqual([
      { audience: 'concerned', when: '2027-08-02T12:00:00.000Z' },
      { audience: 'public', when: '2027-09-02T12:00:00.000Z' },
    ]);
  });

  it('asks for the further deadlines of a call too, and refuses what does not go with its window', async () => {
    const own = join(folder, 'own.yaml');
    await writeFile(
      own,
      `programme: { key: water, name: Water Award }
edition: '3'
title: Water 2026
zone: Africa/Abidjan
stages:
  - key: call
    type: call-for-entries
    window:
      opens: '2026-01-10T09:00'
      deadline: '2026-06-30T23:59'
      steps:
        registration: { deadline: '2026-03-31T23:59', grace: PT1H } # as every year
        supportingMaterial: { deadline: '2026-08-31T23:59' }
`,
    );
    const { said, text, definition } = await answered(own, [...enter(NAMES + 2), '2027-07-01', '2027-03-31', '']);
    expect(said).toContain('"call" has its deadline for registration [2027-03-31 23:59]: ');
    expect(said).toContain('Registration would go on beyond the deadline of the stage');
    expect(definition.stages[0]!.window.steps).toEqual({
      registration: { deadline: '2027-03-31T23:59:00.000Z', grace: 'PT1H' },
      supportingMaterial: { deadline: '2027-08-31T23:59:00.000Z', grace: 'PT0S' },
    });
    expect(text).toContain('# as every year');
  });

  it('comes after the cycle it begins with, also when that is still to come', async () => {
    await answered('guangzhou', enter(ALL));
    const own = join(folder, 'own.yaml');
    await rename(out, own);
    const { said, definition } = await answered(own, enter(ALL));
    expect(said).toContain('In which year does the first stage open? [2028]: ');
    expect(definition).toEqual(complete(guangzhouTemplate({ edition: '2028', year: 2028 })));
  });

  it('writes nothing when the answers end, and never over a file', async () => {
    await expect(answered('guangzhou', enter(6))).rejects.toThrow(
      'There is no answer to the last question. Nothing was written.',
    );
    await expect(readFile(out)).rejects.toThrow('ENOENT');
    await writeFile(out, 'mine');
    await expect(answered('guangzhou', enter(ALL))).rejects.toThrow('is there already');
    expect(await readFile(out, 'utf8')).toBe('mine');
  });

  it.each([
    ['a file that is not there', null, 'there is no such file'],
    ['a file that is no definition', 'stages: [{ key: a }]', 'laureate cycle check'],
    ['a file that is no YAML', 'a: [', 'laureate cycle check'],
  ])('refuses %s as a template', async (_, text, why) => {
    const file = join(folder, 'broken.yaml');
    if (text !== null) await writeFile(file, text);
    await expect(answered(file, [])).rejects.toThrow(why);
  });
});
