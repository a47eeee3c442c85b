import type { Command } from 'commander';
import { ask, once, pages } from '../../client/connection.js';
import { show, table } from '../../terminal/output.js';
import { apiOf } from '../../terminal/globals.js';

/** `laureate events …`: what consumers could not handle, and reading again from the beginning. */
export function addEventCommands(program: Command): void {
  const events = program.command('events').description('dead letters, redrive and replay of event consumers');

  events
    .command('dead')
    .description('list events that a consumer could not handle')
    .action(async (_, command: Command) => {
      const { api, json } = apiOf(command);
      const items = await Array.fromAsync(
        pages((cursor) => api.GET('/v1/events/dead', { params: { query: { cursor } } })),
      );
      const rows = items.map(({ id, consumer, event, reason, attempts }) => [
        id,
        consumer,
        String(event['type'] ?? 'unknown'),
        String(attempts),
        reason,
      ]);
      show(
        items,
        items.length > 0 ? table(['id', 'consumer', 'type', 'attempts', 'reason'], rows) : 'No dead letters.',
        json,
      );
    });

  events
    .command('redrive <deadLetter>')
    .description('hand a dead letter to its consumer again')
    .action(async (deadLetterId: string, _, command: Command) => {
      const { api, json } = apiOf(command);
      const done = await ask(
        api.POST('/v1/events/dead/{deadLetterId}/redrive', { params: { path: { deadLetterId }, header: once() } }),
      );
      show(done ?? { deadLetterId }, 'It is handed to its consumer again; if that fails, it is listed again.', json);
    });

  events
    .command('replay <consumer>')
    .description('empty the inbox and projection of a consumer, and read all events from the first')
    .action(async (name: string, _, command: Command) => {
      const { api, json } = apiOf(command);
      const done = await ask(
        api.POST('/v1/events/consumers/{name}/replay', { params: { path: { name }, header: once() } }),
      );
      show(done ?? { name }, `${name} begins again from the first event. Mails are not sent again.`, json);
    });
}
