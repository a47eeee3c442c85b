import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CycleDefinition } from '#libs/cycles';
import { summaryAsText } from './print.js';
import type { Summary } from './summary.js';
import type { Line, Scene } from './telling.js';
import type { Mail } from './timeline.js';

/** Names that a rehearsal gives to its files, and nobody else is likely to. */
const OURS = /^(\d{4}-[a-z-]+-to-[a-z]+-\d+\.(html|txt)|rehearsal\.html)$/;

/** The name of a mail's files, without ending. */
const nameOf = ({ number, kind, to }: Mail): string =>
  `${String(number).padStart(4, '0')}-${kind}-to-${to.address.split('@')[0]}`;

/**
 * Writes every mail as HTML and as text, and the timeline with links to them; files of an earlier
 * rehearsal are taken away.
 */
export async function writeFolder(
  folder: string,
  definition: CycleDefinition,
  scenes: Scene[],
  summary: Summary,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const file of await readdir(folder)) if (OURS.test(file)) await rm(join(folder, file));
  for (const mail of scenes.flatMap(({ lines }) => lines).flatMap(({ mails }) => mails)) {
    const { to, subject, text, html } = mail;
    const name = join(folder, nameOf(mail));
    await writeFile(`${name}.html`, html);
    await writeFile(`${name}.txt`, `To: ${to.name} <${to.address}>\nSubject: ${subject}\n\n${text}`);
  }
  await writeFile(join(folder, 'rehearsal.html'), page(definition, scenes, summary));
}

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);

const STYLE =
  'body{font:16px/1.5 Helvetica,Arial,sans-serif;color:#1c1c1c;max-width:60em;margin:2em auto;padding:0 1em}h2{font-size:1em;margin:1.5em 0 0}p{margin:.2em 0}ul{margin:.2em 0;columns:2}li{break-inside:avoid}code,pre{background:#f4f4f2;white-space:pre-wrap}a{color:#0b5394}';

function page(definition: CycleDefinition, scenes: Scene[], summary: Summary): string {
  const title = escaped(`Rehearsal of ${definition.title}`);
  const body = scenes.map(({ when, lines }) => `<h2>${escaped(when)}</h2>\n${lines.map(paragraph).join('\n')}`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE}</style>
<h1>${title}</h1>
<p>Everybody in it is invented, and no mail has left.</p>
<pre>${escaped(summaryAsText(definition, summary))}</pre>
${body.join('\n')}
<p>Names of cities: <a href="https://www.geonames.org">GeoNames</a>, CC BY 4.0.</p>
</html>
`;
}

function paragraph({ text, command, mails }: Line): string {
  const links = mails.map(
    (mail) => `<li><a href="${nameOf(mail)}.html">${escaped(mail.subject)}</a> to ${escaped(mail.to.name)}</li>`,
  );
  const list = links.length > 0 ? `<ul>${links.join('')}</ul>` : '';
  return `<p>${escaped(text)}${command ? ` <code>${escaped(command)}</code>` : ''}</p>${list}`;
}
