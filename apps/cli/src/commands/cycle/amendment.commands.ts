import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { parse, stringify } from 'yaml';
import { type Api, CliError, ask, once } from '../../client/connection.js';
import { inUtcAndHere, show, table } from '../../terminal/output.js';
import { report } from '../../terminal/reporting.js';
import { tellsOf } from './move-deadline.command.js';
import { type ReasonOptions, apiOf, reasonOf, withReason } from '../../terminal/globals.js';

/** The first line of a definition that was written to a file: which revision it was made from. */
const REVISION_LINE = /^# revision (\d+)/m;

interface ProposeOptions extends ReasonOptions {
  dryRun?: boolean;
}
interface Given {
  definition: string | Record<string, unknown>;
  baseRevision: number;
  adoptsMethodOf?: string;
}
type Change = { pointer: string; from?: unknown; to?: unknown };

/** `laureate amendment …`: changes of published cycles. */
export function addAmendmentCommands(program: Command): void {
  const amendment = program.command('amendment').description('change published cycles, with two signatures');

  amendment
    .command('start <cycle>')
    .description('print the definition in force, to be changed and proposed')
    .action(async (cycleId: string, _, command: Command) => {
      const { api } = apiOf(command);
      const { definition, revision } = await inForce(api, cycleId);
      console.log(
        `# revision ${revision}: keep this line, it says what the amendment was made from\n${stringify(definition)}`,
      );
    });

  withReason(
    amendment
      .command('propose <cycle> <file>')
      .description('propose the definition in a file as an amendment')
      .option('--dry-run', 'show what it would change and move and who would be told; propose nothing'),
  ).action(async (cycleId: string, file: string, options: ProposeOptions, command: Command) => {
    const definition = await readText(file);
    const revision = REVISION_LINE.exec(definition)?.[1];
    if (!revision)
      throw new CliError('The file does not say which revision it was made from. Begin with: laureate amendment start');
    await propose(command, cycleId, { definition, baseRevision: Number(revision) }, options);
  });

  withReason(
    amendment
      .command('adopt-method <cycle> <stage> <file>')
      .description('propose the method that was left to a panel: its settings as YAML in a file')
      .option('--dry-run', 'show what it would change; propose nothing'),
  ).action(async (cycleId: string, stageKey: string, file: string, options: ProposeOptions, command: Command) => {
    const { api } = apiOf(command);
    const { definition, revision } = await inForce(api, cycleId);
    const settings: unknown = parse(await readText(file));
    const stages = (definition['stages'] as { key: string }[]).map((stage) =>
      stage.key === stageKey ? { ...stage, settings } : stage,
    );
    const given = { definition: { ...definition, stages }, baseRevision: revision, adoptsMethodOf: stageKey };
    await propose(command, cycleId, given, options);
  });

  amendment
    .command('list <cycle>')
    .description('the amendments of a cycle, newest first')
    .action(async (cycleId: string, _, command: Command) => {
      const { api, json } = apiOf(command);
      const { items } = await ask(
        api.GET('/v1/cycles/{cycleId}/amendments', { params: { path: { cycleId }, query: { limit: 50 } } }),
      );
      const rows = items.map(({ id, number, kind, state, reason, signatures, signaturesNeeded }) => [
        number === null ? '-' : String(number),
        kind,
        state,
        `${signatures.length} of ${signaturesNeeded}`,
        reason.code,
        id,
      ]);
      show(items, table(['number', 'kind', 'state', 'signed', 'reason', 'id'], rows), json);
    });

  amendment
    .command('show <cycle> <amendment>')
    .description('what an amendment changes, why, and who signed it')
    .action(async (cycleId: string, amendmentId: string, _, command: Command) => {
      const { api, json } = apiOf(command);
      const path = { cycleId, amendmentId };
      const found = await ask(api.GET('/v1/cycles/{cycleId}/amendments/{amendmentId}', { params: { path } }));
      const { state, number, reason, proposedBy, proposedAt, signatures, signaturesNeeded } = found;
      const text = [
        `${number === null ? 'An amendment' : `Amendment ${number}`}, ${state}; proposed ${inUtcAndHere(proposedAt)} by ${proposedBy}.`,
        `Why: ${reason.code}${reason.text ? `: ${reason.text}` : ''}`,
        changesInWords(found.changes),
        `Signed ${signatures.length} of ${signaturesNeeded}.`,
        ...(state !== 'withdrawn' && signatures.length < signaturesNeeded ? [signWith(found)] : []),
      ];
      show(found, text.join('\n\n'), json);
    });

  amendment
    .command('sign <cycle> <amendment>')
    .description(
      'sign an amendment; with the last signature it is in force. Or countersign a deadline that somebody moved',
    )
    .requiredOption('--digest <digest>', 'digest of the definition you have read (see: laureate amendment show)')
    .action(async (cycleId: string, amendmentId: string, { digest }: { digest: string }, command: Command) => {
      const { api, json } = apiOf(command);
      const answer = api.POST('/v1/cycles/{cycleId}/amendments/{amendmentId}/sign', {
        params: { path: { cycleId, amendmentId }, header: once() },
        body: { definitionDigest: digest },
      });
      await report(api, answer, json);
    });

  withReason(amendment.command('withdraw <cycle> <amendment>').description('withdraw a proposed amendment')).action(
    async (cycleId: string, amendmentId: string, options: ReasonOptions, command: Command) => {
      const { api, json } = apiOf(command);
      const params = { path: { cycleId, amendmentId }, header: once() };
      const body = { reason: reasonOf(options) };
      const withdrawn = await ask(api.POST('/v1/cycles/{cycleId}/amendments/{amendmentId}/withdraw', { params, body }));
      show(withdrawn, 'Withdrawn.', json);
    },
  );
}

const inForce = (api: Api, cycleId: string) =>
  ask(api.GET('/v1/cycles/{cycleId}/definition', { params: { path: { cycleId } } }));

const readText = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch(() => {
    throw new CliError(`The file "${file}" cannot be read.`);
  });

async function propose(command: Command, cycleId: string, given: Given, options: ProposeOptions): Promise<void> {
  const { api, json } = apiOf(command);
  const path = { cycleId };
  if (options.dryRun) {
    const would = await ask(api.POST('/v1/cycles/{cycleId}/amendments/preview', { params: { path }, body: given }));
    const problems = would.problems.map(
      ({ pointer, message, allowed }) => `${pointer}: ${message}; allowed: ${allowed}`,
    );
    const text = [
      `Nothing was proposed. As amendment ${would.number} it would change:`,
      changesInWords(would.changes),
      problems.length > 0 ? `Not possible:\n${problems.join('\n')}` : tellsOf(would.told),
    ];
    show(would, text.join('\n\n'), json);
    if (problems.length > 0) process.exitCode = 1;
    return;
  }
  const body = { ...given, reason: reasonOf(options) };
  const params = { path, header: once() };
  const proposed = await ask(api.POST('/v1/cycles/{cycleId}/amendments', { params, body }));
  show(proposed, `Proposed.\n\n${changesInWords(proposed.changes)}\n\n${signWith(proposed)}`, json);
}

const signWith = ({ cycleId, id, definitionDigest }: { cycleId: string; id: string; definitionDigest: string }) =>
  `To sign it: laureate amendment sign ${cycleId} ${id} --digest ${definitionDigest}`;

function changesInWords(changes: Change[]): string {
  const value = (given: unknown) => (given === undefined ? '-' : JSON.stringify(given).slice(0, 60));
  return table(
    ['what', 'from', 'to'],
    changes.map(({ pointer, from, to }) => [pointer, value(from), value(to)]),
  );
}
