import type { Command } from 'commander';
import type { components } from '../../client/api-types.js';
import { type Api, CliError, ask } from '../../client/connection.js';
import { show } from '../../terminal/output.js';
import { apiOf } from '../../terminal/globals.js';

type Finding = components['schemas']['DoctorFinding'];
type Outcome = components['schemas']['DoctorOutcome'];

/** `laureate doctor`: ends with 0 when nothing is wrong (any more), 1 when something is, 2 when it could not ask. */
export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('say what is wrong with the installation, and what mending would do')
    .option('--mend', 'mend what is safe to mend')
    .action(async ({ mend }: { mend?: true }, command: Command) => {
      try {
        const { api, json } = apiOf(command);
        process.exitCode = (await (mend ? mending(api, json) : examining(api, json))) ? 0 : 1;
      } catch (error) {
        if (!(error instanceof CliError)) throw error;
        console.error(error.message);
        process.exitCode = 2;
      }
    });
}

/** Prints what is wrong; true when nothing is. */
async function examining(api: Api, json: boolean | undefined): Promise<boolean> {
  const { findings } = await ask(api.GET('/v1/doctor'));
  show(
    findings,
    inWords(findings, ({ wouldDo, refusedBecause }) => [
      wouldDo ? `--mend would: ${wouldDo}` : `Left to you: ${refusedBecause}`,
    ]),
    json,
  );
  return findings.length === 0;
}

/** Mends, and prints what became of what was wrong; true when nothing is left. */
async function mending(api: Api, json: boolean | undefined): Promise<boolean> {
  const { outcomes } = await ask(api.POST('/v1/doctor/mend'));
  show(outcomes, inWords(outcomes, becameOf), json);
  return outcomes.every(({ outcome }) => outcome === 'mended');
}

const OUTCOMES = { mended: 'MENDED', refused: 'Left to you', failed: 'FAILED' } as const;
const becameOf = ({ outcome, said, wouldDo }: Outcome): string[] => [
  ...(wouldDo ? [`Mending: ${wouldDo}`] : []),
  `${OUTCOMES[outcome]}: ${said}`,
];

/** Findings in plain words, the worst first. */
function inWords<F extends Finding>(findings: F[], andThen: (finding: F) => string[]): string {
  if (findings.length === 0) return 'Healthy: database, workflows, events, mails and archives agree.';
  const told = findings.map((finding) =>
    [
      `${finding.severity.toUpperCase()} ${finding.code} (${finding.where})`,
      ...[finding.what, ...andThen(finding)].map((line) => `  ${line}`),
    ].join('\n'),
  );
  return [...told, findings.length === 1 ? '1 finding.' : `${findings.length} findings.`].join('\n\n');
}
