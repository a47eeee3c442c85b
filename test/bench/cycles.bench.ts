import { randomUUID } from 'node:crypto';
import { loadavg } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { LocalServers } from '../../deploy/local/index.js';
import { TemporalClient } from '#libs/platform';
import { countMissing, readLateness } from './cycles/lateness.js';
import { type CyclesPlan, DECIDING, PROGRAMME, cycleDocument, lengthOf } from './cycles/plan.js';
import { DeployedServices } from './cycles/services.js';
import { type Yardstick, startYardstick } from './cycles/yardstick.js';
import { type Figure, type Suite, atMostRatio, below, median, noted, quantile } from './harness.js';
import { Web } from './web.js';

/**
 * Some five transitions a second, each with its events and mails: a third of what two cores bear
 * with all servers and services on them.
 */
const PLAN: CyclesPlan = {
  cycles: 200,
  stages: 6,
  stepMs: 240_000,
  windowMs: 160_000,
  ladder: ['PT2M', 'PT80S', 'PT40S'],
  spreadMs: 240_000,
};
/** From the first publication to the first opening. */
const PREPARATION_MS = 45_000;
const PATIENCE_MS = 60_000;
/** Stages close this long after their hard close; the default of DATABASE_TRANSACTION_TIMEOUT_MS. */
const DRAIN_MS = 3_000;
const LATENESS_BOUND_MS = 2_000;
/**
 * Commands and bare updates by turns, so many rounds of each, with a pause in which what they
 * caused is done: events, mails.
 */
const ROUNDS = 60;
const PAUSE_MS = 500;
/** How many are given at once in a round. */
const AT_ONCE = [1, 8];
const COMMAND_BOUND_MS = 150;
const MOST_RATIO = 3;
/** A command moves the deadline of a stage that is open at least this long still, by this much. */
const ROOM_MS = 20_000;
const MOVE_MS = 50;

/** The product as it is deployed, with 200 cycles at once: is the clock kept, and how long does a command take? */
export const cyclesSuite: Suite = {
  name: 'cycles',
  servers: ['postgres', 'kafka', 'temporal', 'mail'],
  async run(servers, progress) {
    const services = await DeployedServices.start(servers, PROGRAMME);
    try {
      const bench = await CyclesBench.open(servers, services, progress);
      try {
        return await bench.run();
      } finally {
        await bench.close();
      }
    } finally {
      await services.close();
    }
  },
};

class CyclesBench {
  private constructor(
    private readonly services: DeployedServices,
    private readonly progress: (line: string) => void,
    private readonly db: pg.Pool,
    private readonly temporal: TemporalClient,
    private readonly yardstick: Yardstick,
  ) {}

  static async open(servers: LocalServers, services: DeployedServices, progress: (line: string) => void) {
    const db = new pg.Pool({ connectionString: servers.databaseUrl, max: Math.max(...AT_ONCE) });
    const config = { ...servers.temporal, deploymentName: undefined, buildId: undefined };
    const temporal = new TemporalClient(config);
    return new CyclesBench(services, progress, db, temporal, await startYardstick(temporal, config));
  }

  async close(): Promise<void> {
    await this.yardstick.close();
    await this.temporal.onApplicationShutdown();
    await this.db.end();
  }

  async run(): Promise<Figure[]> {
    this.say('begins');
    const begins = Date.now() + PREPARATION_MS;
    await inLanes(PLAN.cycles, 4, (i) => this.publish(begins + (i * PLAN.spreadMs) / PLAN.cycles));
    if (Date.now() > begins) throw new Error('The cycles could not be published before the first of them opens.');
    this.say(`${PLAN.cycles} cycles are published`);
    const certified = this.certifyAll(begins + lengthOf(PLAN));
    // Awaited below, unless what is measured meanwhile fails first: then that is told.
    certified.catch(() => undefined);
    // From here on all of them run.
    await sleep(begins + PLAN.spreadMs - Date.now());
    const commands: Figure[] = [];
    for (const count of AT_ONCE) commands.push(...(await this.measureCommands(count)));
    await certified;
    await this.untilCompleted(begins + lengthOf(PLAN) + PATIENCE_MS);
    this.say('all cycles are completed');
    return [...(await this.lateness()), ...commands, ...(await this.histories())];
  }

  private say(line: string): void {
    const load = loadavg().map((average) => average.toFixed(2));
    this.progress(`${line} (load average ${load.join(' ')})`);
  }

  private async publish(begins: number): Promise<void> {
    const drafted = await this.post('/v1/cycles', { definition: cycleDocument(PLAN, begins) });
    const { id } = (await drafted.json()) as { id: string };
    await this.post(`/v1/cycles/${id}/publish`, undefined, { 'if-match': drafted.headers.get('etag')! });
  }

  /** Commands and bare updates in the same minute, so that both meet the same load; so many at once. */
  private async measureCommands(count: number): Promise<Figure[]> {
    const ours: number[] = [];
    const bare: number[] = [];
    const web = new Web(this.services.api, count);
    const command = async ({ path, body }: { path: string; body: object }) => {
      const { status, ms, problem } = await web.ask('POST', path, this.services.key, body);
      if (status !== 200) throw new Error(`POST ${path} was answered ${status}: ${problem}`);
      ours.push(ms);
    };
    const bareUpdate = async () => {
      const begun = performance.now();
      await this.yardstick.update();
      bare.push(performance.now() - begun);
    };
    for (let round = 0; round < ROUNDS; round++) {
      const stages = await this.openStages(count);
      await Promise.all(stages.map(command));
      await sleep(PAUSE_MS);
      await Promise.all(stages.map(bareUpdate));
      await sleep(PAUSE_MS);
    }
    await web.close();
    const name = `a command, ${count === 1 ? 'one' : count} at a time`;
    const line = (waits: number[]) => `median ${median(waits).toFixed(1)}, p99 ${quantile(waits, 0.99).toFixed(1)} ms`;
    this.say(`${name}: ${line(ours)}; bare update: ${line(bare)}`);
    const figure = { name, value: median(ours), unit: 'ms' };
    return [below(figure, COMMAND_BOUND_MS), atMostRatio({ ...figure, yardstick: median(bare) }, MOST_RATIO)];
  }

