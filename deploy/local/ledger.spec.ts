import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ledger } from './ledger.js';
import { identify, isAlive } from './processes.js';

let dataDir: string;
const children: ChildProcess[] = [];
const progress: string[] = [];
const open = () => Ledger.open(dataDir, (line) => progress.push(line));

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'laureate-ledger-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  progress.length = 0;
  await rm(dataDir, { recursive: true, force: true });
});

async function sleeper(): Promise<ChildProcess & { pid: number }> {
  const child = spawn('sleep', ['60']);
  children.push(child);
  await once(child, 'spawn');
  return child as ChildProcess & { pid: number };
}

/** What a supervisor leaves behind that was killed. */
async function leaveBehind(servers: object[]): Promise<void> {
  await writeFile(join(dataDir, 'supervisor.lock'), JSON.stringify({ pid: process.pid, started: 'long ago' }));
  await writeFile(join(dataDir, 'servers.json'), JSON.stringify(servers));
}

it('is held by one living process at a time', async () => {
  const ledger = await open();
  await expect(open()).rejects.toThrow(`are already running, started by process ${process.pid}.`);
  ledger.close();
  (await open()).close();
});

it('ends the servers a dead supervisor left, and nothing else', async () => {
  const [left, innocent] = await Promise.all([sleeper(), sleeper()]);
  await leaveBehind([
    { name: 'Kafka', signal: 'SIGTERM', ...identify(left.pid) },
    { name: 'Mail', signal: 'SIGTERM', pid: innocent.pid, started: 'before this process had that id' },
  ]);
  const ledger = await open();
  expect(progress).toEqual([`Kafka was left running by an earlier start (process ${left.pid}): stopping it`]);
  expect(identify(left.pid)).toBeUndefined();
  expect(isAlive(identify(innocent.pid)!)).toBe(true);
  ledger.close();
});

it('is given to one of several that find a dead supervisor', async () => {
  await leaveBehind([]);
  const opened = await Promise.allSettled(Array.from({ length: 5 }, open));
  const holders = opened.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []));
  expect(holders).toHaveLength(1);
  holders[0]!.close();
  expect(existsSync(join(dataDir, 'supervisor.lock'))).toBe(false);
});
