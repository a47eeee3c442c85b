import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startLocalServers } from '../../deploy/local/index.js';
import { cyclesSuite } from './cycles.bench.js';
import { entriesSuite } from './entries.bench.js';
import { eventsSuite } from './events.bench.js';
import { type Figure, type Suite, table } from './harness.js';
import { httpSuite } from './http.bench.js';

const SUITES: Suite[] = [eventsSuite, cyclesSuite, entriesSuite, httpSuite];

/** `npm run bench -- [NAME[/PART]…] [--json FILE]`: exit code 1 when a target is missed. */
async function main(): Promise<void> {
  const { positionals: names, values } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });
  const known = SUITES.flatMap(({ name, parts = [] }) => [name, ...parts.map((part) => `${name}/${part}`)]);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  const figures: (Figure & { suite: string })[] = [];
  for (const suite of SUITES) {
    const asked = names.filter((name) => name.split('/')[0] === suite.name);
    if (names.length > 0 && asked.length === 0) continue;
    const only = asked.includes(suite.name) ? [] : asked.map((name) => name.split('/')[1]!);
    for (const figure of await runSuite(suite, only)) figures.push({ suite: suite.name, ...figure });
  }
  process.stdout.write(`${table(figures)}\n`);
  if (values.json) await writeFile(values.json, `${JSON.stringify(figures, null, 2)}\n`);
  process.exitCode = figures.every(({ holds }) => holds) ? 0 : 1;
}

async function runSuite(suite: Suite, only: string[]): Promise<Figure[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'laureate-bench-'));
  const progress = (line: string) => void process.stderr.write(`${suite.name}: ${line}\n`);
  try {
    const servers = await startLocalServers({ dataDir, only: suite.servers, onProgress: progress });
    try {
      return await suite.run(servers, progress, only);
    } finally {
      await servers.stop();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
