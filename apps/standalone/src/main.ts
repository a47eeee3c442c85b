import { log, logConcern, readConfig } from '#libs/platform';
import { readOptions } from './options.js';
import { type RunningStandalone, startStandalone } from './start.js';

const WIDTH = 15;
const ONE_CTRL_C_MS = 1000;

const options = readOptions(process.argv.slice(2));
// Lines of every request would bury the addresses; LOG_LEVEL=info shows them.
log.level = process.env['LOG_LEVEL'] ? readConfig({ log: logConcern }).log.level : 'warn';

const starting = startStandalone({ ...options, onProgress: (line) => console.log(line) });
let askedAt: number | undefined;

/** Asked once, everything finishes what it has begun; asked again, all ends now. */
async function stop(): Promise<void> {
  // One Ctrl-C reaches us more than once: from the terminal, and passed on by npm or whoever started us.
  if (askedAt !== undefined && Date.now() - askedAt < ONE_CTRL_C_MS) return;
  if (askedAt !== undefined) process.exit(130);
  askedAt = Date.now();
  console.log('Stopping: finishing what is in hand. Press Ctrl-C again to end at once.');
  const running = await starting.catch(() => undefined);
  await running?.close();
  process.exit();
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
// A parent that talked to us over a channel and is gone will not stop us any more.
process.once('disconnect', () => void stop());

try {
  const running = await starting;
  if (askedAt === undefined) announce(running);
} catch (error) {
  console.error(`\n${(error as Error).message}`);
  log.debug({ err: error }, 'the standalone could not start');
  process.exit(1);
}

function announce({ run, services }: RunningStandalone): void {
  const rows: [string, string][] = [
    ['API', run.api],
    ['API docs', run.docs],
    ['Temporal', run.temporal.ui ?? run.temporal.address],
    ['Mailbox', run.mailbox ?? run.smtp],
    ...services.urls().map(([name, url]): [string, string] => [`${name} health`, `${url}/health/ready`]),
  ];
  console.log(`\nLaureate runs.\n${rows.map(([name, url]) => `  ${name.padEnd(WIDTH)} ${url}`).join('\n')}`);
  console.log(`Addresses and development API keys are in ${options.dataDir}/run.json. Ctrl-C stops everything.\n`);
}
