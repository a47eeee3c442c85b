import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { paths } from '../../client/api-types.js';
import { CliError, ask, once, pages } from '../../client/connection.js';
import { inUtcAndHere, show, table } from '../../terminal/output.js';
import { send } from './attachment.commands.js';
import { type ReasonOptions, apiOf, withReason } from '../../terminal/globals.js';
import { readTexts } from './translation.commands.js';

type Paper = paths['/v1/papers/{paperId}']['get']['responses'][200]['content']['application/json'];
const MEANS = ['post', 'e-mail', 'courier'] as const;

interface Registration extends ReasonOptions {
  city: string;
  stage?: string;
  arrived: string;
  by: (typeof MEANS)[number];
  until: string;
}

/** `laureate paper …`: entries that arrived on paper, from the arrival to the version they count by. */
export function addPaperCommands(program: Command): void {
  const paper = program.command('paper').description('entries on paper: register, type, check, and have them count');

  withReason(
    paper
      .command('register <cycle>')
      .description(
        'an entry that arrived on paper: it counts from its arrival, once it is typed, checked and confirmed',
      )
      .requiredOption('--city <id>', 'the city; register it first if it is not known')
      .option('--stage <key>', 'the call for entries, where the cycle has several')
      .requiredOption('--arrived <instant>', 'when it arrived, with offset: 2027-08-30T10:00:00+08:00')
      .requiredOption('--by <means>', `how: ${MEANS.join(', ')}`, readMeans)
      .requiredOption('--until <instant>', 'by when its city is to have confirmed it; after the deadline of the call'),
  ).action(async (cycleId: string, given: Registration, command: Command) => {
    const { api, json } = apiOf(command);
    const { city, stage, arrived, by, until, reason, text } = given;
    const why = { reasonCode: reason, reasonText: text ?? reason };
    const made = await ask(
      api.POST('/v1/cycles/{cycleId}/papers', {
        params: { path: { cycleId }, header: once() },
        body: { cityId: city, ...(stage ? { stageKey: stage } : {}), arrivedAt: arrived, means: by, until, ...why },
      }),
    );
    show(made, `Registered as ${made.id}; entry ${made.entryId} is to be typed. Add a scan, then type it.`, json);
  });

  paper
    .command('scan <paper> <file>')
    .description('add a scan of the original: PDF, JPEG or PNG; those who judge never see it')
    .action(async (paperId: string, file: string, _, command: Command) => {
      const { api, connection, json } = apiOf(command);
      const found = await stat(file).catch(() => null);
      if (!found?.isFile()) throw new CliError(`There is no file "${file}".`);
      const params = { path: { paperId }, header: once() };
      const body = { name: basename(file), size: found.size };
      const begun = await ask(api.POST('/v1/papers/{paperId}/originals', { params, body }));
      await send(connection, begun.uploadPath!, file, found.size);
      show(begun, `"${begun.name}" is here (${begun.id}), and is checked.`, json);
    });

  paper
    .command('type <paper> <section> <file>')
    .description(
      'save a section as the paper has it, from YAML or JSON; what was checked before has to be checked again',
    )
    .action(async (paperId: string, key: string, file: string, _, command: Command) => {
      const { api, json } = apiOf(command);
      const { entryId } = await ask(api.GET('/v1/papers/{paperId}', { params: { path: { paperId } } }));
      const { sections } = await ask(api.GET('/v1/entries/{entryId}', { params: { path: { entryId } } }));
      const present = sections.find((section) => section.key === key)?.version ?? 0;
      const saved = await ask(
        api.PUT('/v1/entries/{entryId}/sections/{key}', {
          params: { path: { entryId, key }, header: { 'If-Match': `"${present}"` } },
          body: { content: await readTexts(file) },
        }),
      );
      show(saved, `Version ${saved.version} of "${key}" is typed by you.`, json);
    });

  paper
    .command('contact <paper>')
    .description('whom the paper names as the contact')
    .requiredOption('--name <name>', 'who it is')
    .requiredOption('--email <address>', 'the mail address')
    .option('--office <office>', 'the office')
    .action(async (paperId: string, given: { name: string; email: string; office?: string }, command: Command) => {
      const { api, json } = apiOf(command);
      const { entryId } = await ask(api.GET('/v1/papers/{paperId}', { params: { path: { paperId } } }));
      const path = { entryId };
      const { contactsVersion } = await ask(api.GET('/v1/entries/{entryId}', { params: { path } }));
      const params = { path, header: { 'If-Match': `"${contactsVersion}"` } };
      const saved = await ask(api.PUT('/v1/entries/{entryId}/contacts', { params, body: { contacts: [given] } }));
      show(saved, `${given.name} is named as the contact.`, json);
    });

  paper
    .command('attest <paper>')
    .description('say that what was typed is what the original says; as somebody who has typed nothing of it')
    .option(
      '--draft <version>',
      'the version of the draft you have compared; left out, "paper show" says which',
      Number,
    )
    .action(async (paperId: string, { draft }: { draft?: number }, command: Command) => {
      const { api, json } = apiOf(command);
      if (!draft)
        throw new CliError(`Say which draft you have compared: --draft N, as in "laureate paper show ${paperId}".`);
      const params = { path: { paperId }, header: once() };
      const one = await ask(api.POST('/v1/papers/{paperId}/attestations', { params, body: { draftVersion: draft } }));
      show(one, `Checked. Its city is asked by mail to confirm it until ${inUtcAndHere(one.until)}.`, json);
    });

  withReason(
    paper
      .command('declare <paper>')
      .description('say why its city cannot confirm it; a second member has to agree')
      .option('--language <tag>', 'the language it is written in, where the call takes several'),
  ).action(async (paperId: string, given: ReasonOptions & { language?: string }, command: Command) => {
    const { api, json } = apiOf(command);
    const { reason, text, language } = given;
    const body = { reasonCode: reason, reasonText: text ?? reason, ...(language ? { entryLanguage: language } : {}) };
    const params = { path: { paperId }, header: once() };
    const one = await ask(api.POST('/v1/papers/{paperId}/declarations', { params, body }));
    show(one, `Kept. A second member agrees with: laureate paper second ${paperId}`, json);
  });

  paper
    .command('second <paper>')
    .description('agree, as the second member, that its city cannot confirm it: it counts')
    .action(async (paperId: string, _, command: Command) => {
      const { api, json } = apiOf(command);
      const params = { path: { paperId }, header: once() };
      const receipt = await ask(api.POST('/v1/papers/{paperId}/seconding', { params }));
      const when = `as it arrived on ${inUtcAndHere(receipt.arrivedAt!)}${receipt.late ? ', late' : ''}`;
      show(receipt, `It counts as version ${receipt.version}, ${when}. Receipt: ${receipt.receiptId}`, json);
    });

  withReason(
    paper.command('discard <paper>').description('take back an arrival registered by mistake, before it is checked'),
  ).action(async (paperId: string, { reason, text }: ReasonOptions, command: Command) => {
    const { api, json } = apiOf(command);
    const params = { path: { paperId }, header: once() };
    const body = { reasonCode: reason, reasonText: text ?? reason };
    const one = await ask(api.POST('/v1/papers/{paperId}/discard', { params, body }));
    show(one, 'Taken back; the call waits for it no more.', json);
  });

  paper
    .command('show <paper>')
    .description('where it stands, and who has done what')
    .action(async (paperId: string, _, command: Command) => {
      const { api, json } = apiOf(command);
      const one = await ask(api.GET('/v1/papers/{paperId}', { params: { path: { paperId } } }));
      const path = { entryId: one.entryId };
      const { version } = await ask(api.GET('/v1/entries/{entryId}', { params: { path } }));
      show(one, inWords(one, version), json);
    });

  paper
    .command('list <cycle>')
    .description('every entry of a cycle that arrived on paper')
    .action(async (cycleId: string, _, command: Command) => {
      const { api, json } = apiOf(command);
      const page = (cursor: string | undefined) =>
        api.GET('/v1/cycles/{cycleId}/papers', { params: { path: { cycleId }, query: { cursor } } });
      const all = await Array.fromAsync(pages(page));
      const rows = all.map((one) => [one.id, one.state, inUtcAndHere(one.arrivedAt), one.means, one.title ?? '']);
      const text = rows.length > 0 ? table(['id', 'state', 'arrived', 'by', 'title'], rows) : 'Nothing came on paper.';
      show(all, text, json);
    });
}

function readMeans(given: string): string {
  if ((MEANS as readonly string[]).includes(given)) return given;
  throw new InvalidArgumentError(`Say one of ${MEANS.join(', ')}.`);
}

function inWords(one: Paper, draft: number): string {
  const { state, title, entryId, typists, attestedBy, declared, seconded, version } = one;
  return [
    `"${title ?? 'Untitled'}" (entry ${entryId}): ${state}, until ${inUtcAndHere(one.until)}`,
    `Arrived by ${one.means} on ${inUtcAndHere(one.arrivedAt)}; registered by ${one.registeredBy}.`,
    `Typed by ${typists.join(', ') || 'nobody yet'}; draft ${draft}.`,
    attestedBy ? `Checked by ${attestedBy} against ${Object.keys(one.originals).join(', ')}.` : 'Not checked.',
    ...(declared ? [`Its city cannot confirm it (${declared.reasonCode}), says ${declared.by}.`] : []),
    ...(seconded ? [`${seconded.by} agrees.`] : []),
    ...(version === null ? [] : [`Counts as version ${version}.`]),
  ].join('\n');
}
