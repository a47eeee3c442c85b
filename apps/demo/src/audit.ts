import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What `laureate audit replay --json` reports. */
export interface ReplayReport {
  pass: boolean;
  workflows: number;
  replayed: number;
  stages: number;
  decisions: number;
  divergences: { what: string; where: string; detail: string }[];
}

const CLI = fileURLToPath(new URL('../../cli/src/main.js', import.meta.url));

/** Replays the cycle as an auditor does: the command line, on this machine, over the API, with the auditor's key. */
export function replay(api: string, auditorKey: string, cycleId: string): Promise<ReplayReport> {
  const args = [CLI, '--url', api, '--json', 'audit', 'replay', cycleId];
  const env = { ...process.env, LAUREATE_API_KEY: auditorKey };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { env, maxBuffer: 64 * 1024 * 1024 }, (error, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout) as ReplayReport);
      } catch {
        reject(new Error(`The replay could not be read: ${stderr || error?.message}`));
      }
    });
  });
}
