import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import type { paths } from '../../client/api-types.js';
import { CliError, ask, pages, refusalOf } from '../../client/connection.js';
import { inUtcAndHere, show, table } from '../../terminal/output.js';
import { apiOf } from '../../terminal/globals.js';

type ListQuery = NonNullable<paths['/v1/cycles/{cycleId}/entries']['get']['parameters']['query']>;
type ExportQuery = paths['/v1/cycles/{cycleId}/exports']['get']['parameters']['query'];
type Filter = Omit<ListQuery, 'cursor' | 'limit' | 'late' | 'early' | 'state' | 'title'> & {
  late?: boolean;
  onTime?: boolean;
  early?: boolean;
};

/** The options of whatever is asked about a part of a cycle's entries. */
export function withFilter(command: Command): Command {
  return command
    .addOption(new Option('--standing <standing>', 'only these').choices(['received', 'valid', 'eligible']))
    .option('--region <region>', "of cities in this of the programme's regions")
    .option('--country <code>', 'of cities in this country (ISO 3166-1)')
    .option('--territory <key>', "of cities in this of the programme's territories")
    .option('--city-size <size>', 'of cities of this size: under-100k, 100k-500k, 500k-1m, 1m-5m, over-5m, unknown')
    .option('--theme <theme>', 'with this theme')
    .option('--sdg <goal>', 'with this goal of the 2030 Agenda, 1 to 17, or a target of it')
    .option('--late', 'that came in after the deadline')
    .option('--on-time', 'that came in before it')
    .option('--early', 'first submitted before the deadline for early entries');
}

/** The filter as the API takes it in an address. */
const filterOf = ({ late, onTime, early, ...rest }: Filter) => ({
  ...rest,
  ...(early ? { early: 'true' as const } : {}),
  ...(late ? { late: 'true' as const } : onTime ? { late: 'false' as const } : {}),
});

/** `laureate entry list|counts|export`: the entries of a cycle. */
export function addEntryListCommands(entry: Command): void {
  withFilter(entry.command('list <cycle>').description('the entries of a cycle, all of them or a part'))
    .addOption(new Option('--state <state>', 'only these').choices(['draft', 'submitted', 'withdrawn']))
    .option('--title <words>', 'with these words in the title')
    .action(async (cycleId: string, given: Filter & Pick<ListQuery, 'state' | 'title'>, command: Command) => {
      const { api, json } = apiOf(command);
      const page = (cursor: string | undefined) =>
        api.GET('/v1/cycles/{cycleId}/entries', {
          params: { path: { cycleId }, query: { ...filterOf(given), cursor, limit: 200 } },
        });
      const items = await Array.fromAsync(pages(page));
      const rows = items.map(({ id, title, city, state, savedAt }) => [
        id,
        state,
        `${city.name} (${city.countryCode})`,
        title,
        inUtcAndHere(savedAt),
      ]);
      const text = `${table(['id', 'state', 'city', 'title', 'saved'], rows)}\n${items.length} entries`;
      show(items, items.length > 0 ? text : 'There are no such entries.', json);
    });

  entry
    .command('counts <cycle>')
    .description('how many entries were received, found valid, and are eligible')
    .addOption(new Option('--by <what>', 'by what').choices(['region', 'theme', 'sdg', 'size']))
    .action(async (cycleId: string, { by }: { by?: 'region' | 'theme' | 'sdg' | 'size' }, command: Command) => {
      const { api, json } = apiOf(command);
      const query = by ? { by } : {};
      const counts = await ask(api.GET('/v1/cycles/{cycleId}/entry-counts', { params: { path: { cycleId }, query } }));
      const { drafts, withdrawn, groups } = counts;
      const row = (
        name: string,
        { received, valid, eligible }: Pick<typeof counts, 'received' | 'valid' | 'eligible'>,
      ) => [name, ...[received, valid, eligible].map(({ count }) => `${count}`)];
      const rows = [...groups.map((group) => row(group.key, group)), row(by ? 'all entries' : 'entries', counts)];
      const text = [
        table([by ?? '', 'received', 'valid', 'eligible'], rows),
        `${drafts.count} are drafts, ${withdrawn.count} were withdrawn.`,
        ...(by === 'theme' || by === 'sdg' ? ['An entry of several counts in each of them.'] : []),
      ];
      show(counts, text.join('\n'), json);
    });

  withFilter(entry.command('export <cycle> <file>').description('write the received entries into a file'))
    .addOption(
      new Option('--format <format>', 'of the file; left out, by the end of its name').choices([
        'csv',
        'xlsx',
        'jsonl',
        'zip',
      ]),
    )
    .action(async (cycleId: string, file: string, given: Filter & Partial<ExportQuery>, command: Command) => {
      const { connection, json } = apiOf(command);
      const { format = formatOf(file), ...filter } = given;
      const query = new URLSearchParams({ format, ...(filterOf(filter) as Record<string, string>) });
      const address = `${connection.url}/v1/cycles/${encodeURIComponent(cycleId)}/exports?${query.toString()}`;
      const answer = await fetch(address, { headers: { 'x-api-key': connection.key } });
      if (!answer.ok || !answer.body) throw await refusalOf(answer);
      await pipeline(Readable.fromWeb(answer.body as never), createWriteStream(file));
      show({ file, format }, `Written to ${file}.`, json);
    });
}

function formatOf(file: string): ExportQuery['format'] {
  const end = /\.(csv|xlsx|jsonl|zip)$/.exec(file)?.[1];
  if (!end)
    throw new CliError('Which format? Let the name of the file end in .csv, .xlsx, .jsonl or .zip, or give --format.');
  return end as ExportQuery['format'];
}
