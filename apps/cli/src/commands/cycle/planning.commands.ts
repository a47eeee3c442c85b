import { type Command, Option } from 'commander';
import { LANGUAGES, type Language } from '#libs/identity/pure';
import { type Api, CliError, ask } from '../../client/connection.js';
import { checkText, problemsInWords, readSound, readText, writeText } from '../../files/definition-file.js';
import { show } from '../../terminal/output.js';
import { UUID, apiOf } from '../../terminal/globals.js';
import { addNewCommand } from './new.command.js';

/** The forms of a calendar. */
const KINDS = ['ics', 'svg'] as const;

interface CalendarOptions {
  ics?: string;
  svg?: string;
  language: Language;
}

const inLanguage = () => new Option('--language <language>', 'in which language').choices(LANGUAGES).default('en');

/** `laureate cycle new`, `check`, `explain` …: what the secretariat does before a cycle begins. */
export function addPlanningCommands(cycle: Command): void {
  addNewCommand(cycle);

  cycle
    .command('check <file>')
    .description('check a definition and explain every problem')
    .action(async (file: string, _, command: Command) => {
      const { api, json } = apiOf(command);
      const checked = await checkText(api, await readText(file));
      const sound = `The definition is sound. Digest: ${checked.digest}`;
      show(checked, checked.sound ? sound : problemsInWords(file, checked.problems), json);
      if (!checked.sound) process.exitCode = 1;
    });

  cycle
    .command('explain <fileOrCycle>')
    .description('say in plain words what happens when, who gets which mail, and what nobody has decided yet')
    .addOption(inLanguage())
    .option('--mails', 'list also the mails that only what is out of the ordinary sends')
    .action(async (fileOrCycle: string, given: { language: Language; mails?: true }, command: Command) => {
      const { api, json } = apiOf(command);
      const query = { language: given.language, mails: given.mails ? ('all' as const) : ('ordinary' as const) };
      const params = { path: { cycleId: fileOrCycle }, query };
      const explanation = UUID.test(fileOrCycle)
        ? await ask(api.GET('/v1/cycles/{cycleId}/explanation', { params, parseAs: 'text' }))
        : (await preview(api, fileOrCycle, query)).explanation;
      show({ explanation }, explanation.trimEnd(), json);
    });

  cycle
    .command('calendar <fileOrCycle>')
    .description('write the calendar for calendar programs (.ics) and as a picture (.svg)')
    .option('--ics <file>', 'where to write the calendar')
    .option('--svg <file>', 'where to write the picture')
    .addOption(inLanguage())
    .action(async (fileOrCycle: string, { language, ...files }: CalendarOptions, command: Command) => {
      if (!files.ics && !files.svg) throw new CliError('Say what to write: --ics FILE, --svg FILE, or both.');
      const { api, json } = apiOf(command);
      const calendar = await calendarOf(api, fileOrCycle, language);
      for (const kind of KINDS) if (files[kind]) await writeText(files[kind], calendar[kind]);
      const written = KINDS.flatMap((kind) => files[kind] ?? []);
      show(files, `Written: ${written.join(', ')}`, json);
    });
}

async function calendarOf(api: Api, fileOrCycle: string, language: Language): Promise<{ ics: string; svg: string }> {
  if (!UUID.test(fileOrCycle)) return preview(api, fileOrCycle, { language });
  const params = { path: { cycleId: fileOrCycle }, query: { language } };
  const ics = ask(api.GET('/v1/cycles/{cycleId}/calendar.ics', { params, parseAs: 'text' }));
  const svg = ask(api.GET('/v1/cycles/{cycleId}/calendar.svg', { params, parseAs: 'text' }));
  return { ics: await ics, svg: await svg };
}

/** What the definition in a file means. Throws `CliError` with every problem of it. */
async function preview(api: Api, file: string, asked: { language: Language; mails?: 'all' | 'ordinary' }) {
  const given = { mails: 'ordinary' as const, ...asked };
  return ask(api.POST('/v1/cycles/preview', { body: { definition: await readSound(api, file), ...given } }));
}
