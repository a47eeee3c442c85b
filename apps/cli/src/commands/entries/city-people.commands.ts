import type { Command } from 'commander';
import type { components } from '../../client/api-types.js';
import { ask, once } from '../../client/connection.js';
import { inUtcAndHere, show, table } from '../../terminal/output.js';
import { apiOf } from '../../terminal/globals.js';
import { LANGUAGES, type Language } from '#libs/identity/pure';

type People = components['schemas']['CityPeople']['people'];
type CityRole = People[number]['cityRole'];

interface Somebody {
  name: string;
  zone: string;
  language: Language;
}
interface Reason {
  reason?: string;
  text?: string;
}

const withPerson = (command: Command) =>
  command
    .requiredOption('--name <name>', 'their name; of somebody who is known already, only the address counts')
    .option('--zone <zone>', 'IANA time zone they live by', 'UTC')
    .option('--language <code>', LANGUAGES.join(', '), 'en');

const withOwnReason = (command: Command) =>
  command
    .option('--reason <code>', 'why, as a code; the secretariat always says why')
    .option('--text <text>', 'why, in words; kept in the database');

const why = ({ reason, text }: Reason) => (reason ? { reasonCode: reason, reasonText: text ?? reason } : {});

/** `laureate city people …`: who acts for a city. */
export function addCityPeopleCommands(city: Command): void {
  const people = city.command('people').description('who acts for a city: see, invite, change, remove, hand over');

  people
    .command('list <city>')
    .description('everybody who acts for a city, owners first')
    .action(async (cityId: string, _, command: Command) => {
      const { api, json } = apiOf(command);
      const answer = await ask(api.GET('/v1/cities/{cityId}/people', { params: { path: { cityId } } }));
      show(answer, peopleInWords(answer.people), json);
    });

  withPerson(
    people
      .command('invite <city> <address>')
      .description('invite a colleague by mail')
      .option('--role <role>', 'owner, editor or reader', 'editor'),
  ).action(async (cityId: string, address: string, given: Somebody & { role: CityRole }, command: Command) => {
    const { api, json } = apiOf(command);
    const { role: cityRole, name, zone, language } = given;
    const params = { path: { cityId }, header: once() };
    const body = { address, name, zone, language, cityRole };
    const invited = await ask(api.POST('/v1/cities/{cityId}/people', { params, body }));
    show(invited, `Invited as ${cityRole}, by mail to ${address}. Their id: ${invited.personId}`, json);
  });

  people
    .command('role <city> <person> <role>')
    .description('make somebody of a city its owner, editor or reader')
    .action(async (cityId: string, personId: string, cityRole: CityRole, _, command: Command) => {
      const { api, json } = apiOf(command);
      const path = { cityId, personId };
      await api.PUT('/v1/cities/{cityId}/people/{personId}', { params: { path }, body: { cityRole } });
      show({ personId, cityRole }, `They are ${cityRole} of the city from now on.`, json);
    });

  withOwnReason(
    people.command('remove <city> <person>').description('take somebody’s role for a city away, or give up your own'),
  ).action(async (cityId: string, personId: string, given: Reason, command: Command) => {
    const { api, json } = apiOf(command);
    const params = { path: { cityId, personId }, header: once() };
    await api.POST('/v1/cities/{cityId}/people/{personId}/removal', { params, body: why(given) });
    show({ removed: personId }, 'They do not act for the city any more.', json);
  });

  withOwnReason(
    withPerson(
      people
        .command('hand-over <city> <address>')
        .description('name who takes over from an owner; they are invited by mail')
        .option('--from <person>', 'the owner who has left; for the secretariat, at once'),
    ),
  ).action(async (cityId: string, address: string, given: Somebody & Reason & { from?: string }, command: Command) => {
    const { api, json } = apiOf(command);
    const { name, zone, language, from } = given;
    const params = { path: { cityId }, header: once() };
    const body = { to: { address, name, zone, language }, ...(from ? { from } : {}), ...why(given) };
    const invited = await ask(api.POST('/v1/cities/{cityId}/hand-overs', { params, body }));
    const when = from ? 'at once' : 'when they accept';
    show(invited, `${name} is invited by mail to take over, ${when}. Their id: ${invited.personId}`, json);
  });
}

/** The people of a city as a table. */
export function peopleInWords(people: People): string {
  const rows = people.map(({ personId, name, address, cityRole, since, pending }) => [
    personId,
    name ?? '',
    address,
    cityRole,
    pending ? 'invited, has not accepted' : inUtcAndHere(since),
  ]);
  return rows.length > 0 ? table(['id', 'name', 'address', 'role', 'since'], rows) : 'Nobody acts for it.';
}
