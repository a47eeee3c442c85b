import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** One process of this machine: the start tells it from a later one with the same id. */
export interface ProcessIdentity {
  pid: number;
  started: string;
}

/** When the process started, in a form to compare only, or undefined when there is none (or only its corpse). */
export function startOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      // The command's name, in parentheses, may itself contain spaces and parentheses.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ');
      const [state, ticks] = [fields[0], fields[19]];
      if (state === 'Z' || state === 'X') return undefined;
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${ticks}`;
    } catch {
      return undefined;
    }
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** The identity of a running process. */
export function identify(pid: number): ProcessIdentity | undefined {
  const started = startOf(pid);
  return started === undefined ? undefined : { pid, started };
}

/** Whether this very process still runs. */
export function isAlive(identity: ProcessIdentity): boolean {
  return startOf(identity.pid) === identity.started;
}

/** Ends this very process: the signal first, after `patienceMs` SIGKILL. A later process with its id is left alone. */
export async function end(identity: ProcessIdentity, signal: NodeJS.Signals, patienceMs: number): Promise<void> {
  const until = Date.now() + patienceMs;
  send(identity, signal);
  while (isAlive(identity) && Date.now() < until) await sleep(50);
  send(identity, 'SIGKILL');
  while (isAlive(identity)) await sleep(20);
}

function send(identity: ProcessIdentity, signal: NodeJS.Signals): void {
  if (!isAlive(identity)) return;
  try {
    process.kill(identity.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
