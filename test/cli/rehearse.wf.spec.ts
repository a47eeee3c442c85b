import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '../../deploy/local/index.js';

const PROGRAM = join(projectRoot(), 'dist/apps/cli/src/main.js');
const EXAMPLE = join(projectRoot(), 'docs/examples/guangzhou-2027.yaml');

/** Runs the compiled command, as the secretariat does. */
function laureate(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  if (!existsSync(PROGRAM)) throw new Error(`Run "npm run build" first: ${PROGRAM} is not there.`);
  return new Promise((resolve) => {
    execFile(process.execPath, [PROGRAM, ...args], { maxBuffer: 16 * 1024 * 1024 }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    );
  });
}

describe('laureate cycle rehearse', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'laureate-rehearsal-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('shows the timeline and writes every mail, in place of those of an earlier rehearsal', async () => {
    await writeFile(join(folder, '9999-reminder-to-city-1.html'), 'of an earlier rehearsal');
    await writeFile(join(folder, 'notes.txt'), "somebody's own");
    const { code, out } = await laureate('cycle', 'rehearse', EXAMPLE, '--entries', '5', '--mails', folder);
    expect(code).toBe(0);
    expect(out).toContain('23 February 2027 at 09:00 (Asia/Shanghai), 01:00 UTC\n  “Call for entries” opens.');
    expect(out).toContain('laureate cycle release CYCLE eligibility --audience concerned --reason as-planned');
    expect(out).toContain('No problems were found.');
    const count = Number(/^(\d+) mails:$/m.exec(out)![1]);
    const files = await readdir(folder);
    expect(files).toContain('notes.txt');
    const page = await readFile(join(folder, 'rehearsal.html'), 'utf8');
    const links = [...page.matchAll(/href="(\d[^"]+)"/g)].map(([, link]) => link!);
    expect(links).toHaveLength(count);
    expect(links.toSorted()).toEqual(files.filter((file) => /^\d.*\.html$/.test(file)).toSorted());
    expect(files.filter((file) => /^\d.*\.txt$/.test(file))).toHaveLength(count);
  });

  it('names every problem of a definition that is not sound, and runs nothing', async () => {
    const file = join(folder, 'unsound.yaml');
    await writeFile(
      file,
      (await readFile(EXAMPLE, 'utf8')).replace('P30D', 'P300D').replace('type: jury', 'type: juri'),
    );
    const { code, out, err } = await laureate('cycle', 'rehearse', file);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(
      /\/stages\/0\/ladder\/0: .*\n.*\/stages\/3\/type: |\/stages\/3\/type: .*\n.*\/stages\/0\/ladder\/0: /,
    );
  });
});
