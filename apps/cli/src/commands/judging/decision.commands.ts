import type { Command } from 'commander';
import type { components } from '../../client/api-types.js';
import { type Api, CliError, ask, once } from '../../client/connection.js';
import { inUtcAndHere, show, table } from '../../terminal/output.js';
import { type Answer, settle } from '../../client/settle.js';
import { type ReasonOptions, apiOf, reasonOf, withReason } from '../../terminal/globals.js';

type Preview = components['schemas']['SupersessionPreview'];
type Decisions = components['schemas']['DecisionOfStage'][];
type Kind = Preview['kind'];
type Change = { entryId: string; outcome: Decisions[number]['outcomes'][number]['outcome'] };
type Asker = { personId: string; role: Preview['certifiers'][number] };

interface SupersedeOptions {
  kind: Kind;
  entry: Change[];
  reason: string;
  text: string;
  publicText?: string;
  askedBy?: Asker;
  complaint?: string;
  dryRun?: true;
}

const collectChange = (value: string, before: Change[]): Change[] => {
  const [entryId = '', outcome = ''] = value.split('=');
  if (!entryId || !outcome) throw new CliError(`"${value}" is not ENTRY=outcome.`);
  return [...before, { entryId, outcome: outcome as Change['outcome'] }];
};
const readAsker = (value: string): Asker => {
  const [personId = '', role = ''] = value.split('=');
  if (!personId || !role) throw new CliError(`"${value}" is not PERSON=role.`);
  return { personId, role: role as Asker['role'] };
};

/** `laureate decision …`: what was decided, and what supersedes it. */
export function addDecisionCommands(program: Command): void {
  const decision = program.command('decision').description('show decisions, and supersede one that is certified');

  decision
    .command('show <cycle> <stage>')
    .description('every decision of a stage: its own, and each that supersedes another, with who asked and why')
    .action(async (cycleId: string, stageKey: string, _, command: Command) => {
      const { api, json } = apiOf(command);
      const path = { cycleId, stageKey };
      const decisions = await ask(api.GET('/v1/cycles/{cycleId}/stages/{stageKey}/decisions', { params: { path } }));
      const proposed = decisions.find(({ state, supersession }) => state === 'proposed' && supersession);
      const effects = proposed && (await effectsOf(api, path, proposed.decisionId));
      const next = proposed && [
        effectsInWords(effects!),
        `When you have read it: laureate decision certify ${cycleId} ${stageKey} ${proposed.decisionId} --digest ${proposed.proposalDigest}`,
        '(sign instead of certify, as the chair of the panel)',
      ];
      show(decisions, [...decisions.map(inWords), ...(next ?? [])].join('\n\n'), json);
    });

  decision
    .command('supersede <cycle> <stage>')
    .description('propose that a certified decision is superseded; with --dry-run only say what would follow')
    .requiredOption(
      '--kind <kind>',
      'correction, annulment, disqualification, withdrawal, withheld or upheld-complaint',
    )
    .option('--entry <entry=outcome>', 'an entry with its new outcome; may be repeated', collectChange, [])
    .requiredOption('--reason <code>', 'why, as a code: lower-case letters, digits and hyphens')
    .requiredOption('--text <text>', 'why, in words; kept in the database')
    .option('--public-text <text>', 'what is told with the result, for all to read')
    .option('--asked-by <person=role>', 'who asked for it, e.g. ID=city; without it, you', readAsker)
    .option('--complaint <id>', 'the complaint that was upheld')
    .option('--dry-run', 'only say what would follow')
    .action(async (cycleId: string, stageKey: string, options: SupersedeOptions, command: Command) => {
      const { api, json } = apiOf(command);
      const path = { cycleId, stageKey };
      const body = bodyOf(options);
      const preview = await ask(
        api.POST('/v1/cycles/{cycleId}/stages/{stageKey}/decision/supersessions/preview', { params: { path }, body }),
      );
      if (options.dryRun) return show(preview, effectsInWords(preview), json);
      if (!json) console.log(`${effectsInWords(preview)}\n`);
      const answer = api.POST('/v1/cycles/{cycleId}/stages/{stageKey}/decision/supersessions', {
        params: { path, header: once() },
        body: { ...body, previewDigest: preview.proposalDigest },
      });
      await report(api, answer, json);
    });

  for (const name of ['sign', 'certify'] as const) {
    decision
      .command(`${name} <cycle> <stage> <decision>`)
      .description(`${name} a decision that supersedes another one`)
      .requiredOption('--digest <digest>', 'digest of what you have read, as `decision show` tells it')
      .action(async (cycleId: string, stageKey: string, decisionId: string, { digest }, command: Command) => {
        const { api, json } = apiOf(command);
        const path = { cycleId, stageKey, decisionId };
        const answer = api.POST(`/v1/cycles/{cycleId}/stages/{stageKey}/decision/supersessions/{decisionId}/${name}`, {
          params: { path, header: once() },
          body: { proposalDigest: digest as string },
        });
        await report(api, answer, json);
      });
  }

  withReason(
    decision
      .command('drop <cycle> <stage> <decision>')
      .description('give up a superseding decision before it is complete'),
  ).action(async (cycleId: string, stageKey: string, decisionId: string, options: ReasonOptions, command: Command) => {
    const { api, json } = apiOf(command);
    const path = { cycleId, stageKey, decisionId };
    const answer = api.POST('/v1/cycles/{cycleId}/stages/{stageKey}/decision/supersessions/{decisionId}/drop', {
      params: { path, header: once() },
      body: { reason: reasonOf(options) },
    });
    await report(api, answer, json);
  });
}

