import { setTimeout as sleep } from 'node:timers/promises';
import type { ProblemDocument } from '#libs/contracts/pure';
import { type Api, CliError, RefusedError, ask } from './connection.js';

/** What a command was answered with: what was committed, or where to ask what became of it. */
export interface Answer {
  data?: unknown;
  response: Response;
}

const PATIENCE_MS = 60_000;

/**
 * Waits for a command that was only accepted (202), up to a minute; answers what was committed, or throws the refusal.
 */
export async function settle(api: Api, { data, response }: Answer, tell: (line: string) => void): Promise<unknown> {
  if (response.status !== 202) return data;
  const { id: commandId } = data as { id: string };
  tell(`No worker has answered yet; the command is kept as ${commandId}. Waiting …`);
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await sleep(1_000)) {
    const command = await ask(api.GET('/v1/commands/{commandId}', { params: { path: { commandId } } }));
    if (command.state === 'refused') throw new RefusedError(command.answer as ProblemDocument);
    if (command.state === 'done') return command.answer;
  }
  throw new CliError(
    `Still not carried out. It is not lost: it is done as soon as a worker runs. Its id: ${commandId}`,
  );
}
