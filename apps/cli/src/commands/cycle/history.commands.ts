import type { Command } from 'commander';
import type { components } from '../../client/api-types.js';
import { type Api, CliError, ask, once } from '../../client/connection.js';
import { problemsInWords, readText } from '../../files/definition-file.js';
import { HistoryText } from '../../files/history-file.js';
import { show, table } from '../../terminal/output.js';
import { apiOf } from '../../terminal/globals.js';

type PastEdition = components['schemas']['PastEdition'];
type Check = components['schemas']['PastEditionCheck'];

/** `laureate cycle history …`: past editions. */
export function addHistoryCommands(cycle: Command): void {
  const history = cycle.command('history').description('enter past editions as history, and show them');

  history
    .command('import <file>')
    .description('check the document of a past edition and show what it would enter; with --enter, enter it')
    .option('--results <csv>', 'its results, as a CSV file of their own')
    .option('--enter', 'enter it, if all of it is right')
    .action(async (file: string, options: { results?: string; enter?: boolean }, command: Command) => {
      const { api, json } = apiOf(command);
      const results = options.results && { file: options.results, text: await readText(options.results) };
      const text = new HistoryText(await readText(file), results || undefined);
      const document = await soundDocument(api, file, text);
      const checked = await ask(api.POST('/v1/cycles/history/check', { body: { document } }));
      if (!options.enter) return show(checked, planInWords(checked), json);
      const entered = await ask(api.POST('/v1/cycles/history', { params: { header: once() }, body: { document } }));
      const what = { new: 'Entered', corrected: 'Corrected', none: 'Nothing changed: it is there already' };
      const { cycle: of, revision, change } = entered;
      show(entered, `${what[change]}: ${of.title}, revision ${revision}. Its id: ${of.id}`, json);
    });

  history
    .command('show <cycle>')
    .description('what is known of a past edition, with its sources')
    .option('--revision <n>', 'an earlier revision')
    .action(async (cycleId: string, { revision }: { revision?: string }, command: Command) => {
      const { api, json } = apiOf(command);
      const query = revision === undefined ? {} : { revision: Number(revision) };
      const found = await ask(api.GET('/v1/cycles/{cycleId}/history', { params: { path: { cycleId }, query } }));
      show(found, `${historyInWords(found.document)}\n\nRevision ${found.revision}, entered ${found.enteredAt}.`, json);
    });
}

/** What can be sent. Throws `CliError` with every problem explained. */
async function soundDocument(api: Api, file: string, text: HistoryText) {
  const unreadable = text.unreadable();
  if (unreadable.length > 0) throw new CliError(problemsInWords(file, unreadable));
  const document = text.document();
  const { sound, problems } = await ask(api.POST('/v1/cycles/history/check', { body: { document } }));
  if (!sound) throw new CliError(problemsInWords(file, text.placed(problems)));
  return document;
}

function planInWords({ change, revision, document, cycleId }: Check): string {
  const what = {
    new: 'Not entered yet. With --enter it becomes a past edition.',
    corrected: `It is entered as ${cycleId}; with --enter this becomes its revision ${revision}, the earlier ones are kept.`,
    none: `It is entered as ${cycleId} and says what is there already.`,
  };
  return `${historyInWords(document!)}\n\n${what[change!]}`;
}

/** A past edition on one screen. */
function historyInWords({
  title,
  edition,
  stages,
  counts,
  panels,
  exceptions,
  results,
  notes,
  sources,
  licence,
}: PastEdition) {
  const when = ({ from, to }: PastEdition['stages'][number]) =>
    from === to ? (from ?? 'date not known') : `${from ?? 'not known'} to ${to ?? 'not known'}`;
  const rows = results.map((each) => [
    each.tier,
    each.city,
    each.country,
    each.title ?? '',
    each.distinctions.join(', '),
  ]);
  return [
    `${title} (edition ${edition})`,
    table(
      ['stage', 'when'],
      stages.map((stage) => [stage.type, when(stage)]),
    ),
    ...(counts.length > 0
      ? [
          table(
            ['count', 'of', 'note'],
            counts.map(({ what, kind, count, note }) => [`${count}`, `${what}, ${kind}`, note ?? '']),
          ),
        ]
      : []),
    ...panels.map(({ stage, size, members }) =>
      [
        `Panel of ${stage}: ${size ?? 'size not known'}`,
        ...members.map(({ name, seat }) => `  ${name} (${seat})`),
      ].join('\n'),
    ),
    ...exceptions.map(({ rule, note }) => `Exception (${rule}): ${note}`),
    ...(rows.length > 0 ? [table(['tier', 'city', 'country', 'title', 'distinctions'], rows)] : []),
    ...notes,
    `Sources:\n${sources.map((source) => `  ${source}`).join('\n')}\n${licence}`,
  ].join('\n\n');
}
