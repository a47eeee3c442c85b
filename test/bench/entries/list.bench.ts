import { randomBytes } from 'node:crypto';
import { type Figure, atMostRatio, median, noted } from '../harness.js';
import { completeContent } from '../../support/entry-contents.js';
import type { Ground } from './ground.js';
import type { EntriesPart } from './part.js';

const ENTRIES = 1_000;
const PAGE = 20;
const PAGES = ENTRIES / PAGE;
const ROUNDS = 60;
const MOST_RATIO = 1.2;
/** Every entry meets it, so that all pages are there; each of its parts is looked at in every row. */
const FILTER = 'standing=valid&theme=social&sdg=11&late=false&region=Africa&citySize=1m-5m';

interface Page {
  items: unknown[];
  next: string | null;
}

/**
 * Is a page in the depth of the list as quick as the first? By turns, with and without filters; and
 * the counts, by region.
 */
export const listPart: EntriesPart = {
  name: 'list',
  async run(ground) {
    await enter(ground);
    const figures: Figure[] = [];
    for (const [name, filter] of [
      ['list', 'limit=20'],
      ['list with six filters', `limit=20&${FILTER}`],
    ] as const) {
      const last = await lastPage(ground, filter);
      const [first, deep]: [number[], number[]] = [[], []];
      const page = async (times: number[], query: string) => times.push((await read(ground, query)).ms);
      for (let round = 0; round < ROUNDS; round++) {
        const turns = [() => page(first, filter), () => page(deep, last)];
        for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn();
      }
      const figure = { name: `${name}: page ${PAGES} beside page 1, median`, value: median(deep), unit: 'ms' };
      figures.push(atMostRatio({ ...figure, yardstick: median(first) }, MOST_RATIO));
    }
    return [...figures, ...(await counts(ground))];
  },
};

async function counts(ground: Ground): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const by of ['region', 'theme', 'sdg', 'size']) {
    const times: number[] = [];
    for (let round = 0; round < 10; round++) {
      const begun = performance.now();
      await ground.send('GET', `/v1/cycles/${ground.cycleId}/entry-counts?by=${by}`, ground.staffKey);
      times.push(performance.now() - begun);
    }
    figures.push(noted({ name: `counts of ${ENTRIES} entries by ${by}, median`, value: median(times), unit: 'ms' }));
  }
  return figures;
}

async function read(ground: Ground, query: string): Promise<Page & { ms: number }> {
  const begun = performance.now();
  const answer = await ground.send('GET', `/v1/cycles/${ground.cycleId}/entries?${query}`, ground.staffKey);
  return { ...(answer as unknown as Page), ms: performance.now() - begun };
}

/** Walks through all pages; the query of the last one. Throws unless every entry was there. */
async function lastPage(ground: Ground, filter: string): Promise<string> {
  let [query, seen] = [filter, 0];
  for (;;) {
    const { items, next } = await read(ground, query);
    seen += items.length;
    if (next === null) break;
    query = `${filter}&cursor=${next}`;
  }
  if (seen !== ENTRIES) throw new Error(`The pages had ${seen} entries, not ${ENTRIES}.`);
  return query;
}

/** Puts entries of about 4 KB into the database, each submitted by a city of its own and found valid. */
async function enter({ db, cycleId, say }: Ground): Promise<void> {
  // Random letters: what can be packed would be read for less than what people write.
  const contents = Array.from({ length: 10 }, () =>
    completeContent({ lessons: { learned: randomBytes(1_400).toString('hex') } }),
  );
  await db.query(
    `insert into entries.city (id, name, country_code, kind, region, population, zone, registered_by, registered_at)
     select gen_random_uuid(), 'Bench ' || n, 'KE', 'city', 'Africa', 1000000 + n, 'UTC', 'bench', now()
     from generate_series(1, $1::int) n`,
    [ENTRIES],
  );
  await db.query(
    `insert into entries.entry (id, cycle_id, stage_key, city_id, alias, state, version, title, draft_changed,
       current_version, contacts_version, form_revision, created_by, created_at, saved_by, saved_at)
     select gen_random_uuid(), $1, 'call', id, gen_random_uuid(), 'submitted', 1, name, false, 1, 1, 1, 'bench', now(),
       'bench', now() from entries.city where registered_by = 'bench'`,
    [cycleId],
  );
  await db.query(
    `insert into entries.entry_version
     select id, 1, ($1::jsonb) -> (row_number() over () % 10)::int, '{}', '{}', '', '', 1, now(), 'bench', false, null
     from entries.entry where created_by = 'bench'`,
    [JSON.stringify(contents)],
  );
  await db.query(
    `insert into entries.eligibility_check
     select id, 1, 'eligibility', sequence, '[]', case sequence when 2 then 'valid' end, false, null, null, 'bench', now(), 1
     from entries.entry, generate_series(1, 2) sequence where created_by = 'bench'`,
  );
  await db.query('analyze');
  say(`${ENTRIES} entries are in`);
}
