import { type Command, Option } from 'commander';
import type { paths } from '../../client/api-types.js';
import { type Api, ask, once } from '../../client/connection.js';
import { inUtcAndHere, show, table } from '../../terminal/output.js';
import { report } from '../../terminal/reporting.js';
import { type ReasonOptions, apiOf, reasonOf, withReason } from '../../terminal/globals.js';

interface MoveDeadlineOptions extends ReasonOptions {
  to: string;
  step?: Step;
  shiftFollowing?: boolean;
  preview?: string;
  dryRun?: boolean;
}
export type Step = NonNullable<
  paths['/v1/cycles/{cycleId}/stages/{stageKey}/deadline']['post']['requestBody']['content']['application/json']['step']
>;
/** Names of the further deadlines that a call for entries may have. */
export const STEPS: Step[] = ['registration', 'earlyBird', 'supportingMaterial'];
type StagePath = { cycleId: string; stageKey: string };
type Preview = Awaited<ReturnType<typeof previewOf>>;

/** `laureate cycle move-deadline`: one deadline, or with it the windows of all stages that follow, after a dry run. */
export function addMoveDeadlineCommand(cycle: Command): void {
  withMove(cycle.command('move-deadline <cycle> <stage>'));
  // Its former name, which scripts may still use.
  withMove(cycle.command('extend <cycle> <stage>', { hidden: true }));
}

function withMove(command: Command): void {
  withReason(
    command
      .description('move the deadline of a stage for all')
      .requiredOption('--to <instant>', 'the new deadline, with offset: 2027-08-31T23:59:00+08:00')
      .addOption(
        new Option('--step <step>', 'move one of the further deadlines of a call, and not that of the stage').choices(
          STEPS,
        ),
      )
      .option('--dry-run', 'show what would move and who would be told, and move nothing')
      .option('--shift-following', 'move the windows of all stages that follow too; without --preview it is a dry run')
      .option('--preview <digest>', 'digest of the dry run you have read'),
  ).action(async (cycleId: string, stageKey: string, options: MoveDeadlineOptions, command: Command) => {
    const { api, json } = apiOf(command);
    const path = { cycleId, stageKey };
    const { shiftFollowing = false, preview, dryRun = false, step } = options;
    const wish = { deadlineAt: options.to, ...(step && { step }) };
    if (dryRun || (shiftFollowing && !preview)) {
      const would = await previewOf(api, path, { ...wish, shiftFollowing });
      return show(would, inWords(would, shiftFollowing), json);
    }
    const shift = shiftFollowing && preview ? { shiftFollowing: { preview } } : {};
    const answer = api.POST('/v1/cycles/{cycleId}/stages/{stageKey}/deadline', {
      params: { path, header: once() },
      body: { ...wish, reason: reasonOf(options), ...shift },
    });
    await report(api, answer, json);
  });
}

function previewOf(api: Api, path: StagePath, body: { deadlineAt: string; step?: Step; shiftFollowing: boolean }) {
  return ask(api.POST('/v1/cycles/{cycleId}/stages/{stageKey}/deadline/preview', { params: { path }, body }));
}

function inWords({ moves, digest, told }: Preview, shiftFollowing: boolean): string {
  const rows = moves.flatMap(({ stageKey, opens, deadline, hardClose, steps, releases }) => {
    const changes = [
      { what: 'opens', change: opens },
      { what: 'deadline', change: deadline },
      { what: 'hard close', change: hardClose },
      ...steps.map(({ step, ...change }) => ({ what: step, change })),
      ...releases.map(({ audience, ...change }) => ({ what: `release to ${audience}`, change })),
    ];
    return changes.flatMap(({ what, change }) =>
      change ? [[stageKey, what, inUtcAndHere(change.from), inUtcAndHere(change.to)]] : [],
    );
  });
  const lines = [
    'Nothing was moved. It would be:',
    '',
    table(['stage', 'what', 'from', 'to'], rows),
    '',
    tellsOf(told),
  ];
  if (shiftFollowing) lines.push('', `To do exactly this, add: --shift-following --preview ${digest}`);
  return lines.join('\n');
}

/** Who would be told, one line a kind of mail. */
export function tellsOf(told: Preview['told']): string {
  if (told.length === 0) return 'Nobody would be told by mail.';
  const lines = told.map(({ kind, stageKey, count, names }) => {
    const more = count > names.length ? ` and ${count - names.length} more` : '';
    const people = count === 1 ? 'person' : 'people';
    return `  ${kind}${stageKey ? ` (${stageKey})` : ''}: ${count} ${people}: ${names.join(', ')}${more}`;
  });
  return ['By mail would be told:', ...lines].join('\n');
}
