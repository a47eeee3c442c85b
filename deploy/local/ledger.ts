import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { end, identify, isAlive, type ProcessIdentity } from './processes.js';

const PATIENCE_MS = 10_000;

interface OwnedServer extends ProcessIdentity {
  name: string;
  signal: NodeJS.Signals;
}

/**
 * Who runs servers on a data folder, and which ones: `supervisor.lock` holds the owner, `servers.json` its servers.
 * A supervisor that dies leaves both behind; the next one takes over the lock and ends exactly those servers.
 */
export class Ledger {
  readonly #lock: string;
  readonly #file: string;
  readonly #servers: OwnedServer[] = [];

  private constructor(dataDir: string) {
    this.#lock = join(dataDir, 'supervisor.lock');
    this.#file = join(dataDir, 'servers.json');
  }

  /** Takes the data folder. @throws Error when a living process has it. */
  static async open(dataDir: string, progress: (line: string) => void): Promise<Ledger> {
    mkdirSync(dataDir, { recursive: true });
    const ledger = new Ledger(dataDir);
    ledger.#takeLock();
    for (const left of readJson<OwnedServer[]>(ledger.#file) ?? []) {
      if (!isAlive(left)) continue;
      progress(`${left.name} was left running by an earlier start (process ${left.pid}): stopping it`);
      await end(left, left.signal, PATIENCE_MS);
    }
    rmSync(ledger.#file, { force: true });
    return ledger;
  }

  /** Notes a server, so that a later start can end it if this one cannot. */
  add(name: string, pid: number, signal: NodeJS.Signals): void {
    const identity = identify(pid);
    if (!identity) return;
    this.#servers.push({ name, signal, ...identity });
    // Renamed into place: a reader never sees half of it.
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#servers), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }

  /** Gives the data folder up; call it when the servers are gone. */
  close(): void {
    rmSync(this.#file, { force: true });
    rmSync(this.#lock, { force: true });
  }

  #takeLock(): void {
    const me = identify(process.pid);
    if (!me) throw new Error('This process cannot be identified; /proc (Linux) or ps (macOS) is needed.');
    const mine = `${this.#lock}.${me.pid}`;
    const stale = `${mine}.stale`;
    writeFileSync(mine, JSON.stringify(me));
    try {
      while (!this.#linkLock(mine)) {
        const holder = readJson<ProcessIdentity>(this.#lock);
        if (holder && isAlive(holder)) {
          throw new Error(
            `The local servers of ${join(this.#lock, '..')} are already running, started by process ${holder.pid}. ` +
              'Stop that first, or use another data folder.',
          );
        }
        this.#removeStale(stale);
      }
    } finally {
      rmSync(mine, { force: true });
    }
  }

  #linkLock(mine: string): boolean {
    try {
      linkSync(mine, this.#lock);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
  }

  /** Moves a dead holder's lock away; if a newcomer took it in that moment, gives it back. */
  #removeStale(stale: string): void {
    try {
      renameSync(this.#lock, stale);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
      throw error;
    }
    const moved = readJson<ProcessIdentity>(stale);
    if (moved && isAlive(moved)) this.#linkLock(stale);
    rmSync(stale, { force: true });
  }
}

function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
