#!/usr/bin/env node
import { CliError } from './client/connection.js';
import { laureateProgram } from './program.js';

try {
  await laureateProgram().parseAsync();
} catch (error) {
  if (!(error instanceof CliError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
