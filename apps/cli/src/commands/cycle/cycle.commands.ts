import type { Command } from 'commander';
import { type Api, ask, once } from '../../client/connection.js';
import { readSound } from '../../files/definition-file.js';
import { show, table } from '../../terminal/output.js';
import type { Answer } from '../../client/settle.js';
import { addCertifierCommands } from '../judging/certifier.commands.js';
import { type DryRunOptions, type Would, showDryRun, withReasonAndDryRun } from './dry-run.js';
import { type ReasonOptions, UUID, apiOf, reasonOf, withReason } from '../../terminal/globals.js';
import { addInterruptionCommands } from './interruption.commands.js';
import { addHistoryCommands } from './history.commands.js';
import { addMoveDeadlineCommand } from './move-deadline.command.js';
import { report } from '../../terminal/reporting.js';
import { addPlanningCommands } from './planning.commands.js';
import { addRehearseCommand } from './rehearse.command.js';
import { statusInWords } from './status.js';
import { addWatchCommand, intakeLines } from './watch.command.js';

/** `laureate cycle …`: the secretariat's hands. */
export function addCycleCommands(program: Command): void {
  const cycle = program.command('cycle').description('define, publish and run cycles');

  addPlanningCommands(cycle);

  addRehearseCommand(cycle);

  cycle
    .command('publish <fileOrCycle>')
    .description('publish a definition (a file) or a draft (its id): it is frozen and starts')
    .action(async (fileOrCycle: string, _, command: Command) => {
      const { api, json } = apiOf(command);
      const cycleId = UUID.test(fileOrCycle) ? fileOrCycle : await draft(api, fileOrCycle);
      const path = { cycleId };
      const { version } = await ask(api.GET('/v1/cycles/{cycleId}', { params: { path } }));
      const header = { ...once(), 'If-Match': `"${version}"` };
      const published = await ask(api.POST('/v1/cycles/{cycleId}/publish', { params: { path, header } }));
      show(published, `Published ${published.title}, revision ${published.revision}. Its id: ${cycleId}`, json);
    });

  cycle
    .command('list')
    .description('list cycles, newest first')
    .action(async (_, command: Command) => {
      const { api, json } = apiOf(command);
      const { items } = await ask(api.GET('/v1/cycles', { params: { query: { limit: 50 } } }));
      show(
        items,
        table(
          ['id', 'status', 'title'],
          items.map(({ id, status, title }) => [id, status, title]),
        ),
        json,
      );
    });

  cycle
    .command('status <cycle>')
    .description('where the cycle stands, what fires next and when, who owes what')
    .action(async (cycleId: string, _, command: Command) => {
      const { api, json } = apiOf(command);
      const params = { path: { cycleId } };
      const status = await ask(api.GET('/v1/cycles/{cycleId}/status', { params }));
      const { stages } = await ask(api.GET('/v1/cycles/{cycleId}/progress', { params }));
      const intake = stages.flatMap(intakeLines);
      const text = [statusInWords(status), ...(intake.length > 0 ? [intake.join('\n')] : [])].join('\n\n');
      show({ ...status, intake: stages.map(({ key, intake: of }) => ({ stageKey: key, of })) }, text, json);
    });

  addWatchCommand(cycle);
  addHistoryCommands(cycle);

  withReasonAndDryRun(cycle.command('open <cycle> <stage>').description('open a stage now')).action(
    stageAction(
      (api, path, options: DryRunOptions) =>
        api.POST('/v1/cycles/{cycleId}/stages/{stageKey}/open', {
          params: { path, header: once() },
          body: { reason: reasonOf(options) },
        }),
      (_, stageKey) => ({ command: 'open', stageKey }),
    ),
  );
  addMoveDeadlineCommand(cycle);
  withReasonAndDryRun(cycle.command('close <cycle> <stage>').description('close a stage now')).action(
    stageAction(
      (api, path, options: DryRunOptions) =>
        api.POST('/v1/cycles/{cycleId}/stages/{stageKey}/close', {
          params: { path, header: once() },
          body: { reason: reasonOf(options) },
        }),
      (_, stageKey) => ({ command: 'close', stageKey }),
    ),
  );
  for (const kind of ['sign', 'certify'] as const) {
    cycle
      .command(`${kind} <cycle> <stage>`)
      .description(kind === 'sign' ? 'sign a proposal as the chair of its panel' : 'certify a proposal')
      .option('--digest <digest>', 'digest of the proposal you have read; without it, the proposal is shown')
      .action(async (cycleId: string, stageKey: string, options: { digest?: string }, command: Command) => {
        if (!options.digest) return showProposal(command, { cycleId, stageKey }, kind);
        const { api, json } = apiOf(command);
        const answer = api.POST(`/v1/cycles/{cycleId}/stages/{stageKey}/${kind}`, {
          params: { path: { cycleId, stageKey }, header: once() },
          body: { proposalDigest: options.digest },
        });
        await report(api, answer, json);
      });
  }
  addCertifierCommands(cycle);
  withReasonAndDryRun(
    cycle
      .command('release <cycle> <stage>')
      .description('release the decision of a stage to its next audience')
      .requiredOption('--audience <audience>', 'concerned or public'),
  ).action(
    stageAction(
      (api, path, { audience, ...options }: ReleaseOptions) =>
        api.POST('/v1/cycles/{cycleId}/stages/{stageKey}/release', {
          params: { path, header: once() },
          body: { audience, reason: reasonOf(options) },
        }),
      ({ audience }, stageKey) => ({ command: 'release', stageKey, audience }),
    ),
  );
  withReason(
    cycle
      .command('retry <cycle> [stage]')
      .description(
        'have a parked stage, or the cycle itself, try again, and the complaints, clarifications and corrections beside it',
      ),
  ).action(async (cycleId: string, stageKey: string | undefined, options: ReasonOptions, command: Command) => {
    const { api, json } = apiOf(command);
    const header = once();
    const body = { reason: reasonOf(options) };
    const answer = stageKey
      ? api.POST('/v1/cycles/{cycleId}/stages/{stageKey}/retry', {
          params: { path: { cycleId, stageKey }, header },
          body,
        })
      : api.POST('/v1/cycles/{cycleId}/retry', { params: { path: { cycleId }, header }, body });
    await report(api, answer, json);
  });
  addInterruptionCommands(cycle);
  withReasonAndDryRun(cycle.command('cancel <cycle>').description('cancel a cycle and all its stages')).action(
    async (cycleId: string, options: DryRunOptions, command: Command) => {
      if (options.dryRun) return showDryRun(command, cycleId, { command: 'cancel' });
      const { api, json } = apiOf(command);
      const path = { cycleId };
      await report(
        api,
        api.POST('/v1/cycles/{cycleId}/cancel', {
          params: { path, header: once() },
          body: { reason: reasonOf(options) },
        }),
        json,
      );
    },
  );
}

