#!/usr/bin/env node
import { Command } from 'commander';
import { addAuditCommands } from './commands/audit.commands.js';
import { addCycleCommands } from './commands/cycle.commands.js';
import { addEventCommands } from './commands/event.commands.js';
import { CliError } from './connection.js';

const program = new Command('laureate')
  .description('Runs award cycles over the Laureate API: for the secretariat, operators and auditors.')
  .option('--url <address>', 'address of the API (or LAUREATE_URL)')
  .option('--key <key>', 'your API key (or LAUREATE_API_KEY)')
  .option('--as <role>', 'on a development installation: whose key of .laureate/run.json to use')
  .option('--json', 'answer in JSON')
  .showHelpAfterError();

addCycleCommands(program);
addEventCommands(program);
addAuditCommands(program);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CliError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
