import { Duration } from 'luxon';
import type { Instant } from '#libs/contracts';
import { type WordLanguage, textLanguage } from '#libs/words';
import { planningWords } from './planning.words.js';

/** How dates are written in each language. */
const localeOf = (language: WordLanguage): string => planningWords.source(textLanguage(language), 'locale');

/** Formats are costly to make, and few. */
const formats = new Map<string, Intl.DateTimeFormat>();
const FORMATS_KEPT = 500;

function format(instant: Instant, zone: string, language: WordLanguage, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify([language, zone, options]);
  const known = formats.get(key) ?? new Intl.DateTimeFormat(localeOf(language), { timeZone: zone, ...options });
  if (formats.size > FORMATS_KEPT) formats.clear();
  formats.set(key, known);
  return known.format(new Date(instant));
}

/** The day with its weekday: `Tuesday, 31 August 2027`. */
function dayOf(instant: Instant, zone: string, language: WordLanguage): string {
  const day = format(instant, zone, language, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  return language === 'fr' ? day.replace(/ 1 /, ' 1er ') : day;
}

/** The time of day: `23:59`; with seconds and milliseconds where there are any. */
function timeOf(instant: Instant, zone: string, language: WordLanguage): string {
  const seconds = instant.endsWith(':00.000Z') ? {} : { second: '2-digit' as const };
  const fraction = instant.endsWith('.000Z') ? {} : { fractionalSecondDigits: 3 as const };
  const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...seconds, ...fraction } as const;
  return format(instant, zone, language, options);
}

/**
 * An instant in words, in the zone of the award and in UTC: `Tuesday, 31 August 2027 at 23:59
 * (Asia/Shanghai), 15:59 UTC`.
 */
export function instantInWords(instant: Instant, zone: string, language: WordLanguage): string {
  const say = planningWords.in(language);
  const inZone = (of: string) =>
    say('moment', { day: dayOf(instant, of, language), time: timeOf(instant, of, language) });
  if (zone === 'UTC') return say('utc', { moment: inZone('UTC') });
  const sameDay = dayOf(instant, zone, language) === dayOf(instant, 'UTC', language);
  const utc = say('utc', { moment: sameDay ? timeOf(instant, 'UTC', language) : inZone('UTC') });
  return say('bothZones', { local: inZone(zone), zone, utc });
}

/** Day and time in one zone, short, for where there is little room: `31 Aug 2027, 23:59`. */
export const instantInShort = (instant: Instant, zone: string, language: WordLanguage): string =>
  planningWords.say(language, 'momentInShort', {
    day: format(instant, zone, language, { day: 'numeric', month: 'short', year: 'numeric' }),
    time: timeOf(instant, zone, language),
  });

/** A part of a date, such as its month, for the ticks of an axis. */
export const partInWords = (instant: Instant, zone: string, language: WordLanguage, part: Intl.DateTimeFormatOptions) =>
  format(instant, zone, language, part);

/** An ISO 8601 duration in words: `30 days`. */
export const durationInWords = (duration: string, language: WordLanguage): string =>
  Duration.fromISO(duration, { locale: localeOf(language) }).toHuman({ showZeros: false }) || duration;

/** `the secretariat or the organisers`, in the language. */
export const eitherOf = (items: string[], language: WordLanguage): string =>
  new Intl.ListFormat(localeOf(language), { type: 'disjunction' }).format(items);

/** `“Eligibility” and “Jury”`, in the language. */
export const allOf = (items: string[], language: WordLanguage): string =>
  new Intl.ListFormat(localeOf(language), { type: 'conjunction' }).format(items);

/** The name of a language in a language; its tag when it has none. */
export const languageName = (tag: string, language: WordLanguage): string =>
  new Intl.DisplayNames(localeOf(language), { type: 'language' }).of(tag) ?? tag;
