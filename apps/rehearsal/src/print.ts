import { type CycleDefinition, type StageTypes, toInstant, zoned } from '#libs/cycles';
import { leftOutAudiences } from './audiences.js';
import { shippedStageTypes } from './definition.js';
import { type Line, type Scene, mailsInWords } from './telling.js';
import type { Summary } from './summary.js';
import type { Moment } from './timeline.js';
import { counted, instantInWords, lengthInWords } from './words.js';

/** The timeline as text; with `full`, every mail is in it. */
export function timelineAsText(scenes: Scene[], full: boolean): string {
  return scenes
    .map(({ when, lines }) => [when, ...lines.flatMap((line) => lineAsText(line, full))].join('\n'))
    .join('\n\n');
}

function lineAsText({ text, command, mails }: Line, full: boolean): string[] {
  const letters = full
    ? mails.flatMap(({ to, subject, text }) => [
        `      To: ${to.name} <${to.address}>`,
        `      Subject: ${subject}`,
        '',
        ...text
          .trim()
          .split('\n')
          .map((line) => `        ${line}`.trimEnd()),
        '',
      ])
    : [];
  return [
    `  ${text}`,
    ...(command ? [`      ${command}`] : []),
    ...mailsInWords(mails).map((words) => `    ${words.replaceAll('\n', '\n    ')}`),
    ...letters,
  ];
}

/** The rehearsal as data, with instants in both zones; what mails say is in the folder. */
export function rehearsalAsJson({ zone }: CycleDefinition, timeline: Moment[], summary: Summary): object {
  const instant = (at: number) => zoned(toInstant(new Date(at)), zone);
  const { firstAt, lastAt, ...rest } = summary;
  return {
    timeline: timeline.map(({ at, mails, ...happening }) => ({
      at: instant(at),
      ...happening,
      mails: mails.map(({ number, kind, subject, to: { name, address } }) => ({
        number,
        kind,
        subject,
        name,
        address,
      })),
    })),
    summary: { from: instant(firstAt), to: instant(lastAt), ...rest },
  };
}

/** The summary as text. */
export function summaryAsText(definition: CycleDefinition, summary: Summary, types = shippedStageTypes()): string {
  const { firstAt, lastAt, mails, people, problems, notes } = summary;
  const { zone } = definition;
  const width = Math.max(0, ...Object.keys(mails).map(({ length }) => length));
  const all = Object.values(mails).reduce((sum, count) => sum + count, 0);
  return [
    `From ${instantInWords(firstAt, zone)}`,
    `  to ${instantInWords(lastAt, zone)}: ${lengthInWords(lastAt - firstAt)}`,
    '',
    `${counted(all, 'mail')}:`,
    ...Object.entries(mails).map(([kind, count]) => `  ${kind.padEnd(width)}  ${count}`),
    '',
    ...list('Not among them, since no calendar sends them:', leftOut(types)),
    ...list('What waits for people:', people),
    ...list('Problems:', problems),
    ...list('Worth a look:', notes),
    ...(problems.length === 0 ? ['No problems were found.'] : []),
  ].join('\n');
}

const list = (title: string, items: string[]): string[] =>
  items.length === 0 ? [] : [title, ...items.map((item) => `  - ${item}`), ''];

/** Kinds of mails that no rehearsal shows, those with the same reason together. */
const leftOut = (types: StageTypes): string[] =>
  [...Map.groupBy(leftOutAudiences(types), ({ why }) => why)].map(
    ([why, all]) => `${[...new Set(all.map(({ kind }) => kind))].join(', ')}: ${why}`,
  );
