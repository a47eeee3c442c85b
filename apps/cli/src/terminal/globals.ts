import type { Command } from 'commander';
import { type Api, type Connection, connect, findConnection } from '../client/connection.js';

/** The id of a cycle, where a file could stand too. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** Options every command has. */
export interface Globals {
  url?: string;
  key?: string;
  as?: string;
  json?: boolean;
}

/** The API for a command, where it is, and whether the command answers in JSON. */
export function apiOf(
  command: Command,
  defaultRole?: string,
): { api: Api; connection: Connection; json: boolean | undefined } {
  const { json, ...where } = command.optsWithGlobals<Globals>();
  const connection = findConnection({ ...(defaultRole ? { as: defaultRole } : {}), ...where });
  return { api: connect(connection), connection, json };
}

/** Why somebody does something out of the ordinary, as given on the command line. */
export interface ReasonOptions {
  reason: string;
  text?: string;
}

/** The reason as the API takes it. */
export const reasonOf = ({ reason, text }: ReasonOptions) => ({ code: reason, ...(text ? { text } : {}) });

/** Adds the options of a reason to a command. */
export const withReason = (command: Command) =>
  command
    .requiredOption('--reason <code>', 'why, as a code: lower-case letters, digits and hyphens')
    .option('--text <text>', 'why, in words; kept in the database, shown in the timeline');
