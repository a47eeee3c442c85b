import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Ground, REQUESTS_PER_MINUTE } from './entries/ground.js';
import { type Figure, type Suite, atLeastRatio, median, noted } from './harness.js';
import { type Place, assignments, drafts } from './http/scene.js';
import { StatementCount } from './http/statement-count.js';
import { rawInserts } from './raw-inserts.js';
import { ServiceProcess } from './service-process.js';
import { type Answered, Web, inTurns } from './web.js';

const CONNECTIONS = 32;
const ROUNDS = 3;
const COUNTED = 40;
const RAW_ROWS = 3_000;

/**
 * What is asked in a second, of what, and how much of the yardstick it has to reach at least; null
 * where nothing is asked of it.
 */
interface Measured {
  name: string;
  requests: number;
  least: number | null;
  ask(web: Web): Promise<Answered>;
}

/** What a request costs: reading, beside a bare Fastify route, and writing, beside raw inserts; all by turns. */
export const httpSuite: Suite = {
  name: 'http',
  servers: ['postgres', 'kafka', 'temporal'],
  parts: ['reads', 'writes'],
  async run(servers, progress, only) {
    progress(`the rate limit is set out of the way: ${REQUESTS_PER_MINUTE} requests a minute`);
    const ground = await Ground.open(servers, progress, 3);
    try {
      const reviews = await assignments(ground);
      const sections = await drafts(ground, 1_000);
      const suite = new HttpBench(ground);
      const limit = { name: 'rate limit, set out of the way', value: REQUESTS_PER_MINUTE, unit: '/min' };
      const reads = only.includes('writes') && !only.includes('reads') ? [] : await suite.reads();
      const writes = only.includes('reads') && !only.includes('writes') ? [] : await suite.writes(reviews, sections);
      return [noted(limit), ...reads, ...writes];
    } finally {
      await ground.close();
    }
  },
};

class HttpBench {
  constructor(private readonly ground: Ground) {}

  async reads(): Promise<Figure[]> {
    const { staffKey, cycleId } = this.ground;
    const get = (path: string, key: string) => (web: Web) => web.ask('GET', path, key);
    const list = `/v1/cycles/${cycleId}/entries?limit=20`;
    const reads: Measured[] = [
      { name: '/v1/me', requests: 3_000, least: 0.12, ask: get('/v1/me', staffKey) },
      { name: '20 of 1,000 entries', requests: 800, least: null, ask: get(list, staffKey) },
      { name: '/health/live', requests: 4_000, least: null, ask: get('/health/live', staffKey) },
    ];
    const bare = await BareServer.start();
    try {
      const yardstick = await bare.rate(4_000).then(() => [] as number[]);
      const rates = await this.byTurns(reads, async () => void yardstick.push(await bare.rate(12_000)));
      return await this.figures(reads, rates, median(yardstick), 'a bare Fastify route');
    } finally {
      bare.close();
    }
  }

  async writes(reviews: Place[], sections: Place[]): Promise<Figure[]> {
    const scores = { innovation: 4, effectiveness: 5, context: 3, replicability: 4, relevance: 5 };
    const review = () => ({ scores, comment: randomBytes(300).toString('hex') });
    const section = () => ({ content: { lessons: { learned: randomBytes(300).toString('hex') } } });
    const writes: Measured[] = [
      { name: 'saving a review', requests: 500, least: 0.05, ask: (web) => save(web, reviews, review()) },
      { name: 'saving a section', requests: 500, least: 0.05, ask: (web) => save(web, sections, section()) },
    ];
    const texts = Array.from({ length: 20 }, () => JSON.stringify(review()));
    const yardstick: number[] = [];
    const rates = await this.byTurns(writes, async () => {
      yardstick.push((await rawInserts(this.ground.db, texts, RAW_ROWS, CONNECTIONS)).rate);
    });
    return this.figures(writes, rates, median(yardstick), 'raw inserts');
  }

  /** Requests a second of each, in each round; the yardstick is taken before every round and after the last. */
  private async byTurns(all: Measured[], takeYardstick: () => Promise<void>): Promise<Map<Measured, number[]>> {
    const web = new Web(this.ground.api.url, CONNECTIONS);
    const rates = new Map<Measured, number[]>(all.map((each) => [each, []]));
    // Nothing is new to the API when it is measured: not a plan, not a connection, not its own code.
    for (const each of all) await rateOf(web, each, each.requests / 4);
    for (let round = 0; round < ROUNDS; round++) {
      await takeYardstick();
      for (const [each, found] of rates) found.push(await rateOf(web, each, each.requests));
    }
    await takeYardstick();
    await web.close();
    return rates;
  }

  private async figures(all: Measured[], rates: Map<Measured, number[]>, yardstick: number, what: string) {
    const counted = await this.statements(all);
    return all.flatMap((each): Figure[] => {
      const figure = { name: `${each.name} beside ${what}`, value: median(rates.get(each)!), unit: '/s', yardstick };
      const statements = { name: `${each.name}: statements a request`, value: counted.get(each)!, unit: '' };
      const beside = { ...noted(figure), yardstick, ratio: figure.value / yardstick };
      return [each.least === null ? beside : atLeastRatio(figure, each.least), noted(statements)];
    });
  }

  /** Statements of one request, beside begin and commit, on an API of its own: looking on costs time. */
  private async statements(all: Measured[]): Promise<Map<Measured, number>> {
    const count = await StatementCount.open(this.ground.settings['DATABASE_URL']!);
    const api = await ServiceProcess.start('api', { ...this.ground.settings, DATABASE_URL: count.url });
    const web = new Web(api.url, 1);
    const found = new Map<Measured, number>();
    try {
      for (const each of all) {
        await rateOf(web, each, 5, 1);
        const before = count.statements;
        await rateOf(web, each, COUNTED, 1);
        found.set(each, (count.statements - before) / COUNTED);
      }
    } finally {
      await web.close();
      await api.end();
      count.close();
    }
    return found;
  }
}

/** Asks so often over all connections; requests a second. Throws when one is refused. */
async function rateOf(web: Web, { name, ask }: Measured, requests: number, connections = CONNECTIONS): Promise<number> {
  const begun = performance.now();
  const answers = await inTurns(Array.from({ length: requests }), connections, () => ask(web));
  const seconds = (performance.now() - begun) / 1_000;
  const refused = answers.find(({ status }) => status !== 200);
  if (refused) throw new Error(`${name} was answered ${refused.status}: ${refused.problem}`);
  return requests / seconds;
}

/** Saves at the place whose turn it is. */
async function save(web: Web, places: Place[], body: object): Promise<Answered> {
  const place = places.shift()!;
  const answer = await web.ask('PUT', place.path, place.key, body, place.version);
  place.version += 1;
  places.push(place);
  return answer;
}

/** The bare route, in a process of its own, as the API is. */
class BareServer {
  private constructor(
    private readonly url: string,
    private readonly end: () => void,
  ) {}

  static async start(): Promise<BareServer> {
    const child = fork(fileURLToPath(new URL('http/bare-server.js', import.meta.url)));
    const [url] = (await once(child, 'message')) as [string];
    return new BareServer(url, () => void child.kill());
  }

  /** Requests a second. */
  async rate(requests: number): Promise<number> {
    const web = new Web(this.url, CONNECTIONS);
    const ask = () => web.ask('GET', '/bare', 'nobody');
    const rate = await rateOf(web, { name: 'the bare route', requests, least: null, ask }, requests);
    await web.close();
    return rate;
  }

  close(): void {
    this.end();
  }
}
