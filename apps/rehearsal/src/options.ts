import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { isDuration } from '#libs/cycles';
import { projectRoot } from '../../../deploy/local/index.js';

/** What to rehearse, and how. */
export interface Options {
  file: string;
  language?: string;
  /** Where the mails are written. */
  mails: string;
  /** Print every mail. */
  full: boolean;
  json: boolean;
  entries: number;
  experts: number;
  jurors: number;
  /** How long people take for each thing they must do, ISO 8601. */
  pace: string;
  seed: string;
}

/** Reads the command line; prints the usage and ends the process where that is asked for or needed. */
export function readOptions(argv: string[]): Options {
  const command = new Command('laureate cycle rehearse')
    .description(
      'Runs the whole cycle of a definition now, with invented people: shows what happens when, and every mail that would go. No mail leaves, nothing is published.',
    )
    .argument('<file>', 'the definition, in YAML or JSON')
    .option('--language <tag>', "language of the people; the definition's first when left out")
    .option('--mails <folder>', 'where to write the mails', join(projectRoot(), '.laureate', 'rehearsal'))
    .option('--full', 'print every mail', false)
    .option('--json', 'answer in JSON', false)
    .option('--entries <n>', 'how many entries come in', number, 12)
    .option('--experts <n>', 'how many experts there are', number, 11)
    .option('--jurors <n>', 'how many jurors there are', number, 7)
    .option('--pace <duration>', 'how long people take for each thing they must do, such as P1D', pace, 'PT2H')
    .option('--seed <text>', 'the same seed invents the same people', 'laureate')
    .parse(argv, { from: 'user' });
  return { file: command.args[0]!, ...command.opts<Omit<Options, 'file'>>() };
}

function number(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 500) throw new InvalidArgumentError('It must be 1 to 500.');
  return value;
}

function pace(text: string): string {
  if (!isDuration(text)) throw new InvalidArgumentError('It must be an ISO 8601 duration such as PT2H or P1D.');
  return text;
}
