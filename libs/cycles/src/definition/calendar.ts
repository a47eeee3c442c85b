import { DateTime, Duration, IANAZone } from 'luxon';
import type { Instant, LadderStep } from '#libs/contracts/pure';

/** Is it a zone of the IANA database, such as `Asia/Shanghai`, or `UTC`? Offsets and abbreviations are not. */
export const isZone = (zone: string): boolean =>
  zone === 'UTC' || (/^[A-Z]\w*(\/[\w+-]+)+$/i.test(zone) && IANAZone.isValidZone(zone));

/** Is it an ISO 8601 duration that is not negative, such as `P7D` or `PT1H`? */
export function isDuration(text: string): boolean {
  const duration = Duration.fromISO(text);
  const amounts = Object.values(duration.toObject());
  return duration.isValid && amounts.length > 0 && amounts.every((amount) => amount >= 0);
}

/** An instant in the one form used everywhere: ISO 8601, UTC, milliseconds. */
export const toInstant = (time: Date | DateTime): Instant =>
  (time instanceof Date ? time : time.toJSDate()).toISOString();

/**
 * Reads a date and time as written in a definition: local in the cycle's zone, or with an offset or
 * `Z`. Null when it is not one, or when the zone's clocks skip that local time.
 */
export function readInstant(text: string, zone: string): Instant | null {
  const local = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?$/.test(text);
  const time = DateTime.fromISO(text, { zone, setZone: false });
  if (!time.isValid || !text.includes('T')) return null;
  if (local && time.toFormat("yyyy-MM-dd'T'HH:mm") !== text.slice(0, 16)) return null;
  return toInstant(time);
}

/** `deadline` + `grace`, reckoned on the zone's calendar. Nothing comes in at or after it. */
export const hardClose = (deadline: Instant, grace: string, zone: string): Instant =>
  toInstant(DateTime.fromISO(deadline, { zone }).plus(Duration.fromISO(grace)));

/** From an instant to another. */
export interface Span {
  from: Instant;
  to: Instant;
}

/** Moves an instant. */
export type Shift = (instant: Instant) => Instant;

/** Moves an instant by the length of a pause. */
export const laterBy = (pause: Span): Shift => {
  const length = Date.parse(pause.to) - Date.parse(pause.from);
  return (instant) => toInstant(new Date(Date.parse(instant) + length));
};

/** The end of a span, later by as much of it as pauses took; these are over, and in their order. */
export function endAfterPauses(span: Span, pauses: Span[]): Instant {
  return pauses.reduce((end, { from, to }) => {
    const begins = from > span.from ? from : span.from;
    return begins < end && to > begins ? laterBy({ from: begins, to })(end) : end;
  }, span.to);
}

/** The instant of each step of a ladder, earliest first: the duration before the deadline on the zone's calendar. */
export function ladderSteps(ladder: string[], deadline: Instant, zone: string): LadderStep[] {
  const end = DateTime.fromISO(deadline, { zone });
  return ladder
    .map((step) => ({ step, at: toInstant(end.minus(Duration.fromISO(step))) }))
    .toSorted((a, b) => a.at.localeCompare(b.at));
}

/**
 * An instant for people: `31 August 2027 at 23:59 (Asia/Shanghai), 18:59 (Africa/Nairobi), 15:59
 * UTC`, the award's zone first; with its day wherever that is another, and each zone once. Never an
 * abbreviation.
 */
export function bothZones(instant: Instant, zone: string, cityZone: string = zone): string {
  const first = DateTime.fromISO(instant, { zone }).setLocale('en-GB');
  const time = first.second || first.millisecond ? 'HH:mm:ss' : 'HH:mm';
  const zones = [...new Set([zone, cityZone].filter((one) => one !== 'UTC')), 'UTC'];
  const shown = zones.map((one, index) => {
    const local = first.setZone(one);
    const isSameDay = index > 0 && local.toISODate() === first.toISODate();
    const text = local.toFormat(isSameDay ? time : `d LLLL yyyy 'at' ${time}`);
    return one === 'UTC' ? `${text} UTC` : `${text} (${one})`;
  });
  return shown.join(', ');
}

/** An instant twice: in UTC, and as local time with offset beside the zone's name. */
export interface ZonedInstant {
  utc: Instant;
  local: string;
  zone: string;
}

const REMEMBERED = 10_000;
// Few deadlines in few zones are shown again and again, and the clocks of a zone are dear.
const known = new Map<string, ZonedInstant>();

/** Shows an instant in both zones, for API answers. */
export function zoned(instant: Instant, zone: string): Readonly<ZonedInstant> {
  const key = `${instant} ${zone}`;
  let shown = known.get(key);
  if (shown) return shown;
  shown = { utc: instant, local: DateTime.fromISO(instant, { zone }).toISO() ?? instant, zone };
  if (known.size >= REMEMBERED) known.clear();
  known.set(key, shown);
  return shown;
}

/** An instant for a city: in UTC, in the award's zone, and in the city's. */
export interface CityInstant extends ZonedInstant {
  city: { local: string; zone: string };
}

/** Shows an instant to a city, for API answers. */
export function zonedForCity(instant: Instant, zone: string, cityZone: string): CityInstant {
  const { local, zone: there } = zoned(instant, cityZone);
  return { ...zoned(instant, zone), city: { local, zone: there } };
}
