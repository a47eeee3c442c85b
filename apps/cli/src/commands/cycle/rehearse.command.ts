import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import type { Globals } from '../../terminal/globals.js';

/** The rehearsal is a program of its own: it needs no API, and this client needs none of the application's inside. */
const REHEARSAL = fileURLToPath(new URL('../../../../rehearsal/src/main.js', import.meta.url));

/** `laureate cycle rehearse`: hands its arguments on and ends as the rehearsal does. */
export function addRehearseCommand(cycle: Command): void {
  cycle
    .command('rehearse')
    .usage('<file> [options]')
    .description(
      'run the whole cycle of a definition now, with invented people; no mail leaves (--help shows all options)',
    )
    .helpOption(false)
    .argument('[arguments...]')
    .allowUnknownOption()
    .action(async (given: string[], _, command: Command) => {
      const { json } = command.optsWithGlobals<Globals>();
      const child = spawn(process.execPath, [REHEARSAL, ...given, ...(json ? ['--json'] : [])], { stdio: 'inherit' });
      const { promise, resolve, reject } = Promise.withResolvers<number | null>();
      child.once('error', reject);
      child.once('exit', resolve);
      process.exitCode = (await promise) ?? 1;
    });
}
