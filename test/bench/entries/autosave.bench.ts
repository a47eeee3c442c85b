import { type Figure, atMostRatio, median } from '../harness.js';
import { completeContent } from '../../support/entry-contents.js';
import type { BenchCity, Ground } from './ground.js';
import type { EntriesPart } from './part.js';

const VERSIONS = 1_000;
const ROUNDS = 12;
const SAVES = 40;
const MOST_RATIO = 1.2;
const WORDS = 190;

/** A section of an entry that is saved, and the version it has. */
interface Saved {
  entryId: string;
  version: number;
}

/** Saves in a round: bytes of write-ahead log a save, and milliseconds of each. */
interface Round {
  bytes: number;
  times: number[];
}

/**
 * Does it cost more to save one section of an entry the longer its history is? By turns with
 * entries that have one version.
 */
export const autosavePart: EntriesPart = {
  name: 'autosave',
  async run(ground) {
    const city = await ground.city();
    const autosave = new Autosave(ground, city);
    const long = await autosave.begin();
    while (long.version < VERSIONS) await autosave.save(long);
    ground.say(`one entry has ${VERSIONS} versions of a section`);
    // The connections, the plans and the API itself are warm by now for the one; so they are to be for the other.
    await autosave.round(await autosave.beginSome());
    const [fresh, old]: [Round[], Round[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      const some = await autosave.beginSome();
      const turns = [
        async () => fresh.push(await autosave.round(some)),
        async () => old.push(await autosave.round(some.map(() => long))),
      ];
      for (const turn of round % 2 === 0 ? turns : turns.toReversed()) await turn();
    }
    if (long.version < VERSIONS + ROUNDS * SAVES) throw new Error('Not every save made a version.');
    return figures(fresh, old);
  },
};

class Autosave {
  constructor(
    private readonly ground: Ground,
    private readonly city: BenchCity,
  ) {}

  async begin(): Promise<Saved> {
    return { entryId: await this.ground.draft(this.city, completeContent(textOf())), version: 1 };
  }

  async beginSome(): Promise<Saved[]> {
    const some: Saved[] = [];
    while (some.length < SAVES) some.push(await this.begin());
    return some;
  }

  /** Saves the section once more, with other words; how many milliseconds it took. */
  async save(saved: Saved): Promise<number> {
    const path = `/v1/entries/${saved.entryId}/sections/lessons`;
    const body = { content: textOf() };
    const begun = performance.now();
    const { version } = await this.ground.send('PUT', path, this.city.key, body, saved.version);
    saved.version = version as number;
    return performance.now() - begun;
  }

  async round(entries: Saved[]): Promise<Round> {
    const before = await this.position();
    const times: number[] = [];
    for (const entry of entries) times.push(await this.save(entry));
    return { bytes: Number((await this.position()) - before) / entries.length, times };
  }

  /** How many bytes of write-ahead log were ever written. */
  private async position(): Promise<bigint> {
    const { rows } = await this.ground.db.query<{ bytes: string }>(
      `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::text as bytes`,
    );
    return BigInt(rows[0]!.bytes);
  }
}

let texts = 0;
/** A section of the same length each time, and never the same twice. */
function textOf() {
  texts += 1;
  const words = Array.from({ length: WORDS }, (_, i) => `w${((texts * 7919 + i * 104_729) % 1_000_000) + 1_000_000}`);
  return { lessons: { learned: words.join(' ') } };
}

function figures(fresh: Round[], old: Round[]): Figure[] {
  const times = (rounds: Round[]) => median(rounds.flatMap((round) => round.times));
  const bytes = (rounds: Round[]) => median(rounds.map((round) => round.bytes));
  const name = (what: string) => `autosave of a section: ${what}, ${VERSIONS} versions beside 1`;
  return [
    atMostRatio({ name: name('bytes written'), value: bytes(old), unit: 'B', yardstick: bytes(fresh) }, MOST_RATIO),
    atMostRatio({ name: name('time, median'), value: times(old), unit: 'ms', yardstick: times(fresh) }, MOST_RATIO),
  ];
}
