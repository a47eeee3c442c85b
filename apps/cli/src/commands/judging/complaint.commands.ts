import type { Command } from 'commander';
import { ask, once, pages } from '../../client/connection.js';
import { inBothZones, show, table } from '../../terminal/output.js';
import { apiOf } from '../../terminal/globals.js';

type Outcome = 'dismissed' | 'upheld' | 'inadmissible';

const WORDS: Record<string, string> = {
  'in-hand': 'being handled',
  'to-confirm': 'outcome to be confirmed',
  upheld: 'upheld, correction pending',
  corrected: 'upheld, and corrected',
};
const inWords = (state: string): string => WORDS[state] ?? state;

type Kind = 'complaint' | 'appeal';

/** `laureate complaint …`: complaints about decisions, in the hands of people who did not decide. */
export function addComplaintCommands(program: Command): void {
  const complaint = addHandling(
    program.command('complaint').description('handle complaints about decisions'),
    'complaint',
  );

  complaint
    .command('confirm <cycle> <complaint>')
    .description('confirm the outcome that another handler recorded: it counts, and the city is told')
    .requiredOption('--of <version>', 'the version you have read (`complaint show`)')
    .action(async (cycleId: string, complaintId: string, { of }: { of: string }, command: Command) => {
      const { api, json } = apiOf(command);
      const params = { path: { cycleId, complaintId }, header: once() };
      const body = { version: Number(of) };
      const one = await ask(api.POST('/v1/cycles/{cycleId}/complaints/{complaintId}/confirmation', { params, body }));
      show(one, `${one.number} is ${inWords(one.state)}; the city is told.`, json);
    });
}

/**
 * `laureate appeal …`: appeals of cities whose entry was found invalid, decided by somebody who did not decide before.
 */
export function addAppealCommands(program: Command): void {
  addHandling(program.command('appeal').description('decide appeals against being found invalid'), 'appeal');
}

/** What is done with both: seen, assigned, decided. */
function addHandling(complaint: Command, kind: Kind): Command {
  complaint
    .command('list <cycle>')
    .description(`the ${kind}s about decisions of a cycle: all, or those you handle`)
    .action(async (cycleId: string, _, command: Command) => {
      const { api, json } = apiOf(command);
      const page = (cursor: string | undefined) =>
        api.GET('/v1/cycles/{cycleId}/complaints', { params: { path: { cycleId }, query: { cursor } } });
      const items = (await Array.fromAsync(pages(page))).filter((one) => one.kind === kind);
      const rows = items.map(({ id, number, stageKey, cityName, state, overdue, answerBy, handlers }) => [
        id,
        number,
        stageKey,
        cityName,
        overdue ? `${inWords(state)}, overdue` : inWords(state),
        inBothZones(answerBy),
        handlers.map(({ name }) => name).join(', '),
      ]);
      const head = ['id', 'number', 'stage', 'city', 'state', 'answer by', 'handled by'];
      show(items, rows.length > 0 ? table(head, rows) : `No ${kind}s.`, json);
    });

  complaint
    .command(`show <cycle> <${kind}>`)
    .description('its text, and what was recorded about it')
    .action(async (cycleId: string, complaintId: string, _, command: Command) => {
      const { api, json } = apiOf(command);
      const path = { cycleId, complaintId };
      const one = await ask(api.GET('/v1/cycles/{cycleId}/complaints/{complaintId}', { params: { path } }));
      const recorded = one.outcomes.map(
        ({ version, outcome, reasonCode, text }) => `Version ${version}: ${outcome} (${reasonCode})\n${text}`,
      );
      const text = [
        `${one.number}, ${one.cityName}, “${one.entryTitle}”, about ${one.stageKey}: ${inWords(one.state)}`,
        one.text,
        ...recorded,
      ];
      show(one, text.join('\n\n'), json);
    });

  complaint
    .command(`assign <cycle> <${kind}> <people...>`)
    .description(`assign people who did not decide: ${kind === 'appeal' ? 'one is enough' : 'two at least'}`)
    .action(async (cycleId: string, complaintId: string, personIds: string[], _, command: Command) => {
      const { api, json } = apiOf(command);
      const params = { path: { cycleId, complaintId }, header: once() };
      const one = await ask(
        api.POST('/v1/cycles/{cycleId}/complaints/{complaintId}/handlers', { params, body: { personIds } }),
      );
      show(one, `${one.number} is handled by ${one.handlers.map(({ name }) => name).join(', ')}.`, json);
    });

  complaint
    .command(`decide <cycle> <${kind}>`)
    .description(`record the outcome, as one of its handlers${kind === 'appeal' ? '' : '; another one confirms it'}`)
    .requiredOption('--outcome <outcome>', 'dismissed, upheld or inadmissible')
    .requiredOption('--reason <code>', 'why, as a code: lower-case letters, digits and hyphens; it may be published')
    .requiredOption('--text <text>', 'why, in words; told to the city')
    .action(
      async (
        cycleId: string,
        complaintId: string,
        { outcome, reason, text }: { outcome: Outcome; reason: string; text: string },
        command: Command,
      ) => {
        const { api, json } = apiOf(command);
        const params = { path: { cycleId, complaintId }, header: once() };
        const body = { outcome, reasonCode: reason, text };
        const one = await ask(api.POST('/v1/cycles/{cycleId}/complaints/{complaintId}/outcomes', { params, body }));
        const { version } = one.outcomes.at(-1)!;
        const recorded = `Recorded as version ${version}. Another handler confirms it: complaint confirm … --of ${version}`;
        show(one, kind === 'appeal' ? `${one.number} is ${inWords(one.state)}; the city is told.` : recorded, json);
      },
    );

  return complaint;
}
