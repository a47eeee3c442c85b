import { randomBytes } from 'node:crypto';
import { type Figure, atLeastRatio, atMostRatio, median, noted, quantile } from '../harness.js';
import { type RawInserts, rawInserts } from '../raw-inserts.js';
import { type Answered, Web, inTurns } from '../web.js';
import { ACCEPTANCE, completeContent } from '../../support/entry-contents.js';
import type { Ground } from './ground.js';
import type { EntriesPart } from './part.js';

const ENTRIES = 2_000;
const WARM_UP = 500;
const PARTS = 4;
const CITIES = 50;
const CONNECTIONS = 64;
const RAW_ROWS = 4_000;
const LEAST_RATIO = 0.07;
/** Of 3b891d8, in five runs: 20 to 41, the middle one 24.6. */
const MOST_LATENCY = 25;

/**
 * The last minutes before a deadline: everybody submits at once. Beside the rate at which `pg` puts
 * single rows of the same size into the same database over as many connections, and beside the time
 * that one of these takes.
 */
export const rushPart: EntriesPart = {
  name: 'rush',
  async run(ground) {
    const contents = Array.from({ length: 20 }, () =>
      completeContent({ lessons: { learned: randomBytes(1_400).toString('hex') } }),
    );
    const entries = await draftAll(ground, contents);
    ground.say(`${ENTRIES} entries are drafted`);
    const web = new Web(ground.api.url, CONNECTIONS);
    // Nothing is new to the API when it is measured: not a plan, not a connection, not its own code.
    await inTurns(entries.splice(0, WARM_UP), CONNECTIONS, (entry) => submit(web, entry));
    const texts = contents.map((content) => JSON.stringify(content));
    const raw = () => rawInserts(ground.db, texts, RAW_ROWS, CONNECTIONS);
    // By turns, so that both meet the same machine.
    const raws = [await raw()];
    const submits: Answered[] = [];
    let seconds = 0;
    for (const part of Array.from({ length: PARTS }, () => entries.splice(0, ENTRIES / PARTS))) {
      const begun = performance.now();
      submits.push(...(await inTurns(part, CONNECTIONS, (entry) => submit(web, entry))));
      seconds += (performance.now() - begun) / 1_000;
      raws.push(await raw());
    }
    await web.close();
    return figures({ submits, rate: submits.length / seconds, raws });
  },
};

function figures({ submits, rate, raws }: { submits: Answered[]; rate: number; raws: RawInserts[] }): Figure[] {
  const raw = median(raws.map((each) => each.rate));
  const errors = submits.filter(({ status }) => status !== 201);
  if (errors.length > 0) throw new Error(`${errors.length} requests failed, such as with ${errors[0]!.status}.`);
  const times = submits.map(({ ms }) => ms);
  const insert = median(raws.flatMap((each) => each.times));
  const name = (what: string) => `deadline rush over ${CONNECTIONS} connections: ${what}`;
  return [
    atLeastRatio({ name: name('submits beside raw inserts'), value: rate, unit: '/s', yardstick: raw }, LEAST_RATIO),
    atMostRatio(
      {
        name: name('p99 beside the median of raw inserts'),
        value: quantile(times, 0.99),
        unit: 'ms',
        yardstick: insert,
      },
      MOST_LATENCY,
    ),
    noted({ name: name('median'), value: median(times), unit: 'ms' }),
  ];
}

const submit = (web: Web, { id, key }: Drafted): Promise<Answered> =>
  web.ask('POST', `/v1/entries/${id}/submit`, key, ACCEPTANCE);

interface Drafted {
  id: string;
  key: string;
}

/** Complete entries of about 4 KB, drafted before: put into the database as saving them would. */
async function draftAll(ground: Ground, contents: object[]): Promise<Drafted[]> {
  const { db, cycleId } = ground;
  const cities = [];
  while (cities.length < CITIES) cities.push(await ground.city());
  const entries: Drafted[] = [];
  for (const { cityId, key } of cities) {
    const { rows } = await db.query<{ id: string }>(
      `insert into entries.entry (id, cycle_id, stage_key, city_id, alias, state, version, title, draft_changed,
         current_version, contacts_version, form_revision, created_by, created_at, saved_by, saved_at)
       select gen_random_uuid(), $1, 'call', $2, gen_random_uuid(), 'draft', 1, 'Bench', true, 0, 1, 1, 'bench', now(),
         'bench', now() from generate_series(1, $3::int) returning id`,
      [cycleId, cityId, (ENTRIES + WARM_UP) / CITIES],
    );
    entries.push(...rows.map(({ id }) => ({ id, key })));
  }
  await db.query(
    `insert into entries.entry_section (entry_id, key, version, content, saved_by, saved_at)
     select id, 'summary', 1, ($1::jsonb) -> (row_number() over () % $2)::int, 'bench', now()
     from entries.entry where created_by = 'bench'`,
    [JSON.stringify(contents), contents.length],
  );
  await db.query(
    `insert into entries.entry_contact (entry_id, position, name, email) select id, 1, 'Ana Sample', 'ana@city.example'
     from entries.entry where created_by = 'bench'`,
  );
  await db.query('analyze');
  return shuffled(entries);
}

/** So that one after the other is not of one city. */
const shuffled = (entries: Drafted[]): Drafted[] => entries.toSorted((a, b) => a.id.localeCompare(b.id));
