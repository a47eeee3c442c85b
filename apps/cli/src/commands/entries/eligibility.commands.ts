import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { parse } from 'yaml';
import type { components } from '../../client/api-types.js';
import { CliError, ask, once } from '../../client/connection.js';
import { inUtcAndHere, show, table } from '../../terminal/output.js';
import { apiOf } from '../../terminal/globals.js';

type Schemas = components['schemas'];
type Queued = Schemas['EligibilityOfEntry'];
type Bulk = Schemas['BulkVerdict'];
type Trial = Schemas['EligibilityDryRun'];
type Outcome = 'valid' | 'invalid';

interface ReasonGiven {
  reason?: string;
  text?: string;
}
interface BulkOptions extends ReasonGiven {
  entry?: string[];
  state?: 'open';
  rule?: string;
  region?: string;
  country?: string;
  theme?: string;
  confirm?: string;
}

const outcomeOf = (given: string): Outcome => {
  if (given === 'valid' || given === 'invalid') return given;
  throw new CliError(`"${given}" is no outcome: say valid or invalid.`);
};
const reasonGiven = ({ reason, text }: ReasonGiven) => ({
  ...(reason ? { reasonCode: reason } : {}),
  ...(text ? { reasonText: text } : {}),
});
const withVerdictReason = (command: Command) =>
  command
    .option('--reason <code>', "why, one of the stage's reasons; needed where the rules say otherwise")
    .option('--text <text>', 'why, in words');

/** `laureate eligibility …`: the secretariat's queue, and rules tried before they are adopted. */
export function addEligibilityCommands(program: Command): void {
  const eligibility = program.command('eligibility').description('check which entries are valid');

  eligibility
    .command('next <cycle> <stage>')
    .description('take the next entry that nobody has in hand; it is yours for 30 minutes')
    .action(async (cycleId: string, stageKey: string, _, command: Command) => {
      const { api, json } = apiOf(command);
      const params = { path: { cycleId, stageKey }, header: once() };
      const { entry } = await ask(
        api.POST('/v1/cycles/{cycleId}/stages/{stageKey}/eligibility/next', { params, body: {} }),
      );
      show(entry, entry ? queuedInWords(entry) : 'No entry waits for you.', json);
    });

  withVerdictReason(
    eligibility
      .command('check <cycle> <stage> <entry> <outcome>')
      .description('say whether an entry is valid or invalid, of the version you have looked at')
      .requiredOption('--version <version>', 'the version of the entry you have looked at', Number),
  ).action(
    async (
      cycleId: string,
      stageKey: string,
      entryId: string,
      outcome: string,
      given: ReasonGiven & { version: number },
      command: Command,
    ) => {
      const { api, json } = apiOf(command);
      const params = { path: { cycleId, stageKey, entryId }, header: once() };
      const body = { outcome: outcomeOf(outcome), version: given.version, ...reasonGiven(given) };
      const checked = await ask(
        api.POST('/v1/cycles/{cycleId}/stages/{stageKey}/eligibility/{entryId}/checks', { params, body }),
      );
      show(checked, queuedInWords(checked), json);
    },
  );

  withVerdictReason(
    eligibility
      .command('bulk <cycle> <stage> <outcome>')
      .description('one verdict for many entries: first a dry run, then --confirm with the digest it shows')
      .option('--entry <id...>', 'these entries; else the part of the queue named by')
      .addOption(new Option('--state <state>', 'only entries that wait for a verdict').choices(['open']))
      .option('--rule <id>', 'only entries that do not meet this rule')
      .option('--region <region>', 'only of cities in this region')
      .option('--country <code>', 'only of cities in this country')
      .option('--theme <theme>', 'only with this theme')
      .option('--confirm <digest>', 'the digest of the dry run you have read'),
  ).action(async (cycleId: string, stageKey: string, outcome: string, given: BulkOptions, command: Command) => {
    const { api, json } = apiOf(command);
    const path = { cycleId, stageKey };
    const { entry: entryIds, confirm: digest, reason, text, ...filter } = given;
    const verdict = {
      outcome: outcomeOf(outcome),
      ...reasonGiven({ ...(reason ? { reason } : {}), ...(text ? { text } : {}) }),
      of: entryIds ? { entryIds } : { filter },
    };
    if (digest === undefined) {
      const would = await ask(
        api.POST('/v1/cycles/{cycleId}/stages/{stageKey}/eligibility/bulk-previews', {
          params: { path },
          body: verdict,
        }),
      );
      const go = `Nothing is written yet. To do exactly this: the same with --confirm ${would.digest}`;
      return show(would, `${bulkInWords(would)}\n${go}`, json);
    }
    const done = await ask(
      api.POST('/v1/cycles/{cycleId}/stages/{stageKey}/eligibility/bulk-checks', {
        params: { path, header: once() },
        body: { ...verdict, digest },
      }),
    );
    show(done, `${bulkInWords(done)}\nDone. Nobody is told before the decision is released.`, json);
  });

  eligibility
    .command('dry-run <cycle> <stage>')
    .description('try rules on all entries and count what they find; no entry is changed')
    .option('--rules <file>', 'rules as a list in YAML or JSON; left out, those in force')
    .action(async (cycleId: string, stageKey: string, { rules }: { rules?: string }, command: Command) => {
      const { api, json } = apiOf(command);
      const body = rules === undefined ? {} : { rules: await rulesOf(rules) };
      let trial = await ask(
        api.POST('/v1/cycles/{cycleId}/stages/{stageKey}/eligibility/dry-runs', {
          params: { path: { cycleId, stageKey }, header: once() },
          body: body as never,
        }),
      );
      const path = { cycleId, stageKey, trialId: trial.id };
      while (trial.finishedAt === null) {
        // The API waits for its end up to a second.
        trial = await ask(
          api.GET('/v1/cycles/{cycleId}/stages/{stageKey}/eligibility/dry-runs/{trialId}', { params: { path } }),
        );
        if (trial.finishedAt === null && !json) console.error(`${trial.lookedAt} of ${trial.total} …`);
        await sleep(100);
      }
      show(trial, trialInWords(trial), json);
    });
}

