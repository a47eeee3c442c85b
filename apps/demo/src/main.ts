import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { projectRoot } from '../../../deploy/local/index.js';
import { Story } from './checks.js';
import { type Figures, demonstrate } from './demo.js';
import { RunningApp } from './running-app.js';

const { json, keep, dataDir } = new Command('npm run demo --')
  .description(
    'Runs a whole cycle of the Guangzhou Award on fresh servers, with real titles, and checks everything at the end.',
  )
  .option('--json <file>', 'write the figures of the table to a file, as JSON')
  .option('--keep', 'leave everything running to look around; Ctrl-C stops it')
  .option('--data-dir <folder>', 'where the servers keep their data', join(projectRoot(), '.laureate', 'demo'))
  .parse()
  .opts<{ json?: string; keep?: boolean; dataDir: string }>();

const story = new Story();
story.chapter('Servers start: PostgreSQL, Kafka, Temporal, mail');
const app = await RunningApp.start(dataDir, (line) => story.tell(line.trim()));
// The application gets the signal too, and finishes what it has begun.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void app.stop().then(() => process.exit(130)));

try {
  const figures = await demonstrate(app, story);
  if (json) await writeFile(json, `${JSON.stringify(figures, null, 2)}\n`);
  summarise(figures);
} catch (error) {
  story.check('The demonstration comes to its end', false, (error as Error).message);
}
for (const { what, found } of story.failed) console.log(`FAILED: ${what}${found ? `: ${found}` : ''}`);
console.log(
  story.failed.length === 0
    ? `\nAll ${story.checks.length} checks hold.`
    : `\n${story.failed.length} of ${story.checks.length} checks do not hold.`,
);
process.exitCode = story.failed.length === 0 ? 0 : 1;

if (keep) {
  const { api, mailbox, temporal } = app.run;
  console.log(
    `Everything is still running.\n  API      ${api}/docs\n  Mailbox  ${mailbox}\n  Temporal ${temporal.ui}\nKeys are in ${join(dataDir, 'run.json')}. Ctrl-C stops it.`,
  );
  await app.ended();
} else {
  await app.stop();
}

function summarise({ entries, shortlisted, deserving, winners, events, mails, workflows, seconds }: Figures): void {
  const rows: [string, string][] = [
    ['entries received / valid / eligible', `${entries.received} / ${entries.valid} / ${entries.eligible}`],
    ['shortlisted', String(shortlisted.length)],
    ['deserving', String(deserving.length)],
    ['winners (DEMONSTRATION, unranked)', winners.join('; ')],
    ['events published / consumed / dead', `${events.published} / ${events.consumed} / ${events.dead}`],
    ['mails expected / delivered', `${mails.expected} / ${mails.delivered}`],
    ['mails duplicate / unknown / lost', `${mails.duplicates} / ${mails.unknown} / ${mails.lost}`],
    ['workflows / histories replayed / failures', `${workflows.count} / ${workflows.replayed} / ${workflows.failures}`],
    ['seconds', String(seconds)],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  console.log(`\n${rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n')}\n`);
}
