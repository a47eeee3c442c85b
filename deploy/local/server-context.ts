import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ledger } from './ledger.js';
import type { Ports } from './ports.js';
import { ServerProcess, type ServerCommand } from './server-process.js';

/** The servers that can be started here. */
export type ServerName = 'postgres' | 'kafka' | 'temporal' | 'mail';

/** What the start of one server may use. */
export interface ServerContext {
  readonly dataDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly fresh: boolean;
  readonly durable: boolean;
  readonly ports: Ports;
  readonly progress: (line: string) => void;
  readonly ledger: Ledger;
  /** Every process launched so far. */
  readonly processes: ServerProcess[];
}

/** The folder of one server, made if needed, emptied first when a fresh start was asked for. */
export async function folderOf(context: ServerContext, name: string, parent = context.dataDir): Promise<string> {
  const folder = join(parent, name);
  if (context.fresh) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  return folder;
}

/** Starts a server's process and notes it; it stops with the others. */
export async function launch(context: ServerContext, server: Omit<ServerCommand, 'logFile'>): Promise<ServerProcess> {
  const logs = join(context.dataDir, 'logs');
  await mkdir(logs, { recursive: true, mode: 0o700 });
  const process = await ServerProcess.start({ ...server, logFile: join(logs, `${server.name.toLowerCase()}.log`) });
  context.processes.push(process);
  context.ledger.add(server.name, process.pid, server.signal);
  return process;
}
