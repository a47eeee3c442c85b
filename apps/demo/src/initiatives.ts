import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A real initiative of a past edition, with its city. */
export interface Initiative {
  title: string;
  edition: string;
  sourceUrl: string;
  sdgs: string[];
  city: { name: string; countryCode: string; region: string; population: number | null; zone: string };
}

/** The data of `libs/entries/data`; its README names the sources. */
const DATA = fileURLToPath(new URL('../../../../libs/entries/data/', import.meta.url));

/** The initiatives whose title is known, each with what is known of its city. */
export async function realInitiatives(): Promise<Initiative[]> {
  const cities = new Map((await table('cities.csv')).map((row) => [`${row['city']},${row['country_iso2']}`, row]));
  return (await table('initiatives.csv'))
    .filter((row) => row['title'] !== '')
    .map((row) => {
      const city = cities.get(`${row['city']},${row['country_iso2']}`);
      return {
        title: row['title']!,
        edition: row['edition']!,
        sourceUrl: row['source_url']!,
        sdgs: row['sdgs'] ? row['sdgs'].split(';') : [],
        city: {
          name: row['city']!,
          countryCode: row['country_iso2']!,
          region: city!['uclg_section']!,
          population: city?.['population'] ? Number(city['population']) : null,
          zone: city?.['timezone'] ?? 'UTC',
        },
      };
    });
}

const SAMPLE = 'Sample text, written for this demonstration: what the city wrote here is not known.';

/**
 * An entry's content: the real title, SDGs and source; where a section's text is not known, sample text that says so.
 */
export function contentOf(
  { title, sourceUrl, sdgs, city, edition }: Initiative,
  end?: string,
): Record<string, unknown> {
  return {
    title: title.split(/\s+/).slice(0, 25).join(' '),
    abstract: `${SAMPLE} The initiative itself was entered in edition ${edition} of the award.`,
    profile: { region: city.region, population: city.population ?? 1 },
    dates: { start: '2019-03-01', ...(end ? { end } : {}) },
    themes: ['other'],
    background: { situation: SAMPLE, objectives: SAMPLE },
    origins: { idea: SAMPLE, partners: SAMPLE },
    innovation: { novelty: SAMPLE, difference: SAMPLE },
    outcomes: { results: SAMPLE },
    context: { conditions: SAMPLE },
    replicability: { transfer: SAMPLE },
    significance: { meaning: SAMPLE },
    lessons: { learned: SAMPLE },
    sdgTargets: sdgs,
    links: [{ url: sourceUrl, label: 'Source of the title' }],
  };
}

/** A CSV file with a head line as rows by column; fields may be quoted, with quotes doubled inside. */
async function table(file: string): Promise<Record<string, string>[]> {
  const [head, ...rows] = parse(await readFile(join(DATA, file), 'utf8'));
  return rows.map((row) => Object.fromEntries(head!.map((column, index) => [column, row[index] ?? ''])));
}

function parse(csv: string): string[][] {
  return csv
    .trim()
    .split(/\r?\n/)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
      ),
    );
}
