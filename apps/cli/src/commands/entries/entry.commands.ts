import { type Command, Option } from 'commander';
import { STEP_NAMES } from '#libs/cycles/pure';
import type { paths } from '../../client/api-types.js';
import { CliError, ask, once, pages } from '../../client/connection.js';
import { inBothZones, inUtcAndHere, show, table } from '../../terminal/output.js';
import { addAttachmentCommands } from './attachment.commands.js';
import { addEntryListCommands } from './entry-list.commands.js';
import { type ReasonOptions, apiOf, withReason } from '../../terminal/globals.js';

type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } };
}
  ? Body
  : never;
type Entry = Answer<'/v1/entries/{entryId}'>;
type Diff = Answer<'/v1/entries/{entryId}/sections/{key}/diff'>;

/** `laureate entry …`: one entry, how far its draft is, and what became of its texts. */
export function addEntryCommands(program: Command): void {
  const entry = program.command('entry').description('look at entries, their sections and their versions');
  addEntryListCommands(entry);
  addAttachmentCommands(entry);

  entry
    .command('show <entry>')
    .description('where an entry stands: its sections, what is missing, what it is linked with')
    .action(async (entryId: string, _, command: Command) => {
      const { api, json } = apiOf(command);
      const one = await ask(api.GET('/v1/entries/{entryId}', { params: { path: { entryId } } }));
      show(one, inWords(one), json);
    });

  entry
    .command('history <entry> <section>')
    .description('every version of a section, the latest first: who saved it, and when')
    .action(async (entryId: string, key: string, _, command: Command) => {
      const { api, json } = apiOf(command);
      const page = (cursor: string | undefined) =>
        api.GET('/v1/entries/{entryId}/sections/{key}/versions', {
          params: { path: { entryId, key }, query: { cursor } },
        });
      const versions = await Array.fromAsync(pages(page));
      const rows = versions.map(({ version, savedAt, savedBy, savedByName, transcribed }) => [
        String(version),
        inUtcAndHere(savedAt),
        `${savedByName ?? savedBy}${transcribed ? ', from paper' : ''}`,
      ]);
      const text = rows.length > 0 ? table(['version', 'saved', 'by'], rows) : 'It was never saved.';
      show(versions, text, json);
    });

  entry
    .command('diff <entry> <section>')
    .description('what a save changed, word by word: [-removed-], {+added+}')
    .requiredOption('--to <version>', 'the version after')
    .option('--from <version>', 'the version before; left out, the one just before it')
    .action(async (entryId: string, key: string, given: { from?: string; to: string }, command: Command) => {
      const { api, json } = apiOf(command);
      const to = versionOf(given.to);
      const query = { from: given.from === undefined ? Math.max(1, to - 1) : versionOf(given.from), to };
      const params = { path: { entryId, key }, query };
      const diff = await ask(api.GET('/v1/entries/{entryId}/sections/{key}/diff', { params }));
      show(diff, changesInWords(diff), json);
    });

  withReason(
    entry
      .command('extend <cycle> <stage>')
      .description('grant an extension: more time for one entry, or for all entries of one city; each is let in once')
      .option('--entry <id>', 'the entry')
      .option('--city <id>', 'the city, in place of an entry')
      .addOption(
        new Option(
          '--step <step>',
          'more time to begin entries, or to add supporting material, and not to submit',
        ).choices(['registration', 'supportingMaterial']),
      )
      .requiredOption('--until <instant>', 'when it ends, with offset: 2027-09-07T23:59:00+08:00'),
  ).action(async (cycleId: string, stageKey: string, given: MoreTime, command: Command) => {
    const { api, json } = apiOf(command);
    const granted = await ask(
      api.POST('/v1/cycles/{cycleId}/extensions', {
        params: { path: { cycleId }, header: once() },
        body: {
          stageKey,
          ...(given.step && { step: given.step }),
          target: targetOf(given),
          until: given.until,
          reasonCode: given.reason,
          reasonText: given.text ?? given.reason,
        },
      }),
    );
    const whom = granted.entryId ? `Entry ${granted.entryId}` : `Each entry of city ${granted.cityId}`;
    const what = { registration: 'can be begun', supportingMaterial: 'can get supporting material' };
    show(
      granted,
      `${whom} ${granted.step ? what[granted.step] : 'can be submitted'} until ${inUtcAndHere(granted.until)}. Its city is told by mail.`,
      json,
    );
  });

  withReason(
    entry
      .command('reopen <entry>')
      .description(
        'open a submitted entry again for its city to edit and confirm; what was submitted stands until then',
      )
      .option('--until <instant>', 'when it ends, with offset; left out, with the call, while that is open'),
  ).action(async (entryId: string, given: ReasonOptions & { until?: string }, command: Command) => {
    const { api, json } = apiOf(command);
    const { until, reason, text } = given;
    const reopened = await ask(
      api.POST('/v1/entries/{entryId}/reopenings', {
        params: { path: { entryId }, header: once() },
        body: { ...(until ? { until } : {}), reasonCode: reason, reasonText: text ?? reason },
      }),
    );
    const { version } = reopened;
    const stands = `Version ${version} stands unless its city confirms another until ${inUtcAndHere(reopened.until)}.`;
    show(reopened, `Reopened. ${stands} It is told by mail.`, json);
  });

  entry
    .command('restore <entry> <section>')
    .description('save an older version of a section again, as somebody of the city')
    .requiredOption('--version <version>', 'the version to take the texts of')
    .action(async (entryId: string, key: string, given: { version: string }, command: Command) => {
      const { api, json } = apiOf(command);
      const path = { entryId, key };
      const older = await ask(
        api.GET('/v1/entries/{entryId}/sections/{key}/versions/{version}', {
          params: { path: { ...path, version: versionOf(given.version) } },
        }),
      );
      const { sections } = await ask(api.GET('/v1/entries/{entryId}', { params: { path: { entryId } } }));
      const present = sections.find((section) => section.key === key)?.version ?? 0;
      const saved = await ask(
        api.PUT('/v1/entries/{entryId}/sections/{key}', {
          params: { path, header: { 'If-Match': `"${present}"` } },
          body: { content: older.content },
        }),
      );
      show(saved, `Version ${saved.version} of "${key}" says what version ${older.version} said.`, json);
    });
}

