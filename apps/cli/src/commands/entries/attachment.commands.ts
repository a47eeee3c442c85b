import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import type { paths } from '../../client/api-types.js';
import { CliError, type Connection, ask, once, refusalOf } from '../../client/connection.js';
import { inUtcAndHere, show, table } from '../../terminal/output.js';
import { apiOf } from '../../terminal/globals.js';

type Attachment = paths['/v1/attachments/{attachmentId}']['get']['responses'][200]['content']['application/json'];

interface Given {
  resume?: string;
  supporting?: boolean;
}

const TUS = { 'tus-resumable': '1.0.0' };

/** `laureate entry attachments`, `attach` and `download`: the files of an entry. */
export function addAttachmentCommands(entry: Command): void {
  entry
    .command('attachments <entry>')
    .description('the files of an entry: where each stands, and what it was submitted with')
    .action(async (entryId: string, _, command: Command) => {
      const { api, json } = apiOf(command);
      const { items } = await ask(api.GET('/v1/entries/{entryId}/attachments', { params: { path: { entryId } } }));
      const rows = items.map((one) => [one.id, one.name, one.section, megabytes(one.size), standingOf(one)]);
      show(
        items,
        rows.length > 0 ? table(['id', 'name', 'section', 'size', 'stands'], rows) : 'It has no files.',
        json,
      );
    });

  entry
    .command('attach <entry> <section> <file>')
    .description('attach a file to a section, as somebody of the city')
    .option('--resume <attachment>', 'go on with an upload that broke off')
    .option('--supporting', 'beside what was submitted, as supporting material; it gets a receipt of its own')
    .action(async (entryId: string, section: string, file: string, given: Given, command: Command) => {
      const { api, connection, json } = apiOf(command);
      const found = await stat(file).catch(() => null);
      if (!found?.isFile()) throw new CliError(`There is no file "${file}".`);
      const known = given.resume
        ? await ask(api.GET('/v1/attachments/{attachmentId}', { params: { path: { attachmentId: given.resume } } }))
        : await ask(
            api.POST(
              given.supporting ? '/v1/entries/{entryId}/supporting-material' : '/v1/entries/{entryId}/attachments',
              {
                params: { path: { entryId }, header: once() },
                body: { section, name: basename(file), size: found.size },
              },
            ),
          );
      if (known.size !== found.size) throw new CliError(`"${file}" is not the file that was begun: its size differs.`);
      try {
        if (known.uploadPath) await send(connection, known.uploadPath, file, found.size);
      } catch (error) {
        const how = `laureate entry attach ${entryId} ${section} "${file}" --resume ${known.id}`;
        throw new CliError(`${(error as Error).message}\nTo go on where it broke off: ${how}`);
      }
      const path = { attachmentId: known.id };
      const attached = await ask(api.GET('/v1/attachments/{attachmentId}', { params: { path } }));
      show(attached, `"${attached.name}" is attached (${attached.id}): ${standingOf(attached)}.`, json);
    });

  entry
    .command('download <attachment> <file>')
    .description('save a file of an entry, as it came in')
    .action(async (attachmentId: string, file: string, _, command: Command) => {
      const { connection } = apiOf(command);
      const { url, key } = connection;
      const path = `/v1/attachments/${encodeURIComponent(attachmentId)}/file`;
      const answer = await fetch(url + path, { headers: { 'x-api-key': key } });
      if (!answer.ok) throw await refusalOf(answer);
      // Never over something that is there.
      await pipeline(Readable.fromWeb(answer.body as never), createWriteStream(file, { flags: 'wx' }));
    });
}

/** Sends what is not there yet of a file. */
export async function send({ url, key }: Connection, path: string, file: string, size: number): Promise<void> {
  const own = { 'x-api-key': key, ...TUS };
  const there = await fetch(url + path, { method: 'HEAD', headers: own });
  if (!there.ok) throw new CliError(`The upload was answered ${there.status}.`);
  const offset = Number(there.headers.get('upload-offset'));
  if (offset === size) return;
  const answer = await fetch(url + path, {
    method: 'PATCH',
    headers: { ...own, 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
    body: Readable.toWeb(createReadStream(file, { start: offset })) as never,
    duplex: 'half',
  } as RequestInit);
  if (!answer.ok) throw await refusalOf(answer);
}

const megabytes = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;

function standingOf({
  state,
  refusal,
  submittedIn,
  supporting,
  receipt,
  removedAt,
  erasedAt,
  uploadedAt,
}: Attachment): string {
  const where = submittedIn.length > 0 ? [`submitted in version ${submittedIn.join(', ')}`] : [];
  return [
    refusal ? `refused (${refusal})` : state,
    ...(uploadedAt ? [`here since ${inUtcAndHere(uploadedAt)}`] : []),
    ...where,
    ...(supporting
      ? [`supporting material${receipt ? `, receipt ${receipt.receiptId}${receipt.late ? ' (late)' : ''}` : ''}`]
      : []),
    ...(removedAt ? ['no part of the draft'] : []),
    ...(erasedAt ? ['its bytes erased'] : []),
  ].join('; ');
}
