import type { z } from 'zod';
import type { ProblemDocument } from '#libs/contracts';
import type { CommandView } from '#libs/cycles';
import { Accepted, type EndpointSpec, Problem } from '#libs/platform';
import { type WordLanguage, problemInWords } from '#libs/words';
import { Command } from './command.schemas.js';

/** What all commands declare: the key is passed on to the workflow, 202 when no worker answers in time. */
export const commandEndpoint = {
  idempotent: 'handler',
  status: 200,
  accepted: Command,
  problems: ['conflict', 'paused', 'rule-violated'],
} satisfies Partial<EndpointSpec>;

/** A command as the API shows it, a refusal in the reader's words. */
export const commandResource = (command: CommandView, language: WordLanguage = 'en'): z.output<typeof Command> => ({
  ...command,
  answer: command.state === 'refused' ? problemInWords(command.answer as ProblemDocument, language) : command.answer,
  href: `/v1/commands/${encodeURIComponent(command.id)}`,
});

/** The answer to whoever gave a command: what was committed, 202 while no worker has answered. Throws the refusal. */
export function answerTo<Committed>(command: CommandView): Committed | Accepted<z.output<typeof Command>> {
  if (command.state === 'pending') return new Accepted(commandResource(command));
  if (command.state === 'done') return command.answer as Committed;
  throw Problem.of(command.answer as ProblemDocument);
}
