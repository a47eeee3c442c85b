import type { Command } from 'commander';
import { ask, once } from '../../client/connection.js';
import { show, table } from '../../terminal/output.js';
import { apiOf } from '../../terminal/globals.js';

interface Connections {
  country: string[];
  city: string[];
  employer: string[];
  entry: string[];
}

const collect = (value: string, before: string[]) => [...before, value];
const withConnections = (command: Command) =>
  command
    .option(
      '--country <code>',
      'a country the person belongs to (its ISO code, or its key in the list); may be repeated',
      collect,
      [],
    )
    .option('--city <id>', 'a city the person belongs to; may be repeated', collect, [])
    .option('--employer <name>', 'an organisation the person works for; may be repeated', collect, [])
    .option('--entry <id>', 'an entry the person declared a relation to; may be repeated', collect, []);

const bodyOf = ({ country, city, employer, entry }: Connections, standsInFor: string | null) => ({
  standsInFor,
  countryCodes: country,
  cityIds: city,
  employers: employer,
  entryIds: entry,
});

/** `laureate cycle certifier …`: who certifies, named beforehand, who stands in, what auditors co-sign. */
export function addCertifierCommands(cycle: Command): void {
  cycle
    .command('certifiers <cycle> <stage>')
    .description('who is named to certify a stage, who stands in, and who is in conflict with an entry')
    .action(async (cycleId: string, stageKey: string, _, command: Command) => {
      const { api, json } = apiOf(command);
      const path = { cycleId, stageKey };
      const answer = await ask(api.GET('/v1/cycles/{cycleId}/stages/{stageKey}/certifiers', { params: { path } }));
      const nameOf = (id: string | null) => answer.certifiers.find(({ personId }) => personId === id)?.name ?? '';
      const rows = answer.certifiers.map(({ personId, name, standsInFor, inConflict }) => [
        personId,
        name,
        nameOf(standsInFor),
        inConflict && inConflict.entries > 0 ? `${inConflict.entries} (${inConflict.conflicts.join(', ')})` : '',
      ]);
      const text = [
        rows.length > 0
          ? table(['id', 'name', 'stands in for', 'conflicts'], rows)
          : 'Nobody is named: whoever has a certifying role certifies.',
        ...(answer.proposalDigest ? [`Digest of the proposal: ${answer.proposalDigest}`] : []),
      ];
      show(answer, text.join('\n\n'), json);
    });

  withConnections(
    cycle
      .command('certifier <cycle> <stage> <person>')
      .description('name a certifier of a stage, before it closes')
      .option('--remove', 'take the person off the list: a certifier, or a stand-in'),
  ).action(
    async (
      cycleId: string,
      stageKey: string,
      personId: string,
      options: Connections & { remove?: true },
      command: Command,
    ) => {
      const { api, json } = apiOf(command);
      const path = { cycleId, stageKey, personId };
      if (options.remove) {
        await api.DELETE('/v1/cycles/{cycleId}/stages/{stageKey}/certifiers/{personId}', { params: { path } });
        return show({ removed: personId }, 'Not named any more.', json);
      }
      const body = bodyOf(options, null);
      const named = await ask(
        api.PUT('/v1/cycles/{cycleId}/stages/{stageKey}/certifiers/{personId}', { params: { path }, body }),
      );
      show(named, `${named.name} certifies ${stageKey}.`, json);
    },
  );

  withConnections(
    cycle
      .command('stand-in <cycle> <stage> <person>')
      .description('name who certifies in the place of a certifier, before the stage closes')
      .requiredOption('--for <certifier>', 'id of the certifier'),
  ).action(
    async (
      cycleId: string,
      stageKey: string,
      personId: string,
      options: Connections & { for: string },
      command: Command,
    ) => {
      const { api, json } = apiOf(command);
      const path = { cycleId, stageKey, personId };
      const body = bodyOf(options, options.for);
      const named = await ask(
        api.PUT('/v1/cycles/{cycleId}/stages/{stageKey}/certifiers/{personId}', { params: { path }, body }),
      );
      show(named, `${named.name} stands in, and is told by mail.`, json);
    },
  );

  cycle
    .command('co-sign <cycle> <stage> <certifier>')
    .description('as auditor, attest that the conflicts of a certifier are known, so that they may certify')
    .requiredOption('--digest <digest>', 'digest of the proposal, as `cycle certifiers` shows it')
    .action(
      async (cycleId: string, stageKey: string, personId: string, { digest }: { digest: string }, command: Command) => {
        const { api, json } = apiOf(command, 'auditor');
        const signed = await ask(
          api.POST('/v1/cycles/{cycleId}/stages/{stageKey}/decision/co-signatures', {
            params: { path: { cycleId, stageKey }, header: once() },
            body: { personId, proposalDigest: digest },
          }),
        );
        show(signed, `Co-signed: ${signed.entries} in conflict (${signed.conflicts.join(', ')}).`, json);
      },
    );
}
