import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ledger } from './ledger.js';
import type { Ports } from './ports.js';
import { ServerProcess, type ServerCommand } from './server-process.js';

/** The servers that can be started here. */
export type ServerName = 'postgres' | 'kafka' | 'temporal' | 'mail';

interface Start {
  dataDir: string;
  env: NodeJS.ProcessEnv;
  fresh: boolean;
  durable: boolean;
  ports: Ports;
  progress: (line: string) => void;
  ledger: Ledger;
  /** Every process launched so far. */
  processes: ServerProcess[];
}

/** What the start of one server may use. */
export class ServerContext {
  readonly #start: Start;

  constructor(start: Start) {
    this.#start = start;
  }

  get dataDir(): string {
    return this.#start.dataDir;
  }

  get env(): NodeJS.ProcessEnv {
    return this.#start.env;
  }

  get durable(): boolean {
    return this.#start.durable;
  }

  get ports(): Ports {
    return this.#start.ports;
  }

  get progress(): (line: string) => void {
    return this.#start.progress;
  }

  /** The server's folder, made if needed, emptied first when a fresh start was asked for. */
  async folder(name: string, parent = this.dataDir): Promise<string> {
    const folder = join(parent, name);
    if (this.#start.fresh) await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    return folder;
  }

  /** Starts a server's process and notes it; it stops with the others. */
  async launch(server: Omit<ServerCommand, 'logFile'>): Promise<ServerProcess> {
    const logs = join(this.dataDir, 'logs');
    await mkdir(logs, { recursive: true });
    await chmod(logs, 0o700);
    const logFile = join(logs, `${server.name.toLowerCase().replaceAll(' ', '-')}.log`);
    const process = await ServerProcess.start({ ...server, logFile });
    this.#start.processes.push(process);
    this.#start.ledger.add(server.name, process.pid, server.signal);
    return process;
  }
}
