import type { Instant } from '#libs/contracts';
import { type WordLanguage, entrantWords } from '#libs/words';
import type { StageType } from '../definition/stage-type.js';
import { saysHowLong } from '../definition/stage-words.js';
import { durationInWords, instantInWords } from './dates.js';
import { type SayPlanning, planningWords } from './planning.words.js';
import { type PlannedStage, type Timeline, isInstant, oneLine } from './timeline.js';

export interface IcsOptions {
  language: WordLanguage;
  types: { find(key: string): StageType | undefined };
  /** When the calendar is written. */
  now: Instant;
}

/** Something that happens in a stage; `what` names it within the stage, for good. */
interface Happening {
  what: string;
  title: string;
  from: Instant;
  /** Where it lasts. */
  to?: Instant;
}

/** How often programs that subscribe look again: deadlines move. */
const REFRESH = 'PT6H';

/**
 * The calendar of a cycle as iCalendar (RFC 5545), in UTC instants. Every event keeps its UID
 * (cycle, stage, what), so that importing it again moves what has moved. Pure.
 */
export function icsOf(timeline: Timeline, { language, types, now }: IcsOptions): string {
  const { definition, id } = timeline;
  const { title, zone, demonstration } = definition;
  const say = planningWords.in(language, entrantWords(definition.entrant, language));
  const marked = (text: string) => (demonstration ? say('demonstrationMark.event', { title: text }) : text);
  const events = timeline.stages.flatMap((stage) =>
    happenings(stage, say, language, types.find(stage.type)).flatMap(({ what, title, from, to }) => [
      'BEGIN:VEVENT',
      `UID:${textOf(`${id}.${stage.key}.${what}@laureate`)}`,
      `DTSTAMP:${stampOf(now)}`,
      `SEQUENCE:${stage.version}`,
      `DTSTART:${stampOf(from)}`,
      ...(to ? [`DTEND:${stampOf(to)}`] : []),
      `SUMMARY:${textOf(marked(title))}`,
      `DESCRIPTION:${textOf(`${oneLine(definition.title)}: ${instantInWords(from, zone, language)}`)}`,
      `STATUS:${stage.cancelled ? 'CANCELLED' : timeline.isDraft ? 'TENTATIVE' : 'CONFIRMED'}`,
      'TRANSP:TRANSPARENT',
      'END:VEVENT',
    ]),
  );
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Laureate//Award cycles//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `NAME:${textOf(marked(oneLine(title)))}`,
    `X-WR-CALNAME:${textOf(marked(oneLine(title)))}`,
    `REFRESH-INTERVAL;VALUE=DURATION:${REFRESH}`,
    ...events,
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function happenings(
  stage: PlannedStage,
  say: SayPlanning,
  language: WordLanguage,
  type: StageType | undefined,
): Happening[] {
  const { title, opens, deadline, hardClose, steps } = stage;
  if (saysHowLong(type?.words) && hardClose === deadline) return [{ what: 'lasts', title, from: opens, to: deadline }];
  return [
    { what: 'opens', title: say('events.opens', { stage: title }), from: opens },
    ...steps.map(({ step, deadlineAt: from }) => ({
      what: `step-${step}`,
      title: say(`steps.${step}.event`, { stage: title }),
      from,
    })),
    ...stage.reminders.map(({ step, at }) => ({
      what: `reminder-${step}`,
      title: say('events.reminder', { stage: title, duration: durationInWords(step, language) }),
      from: at,
    })),
    { what: 'deadline', title: say('events.deadline', { stage: title }), from: deadline },
    ...(hardClose === deadline
      ? []
      : [{ what: 'hard-close', title: say('events.hardClose', { stage: title }), from: hardClose }]),
    ...stage.releases.flatMap(({ audience, when }) =>
      isInstant(when)
        ? [{ what: `release-${audience}`, title: say(`events.release.${audience}`, { stage: title }), from: when }]
        : [],
    ),
  ];
}

/** `2027-08-31T15:59:00.000Z` → `20270831T155900Z`. */
const stampOf = (instant: Instant): string => `${instant.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;

/** Text as a value (RFC 5545, 3.3.11). */
const textOf = (text: string): string => text.replaceAll(/[\\;,]/g, (character) => `\\${character}`);

/** A line in pieces of at most 75 octets, none of which cuts a character (RFC 5545, 3.1). */
function folded(line: string): string {
  const pieces = [''];
  for (const character of line) {
    const limit = pieces.length === 1 ? 75 : 74;
    if (Buffer.byteLength(pieces.at(-1)! + character) > limit) pieces.push('');
    pieces[pieces.length - 1] += character;
  }
  return pieces.join('\r\n ');
}
