import type { Command } from 'commander';
import type { components, paths } from '../../client/api-types.js';
import { ask } from '../../client/connection.js';
import { inBothZones, show, table } from '../../terminal/output.js';
import { tellsOf } from './move-deadline.command.js';
import { type ReasonOptions, apiOf, withReason } from '../../terminal/globals.js';

type Preview = components['schemas']['CommandPreview'];
type StageEffect = Preview['stages'][number];
/** A command that might be given. */
export type Would =
  paths['/v1/cycles/{cycleId}/commands/preview']['post']['requestBody']['content']['application/json'];

export interface DryRunOptions extends ReasonOptions {
  dryRun?: boolean;
}

/** What becomes of what people owe, in words. */
const OWING = { kept: 'still owed', due: 'owed from then on', lost: 'can be done no more' };

/** What every command that changes a cycle takes: why, and whether it is only to be shown. */
export const withReasonAndDryRun = (command: Command) =>
  withReason(command).option('--dry-run', 'show what would change, who would be told and what is lost; change nothing');

/** Shows what a command would do. Throws the refusal it would be answered with. */
export async function showDryRun(command: Command, cycleId: string, would: Would): Promise<void> {
  const { api, json } = apiOf(command);
  const params = { path: { cycleId } };
  const preview = await ask(api.POST('/v1/cycles/{cycleId}/commands/preview', { params, body: would }));
  show(preview, inWords(preview), json);
}

function inWords({ stages, told, now }: Preview): string {
  const changes = stages.flatMap(changesOf);
  return [
    `Nothing was done. Now, ${inBothZones(now)}, it would change:`,
    changes.length > 0 ? table(['stage', 'what', 'from', 'to'], changes) : 'nothing.',
    ...stages.flatMap(owedIn),
    tellsOf(told),
  ].join('\n\n');
}

function changesOf({ stageKey, state, opens, deadline, hardClose, steps, releases }: StageEffect): string[][] {
  const windows = [
    { what: 'opens', change: opens },
    { what: 'deadline', change: deadline },
    { what: 'hard close', change: hardClose },
    ...steps.map(({ step, ...change }) => ({ what: step, change })),
    ...releases.map(({ audience, ...change }) => ({ what: `release to ${audience}`, change })),
  ];
  return [
    ...(state.from === state.to ? [] : [[stageKey, 'state', state.from, state.to]]),
    ...windows.flatMap(({ what, change }) =>
      change ? [[stageKey, what, inBothZones(change.from), inBothZones(change.to)]] : [],
    ),
  ];
}

function owedIn({ stageKey, owing, owed, counts }: StageEffect): string[] {
  if (!owing) return [];
  const people = owed.map(({ name = '', what }) => `  ${name}: ${what}`);
  const has = counts.map(({ what, count, of }) => `${count}${of === null ? '' : ` of ${of}`} ${what}`);
  return [
    ...(has.length > 0 ? [`${stageKey} has ${has.join(', ')}.`] : []),
    ...(people.length > 0 ? [[`${stageKey}: ${OWING[owing]}:`, ...people].join('\n')] : []),
  ];
}
