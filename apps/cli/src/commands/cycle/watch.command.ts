import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import type { components } from '../../client/api-types.js';
import { type Connection, RefusedError, refusalOf } from '../../client/connection.js';
import { type ServerEvent, readEvents } from '../../client/event-stream.js';
import { inBothZones, inUtcAndHere } from '../../terminal/output.js';
import { apiOf } from '../../terminal/globals.js';

export type Progress = components['schemas']['CycleProgress'];

const ENDED = ['completed', 'cancelled', 'history'];
const LONGEST_WAIT_MS = 15_000;
/** Three signs of life that did not come: the connection is dead. */
const SILENCE_MS = 45_000;

/** `laureate cycle watch`: how far a cycle is, live, until it has ended or Ctrl-C. */
export function addWatchCommand(cycle: Command): void {
  cycle
    .command('watch <cycle>')
    .description('show live how far a cycle is, until it has ended or Ctrl-C')
    .action(async (cycleId: string, _, command: Command) => {
      const { connection, json } = apiOf(command);
      const leaving = new AbortController();
      process.once('SIGINT', () => leaving.abort());
      let shown: string[] = [];
      for await (const picture of pictures(connection, cycleId, leaving.signal, (line) => console.error(line))) {
        const lines = json ? [JSON.stringify(picture)] : progressLines(picture);
        const news = lines.filter((line) => !shown.includes(line));
        shown = lines;
        if (!json && news.length > 0) console.log(`\n${inBothZones(picture.at)}`);
        for (const line of news) console.log(line);
        if (ENDED.includes(picture.status)) return;
      }
    });
}

/**
 * Every picture of the cycle that says something else; connects again by itself. Throws what the API refuses for good.
 */
export async function* pictures(
  { url, key }: Connection,
  cycleId: string,
  signal: AbortSignal,
  tell: (line: string) => void,
): AsyncGenerator<Progress> {
  let last = '';
  for (let failures = 0; !signal.aborted; failures++) {
    try {
      const answer = await fetch(`${url}/v1/cycles/${encodeURIComponent(cycleId)}/progress/events`, {
        headers: { 'x-api-key': key, accept: 'text/event-stream', ...(last ? { 'last-event-id': last } : {}) },
        signal,
      });
      if (!answer.ok) throw await refusalOf(answer);
      for await (const event of readEvents(answer.body!, SILENCE_MS)) {
        failures = 0;
        if (event.name !== 'progress' || event.id === last) continue;
        last = event.id;
        yield pictureOf(event);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof RefusedError && error.problem.status < 500 && error.problem.status !== 429) throw error;
      tell(`${(error as Error).message} Trying again …`);
    }
    await sleep(Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** failures), undefined, { signal }).catch(() => undefined);
  }
}

const pictureOf = ({ data }: ServerEvent): Progress => JSON.parse(data) as Progress;

/** A picture as lines that stay the same while what they say does. */
export function progressLines({ title, status, pausedAt, demonstration, stages, attention }: Progress): string[] {
  return [
    `${title} is ${status}${demonstration ? ' (DEMONSTRATION)' : ''}`,
    ...(pausedAt ? [`PAUSED since ${inUtcAndHere(pausedAt)}`] : []),
    ...attention.map(({ stageKey, detail }) => `NEEDS ATTENTION ${stageKey ?? 'the cycle'}: ${detail}`),
    ...stages.flatMap((stage) => [
      `  ${[stage.key, stage.state, countsInWords(stage), nextInWords(stage)].filter(Boolean).join(' | ')}`,
      ...intakeLines(stage),
    ]),
  ];
}

/** The last days that are shown. */
const DAYS = 7;
const SOURCES = {
  'earlier-cycles': 'by the pace of',
  'past-editions': 'the median of',
  'not-known': '',
} as const;

/** How entries come in to a stage that is open, in lines. */
export function intakeLines({ key, state, intake }: Pick<StageProgress, 'key' | 'state' | 'intake'>): string[] {
  if (!intake || state !== 'open') return [];
  const { byRegion, byDay, expected } = intake;
  const regions = byRegion.map(
    ({ region, drafts, submitted }) => `${region} ${submitted}${drafts > 0 ? ` (and ${drafts} drafted)` : ''}`,
  );
  const days = byDay.slice(-DAYS).map(({ day, submitted }) => `${day} ${submitted}`);
  return [
    ...(regions.length > 0 ? [`    ${key} by region: ${regions.join(', ')}`] : []),
    ...(days.length > 0 ? [`    ${key} by day: ${days.join(', ')}`] : []),
    ...(expected ? [`    ${key} expected at the deadline: ${expectedInWords(expected)}`] : []),
  ];
}

function expectedInWords({ count, source, of }: NonNullable<NonNullable<StageProgress['intake']>['expected']>): string {
  return count === null ? 'not known, nothing was before' : `${count}, ${SOURCES[source]} ${of.join(', ')}`;
}

type StageProgress = Progress['stages'][number];

const countsInWords = ({ counts }: StageProgress): string =>
  counts.map(({ what, count, of }) => `${what} ${count}${of === null ? '' : ` of ${of}`}`).join(', ');

function nextInWords({ next, waitsFor }: StageProgress): string {
  if (next) return `next: ${next.what}${next.detail ? ` ${next.detail}` : ''} ${inBothZones(next.at)}`;
  return waitsFor.length > 0 ? `waits for ${waitsFor.join(', ')}` : '';
}
