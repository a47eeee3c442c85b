import { DateTime } from 'luxon';
import type { Instant } from '#libs/contracts';
import type { WordLanguage } from '#libs/words';
import { toInstant } from '../definition/calendar.js';
import { partInWords } from './dates.js';

/** A line of the axis: its name, and below it what the names of several belong to, where that changes. */
export interface Tick {
  at: Instant;
  label: string;
  below: string | null;
}

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
type Unit = 'second' | 'minute' | 'hour' | 'day' | 'month' | 'year';

/** Steps of an axis, finest first, with how long one is about. */
const STEPS: { unit: Unit; count: number; ms: number }[] = [
  ...[1, 5, 15, 30].map((count) => ({ unit: 'second' as const, count, ms: count * 1000 })),
  ...[1, 5, 15, 30].map((count) => ({ unit: 'minute' as const, count, ms: count * MINUTE })),
  ...[1, 3, 6, 12].map((count) => ({ unit: 'hour' as const, count, ms: count * 60 * MINUTE })),
  ...[1, 2, 5, 10].map((count) => ({ unit: 'day' as const, count, ms: count * DAY })),
  ...[1, 2, 3, 6].map((count) => ({ unit: 'month' as const, count, ms: count * 30.4 * DAY })),
  ...[1, 2, 5, 10, 50, 100, 500].map((count) => ({ unit: 'year' as const, count, ms: count * 365 * DAY })),
];

const TIME = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
/** How a tick is named, and what stands below it. */
const NAMES: Record<Unit, [label: Intl.DateTimeFormatOptions, below: Intl.DateTimeFormatOptions | null]> = {
  second: [
    { ...TIME, second: '2-digit' },
    { day: 'numeric', month: 'short', year: 'numeric' },
  ],
  minute: [TIME, { day: 'numeric', month: 'short', year: 'numeric' }],
  hour: [TIME, { day: 'numeric', month: 'short', year: 'numeric' }],
  day: [{ day: 'numeric', month: 'short' }, { year: 'numeric' }],
  month: [{ month: 'short' }, { year: 'numeric' }],
  year: [{ year: 'numeric' }, null],
};

/** At most `most` ticks between two instants, on round times of the zone. */
export function ticksBetween(from: Instant, to: Instant, most: number, zone: string, language: WordLanguage): Tick[] {
  const span = Date.parse(to) - Date.parse(from);
  const { unit, count } = STEPS.find(({ ms }) => span / ms <= most) ?? STEPS.at(-1)!;
  const [name, context] = NAMES[unit];
  const ticks: Tick[] = [];
  let shown = '';
  for (let time = firstRound(from, unit, count, zone); toInstant(time) <= to; time = next(time, unit, count)) {
    const at = toInstant(time);
    const below = context ? partInWords(at, zone, language, context) : '';
    ticks.push({ at, label: partInWords(at, zone, language, name), below: below === shown ? null : below });
    shown = below;
  }
  return ticks;
}

/** The first round time not before the beginning. */
function firstRound(from: Instant, unit: Unit, count: number, zone: string): DateTime {
  const begin = DateTime.fromISO(from, { zone });
  let time = begin.startOf(unit);
  const round = ({ [unit]: value }: DateTime) => (unit === 'month' || unit === 'day' ? value - 1 : value) % count === 0;
  while (time < begin || !round(time)) time = time.plus({ [`${unit}s`]: 1 });
  return time;
}

/** The next; days begin anew with each month, so that they stay round. */
function next(time: DateTime, unit: Unit, count: number): DateTime {
  const later = time.plus({ [`${unit}s`]: count });
  if (unit !== 'day' || count === 1) return later;
  const month = time.startOf('month').plus({ months: 1 });
  // The last step of a month would come close to the first of the next.
  return later.plus({ days: count / 2 }) >= month ? month : later;
}
