import { jest } from '@jest/globals';
import type { Command } from 'commander';
import { laureateProgram } from '../../apps/cli/src/program.js';

/** What a run of the command line printed, to both streams, and its exit code. */
export interface Run {
  code: number;
  printed: string;
}

/** Throws what it would end the process with. */
function quiet(command: Command): Command {
  command.commands.forEach(quiet);
  return command.exitOverride().configureOutput({ writeErr: () => undefined });
}

/** Runs `laureate …` as somebody, in this process. Throws what the command line would print as its error. */
export async function laureate(as: { url: string; key: string }, ...words: string[]): Promise<Run> {
  const program = quiet(laureateProgram());
  const lines: string[] = [];
  const print = (...said: unknown[]) => void lines.push(said.map(String).join(' '));
  const spies = [jest.spyOn(console, 'log'), jest.spyOn(console, 'error')].map((spy) => spy.mockImplementation(print));
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await program.parseAsync(['--url', as.url, '--key', as.key, ...words], { from: 'user' });
    return { code: Number(process.exitCode), printed: lines.join('\n') };
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
  }
}
