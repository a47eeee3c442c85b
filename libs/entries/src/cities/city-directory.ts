import { CITIES_CSV } from './city-directory-data.js';
import type { Figure } from './city-profile.rules.js';

/** A city of the directory. */
export interface DirectoryCity {
  /** Stable: its country's code and its name, such as `ke-nairobi`. */
  id: string;
  name: string;
  /** ISO 3166-1 alpha-2. */
  countryCode: string;
  /** Null where it is not known. */
  population: Figure | null;
  /** IANA zone. */
  zone: string;
}

/** Who is to be credited wherever the directory is shown. */
export const DIRECTORY_CREDIT = 'GeoNames (https://www.geonames.org), CC BY 4.0';

/** GeoNames names no year for its populations: this is the year in which they were read. */
const READ_IN = 2026;
/** Their populations are not GeoNames': the README of the data says so. */
const OF_THE_AWARD = ['au-unley', 'cr-santa-ana', 'dk-capital-region-of-denmark'];

/** Letters that Unicode does not take apart into a letter and its mark. */
const LETTERS: Record<string, string> = { ł: 'l', ı: 'i', ø: 'o', đ: 'd', æ: 'ae', œ: 'oe', ß: 'ss', þ: 'th', ð: 'd' };
const plain = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[łıøđæœßþð]/g, (letter) => LETTERS[letter]!);
const words = (text: string) =>
  plain(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

function readDirectory(): DirectoryCity[] {
  const [, ...rows] = CITIES_CSV.trim().split('\n');
  return rows.map((row) => {
    const [name = '', , countryCode = '', , , population = '', , , zone = ''] = row.split(',');
    const id = `${countryCode.toLowerCase()}-${words(name).replaceAll(' ', '-')}`;
    const source = OF_THE_AWARD.includes(id) ? "The award's pages" : 'GeoNames';
    const figure = population === '' ? null : { value: Number(population), source, year: READ_IN };
    return { id, name, countryCode, population: figure, zone };
  });
}

const DIRECTORY = readDirectory();
const BY_ID = new Map(DIRECTORY.map((city) => [city.id, city]));
const SOUGHT = DIRECTORY.map((city) => {
  const name = words(city.name);
  return { city, name, parts: trigrams(name) };
});

/** The city of that id; undefined when there is none. */
export const directoryCity = (id: string): DirectoryCity | undefined => BY_ID.get(id);

/** How alike two names must be by their trigrams, from 0 to 1, to be found despite a slip of the pen. */
const ALIKE = 0.4;

/**
 * The cities whose name is what is asked, then those that begin with it, have a word that does,
 * hold it, or are alike; among equals the larger one first. Case and accents do not count. At most
 * `limit`.
 */
export function searchDirectory(
  query: string,
  { limit, countryCode }: { limit: number; countryCode?: string | undefined },
): DirectoryCity[] {
  const asked = words(query);
  if (asked === '') return [];
  const parts = trigrams(asked);
  return SOUGHT.filter(({ city }) => countryCode === undefined || city.countryCode === countryCode)
    .map((one) => ({ city: one.city, distance: distanceOf(asked, parts, one) }))
    .filter(({ distance }) => distance < FAR)
    .toSorted((a, b) => a.distance - b.distance || people(b.city) - people(a.city) || (a.city.id < b.city.id ? -1 : 1))
    .slice(0, limit)
    .map(({ city }) => city);
}

const FAR = 10;
const people = ({ population }: DirectoryCity) => population?.value ?? 0;

function distanceOf(asked: string, parts: Set<string>, { name, parts: own }: { name: string; parts: Set<string> }) {
  if (name === asked) return 0;
  if (name.startsWith(asked)) return 1;
  if (` ${name}`.includes(` ${asked}`)) return 2;
  if (asked.length >= 3 && name.includes(asked)) return 3;
  const shared = [...parts].filter((part) => own.has(part)).length;
  const likeness = shared / (parts.size + own.size - shared);
  return likeness < ALIKE ? FAR : 5 - likeness;
}

/** As PostgreSQL's pg_trgm makes them: each word with two blanks before and one behind. */
function trigrams(text: string): Set<string> {
  const found = new Set<string>();
  for (const word of text.split(' ')) {
    const padded = `  ${word} `;
    for (let at = 0; at + 3 <= padded.length; at++) found.add(padded.slice(at, at + 3));
  }
  return found;
}