async function rulesOf(file: string): Promise<unknown> {
  try {
    return parse(await readFile(file, 'utf8'), { maxAliasCount: 20 });
  } catch (error) {
    throw new CliError(`"${file}" cannot be read. ${(error as Error).message}`);
  }
}

function queuedInWords({
  entryId,
  version,
  title,
  city,
  late,
  rules,
  toAnswer,
  duplicates,
  verdict,
  held,
}: Queued): string {
  const unmet = rules.filter(({ result }) => result !== 'pass');
  return [
    `"${title}", ${city.name} (${city.countryCode}, ${city.region}): entry ${entryId}, version ${version}${late ? ', LATE' : ''}`,
    ...(unmet.length === 0
      ? ['All rules are met.']
      : unmet.map(({ id, severity, reason }) => `  ${severity} ${id}: ${reason}`)),
    ...(toAnswer.length > 0 && !verdict ? [`To be answered with a reason: ${toAnswer.join(', ')}`] : []),
    ...(duplicates > 0 ? [`${duplicates} entries are like it: laureate duplicate list CYCLE --entry ${entryId}`] : []),
    ...(held ? [`In hand until ${inUtcAndHere(held.until)}.`] : []),
    verdict
      ? `${verdict.outcome}${verdict.overridden ? ', other than the rules say' : ''}${verdict.reasonCode ? ` (${verdict.reasonCode})` : ''}`
      : 'Nobody has said anything of it yet.',
  ].join('\n');
}

const LEFT_OUT = {
  asked: 'its city is being asked',
  'in-other-hands': 'somebody else has it in hand',
  'needs-reason': 'it needs a reason of its own',
} as const;

function bulkInWords({ entries, leftOut }: Bulk): string {
  const rows = entries.map(({ entryId, version, cityName, title, overrides }) => [
    entryId,
    `${version}`,
    cityName,
    title,
    overrides ? 'other than the rules say' : '',
  ]);
  return [
    entries.length > 0 ? table(['entry', 'version', 'city', 'title', ''], rows) : 'Of no entry.',
    ...leftOut.map(({ title, entryId, because }) => `Left out: "${title}" (${entryId}), ${LEFT_OUT[because]}.`),
  ].join('\n');
}

function trialInWords({ total, outcomes, changed, rules }: Trial): string {
  const rows = rules.map(({ id, pass, fail, error, examples }) => [
    id,
    ...[pass, fail, error].map(String),
    examples.slice(0, 3).join(' '),
  ]);
  return [
    `Of ${total} entries: ${outcomes.valid} valid, ${outcomes.invalid} invalid, ${outcomes.undecided} for a person to say.`,
    `${changed} are judged in another way than by the rules in force.`,
    table(['rule', 'met', 'not met', 'error', 'such as'], rows),
  ].join('\n');
}
