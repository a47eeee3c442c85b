import { type Command, Option } from 'commander';
import type { components } from '../../client/api-types.js';
import { CliError, ask, once, pages } from '../../client/connection.js';
import { show, table } from '../../terminal/output.js';
import { apiOf } from '../../terminal/globals.js';

type Pair = components['schemas']['DuplicatePair'];

/** `laureate duplicate …`: entries that are alike, in this cycle and those before. */
export function addDuplicateCommands(program: Command): void {
  const duplicate = program
    .command('duplicate')
    .description('compare entries that are alike; people say what they are');

  duplicate
    .command('list <cycle>')
    .description('pairs of entries that are alike, the most alike first')
    .option('--entry <id>', 'only those of this entry')
    .addOption(new Option('--open', 'only those that nobody has said anything of').conflicts('marked'))
    .option('--marked', 'only those that somebody has')
    .action(async (cycleId: string, given: { entry?: string; open?: true; marked?: true }, command: Command) => {
      const { api, json } = apiOf(command);
      const marked = given.marked ? { marked: 'true' as const } : given.open ? { marked: 'false' as const } : {};
      const query = { ...(given.entry ? { entryId: given.entry } : {}), ...marked };
      const page = (cursor: string | undefined) =>
        api.GET('/v1/cycles/{cycleId}/duplicates', { params: { path: { cycleId }, query: { ...query, cursor } } });
      const items = await Array.fromAsync(pages(page));
      show(items, items.length > 0 ? pairsInWords(items) : 'No entries are alike.', json);
    });

  duplicate
    .command('mark <cycle> <a> <b> <verdict>')
    .description('say whether two entries are the same or different')
    .requiredOption('--reason <code>', 'why, as a code: lower-case letters, digits and hyphens')
    .option('--text <text>', 'why, in words; kept in the database')
    .action(
      async (
        cycleId: string,
        a: string,
        b: string,
        verdict: string,
        { reason, text }: { reason: string; text?: string },
        command: Command,
      ) => {
        const { api, json } = apiOf(command);
        if (verdict !== 'same' && verdict !== 'different')
          throw new CliError(`"${verdict}" is no verdict: say same or different.`);
        const body = { verdict, reasonCode: reason, ...(text ? { reasonText: text } : {}) } as const;
        const params = { path: { cycleId, a, b }, header: once() };
        const mark = await ask(api.POST('/v1/cycles/{cycleId}/duplicates/{a}/{b}/marks', { params, body }));
        show(mark, `Marked as ${mark.verdict} (${mark.reasonCode}).`, json);
      },
    );
}

function pairsInWords(pairs: Pair[]): string {
  const percent = (likeness: number | null) => (likeness === null ? '' : `${Math.round(likeness * 100)} %`);
  const rows = pairs.flatMap(({ a, b, likeness, mark }) => [
    [
      a.id,
      a.edition,
      `${a.cityName} (${a.countryCode})`,
      a.title,
      percent(likeness.title),
      percent(likeness.abstract),
      mark?.verdict ?? '',
    ],
    [b.id, b.edition, `${b.cityName} (${b.countryCode})`, b.title],
  ]);
  return table(['entry', 'edition', 'city', 'title', 'titles alike', 'abstracts alike', 'said'], rows);
}
