import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Client, forEach, until } from '../../apps/demo/src/client.js';
import { Cycle } from '../../apps/demo/src/cycle.js';
import { Mailbox } from '../../apps/demo/src/mailbox.js';
import type { RunInfo } from '../../apps/standalone/src/run-info.js';
import { completeContent } from '../support/entry-contents.js';
import { StandaloneProcess, alive } from './support/standalone-process.js';

const ENTRIES = 12;
const REASON = { code: 'test', text: 'To see that it goes on' };
/** Reminds of the deadline so long after publication: while everything is down, or just back. */
const REMINDED_AFTER_SECONDS = 8;
const DEADLINE_SECONDS = 3600;
/** What a process had in hand when it was killed is taken up again when its lease has run out. */
const LEASES_END_WITHIN_MS = 180_000;

describe('the standalone', () => {
  let dataDir: string;
  let standalone: StandaloneProcess;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'laureate-standalone-'));
  });
  afterAll(async () => {
    await standalone?.end('SIGKILL');
    await rm(dataDir, { recursive: true, force: true });
  });

  it('says that a wanted port is taken before it starts anything', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { printed, code } = await StandaloneProcess.spawn(dataDir, '--port', String(port)).ended();
    other.close();
    expect({ printed: printed.trim(), code }).toEqual({
      printed: `Port ${port}, wanted for the API, is in use. Choose another or leave it out.`,
      code: 1,
    });
  });

  it('goes on after kill -9 in the middle of a cycle: nothing is lost, no mail either, and it ends in good order', async () => {
    standalone = StandaloneProcess.spawn(dataDir);
    const before = await standalone.running();
    expect(Object.keys(before.keys)).toEqual([
      'secretariat',
      'secretariat2',
      'organiser',
      'city',
      'expert',
      'juror',
      'auditor',
    ]);
    for (const file of ['run.json', 'secrets.json']) expect((await stat(join(dataDir, file))).mode & 0o777).toBe(0o600);
    const second = await StandaloneProcess.spawn(dataDir).ended();
    expect(second).toMatchObject({ code: 1, printed: expect.stringContaining(`${before.pids.standalone}`) });

    const cycleId = await publish(before);
    const entryIds = await enter(before, cycleId);
    await standalone.end('SIGKILL');
    await until('the servers to be gone', async () => alive(before.pids).length === 0 || undefined, 120_000);

    standalone = StandaloneProcess.spawn(dataDir);
    const after = await standalone.running();
    expect(after.keys).toEqual(before.keys);
    const cycle = cycleOf(after, cycleId);
    const { items } = await cycle.secretariat.get<{ items: { id: string; state: string }[] }>(
      `${cycle.path}/entries?limit=100&state=submitted`,
    );
    expect(items.map(({ id }) => id).toSorted()).toEqual(entryIds.toSorted());

    await everyMailOnce(after);
    await cycle.commanded(cycle.secretariat, 'call', 'close', { reason: REASON });
    await cycle.untilState('call', 'decided');
    await cycle.commanded(cycle.secretariat, 'eligibility', 'open', { reason: REASON });
    await cycle.untilState('eligibility', 'open');

    expect(await standalone.end('SIGTERM')).toMatchObject({ code: 0 });
    expect(alive(after.pids)).toEqual([]);
    await expect(stat(join(dataDir, 'run.json'))).rejects.toThrow('ENOENT');
  }, 600_000);

  const person = ({ api, keys }: RunInfo, name: keyof RunInfo['keys']) =>
    new Client(api, name, { 'x-api-key': keys[name]! });
  const cycleOf = (run: RunInfo, cycleId: string) =>
    new Cycle(cycleId, person(run, 'secretariat'), person(run, 'secretariat2'), person(run, 'organiser'));

  /** A cycle whose call is open, and reminds of its deadline soon. */
  async function publish(run: RunInfo): Promise<string> {
    const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
    const definition = {
      programme: { key: 'guangzhou', name: 'Test Award' },
      edition: 'killed',
      title: 'Killed in the middle',
      zone: 'Asia/Shanghai',
      stages: [
        {
          key: 'call',
          type: 'call-for-entries',
          window: { opens: at(-1), deadline: at(DEADLINE_SECONDS) },
          ladder: [`PT${DEADLINE_SECONDS - REMINDED_AFTER_SECONDS}S`],
        },
        {
          key: 'eligibility',
          type: 'eligibility',
          window: { opens: at(2 * DEADLINE_SECONDS), deadline: at(3 * DEADLINE_SECONDS) },
        },
      ],
    };
    const secretariat = person(run, 'secretariat');
    const { body, etag } = await secretariat.send('POST', '/v1/cycles', { definition });
    const { id } = body as { id: string };
    await secretariat.ask('POST', `/v1/cycles/${id}/publish`, undefined, { etag: etag! });
    await cycleOf(run, id).untilState('call', 'open');
    return id;
  }

  /** Submits entries at once, and drafts one more that is not submitted; ids of those submitted. */
  async function enter(run: RunInfo, cycleId: string): Promise<string[]> {
    const city = person(run, 'city');
    const { items } = await city.get<{ items: { id: string }[] }>('/v1/cities');
    const drafts = await forEach(Array.from({ length: ENTRIES + 1 }), async (_, index) => {
      const content = completeContent({ title: `Initiative ${index}` });
      const drafted = { cityId: items[0]!.id, content };
      const { id } = await city.post<{ id: string }>(`/v1/cycles/${cycleId}/entries`, drafted);
      const contacts = [{ name: 'Ana Sample', email: 'ana@sample.invalid' }];
      await city.ask('PUT', `/v1/entries/${id}/contacts`, { contacts }, { etag: '"1"' });
      return id;
    });
    const submitted = drafts.slice(0, ENTRIES);
    const acceptance = {
      rulesVersion: '1',
      privacyNoticeVersion: '1',
      language: 'en',
      entryLanguage: 'en',
      publication: { summary: true, profile: true, 'full-text': false },
    };
    await forEach(submitted, (id) => city.post(`/v1/entries/${id}/submit`, acceptance), ENTRIES);
    return submitted;
  }

  /** A receipt for each entry and one reminder; two copies only of what was in flight, which is listed as unknown. */
  async function everyMailOnce({ database, mailbox }: RunInfo): Promise<void> {
    const db = new pg.Client({ connectionString: database });
    await db.connect();
    try {
      const deliveries = await until(
        'every mail to be sent',
        async () => {
          const { rows } = await db.query<{ kind: string; state: string; message_id: string; unknown: boolean }>(
            'select kind, state, message_id, unknown_at is not null as unknown from notifications.delivery',
          );
          return rows.length === ENTRIES + 1 && rows.every(({ state }) => state === 'sent') ? rows : undefined;
        },
        LEASES_END_WITHIN_MS,
      );
      expect(deliveries.filter(({ kind }) => kind === 'reminder')).toHaveLength(1);
      const copies = (await new Mailbox(mailbox!).all()).map(({ messageId }) => messageId.replace(/[<>]/g, ''));
      for (const { message_id: messageId, unknown } of deliveries) {
        const count = copies.filter((copy) => copy === messageId.replace(/[<>]/g, '')).length;
        expect([1, unknown ? 2 : 1]).toContain(count);
      }
    } finally {
      await db.end();
    }
  }
});
