import type { Command } from 'commander';
import type { components, paths } from '../../client/api-types.js';
import { ask, once, pages } from '../../client/connection.js';
import { inUtcAndHere, show, table } from '../../terminal/output.js';
import { apiOf } from '../../terminal/globals.js';

type Preview = components['schemas']['CityMergePreview'];
type Duplicate = components['schemas']['CityDuplicate'];
type NewMerge = paths['/v1/cities/{cityId}/merge']['post']['requestBody']['content']['application/json'];

interface MergeOptions {
  reason: NewMerge['reasonCode'];
  text: string;
  dryRun?: true;
  preview?: string;
}

interface DifferentOptions {
  text: string;
  takeBack?: true;
}

/** `laureate city duplicates`, `different` and `merge`: cities that were registered twice, or look so. */
export function addCityMergeCommands(city: Command): void {
  city
    .command('duplicates')
    .description('pairs of cities that may be the same, the most alike first; nothing follows by itself')
    .option('--different', 'those that somebody has found to be different, instead')
    .action(async ({ different }: { different?: true }, command: Command) => {
      const { api, json } = apiOf(command);
      const page = (cursor: string | undefined) =>
        api.GET('/v1/city-duplicates', {
          params: { query: { cursor, ...(different && { different: 'true' as const }) } },
        });
      const items = await Array.fromAsync(pages(page));
      const none = different ? 'Nobody has found any to be different.' : 'No cities are alike.';
      show(items, items.length > 0 ? pairsInWords(items) : none, json);
    });

  city
    .command('different <a> <b>')
    .description('say that two cities that are alike are different: they are not listed any more')
    .requiredOption('--text <text>', 'why, in words')
    .option('--take-back', 'it is open again')
    .action(async (a: string, b: string, { text: reasonText, takeBack }: DifferentOptions, command: Command) => {
      const { api, json } = apiOf(command);
      const params = { path: { a, b }, header: once() };
      const body = { verdict: takeBack ? ('open' as const) : ('different' as const), reasonText };
      const mark = await ask(api.POST('/v1/city-duplicates/{a}/{b}/marks', { params, body }));
      show(
        mark,
        takeBack ? 'They are listed again.' : 'They are not listed any more; with --different they are.',
        json,
      );
    });

  city
    .command('merge <city> <into>')
    .description('merge a city into the one that stays, with everything of its own; without --preview it is a dry run')
    .requiredOption('--reason <code>', 'why: registered-twice, other-spelling, renamed or amalgamated')
    .requiredOption('--text <text>', 'why, in words; its people can read it')
    .option('--dry-run', 'show everything that would move, and move nothing')
    .option('--preview <digest>', 'digest of the dry run you have read')
    .action(async (cityId: string, into: string, options: MergeOptions, command: Command) => {
      const { api, json } = apiOf(command);
      const { reason, text, dryRun, preview: digest } = options;
      const path = { cityId };
      if (dryRun || !digest) {
        const body = { into };
        const would = await ask(api.POST('/v1/cities/{cityId}/merge/preview', { params: { path }, body }));
        return show(would, previewInWords(would), json);
      }
      const body = { into, digest, reasonCode: reason, reasonText: text };
      const done = await ask(api.POST('/v1/cities/{cityId}/merge', { params: { path, header: once() }, body }));
      const { entries, roles } = done.moved;
      const moved = `${entries.length} entries and the roles of ${new Set(roles.map(({ personId }) => personId)).size} people moved`;
      show(done, `Merged on ${inUtcAndHere(done.doneAt)}: ${moved}. Everybody of both is told by mail.`, json);
    });
}

function pairsInWords(pairs: Duplicate[]): string {
  const rows = pairs.flatMap(({ a, b, likeness, sameDirectory }) =>
    [a, b].map((one, at) => [
      one.id,
      `${one.name} (${one.countryCode})`,
      one.kind,
      one.verification,
      inUtcAndHere(one.registeredAt),
      String(one.entries),
      String(one.people),
      at === 0 ? `${Math.round(likeness * 100)} %` : '',
      at === 0 && sameDirectory ? 'the same' : '',
    ]),
  );
  const head = ['id', 'city', 'kind', 'stands', 'registered', 'entries', 'people', 'names alike', 'directory'];
  return table(head, rows);
}

function previewInWords(preview: Preview): string {
  const { city, into, cycles, people, warnings, named, mails } = preview;
  const moving = cycles.flatMap(({ title, entries, frameworks, extensions, clarifications }) => [
    ...entries.map((entry) => [title, 'entry', `"${entry.title}" (${entry.id}), ${entry.state}`]),
    ...frameworks.map(({ name, becomes, called }) => [title, 'framework', frameworkInWords(name, becomes, called)]),
    ...extensions.map(({ stageKey, entryId, until }) => [
      title,
      'extension',
      `${stageKey}${entryId ? `, entry ${entryId}` : ', all entries'}, until ${inUtcAndHere(until)}`,
    ]),
    ...(clarifications > 0 ? [[title, 'questions', `${clarifications} wait for an answer`]] : []),
  ]);
  const roles = people.map(({ personId, name, cityRole, present, becomes }) => [
    personId,
    name ?? '(invited)',
    cityRole,
    present ?? '',
    becomes,
  ]);
  const taken = Object.entries(preview.taken).flatMap(([what, is]) => (is ? [TAKEN[what as keyof typeof TAKEN]] : []));
  const elsewhere = named.filter(({ count }) => count > 0).map(({ kind, count }) => `${count} ${kind}`);
  return [
    `Nothing was done. ${city.name} (${city.id}) would go into ${into.name} (${into.id}):`,
    moving.length > 0 ? table(['cycle', 'what', ''], moving) : 'It has no entries.',
    roles.length > 0
      ? table(['id', 'name', `in ${city.name}`, `in ${into.name}`, 'becomes'], roles)
      : 'Nobody acts for it.',
    ...(preview.contacts > 0 ? [`${preview.contacts} contacts stay with its entries.`] : []),
    ...(taken.length > 0 ? [`${into.name} takes over, because it has none: ${taken.join(', ')}.`] : []),
    ...(elsewhere.length > 0
      ? [`Named elsewhere, and read as the other one from then on: ${elsewhere.join(', ')}.`]
      : []),
    ...warnings.map(({ message }) => `LOOK AGAIN: ${message}`),
    ...mails.map(({ kind, count, names }) => `By mail would be told (${kind}): ${count}: ${names.join(', ')}`),
    'This cannot be undone.',
    `To do exactly this, add: --preview ${preview.digest}`,
  ].join('\n\n');
}

const TAKEN = {
  verification: 'being verified',
  letter: 'the letter',
  profile: 'the profile',
  population: 'the size',
  directoryId: 'the place in the directory',
};

function frameworkInWords(
  name: string,
  becomes: Preview['cycles'][number]['frameworks'][number]['becomes'],
  called: string,
) {
  if (becomes === 'moved') return `"${name}"`;
  return becomes === 'joined' ? `"${name}", joined with "${called}"` : `"${name}", from then on "${called}"`;
}
