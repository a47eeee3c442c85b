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

/** `npm run bench -- [NAME…] [--json FILE]`: exit code 1 when a target is missed. */
async function main(): Promise<void> {
  const { positionals: names, values } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } });
  const unknown = names.filter((name) => !SUITES.some((suite) => suite.name === name));
  if (unknown.length > 0) {
    const known = SUITES.map(({ name }) => name).join(', ');
    throw new Error(`There is no suite ${unknown.join(', ')}. There are: ${known}.`);
  }
  const figures: (Figure & { suite: string })[] = [];
  for (const suite of SUITES.filter(({ name }) => names.length === 0 || names.includes(name))) {
    for (const figure of await runSuite(suite)) figures.push({ suite: suite.name, ...figure });
  }
  process.stdout.write(`${table(figures)}\n`);
  if (values.json) await writeFile(values.json, `${JSON.stringify(figures, null, 2)}\n`);
  process.exitCode = figures.every(({ holds }) => holds) ? 0 : 1;
}

async function runSuite(suite: Suite): Promise<Figure[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'laureate-bench-'));
  const progress = (line: string) => void process.stderr.write(`${suite.name}: ${line}\n`);
  try {
    const servers = await startLocalServers({ dataDir, only: suite.servers, onProgress: progress });
    try {
      return await suite.run(servers, progress);
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
