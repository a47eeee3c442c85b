import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { projectRoot } from '../../../deploy/local/index.js';

/** How the standalone is started. */
export interface StandaloneOptions {
  /** Where servers keep their data, and where `secrets.json` and `run.json` are. */
  dataDir: string;
  /** Begin anew, with empty servers. */
  fresh?: boolean;
  /** Fixed ports; free ones are chosen for the rest. */
  ports?: Partial<Record<PortName, number>>;
  /** Told what is going on, a line at a time. */
  onProgress?: (line: string) => void;
}

const PORTS = {
  api: ['--port <n>', 'port of the API'],
  postgres: ['--postgres-port <n>', 'port of PostgreSQL'],
  kafka: ['--kafka-port <n>', 'port of Kafka'],
  temporal: ['--temporal-port <n>', 'port of Temporal'],
  temporalUi: ['--temporal-ui-port <n>', "port of Temporal's web pages"],
  smtp: ['--smtp-port <n>', 'port that takes mail'],
  mailbox: ['--mailbox-port <n>', 'port of the web page that shows the mail'],
} as const;
export type PortName = keyof typeof PORTS;

/** Reads the command line; prints the usage and ends the process where that is asked for or needed. */
export function readOptions(argv: string[]): StandaloneOptions {
  const command = new Command('npm start --')
    .description('Runs Laureate with all the servers it stands on, on this machine. Free ports are taken unless given.')
    .option('--fresh', 'begin anew: forget all data')
    .option('--data-dir <folder>', 'where the data is', join(projectRoot(), '.laureate'));
  for (const [flags, description] of Object.values(PORTS)) command.option(flags, description, port);
  command.parse(argv, { from: 'user' });
  const { fresh = false, dataDir, ...given } = command.opts<{ fresh?: boolean; dataDir: string }>();
  const flagOf = (name: PortName) => (name === 'api' ? 'port' : `${name}Port`);
  const ports = Object.fromEntries(
    (Object.keys(PORTS) as PortName[]).flatMap((name) => {
      const value = (given as Record<string, number>)[flagOf(name)];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return { fresh, dataDir, ports };
}

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 65_535) throw new InvalidArgumentError('It must be 1 to 65535.');
  return value;
}
