import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type RunningStandalone, startStandalone } from '../../apps/standalone/src/start.js';
import { findPython, pipPackages, projectRoot } from '../../deploy/local/index.js';
import { log } from '#libs/platform';
import { complaints, readAnswers } from './answers.js';

/** Who asks, with how many requests of each operation at most, and in which phases: staff may do most. */
const RUNS = [
  ['secretariat', 20, 'coverage,fuzzing,stateful'],
  ['city', 10, 'fuzzing'],
  ['expert', 10, 'fuzzing'],
  ['juror', 10, 'fuzzing'],
  ['auditor', 10, 'fuzzing'],
] as const;
const LONGEST_RUN_MS = 180_000;

/** Ctrl-C ends the asking; everything that was started is stopped then. */
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());

/**
 * `npm run test:api -- [--seed N]`: exit code 1 when the API answers anything it must not, 2 when
 * it could not be asked.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { seed: { type: 'string' } } });
  const progress = (line: string) => void process.stderr.write(`${line}\n`);
  log.level = 'error';
  const packages = await pipPackages('schemathesis', '../../test/conformance/requirements.txt', {
    env: process.env,
    progress,
    missing: (reason) => new Error(`Schemathesis cannot be run: ${reason}`),
  });
  const folder = await mkdtemp(join(tmpdir(), 'laureate-conformance-'));
  try {
    const app = await startStandalone({ dataDir: folder, fresh: true, onProgress: progress });
    try {
      process.exitCode = (await ask(app, packages, folder, values.seed)) ? 0 : 1;
    } finally {
      await app.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Sends what Schemathesis makes up, as each role in turn; false when anything is wrong with the answers. */
async function ask({ run }: RunningStandalone, packages: string, folder: string, seed?: string): Promise<boolean> {
  const failed: string[] = [];
  for (const [role, examples, phases] of RUNS) {
    process.stdout.write(`\n${role}\n`);
    const options = ['-H', `x-api-key: ${run.keys[role]}`, '-n', String(examples), '--phases', phases];
    if (seed) options.push('--seed', seed);
    if (!(await schemathesis([`${run.api}/openapi.json`, ...options], packages, folder))) failed.push(role);
  }
  const answers = readAnswers(await (await fetch(`${run.api}/metrics`)).text());
  const found = complaints(answers);
  process.stdout.write(`\nAnswers by status: ${JSON.stringify(Object.fromEntries(answers))}\n`);
  for (const complaint of found) process.stdout.write(`${complaint}\n`);
  if (failed.length > 0) process.stdout.write(`Schemathesis found something as ${failed.join(', ')}: see above.\n`);
  return failed.length === 0 && found.length === 0;
}

/** Runs it once, what it leaves behind in `folder`; true when it found nothing. */
async function schemathesis(args: string[], packages: string, folder: string): Promise<boolean> {
  const here = join(projectRoot(), 'test/conformance');
  const code = 'from schemathesis.cli import schemathesis; schemathesis()';
  const config = ['--config-file', join(here, 'schemathesis.toml')];
  const flags = ['--warnings', 'off', '--no-color'];
  // Where it came from, so it is there.
  const python = (await findPython(process.env))!;
  const child = spawn(python, ['-c', code, ...config, 'run', ...args, ...flags], {
    cwd: folder,
    env: {
      ...process.env,
      PYTHONPATH: [packages, here].join(delimiter),
      PYTHONDONTWRITEBYTECODE: '1',
      SCHEMATHESIS_HOOKS: 'hooks',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: LONGEST_RUN_MS,
    signal: stopping.signal,
  });
  const [exitCode] = (await once(child, 'exit')) as [number | null];
  return exitCode === 0;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
