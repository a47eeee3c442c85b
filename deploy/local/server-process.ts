import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Socket } from 'node:net';
import { localFile } from './cache.js';
import { lastLines } from './tools.js';

const READY_WITHIN_MS = 120_000;
const READY_EVERY_MS = 100;

/** How to start a server. */
export interface ServerCommand {
  name: string;
  command: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  logFile: string;
  /** What stops it in good order. */
  signal: NodeJS.Signals;
  uid?: number | undefined;
  gid?: number | undefined;
}

/** A server that lives no longer than this process: it hangs on a pipe that only this process holds (`lifeline.sh`). */
export class ServerProcess {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Fulfilled when it has ended, for whatever reason. */
  readonly exited: Promise<void>;
  readonly #lifeline: Socket;
  #running = true;

  private constructor(server: ServerCommand, pid: number, lifeline: Socket, ended: Promise<unknown>) {
    this.name = server.name;
    this.pid = pid;
    this.logFile = server.logFile;
    this.#lifeline = lifeline;
    this.exited = this.#untilEnd(ended);
  }

  /** Starts it; `untilReady` tells when it serves. */
  static async start(server: ServerCommand): Promise<ServerProcess> {
    const log = openSync(server.logFile, 'w');
    const child = spawn(
      '/bin/sh',
      [
        '-c',
        readFileSync(localFile('lifeline.sh'), 'utf8'),
        'lifeline',
        server.signal.slice(3),
        server.command,
        ...server.args,
      ],
      {
        cwd: server.cwd,
        env: server.env,
        stdio: ['pipe', log, log, 'pipe'],
        // Its own process group: Ctrl-C in the terminal reaches us only, and we stop the servers last.
        detached: true,
        ...(server.uid === undefined ? {} : { uid: server.uid, gid: server.gid }),
      },
    );
    closeSync(log);
    const ended = once(child, 'exit');
    ended.catch(() => undefined);
    const lifeline = child.stdin as Socket;
    lifeline.on('error', () => undefined);
    const pid = await Promise.race([firstLine(child.stdio[3] as Socket), ended.then(() => '')]);
    if (!pid) throw new Error(`${server.name} could not be started.\n${tailOf(server.logFile)}`);
    return new ServerProcess(server, Number(pid), lifeline, ended);
  }

  async #untilEnd(ended: Promise<unknown>): Promise<void> {
    await ended;
    this.#running = false;
  }

  /**
   * Asks again and again until `check` no longer throws. @throws Error with the log's end when the server dies first.
   */
  async untilReady<T>(check: () => Promise<T>): Promise<T> {
    const until = Date.now() + READY_WITHIN_MS;
    for (;;) {
      try {
        return await check();
      } catch (error) {
        if (!this.#running)
          throw new Error(`${this.name} stopped while starting.\n${tailOf(this.logFile)}`, { cause: error });
        if (Date.now() > until) {
          throw new Error(
            `${this.name} was not ready after ${READY_WITHIN_MS / 1000} s: ${String(error)}\n${tailOf(this.logFile)}`,
            { cause: error },
          );
        }
        await sleep(READY_EVERY_MS);
      }
    }
  }

  /** Stops it in good order, by force after 15 s; done when it is gone. */
  async stop(): Promise<void> {
    this.#lifeline.destroy();
    await this.exited;
  }
}

async function firstLine(stream: Socket): Promise<string> {
  let text = '';
  for await (const chunk of stream) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return text.trim();
}

function tailOf(logFile: string): string {
  return `Its log, ${logFile}, ends:\n${lastLines(readFileSync(logFile, 'utf8'), 12)}`;
}
