import type { Command } from 'commander';
import type { components, paths } from '../../client/api-types.js';
import { CliError, ask, once } from '../../client/connection.js';
import { inBothZones, show, table } from '../../terminal/output.js';
import { settle } from '../../client/settle.js';
import { type DryRunOptions, showDryRun, withReasonAndDryRun } from './dry-run.js';
import { STEPS, type Step } from './move-deadline.command.js';
import { apiOf, reasonOf, type ReasonOptions, withReason } from '../../terminal/globals.js';

type Plan = components['schemas']['CyclePlan'];
type Facts = components['schemas']['StageFacts'];
type Preview = components['schemas']['ResumptionPreview'];

interface ReopenOptions extends DryRunOptions {
  to: string;
  shiftFollowing?: boolean;
}

interface ResumeOptions extends ReasonOptions {
  deadline: string[];
  shiftFollowing?: boolean;
  preview?: boolean;
}

/** `laureate cycle pause`, `resume` and `reopen`. */
export function addInterruptionCommands(cycle: Command): void {
  withReasonAndDryRun(
    cycle
      .command('pause <cycle>')
      .description('pause a cycle: nothing opens, closes, reminds or comes in until it is resumed'),
  ).action(async (cycleId: string, options: DryRunOptions, command: Command) => {
    if (options.dryRun) return showDryRun(command, cycleId, { command: 'pause' });
    const { api, json } = apiOf(command);
    const params = { path: { cycleId }, header: once() };
    const answer = await api.POST('/v1/cycles/{cycleId}/pause', { params, body: { reason: reasonOf(options) } });
    const plan = (await settle(api, answer, (line) => console.error(line))) as Plan;
    show(plan, `The cycle is paused since ${plan.pausedAt}. Everybody concerned is told; nothing runs out.`, json);
  });

  withReason(
    cycle
      .command('resume <cycle>')
      .description('resume a paused cycle: open deadlines move by the length of the pause, or as given')
      .option(
        '--deadline <stage=instant>',
        'a new deadline, with offset, of a stage or of stage/step; may be repeated',
        collect,
        [],
      )
      .option('--shift-following', 'move later stages that are in the way along')
      .option('--preview', 'show every old and new instant and who will be told; change nothing'),
  ).action(async (cycleId: string, options: ResumeOptions, command: Command) => {
    const { api, json } = apiOf(command);
    const path = { cycleId };
    const windows = { deadlines: options.deadline.map(deadlineOf), shiftFollowing: options.shiftFollowing ?? false };
    if (options.preview) {
      const preview = await ask(api.POST('/v1/cycles/{cycleId}/resume/preview', { params: { path }, body: windows }));
      return show(preview, previewInWords(preview), json);
    }
    const answer = await api.POST('/v1/cycles/{cycleId}/resume', {
      params: { path, header: once() },
      body: { ...windows, reason: reasonOf(options) },
    });
    const plan = (await settle(api, answer, (line) => console.error(line))) as Plan;
    const open = (plan.changed ?? []).filter(({ state }) => state === 'scheduled' || state === 'open');
    const rows = open.map(({ stageKey, state, opensAt, deadlineAt }) => [stageKey, state, opensAt, deadlineAt]);
    show(plan, `The cycle goes on.\n\n${table(['stage', 'state', 'opens', 'deadline'], rows)}`, json);
  });

  withReasonAndDryRun(
    cycle
      .command('reopen <cycle> <stage>')
      .description('reopen a stage that has closed, until its decision is certified')
      .requiredOption('--to <instant>', 'the new deadline, with offset: 2027-08-31T23:59:00+08:00')
      .option('--shift-following', 'move later stages that are in the way along'),
  ).action(async (cycleId: string, stageKey: string, options: ReopenOptions, command: Command) => {
    const { api, json } = apiOf(command);
    const window = { deadlineAt: options.to, shiftFollowing: options.shiftFollowing ?? false };
    if (options.dryRun) return showDryRun(command, cycleId, { command: 'reopen', stageKey, ...window });
    const answer = await api.POST('/v1/cycles/{cycleId}/stages/{stageKey}/reopen', {
      params: { path: { cycleId, stageKey }, header: once() },
      body: { ...window, reason: reasonOf(options) },
    });
    const facts = (await settle(api, answer, (line) => console.error(line))) as Facts;
    show(facts, `Stage ${facts.stageKey} is ${facts.state} again; deadline ${facts.deadlineAt}.`, json);
  });
}

type GivenDeadline = NonNullable<
  paths['/v1/cycles/{cycleId}/resume']['post']['requestBody']['content']['application/json']['deadlines']
>[number];
const isStep = (text: string): text is Step => STEPS.includes(text as Step);

const collect = (value: string, before: string[]): string[] => [...before, value];

function deadlineOf(given: string): GivenDeadline {
  const [place, deadlineAt] = given.split(/=(.*)/s);
  const [stageKey, step] = place!.split('/');
  if (stageKey && deadlineAt && (step === undefined || isStep(step))) {
    return { stageKey, ...(step && { step }), deadlineAt };
  }
  throw new CliError(
    `"${given}" is no deadline: write STAGE=INSTANT, such as call=2027-08-31T23:59:00+08:00, or STAGE/STEP=INSTANT for ${STEPS.join(', ')}.`,
  );
}

function previewInWords({ pausedSince, now, moves, own, told }: Preview): string {
  const rows = moves.flatMap(({ stageKey, opens, deadline, steps, releases }) => [
    ...(opens ? [[stageKey, 'opens', inBothZones(opens.from), inBothZones(opens.to)]] : []),
    ...(deadline ? [[stageKey, 'deadline', inBothZones(deadline.from), inBothZones(deadline.to)]] : []),
    ...steps.map(({ step, from, to }) => [stageKey, step, inBothZones(from), inBothZones(to)]),
    ...releases.map(({ audience, from, to }) => [stageKey, `release ${audience}`, inBothZones(from), inBothZones(to)]),
  ]);
  rows.push(
    ...own.map(({ stageKey, kind, id, from, to }) => [stageKey, `${kind} ${id}`, inBothZones(from), inBothZones(to)]),
  );
  return [
    `Paused since ${inBothZones(pausedSince)}; resumed now, ${inBothZones(now)}:`,
    rows.length > 0 ? table(['stage', 'what', 'before', 'new'], rows) : 'Nothing moves.',
    `${told.length} people would be told: ${told.map(({ name }) => name).join(', ')}`,
  ].join('\n\n');
}
