import { type Command, InvalidArgumentError } from 'commander';
import { ask, once, pages } from '../../client/connection.js';
import { inBothZones, show, table } from '../../terminal/output.js';
import { type ReasonOptions, apiOf, reasonOf, withReason } from '../../terminal/globals.js';

const WORDS: Record<string, string> = { open: 'waits for its answer', 'timed-out': 'no answer in time' };
const inWords = (state: string): string => WORDS[state] ?? state;

type Asked = { question: string } & ({ pointer: string } | { section: string });

/** `POINTER=QUESTION` or `SECTION=QUESTION`, as often as there are fields. */
function readField(given: string, before: Asked[]): Asked[] {
  const [name = '', ...rest] = given.split('=');
  const question = rest.join('=').trim();
  if (name === '' || question === '') throw new InvalidArgumentError('Say /field=What is your question?');
  return [...before, name.startsWith('/') ? { pointer: name, question } : { section: name, question }];
}

/** `laureate clarification …`: what cities are asked about their entries. */
export function addClarificationCommands(program: Command): void {
  const clarification = program.command('clarification').description('ask cities about fields of their entries');

  clarification
    .command('list <cycle>')
    .description('what cities are asked, oldest first')
    .option('--open', 'only what waits for an answer')
    .action(async (cycleId: string, { open = false }: { open?: boolean }, command: Command) => {
      const { api, json } = apiOf(command);
      const page = (cursor: string | undefined) =>
        api.GET('/v1/cycles/{cycleId}/clarifications', {
          params: { path: { cycleId }, query: { cursor, open: open ? 'true' : 'false' } },
        });
      const items = await Array.fromAsync(pages(page));
      const rows = items.map(({ id, entryId, state, fields, answerBy }) => [
        id,
        entryId,
        inWords(state),
        inBothZones(answerBy),
        fields.join(' '),
      ]);
      const head = ['id', 'entry', 'state', 'answer by', 'fields'];
      show(items, rows.length > 0 ? table(head, rows) : 'Nothing was asked.', json);
    });

  clarification
    .command('show <clarification>')
    .description('what was asked, and where it stands')
    .action(async (clarificationId: string, _, command: Command) => {
      const { api, json } = apiOf(command);
      const one = await ask(api.GET('/v1/clarifications/{clarificationId}', { params: { path: { clarificationId } } }));
      const text = [
        `Entry ${one.entryId}, version ${one.entryVersion}: ${inWords(one.state)}; to be answered by ${inBothZones(one.answerBy)}, which is ${inBothZones(one.answerByOfCity)} for the city.`,
        ...one.questions.map(({ pointer, question }) => `${pointer}: ${question}`),
        ...(one.answered ? [`Answered with version ${one.answered.version}, ${inBothZones(one.answered.at)}.`] : []),
      ];
      show(one, text.join('\n'), json);
    });

  clarification
    .command('ask <cycle> <stage> <entry>')
    .description('ask its city about fields of an entry; it can change these and no other')
    .requiredOption(
      '--field <pointer=question>',
      'a field by its JSON pointer, or a section by its key, and what is asked about it',
      readField,
      [],
    )
    .option('--until <instant>', 'by when, with offset: 2027-08-31T23:59:00+08:00; else as the definition says')
    .action(
      async (
        cycleId: string,
        stageKey: string,
        entryId: string,
        { field, until }: { field: Asked[]; until?: string },
        command: Command,
      ) => {
        const { api, json } = apiOf(command);
        const params = { path: { cycleId, stageKey }, header: once() };
        const body = { entryId, fields: field, ...(until ? { dueAt: until } : {}) };
        const one = await ask(api.POST('/v1/cycles/{cycleId}/stages/{stageKey}/clarifications', { params, body }));
        show(one, `Asked (${one.id}); to be answered by ${inBothZones(one.answerBy)}.`, json);
      },
    );

  withReason(
    clarification
      .command('extend <clarification>')
      .description('give a city more time to answer')
      .requiredOption('--until <instant>', 'by when, with offset: 2027-08-31T23:59:00+08:00'),
  ).action(async (clarificationId: string, options: ReasonOptions & { until: string }, command: Command) => {
    const { api, json } = apiOf(command);
    const { code, text } = reasonOf(options);
    const params = { path: { clarificationId }, header: once() };
    const body = { dueAt: options.until, reasonCode: code, ...(text ? { reasonText: text } : {}) };
    const one = await ask(api.POST('/v1/clarifications/{clarificationId}/deadline', { params, body }));
    show(one, `To be answered by ${inBothZones(one.answerBy)} now; the city is told.`, json);
  });

  clarification
    .command('cancel <clarification>')
    .description('ask no more; the entry goes back to whoever asked')
    .option('--reason <code>', 'why, as a code: lower-case letters, digits and hyphens')
    .action(async (clarificationId: string, { reason }: { reason?: string }, command: Command) => {
      const { api, json } = apiOf(command);
      const params = { path: { clarificationId }, header: once() };
      const one = await ask(
        api.POST('/v1/clarifications/{clarificationId}/cancel', { params, body: { reasonCode: reason ?? null } }),
      );
      show(one, 'Cancelled; the city is told that no answer is needed.', json);
    });
}
