import { type Command, InvalidArgumentError, Option } from 'commander';
import { parse } from 'yaml';
import type { components } from '../../client/api-types.js';
import { type Api, CliError, ask, once, pages } from '../../client/connection.js';
import { readText } from '../../files/definition-file.js';
import { inBothZones, inUtcAndHere, show, table } from '../../terminal/output.js';
import { apiOf } from '../../terminal/globals.js';

type Summary = components['schemas']['TranslationSummary'];
type Needed = components['schemas']['UntranslatedEntries'];

interface Added {
  of: number;
  to: string;
  source: Summary['source'];
  tool?: string;
}

/** `laureate translation …`: what stands beside an original. */
export function addTranslationCommands(program: Command): void {
  const translation = program
    .command('translation')
    .description('entries in another language: what has yet to be translated, and by whom it is');

  translation
    .command('needed <cycle>')
    .description('submitted entries that nobody has translated, and by when they have to be')
    .option('--stage <key>', 'the call for entries', 'call')
    .action(async (cycleId: string, { stage: stageKey }: { stage: string }, command: Command) => {
      const { api, json } = apiOf(command);
      let first: Needed | undefined;
      const page = async (cursor: string | undefined) => {
        const params = { path: { cycleId, stageKey }, query: { cursor } };
        const answer = await api.GET('/v1/cycles/{cycleId}/stages/{stageKey}/untranslated', { params });
        first ??= answer.data;
        return answer;
      };
      const items = await Array.fromAsync(pages(page));
      const { into = null, by = null } = first ?? {};
      show({ into, by, items }, neededInWords({ into, by, items }), json);
    });

  translation
    .command('list <entry>')
    .description('every translation of an entry, oldest first')
    .action(async (entryId: string, _, command: Command) => {
      const { api, json } = apiOf(command);
      const page = (cursor: string | undefined) =>
        api.GET('/v1/entries/{entryId}/translations', { params: { path: { entryId }, query: { cursor } } });
      const items = await Array.fromAsync(pages(page));
      show(items, items.length > 0 ? listInWords(items) : 'Nobody has translated it.', json);
    });

  translation
    .command('show <entry> <translation>')
    .description('one translation with its texts')
    .action(async (entryId: string, translationId: string, _, command: Command) => {
      const { api, json } = apiOf(command);
      const params = { path: { entryId, translationId } };
      const one = await ask(api.GET('/v1/entries/{entryId}/translations/{translationId}', { params }));
      show(one, `${listInWords([one])}\n${JSON.stringify(one.content, null, 2)}`, json);
    });

  translation
    .command('add <entry> <file>')
    .description('add a translation of a submitted version: its texts in a YAML or JSON file, where the form has them')
    .requiredOption('--of <version>', 'the submitted version it is of', readVersion)
    .requiredOption('--to <language>', 'the language, as a tag such as en')
    .addOption(
      new Option('--source <source>', 'whose it is; a city adds its own')
        .choices(['city', 'human', 'machine'])
        .makeOptionMandatory(),
    )
    .option('--tool <name>', 'what a machine made it with')
    .action(async (entryId: string, file: string, { of, to, source, tool }: Added, command: Command) => {
      const { api, json } = apiOf(command);
      const content = await readTexts(file);
      const digest = await digestOf(api, entryId, of);
      const body = { version: of, digest, language: to, source, ...(tool ? { tool } : {}), content };
      const params = { path: { entryId }, header: once() };
      const one = await ask(api.POST('/v1/entries/{entryId}/translations', { params, body }));
      const later = one.isOfLast ? '' : ' The city has submitted a later version since.';
      show(one, `Added as ${one.id}: version ${one.version} in ${one.language}.${later}`, json);
    });

  translation
    .command('withdraw <entry> <translation>')
    .description('let a translation count no more; it stays')
    .requiredOption('--reason <code>', 'why, as a code: lower-case letters, digits and hyphens')
    .action(async (entryId: string, translationId: string, { reason }: { reason: string }, command: Command) => {
      const { api, json } = apiOf(command);
      const params = { path: { entryId, translationId }, header: once() };
      const body = { reasonCode: reason };
      const one = await ask(api.POST('/v1/entries/{entryId}/translations/{translationId}/withdraw', { params, body }));
      show(one, `Withdrawn (${reason}).`, json);
    });
}

function readVersion(given: string): number {
  if (!/^[1-9]\d{0,8}$/.test(given)) throw new InvalidArgumentError('Say a number, such as 1.');
  return Number(given);
}

/** Texts of a file, YAML or JSON, by the fields of the form. Throws in plain words. */
export async function readTexts(file: string): Promise<Record<string, unknown>> {
  const text = await readText(file);
  let given: unknown;
  try {
    given = parse(text, { maxAliasCount: 20 });
  } catch {
    throw new CliError(`"${file}" is neither YAML nor JSON.`);
  }
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new CliError(`"${file}" holds no texts: write them as the form has them, such as "title: …".`);
  return given as Record<string, unknown>;
}

/** The digest of a submitted version, which never changes. */
async function digestOf(api: Api, entryId: string, version: number): Promise<string> {
  const { versions } = await ask(api.GET('/v1/entries/{entryId}', { params: { path: { entryId } } }));
  const found = versions.find((one) => one.version === version);
  if (!found) throw new CliError(`Version ${version} was not submitted; the last one is ${versions.length}.`);
  return found.digest;
}

function neededInWords({ into, by, items }: Pick<Needed, 'into' | 'by' | 'items'>): string {
  if (into === null) return 'This call names no languages: nothing has to be translated.';
  if (items.length === 0) return `Every submitted entry can be read in ${into}.`;
  const rows = items.map(({ entryId, version, language, translatedVersion, city, title }) => [
    entryId,
    String(version),
    language ?? '?',
    translatedVersion === null ? '' : `version ${translatedVersion}`,
    `${city.name} (${city.countryCode})`,
    title,
  ]);
  const until = by === null ? '' : `, by ${inBothZones(by)}`;
  return `To be translated into ${into}${until}:\n${table(['entry', 'version', 'in', 'translated', 'city', 'title'], rows)}`;
}

const listInWords = (items: Summary[]): string =>
  table(
    ['id', 'of', 'in', 'by', 'added', 'standing'],
    items.map(({ id, version, isOfLast, language, source, tool, addedAt, withdrawn }) => [
      id,
      `version ${version}${isOfLast ? '' : ' (not the last)'}`,
      language,
      tool === null ? source : `${source}: ${tool}`,
      inUtcAndHere(addedAt),
      withdrawn ? `withdrawn (${withdrawn.reasonCode})` : 'counts',
    ]),
  );
