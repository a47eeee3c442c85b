import type { Command } from 'commander';
import { type Api, connect, findConnection } from '../connection.js';

/** Options every command has. */
export interface Globals {
  url?: string;
  key?: string;
  as?: string;
  json?: boolean;
}

/** The API for a command, and whether it answers in JSON. */
export function apiOf(command: Command, defaultRole?: string): { api: Api; json: boolean | undefined } {
  const { json, ...where } = command.optsWithGlobals<Globals>();
  return { api: connect(findConnection({ ...(defaultRole ? { as: defaultRole } : {}), ...where })), json };
}