interface MoreTime extends ReasonOptions {
  entry?: string;
  city?: string;
  step?: 'registration' | 'supportingMaterial';
  until: string;
}

function targetOf({ entry, city }: MoreTime): { entryId: string } | { cityId: string } {
  if (entry && !city) return { entryId: entry };
  if (city && !entry) return { cityId: city };
  throw new CliError('Say for whom: --entry ID for one entry, or --city ID for all entries of a city.');
}

function versionOf(given: string): number {
  const version = Number(given);
  if (!Number.isInteger(version) || version < 1)
    throw new CliError(`"${given}" is no version: give a number, such as 3.`);
  return version;
}

function inWords(entry: Entry): string {
  const { city, state, title, sections, form, framework, resubmissionOf: earlier } = entry;
  const rows = sections.map((section) => [
    section.key,
    String(section.version),
    section.savedAt ? inUtcAndHere(section.savedAt) : 'never',
    section.complete ? 'complete' : section.missing.map(({ pointer, message }) => `${pointer} ${message}`).join('; '),
  ]);
  const others = framework?.entries.filter(({ id }) => id !== entry.id).map((other) => `"${other.title}"`) ?? [];
  const lines = [
    `"${title}", ${city.name} (${city.countryCode}): ${state}`,
    ...(framework ? [`Part of "${framework.name}"${others.length > 0 ? `, with ${others.join(' and ')}` : ''}.`] : []),
    ...(earlier ? [`Enters "${earlier.title}" again (entry ${earlier.entryId}, version ${earlier.version}).`] : []),
    ...entry.steps.map(({ step, deadline }) => {
      const there = deadline.city.zone === deadline.zone ? '' : `, ${deadline.city.local} (${deadline.city.zone})`;
      return `The call's deadline for ${STEP_NAMES[step]}: ${inBothZones(deadline)}${there}.`;
    }),
    table(['section', 'version', 'saved', 'stands'], rows),
  ];
  const { paper } = entry;
  if (paper)
    lines.push(`Arrived by ${paper.means} on ${inUtcAndHere(paper.arrivedAt)}: ${paper.state} (paper ${paper.id}).`);
  for (const { state, version, until, confirmedVersion, reasonCode } of entry.reopenings) {
    const came = {
      open: `its city can confirm another version until ${inUtcAndHere(until)}`,
      confirmed: `confirmed by version ${confirmedVersion}`,
      lapsed: `not confirmed by ${inUtcAndHere(until)}`,
      withdrawn: 'withdrawn since',
    };
    lines.push(`Version ${version} was reopened (${reasonCode}): ${came[state]}.`);
  }
  if (form.amended) {
    const faults = form.faults.map(({ pointer, message }) => `  ${pointer} ${message}`);
    lines.push(
      `The form was amended since (revision ${form.inForce}). By it:`,
      ...(faults.length > 0 ? faults : ['  complete']),
    );
  }
  return lines.join('\n');
}

function changesInWords({ from, to, changes }: Diff): string {
  const mark = {
    same: (text: string) => text,
    removed: (text: string) => `[-${text}-]`,
    added: (text: string) => `{+${text}+}`,
  };
  const lines = changes.map(({ pointer, before, after, parts }) => {
    const words = parts?.map(({ change, text }) => mark[change](text)).join('');
    return `${pointer}\n  ${words ?? `${JSON.stringify(before ?? null)} → ${JSON.stringify(after ?? null)}`}`;
  });
  const who = `Version ${to.version}, saved ${inUtcAndHere(to.savedAt)} by ${to.savedByName ?? to.savedBy}`;
  return lines.length > 0
    ? [`${who}, beside version ${from.version}:`, ...lines].join('\n')
    : `${who}, says what version ${from.version} says.`;
}