async function draft(api: Api, file: string): Promise<string> {
  const definition = await readSound(api, file);
  const { id } = await ask(api.POST('/v1/cycles', { params: { header: once() }, body: { definition } }));
  return id;
}

interface ReleaseOptions extends DryRunOptions {
  audience: 'concerned' | 'public';
}
type StagePath = { cycleId: string; stageKey: string };

/** An action that sends one command about one stage and shows what became of it. */
function stageAction<Options extends DryRunOptions>(
  send: (api: Api, path: StagePath, options: Options) => Promise<Answer>,
  would: (options: Options, stageKey: string) => Would,
) {
  return async (cycleId: string, stageKey: string, options: Options, command: Command): Promise<void> => {
    if (options.dryRun) return showDryRun(command, cycleId, would(options, stageKey));
    const { api, json } = apiOf(command);
    await report(api, send(api, { cycleId, stageKey }, options), json);
  };
}

async function showProposal(command: Command, path: StagePath, kind: string): Promise<void> {
  const { api, json } = apiOf(command);
  const proposal = await ask(api.GET('/v1/cycles/{cycleId}/stages/{stageKey}/proposal', { params: { path } }));
  const rows = proposal.outcomes.map(({ title, outcome }) => [outcome, title]);
  const text = [
    `Proposal version ${proposal.version} of stage ${path.stageKey}:`,
    table(['outcome', 'entry'], rows),
    `Its digest: ${proposal.proposalDigest}`,
    `When you have read it: laureate cycle ${kind} ${path.cycleId} ${path.stageKey} --digest ${proposal.proposalDigest}`,
  ];
  show(proposal, text.join('\n\n'), json);
}
