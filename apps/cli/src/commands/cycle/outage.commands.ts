import type { Command } from 'commander';
import type { components } from '../../client/api-types.js';
import { ask, once } from '../../client/connection.js';
import { inBothZones, inUtcAndHere, show } from '../../terminal/output.js';
import { type ReasonOptions, apiOf, reasonOf, withReason } from '../../terminal/globals.js';

type Outage = components['schemas']['Outage'];

/** `laureate outage …`: when the service could not serve, and more time for all. */
export function addOutageCommands(program: Command): void {
  const outage = program.command('outage').description('outages of the service, and more time for all after one');

  outage
    .command('list')
    .description('the last outages, with the stages of your cycles whose deadlines they touched')
    .action(async (_, command: Command) => {
      const { api, json } = apiOf(command);
      const { items } = await ask(api.GET('/v1/outages'));
      show(items, items.length > 0 ? items.map(inWords).join('\n\n') : 'No outage is on record.', json);
    });

  withReason(
    outage
      .command('confirm <outage>')
      .description('confirm an outage for your cycles: more time for all is proposed, nothing moves'),
  ).action(async (outageId: string, options: ReasonOptions, command: Command) => {
    const { api, json } = apiOf(command);
    const params = { path: { outageId }, header: once() };
    const body = { reason: reasonOf(options) };
    const confirmed = await ask(api.POST('/v1/outages/{outageId}/confirm', { params, body }));
    show(confirmed, inWords(confirmed), json);
  });
}

/** An outage, with the command to give for each stage where something is proposed. */
function inWords({ id, from, to, stages }: Outage): string {
  const lines = stages.flatMap(({ cycleTitle, cycleId, stageKey, state, deadline, confirmed, proposal }) => {
    const what = `${cycleTitle}, ${stageKey} (${state}), deadline ${inBothZones(deadline)}`;
    if (proposal) {
      return [
        what,
        `  laureate cycle ${proposal.do} ${cycleId} ${stageKey} --to ${proposal.deadline.local} --reason outage`,
      ];
    }
    return [`${what}${confirmed ? ': nothing is left to propose' : ''}`];
  });
  const head = `${id}: from ${inUtcAndHere(from)} to ${inUtcAndHere(to)}`;
  return [head, ...(lines.length > 0 ? lines : ['No deadline of yours is touched.'])].join('\n');
}
