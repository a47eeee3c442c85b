import { Command } from 'commander';
import { addAmendmentCommands } from './commands/cycle/amendment.commands.js';
import { addAuditCommands } from './commands/operations/audit.commands.js';
import { addCityCommands } from './commands/entries/city.commands.js';
import { addClarificationCommands } from './commands/entries/clarification.commands.js';
import { addAppealCommands, addComplaintCommands } from './commands/judging/complaint.commands.js';
import { addCycleCommands } from './commands/cycle/cycle.commands.js';
import { addDecisionCommands } from './commands/judging/decision.commands.js';
import { addDoctorCommand } from './commands/operations/doctor.command.js';
import { addDuplicateCommands } from './commands/entries/duplicate.commands.js';
import { addEligibilityCommands } from './commands/entries/eligibility.commands.js';
import { addEntryCommands } from './commands/entries/entry.commands.js';
import { addEventCommands } from './commands/operations/event.commands.js';
import { addOutageCommands } from './commands/cycle/outage.commands.js';
import { addPaperCommands } from './commands/entries/paper.commands.js';
import { addTranslationCommands } from './commands/entries/translation.commands.js';

/** The command line with all its commands; made anew for each run. */
export function laureateProgram(): Command {
  const program = new Command('laureate')
    .description('Runs award cycles over the Laureate API: for the secretariat, operators and auditors.')
    .option('--url <address>', 'address of the API (or LAUREATE_URL)')
    .option('--key <key>', 'your API key (or LAUREATE_API_KEY)')
    .option('--as <role>', 'on a development installation: whose key of .laureate/run.json to use')
    .option('--json', 'answer in JSON')
    .showHelpAfterError();
  addCycleCommands(program);
  addAmendmentCommands(program);
  addDecisionCommands(program);
  addClarificationCommands(program);
  addComplaintCommands(program);
  addCityCommands(program);
  addEntryCommands(program);
  addPaperCommands(program);
  addTranslationCommands(program);
  addEligibilityCommands(program);
  addDuplicateCommands(program);
  addAppealCommands(program);
  addOutageCommands(program);
  addEventCommands(program);
  addAuditCommands(program);
  addDoctorCommand(program);
  return program;
}