const bodyOf = ({ kind, entry, reason, text, publicText, askedBy, complaint }: SupersedeOptions) => ({
  kind,
  changes: entry,
  reasonCode: reason,
  reasonText: text,
  ...(publicText ? { publicText } : {}),
  ...(askedBy ? { askedBy } : {}),
  ...(complaint ? { complaintId: complaint } : {}),
});

async function effectsOf(api: Api, path: { cycleId: string; stageKey: string }, decisionId: string): Promise<Preview> {
  const route = '/v1/cycles/{cycleId}/stages/{stageKey}/decision/supersessions/{decisionId}';
  return (await ask(api.GET(route, { params: { path: { ...path, decisionId } } }))).effects;
}

async function report(api: Api, answer: Promise<Answer>, json: boolean | undefined): Promise<void> {
  const committed = await settle(api, await answer, (line) => console.error(line));
  const { decision } = committed as components['schemas']['StageDecision'];
  const { decisionId, signatures, signaturesNeeded, certifications, certificationsNeeded, supersession } = decision;
  const count = `signed ${signatures} of ${signaturesNeeded}, certified ${certifications} of ${certificationsNeeded}`;
  const state = { proposed: 'Proposed', certified: 'In force', dropped: 'Dropped' }[supersession!.state];
  show(committed, `${state}: decision ${decisionId}, number ${supersession!.number}; ${count}.`, json);
}

/** What a superseding decision does, before anybody signs it. */
function effectsInWords(preview: Preview): string {
  const { changes, reserve, stages, shownTo, publicChanges, mails } = preview;
  const rows = changes.map(({ title, cityName, from, to, by }) => [
    title,
    cityName,
    from,
    to,
    by === 'reserve' ? 'moves up from the reserve' : '',
  ]);
  const shown = publicChanges.map(({ title, from, to }) => [title, from ?? 'not named', to ?? 'not named']);
  return [
    `Number ${preview.number} (${preview.kind}) supersedes decision ${preview.supersedes}.`,
    rows.length > 0 ? table(['entry', 'city', 'from', 'to', ''], rows) : 'No outcome changes.',
    ...(reserve.length > 0 ? [`Left in the reserve: ${reserve.map(({ title }) => title).join(', ')}.`] : []),
    ...stages.map(({ words }) => words),
    shownTo.length > 0 ? `Shown at once to: ${shownTo.join(', ')}.` : 'Shown to nobody yet: nothing was released.',
    ...(shown.length > 0 ? [table(['public result', 'from', 'to'], shown)] : []),
    ...mails.map(({ kind, count, names }) => `Mail ${kind}: ${count} (${names.join(', ') || 'nobody'}).`),
    `Needs ${preview.signaturesNeeded} signature(s) and ${preview.certificationsNeeded} certification(s) by ${preview.certifiers.join(' or ')}.`,
  ].join('\n\n');
}

function inWords({ number, state, inForce, certifiedAt, proposedAt, ...decision }: Decisions[number]): string {
  const { supersession, outcomes, standing, reserve } = decision;
  const when = certifiedAt ? `certified ${inUtcAndHere(certifiedAt)}` : `proposed ${inUtcAndHere(proposedAt)}`;
  const why = supersession && [
    `${supersession.kind} (${supersession.reasonCode}): ${supersession.reasonText}`,
    `Asked for by ${supersession.askedBy.name} (${supersession.askedBy.role}), proposed by ${supersession.proposedBy.name}.`,
  ];
  return [
    `Decision ${number} (${decision.decisionId}): ${inForce ? 'in force' : state}, ${when}`,
    ...(why ?? []),
    table(
      ['outcome', 'entry', 'city'],
      outcomes.map(({ outcome, title, cityName }) => [outcome, title, cityName]),
    ),
    ...(reserve.length > 0 ? [`Reserve, in order: ${reserve.join(', ')}`] : []),
    `Stand for it: ${standing.map(({ name, kind }) => `${name} (${kind})`).join(', ') || 'nobody yet'}`,
  ].join('\n');
}
