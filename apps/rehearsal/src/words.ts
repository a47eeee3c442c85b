import { Duration } from 'luxon';
import { bothZones, toInstant } from '#libs/cycles';

export const MINUTE = 60_000;

/** A length of time in its two largest parts: `9 days 15 hours`; `ms` are cut to minutes. */
export function lengthInWords(ms: number): string {
  const parts = Duration.fromMillis(Math.floor(Math.abs(ms) / MINUTE) * MINUTE)
    .shiftTo('days', 'hours', 'minutes')
    .toObject();
  const named = Object.entries(parts).filter(([, count]) => count > 0);
  const words = named.slice(0, 2).map(([unit, count]) => `${count} ${count === 1 ? unit.slice(0, -1) : unit}`);
  return words.join(' ') || 'less than a minute';
}

/** An ISO 8601 duration in words: `7 days`. */
export const durationInWords = (iso: string): string => Duration.fromISO(iso).toHuman({ showZeros: false });

/** An instant in both zones, to the minute. */
export const instantInWords = (at: number, zone: string): string =>
  bothZones(toInstant(new Date(Math.floor(at / MINUTE) * MINUTE)), zone);

/** `one mail`, `3 mails`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  count === 1 ? `one ${one}` : `${count} ${many}`;

/** Names in a row; beyond `most`, how many more. */
export function listed(names: string[], most = 3): string {
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ');
}

/** Whom something is released to. */
export const audienceInWords = (audience: string): string =>
  audience === 'concerned' ? 'those concerned' : `the ${audience}`;
