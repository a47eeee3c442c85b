import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Role } from '#libs/contracts/pure';
import type { RehearsedEntry, RehearsedPerson } from '#libs/cycles';
import { shuffled } from '#libs/judging/pure';

/** Somebody who does not exist. */
export type Person = RehearsedPerson;

/** An initiative that does not exist, of a city that does. */
export type Entry = RehearsedEntry;

/** Everybody who takes part; the first expert and the first juror lead their panels. */
export interface Cast {
  entries: Entry[];
  /** Begun, and never submitted. */
  forgotten: Entry;
  experts: Person[];
  /** Appointed only when the others are too few. */
  moreExperts: Person[];
  jurors: Person[];
  secretariat: Person[];
  organisers: Person[];
}

/** Those who have a role from the beginning; the first one leads a panel of it. */
export function holdersOf({ secretariat, organisers, experts, jurors }: Cast, role: Role): Person[] {
  const holders: Partial<Record<Role, Person[]>> = {
    secretariat,
    organiser: organisers,
    expert: experts,
    juror: jurors,
  };
  return holders[role] ?? [];
}

/** How many there are to be of each. */
export interface CastOptions {
  entries: number;
  experts: number;
  jurors: number;
  /** In the secretariat, and of the organisers. */
  staff: number;
  /** Language tag of everybody. */
  language: string;
  /** The same seed and numbers give the same people. */
  seed: string;
}

interface City {
  name: string;
  zone: string;
}

const MORE_EXPERTS = 20;

const GIVEN =
  'Amara Bruno Chen Dalia Elena Farid Grace Hiroshi Isabel Jakub Kemal Laura Mohamed Nadia Oscar Priya Quentin Rosa Samuel Thandiwe Ulla Victor Wanjiru Yusuf'.split(
    ' ',
  );
const FAMILY =
  'Okafor Keller Wei Haddad Popova Karimov Mensah Tanaka Moreno Nowak Aydin Bianchi Benali Rahman Lindqvist Nair Moreau Jiménez Adeyemi Dlamini Virtanen Castro Kamau Ibrahim'.split(
    ' ',
  );
const INITIATIVES = [
  'Night buses that people order',
  'Green roofs on every school',
  'A market without waste',
  'Rivers given back to the city',
  'Neighbourhoods that set their own budget',
  'Shade for the streets of the old town',
  'Homes above the car parks',
  'Water meters that talk to people',
];

/**
 * The cities that ship with the application; names and zones are GeoNames', CC BY 4.0. `root` is
 * the folder of the checkout.
 */
export async function shippedCities(root: string): Promise<City[]> {
  const [head, ...rows] = (await readFile(join(root, 'libs/entries/data/cities.csv'), 'utf8')).trim().split(/\r?\n/);
  const columns = head!.split(',');
  const [name, zone] = [columns.indexOf('city'), columns.indexOf('timezone')];
  return rows.map((row) => row.split(',')).map((fields) => ({ name: fields[name]!, zone: fields[zone]! }));
}

/** Invents everybody: each from another of the cities, with an address at example.org, which belongs to nobody. */
export function invent(options: CastOptions, cities: City[]): Cast {
  const { seed, language } = options;
  const names = shuffled(
    seed,
    'names',
    GIVEN.flatMap((given) => FAMILY.map((family) => `${given} ${family}`)),
  );
  const zones = new Map(cities.map(({ name, zone }) => [name, zone]));
  const places = shuffled(seed, 'cities', zones.keys());
  let met = 0;
  const people = (role: Person['role'], count: number): Person[] =>
    Array.from({ length: count }, (_, index) => {
      const id = `${role}-${String(index + 1).padStart(4, '0')}`;
      const place = places[met % places.length]!;
      const name = names[met++ % names.length]!;
      return { id, name, role, place, address: `${role}-${index + 1}@example.org`, language, zone: zones.get(place)! };
    });
  const entries = people('city', options.entries + 1).map((contact, index): Entry => {
    const title = `${INITIATIVES[index % INITIATIVES.length]} in ${contact.place}`;
    return { id: `entry-${String(index + 1).padStart(4, '0')}`, title, city: contact.place, contact };
  });
  const experts = people('expert', options.experts + MORE_EXPERTS);
  return {
    entries: entries.slice(0, -1),
    forgotten: entries.at(-1)!,
    experts: experts.slice(0, options.experts),
    moreExperts: experts.slice(options.experts),
    jurors: people('juror', options.jurors),
    secretariat: people('secretariat', options.staff),
    organisers: people('organiser', options.staff),
  };
}
