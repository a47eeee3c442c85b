import type { Command } from 'commander';
import { pages } from '../../client/connection.js';
import { inUtcAndHere, show } from '../../terminal/output.js';
import { auditSource, recomputation } from '../../replay/audit-source.js';
import { type ReplayReport, replayCycle } from '../../replay/replay-cycle.js';
import { apiOf } from '../../terminal/globals.js';

/** `laureate audit …`: read what happened, and prove it. */
export function addAuditCommands(program: Command): void {
  const audit = program.command('audit').description('read what happened in a cycle, and prove it');

  audit
    .command('timeline <cycle>')
    .description('who did what, when (in two zones) and why; oldest first')
    .action(async (cycleId: string, _, command: Command) => {
      const { api, json } = apiOf(command, 'auditor');
      const path = { cycleId };
      const page = (cursor: string | undefined) =>
        api.GET('/v1/audit/cycles/{cycleId}/timeline', { params: { path, query: { cursor, limit: 200 } } });
      const lines = await Array.fromAsync(pages(page));
      const text = lines.map((line) => {
        const who = line.onBehalfOf ? `${line.who} for ${line.onBehalfOf}` : line.who;
        const why = [line.reasonCode, line.reason].filter(Boolean).join(': ');
        return `${inUtcAndHere(line.at)}  ${line.what}${line.stageKey ? ` [${line.stageKey}]` : ''} — ${who}${why ? ` (${why})` : ''}`;
      });
      show(lines, text.join('\n'), json);
    });

  audit
    .command('replay <cycle>')
    .description('replay a cycle on this machine: workflow code, database, decisions and archives must agree')
    .action(async (cycleId: string, _, command: Command) => {
      const { api, json } = apiOf(command, 'auditor');
      const report = await replayCycle(auditSource(api), cycleId, recomputation);
      show(report, reportInWords(report), json);
      if (!report.pass) process.exitCode = 1;
    });
}

function reportInWords({ pass, workflows, replayed, stages, decisions, divergences }: ReplayReport): string {
  const counted = `${replayed} of ${workflows} histories replayed, ${stages} stages folded, ${decisions} decisions recomputed.`;
  if (pass) return `PASS\n${counted}`;
  const [first, ...others] = divergences;
  const lines = [
    'FAIL',
    counted,
    '',
    `What:  ${first!.what} (${first!.check})`,
    `Where: ${first!.where}`,
    `When:  ${first!.when ?? 'unknown'}`,
    first!.detail,
  ];
  return [...lines, ...(others.length > 0 ? ['', `${others.length} further: --json lists them.`] : [])].join('\n');
}
