import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { type Api, CliError, ask, once } from '../connection.js';
import { show, table } from '../output.js';
import { type Answer, settle } from '../settle.js';
import { apiOf } from './globals.js';
import { statusInWords } from './status.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

interface ReasonOptions {
  reason: string;
  text?: string;
}
const reasonOf = ({ reason, text }: ReasonOptions) => ({ code: reason, ...(text ? { text } : {}) });
const withReason = (command: Command) =>
  command
    .requiredOption('--reason <code>', 'why, as a code: lower-case letters, digits and hyphens')
    .option('--text <text>', 'why, in words; kept in the database, shown in the timeline');

/** `laureate cycle …`: the secretariat's hands. */
export function addCycleCommands(program: Command): void {
  const cycle = program.command('cycle').description('define, publish and run cycles');

  cycle
    .command('check <file>')
    .description('check a definition and explain every problem')
    .action(async (file: string, _, command: Command) => {
      const { api, json } = apiOf(command);
      const definition = await readFile(file, 'utf8');
      const checked = await ask(api.POST('/v1/cycles/check', { body: { definition } }));
      const lines = checked.problems.map(
        ({ pointer, value, message, allowed }) =>
          `${pointer || '/'}: ${message}; it is ${JSON.stringify(value)}; allowed: ${allowed}`,
      );
      show(checked, checked.sound ? `The definition is sound. Digest: ${checked.digest}` : lines.join('\n'), json);
      if (!checked.sound) process.exitCode = 1;
    });

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
      const status = await ask(api.GET('/v1/cycles/{cycleId}/status', { params: { path: { cycleId } } }));
      show(status, statusInWords(status), json);
    });

  withReason(cycle.command('open <cycle> <stage>').description('open a stage now')).action(
    stageAction((api, path, options) =>
      api.POST('/v1/cycles/{cycleId}/stages/{stageKey}/open', {
        params: { path, header: once() },
        body: { reason: reasonOf(options) },
      }),
    ),
  );
  withReason(
    cycle
      .command('extend <cycle> <stage>')
      .description('move the deadline of a stage for all')
      .requiredOption('--to <instant>', 'the new deadline, with offset: 2027-08-31T23:59:00+08:00'),
  ).action(
    stageAction((api, path, options: ReasonOptions & { to: string }) =>
      api.POST('/v1/cycles/{cycleId}/stages/{stageKey}/deadline', {
        params: { path, header: once() },
        body: { deadlineAt: options.to, reason: reasonOf(options) },
      }),
    ),
  );
  withReason(cycle.command('close <cycle> <stage>').description('close a stage now')).action(
    stageAction((api, path, options) =>
      api.POST('/v1/cycles/{cycleId}/stages/{stageKey}/close', {
        params: { path, header: once() },
        body: { reason: reasonOf(options) },
      }),
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
  cycle
    .command('release <cycle> <stage>')
    .description('release the decision of a stage to its next audience')
    .requiredOption('--audience <audience>', 'concerned or public')
    .action(
      stageAction((api, path, { audience }: { audience: 'concerned' | 'public' }) =>
        api.POST('/v1/cycles/{cycleId}/stages/{stageKey}/release', {
          params: { path, header: once() },
          body: { audience },
        }),
      ),
    );
  cycle
    .command('retry <cycle> [stage]')
    .description('have a parked stage, or the cycle itself, try again')
    .action(async (cycleId: string, stageKey: string | undefined, _, command: Command) => {
      const { api, json } = apiOf(command);
      const header = once();
      const answer = stageKey
        ? api.POST('/v1/cycles/{cycleId}/stages/{stageKey}/retry', { params: { path: { cycleId, stageKey }, header } })
        : api.POST('/v1/cycles/{cycleId}/retry', { params: { path: { cycleId }, header } });
      await report(api, answer, json);
    });
  withReason(cycle.command('cancel <cycle>').description('cancel a cycle and all its stages')).action(
    async (cycleId: string, options: ReasonOptions, command: Command) => {
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
  const definition = await readFile(file, 'utf8').catch(() => {
    throw new CliError(`"${file}" is neither the id of a cycle nor a file that can be read.`);
  });
  const { id } = await ask(api.POST('/v1/cycles', { params: { header: once() }, body: { definition } }));
  return id;
}

type StagePath = { cycleId: string; stageKey: string };

/** An action that sends one command about one stage and shows what became of it. */
function stageAction<Options>(send: (api: Api, path: StagePath, options: Options) => Promise<Answer>) {
  return async (cycleId: string, stageKey: string, options: Options, command: Command): Promise<void> => {
    const { api, json } = apiOf(command);
    await report(api, send(api, { cycleId, stageKey }, options), json);
  };
}

async function report(api: Api, answer: Promise<Answer>, json: boolean | undefined): Promise<void> {
  const committed = await settle(api, await answer, (line) => console.error(line));
  show(committed, committedInWords(committed), json);
}

function committedInWords(committed: unknown): string {
  const { stage, decision } = committed as { stage?: Facts; decision?: Decision };
  if (decision) {
    const { signatures, signaturesNeeded, certifications, certificationsNeeded, complete } = decision;
    const count = `signed ${signatures} of ${signaturesNeeded}, certified ${certifications} of ${certificationsNeeded}`;
    return complete ? `Done: ${count}. The stage is ${stage?.state}.` : `Recorded: ${count}.`;
  }
  const facts = committed as Partial<Facts>;
  if (facts.stageKey)
    return `Stage ${facts.stageKey} is ${facts.state}; deadline ${facts.deadlineAt}, hard close ${facts.hardCloseAt}.`;
  return `Done: the cycle is ${(committed as { status?: string }).status}.`;
}
interface Facts {
  stageKey: string;
  state: string;
  deadlineAt: string;
  hardCloseAt: string;
}
interface Decision {
  signatures: number;
  signaturesNeeded: number;
  certifications: number;
  certificationsNeeded: number;
  complete: boolean;
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