  /** Stages that stay open for a while, each with its deadline moved a little. */
  private async openStages(count: number): Promise<{ path: string; body: object }[]> {
    const { rows } = await this.db.query<{ id: string; key: string; deadline: Date }>(
      `select s.cycle_id as id, s.key, s.deadline_at as deadline from cycles.stage s join cycles.cycle c on c.id = s.cycle_id
       where c.programme = 'bench' and s.state = 'open' and s.deadline_at > now() + $1 * interval '1 millisecond'
       order by random() limit $2`,
      [ROOM_MS, count],
    );
    if (rows.length < count) throw new Error(`Only ${rows.length} stages are open: the cycles do not run.`);
    return rows.map(({ id, key, deadline }) => ({
      path: `/v1/cycles/${id}/stages/${key}/deadline`,
      body: { deadlineAt: new Date(deadline.getTime() + MOVE_MS).toISOString(), reason: { code: 'bench' } },
    }));
  }

  /** Certifies each decision as soon as it is proposed, one after the other. */
  private async certifyAll(end: number): Promise<void> {
    for (let certified = 0; certified < PLAN.cycles; await sleep(250)) {
      const { rows } = await this.db.query<{ id: string }>(
        `select s.cycle_id as id from cycles.stage s join cycles.cycle c on c.id = s.cycle_id
         where c.programme = 'bench' and s.key = $1 and s.state = 'deciding'`,
        [DECIDING],
      );
      for (const { id } of rows) {
        const path = `/v1/cycles/${id}/stages/${DECIDING}`;
        const proposal = await fetch(`${this.services.api}${path}/proposal`, { headers: this.key() });
        const { proposalDigest } = (await proposal.json()) as { proposalDigest: string };
        await this.post(`${path}/certify`, { proposalDigest });
        certified += 1;
      }
      if (Date.now() > end) throw new Error(`Only ${certified} of ${PLAN.cycles} decisions were proposed in time.`);
    }
  }

  private key(): { 'x-api-key': string } {
    return { 'x-api-key': this.services.key };
  }

  private async untilCompleted(end: number): Promise<void> {
    for (;;) {
      const { rows } = await this.db.query<{ left: number }>(
        `select count(*)::int as left from cycles.cycle where programme = 'bench' and status <> 'completed'`,
      );
      if (rows[0]!.left === 0) return;
      if (Date.now() > end) throw new Error(`${rows[0]!.left} cycles are not completed in time.`);
      await sleep(1000);
    }
  }

  private async lateness(): Promise<Figure[]> {
    const transitions = await readLateness(this.db, DRAIN_MS);
    for (const [what, late] of Object.entries(transitions)) {
      const [middle, p99, most] = [median(late), quantile(late, 0.99), quantile(late, 1)].map((ms) => ms.toFixed(0));
      this.progress(`${what}: ${late.length}, late by ${middle} ms (median), ${p99} ms (p99), ${most} ms at most`);
    }
    const expected = PLAN.cycles * PLAN.stages;
    const missing = await countMissing(this.db);
    const { opened, closed, decided, released } = transitions;
    const counts = [opened, closed, decided, released].map(({ length }) => length);
    const due = [expected, expected, expected - PLAN.cycles, PLAN.cycles];
    if (counts.join() !== due.join() || missing > 0)
      throw new Error(
        `${counts.join()} opened, closed, were decided, released, not ${due.join()}; ${missing} reminders are missing.`,
      );
    const all = Object.values(transitions).flat().map(Math.abs);
    const figure = (name: string, value: number) => below({ name, value, unit: 'ms' }, LATENESS_BOUND_MS);
    return [
      figure(`${all.length} transitions (a close: after its drain), late by, median`, median(all)),
      figure('… 99th percentile', quantile(all, 0.99)),
      figure('… the latest', quantile(all, 1)),
    ];
  }

  /** How many events histories have; not bounded here. */
  private async histories(): Promise<Figure[]> {
    const lengths: Record<string, number[]> = { awardCycle: [], stage: [] };
    const since = `ExecutionStatus = 'Completed'`;
    for await (const { type, historyLength } of this.temporal.client.workflow.list({ query: since }))
      lengths[type]?.push(historyLength);
    return Object.entries(lengths).map(([type, all]) => {
      this.progress(`${all.length} histories of ${type}: ${median(all)} events (median), ${quantile(all, 1)} at most`);
      return noted({ name: `events of a history of ${type}, the longest`, value: quantile(all, 1), unit: 'events' });
    });
  }

  private async post(path: string, body?: object, headers: Record<string, string> = {}): Promise<Response> {
    const answer = await fetch(this.services.api + path, {
      method: 'POST',
      headers: {
        ...this.key(),
        'idempotency-key': randomUUID(),
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (answer.ok && answer.status !== 202) return answer;
    throw new Error(`POST ${path} was answered ${answer.status}: ${await answer.text()}`);
  }
}

/** Does something so many times, some at once. */
async function inLanes(times: number, lanes: number, act: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < times; index = next++) await act(index);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
