import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { components, paths } from '../../client/api-types.js';
import { CliError, ask, once, pages } from '../../client/connection.js';
import { inUtcAndHere, show, table } from '../../terminal/output.js';
import { addCityMergeCommands } from './city-merge.commands.js';
import { addCityPeopleCommands, peopleInWords } from './city-people.commands.js';
import { apiOf } from '../../terminal/globals.js';

type City = components['schemas']['City'];
type Verification = components['schemas']['CityVerification'];
type NewCity = paths['/v1/cities']['post']['requestBody']['content']['application/json'];
type Kind = City['kind'];

interface Registration {
  directory?: string;
  kind: Kind;
  country?: string;
  territory?: string;
  programme?: string;
  zone?: string;
  population?: string;
}

interface VerifyOptions {
  text: string;
  letter?: string;
  signedBy?: string;
  function?: string;
  date?: string;
  takeBack?: true;
}

/** `laureate city …`: cities and local governments, who acts for them, and those that were registered twice. */
export function addCityCommands(program: Command): void {
  const city = program
    .command('city')
    .description('register and verify cities, see who acts for them, merge duplicates');

  city
    .command('list')
    .description('all cities')
    .option('--merged', 'those that were merged into another one too')
    .action(async ({ merged }: { merged?: true }, command: Command) => {
      const { api, json } = apiOf(command);
      const query = merged ? { merged: 'true' as const } : {};
      const page = (cursor: string | undefined) => api.GET('/v1/cities', { params: { query: { ...query, cursor } } });
      const items = await Array.fromAsync(pages(page));
      const rows = items.map((one) => [
        one.id,
        one.name,
        one.territory ?? one.countryCode,
        one.kind,
        one.mergedInto ? `merged into ${one.mergedInto.name} (${one.mergedInto.id})` : one.verification,
      ]);
      const head = ['id', 'name', 'territory', 'kind', 'stands'];
      show(items, rows.length > 0 ? table(head, rows) : 'There are no cities.', json);
    });

  city
    .command('show <city>')
    .description('what is known of a city: how it was verified, who acts for it, where it went')
    .action(async (cityId: string, _, command: Command) => {
      const { api, json } = apiOf(command);
      const path = { cityId };
      const one = await ask(api.GET('/v1/cities/{cityId}', { params: { path } }));
      const { people } = await ask(api.GET('/v1/cities/{cityId}/people', { params: { path } }));
      const page = (cursor: string | undefined) =>
        api.GET('/v1/cities/{cityId}/verifications', { params: { path, query: { cursor } } });
      const verifications = await Array.fromAsync(pages(page));
      const text = [cityInWords(one), ...verifications.map(foundInWords), peopleInWords(people)];
      show({ ...one, verifications, people }, text.join('\n\n'), json);
    });

  city
    .command('register [name]')
    .description('register a city by hand, or by its id in the directory')
    .option('--directory <id>', 'its id in the directory, which knows the rest (GET /v1/city-directory)')
    .option('--kind <kind>', 'city, region or other', 'city')
    .option('--country <code>', 'ISO 3166-1 alpha-2, where one territory of the list has it')
    .option('--territory <key>', "key of its territory in the programme's list")
    .option('--programme <key>', 'by whose list; left out, the one you act in')
    .option('--zone <zone>', 'IANA time zone: Africa/Nairobi')
    .option('--population <people>', 'how many people live there')
    .action(async (name: string | undefined, given: Registration, command: Command) => {
      const { api, json } = apiOf(command);
      const body = registrationOf(name, given);
      const one = await ask(api.POST('/v1/cities', { params: { header: once() }, body }));
      show(one, `Registered. ${cityInWords(one)}`, json);
    });

  city
    .command('verify <city>')
    .description('say that a city is what it says, with its letter where there is one; or take that back')
    .requiredOption('--text <text>', 'why, in words: how you found out')
    .option('--letter <file>', 'the letter of somebody entitled to bind it; only its digest is sent, keep the file')
    .option('--signed-by <name>', 'who signed the letter')
    .option('--function <function>', 'of whoever signed it, such as "Mayor"')
    .option('--date <day>', 'the day on the letter: 2027-03-01')
    .option('--take-back', 'it is not verified any more')
    .action(async (cityId: string, given: VerifyOptions, command: Command) => {
      const { api, json } = apiOf(command);
      const letter = await letterOf(given);
      const verification = given.takeBack ? ('unverified' as const) : ('verified' as const);
      const body = { verification, reason: given.text, ...(letter ? { letter } : {}) };
      const params = { path: { cityId }, header: once() };
      const found = await ask(api.POST('/v1/cities/{cityId}/verifications', { params, body }));
      show(found, foundInWords(found), json);
    });

  addCityMergeCommands(city);
  addCityPeopleCommands(city);
}

function registrationOf(name: string | undefined, given: Registration): NewCity {
  const { directory, kind, country, territory, programme, zone, population } = given;
  const place = { ...(territory ? { territory } : {}), ...(programme ? { programme } : {}) };
  if (directory && !name) return { directory, kind, ...place };
  if (directory || !name) throw new CliError('Give the name of the city, or --directory ID and no name.');
  if (!zone) throw new CliError('Say in which time zone it lies: --zone Africa/Nairobi');
  const people = population === undefined ? {} : { population: Number(population) };
  return { name, kind, zone, ...place, ...(country ? { countryCode: country } : {}), ...people };
}

async function letterOf({ letter, signedBy, function: office, date }: VerifyOptions) {
  if (!letter && !signedBy && !office && !date) return null;
  if (!letter || !signedBy || !office || !date)
    throw new CliError('A letter is named with --letter FILE, --signed-by NAME, --function FUNCTION and --date DAY.');
  const file = await readFile(letter).catch((error: Error) => {
    throw new CliError(`"${letter}" cannot be read. ${error.message}`);
  });
  return { signedBy, function: office, date, digest: createHash('sha256').update(file).digest('hex') };
}

function cityInWords(city: City): string {
  const { id, name, countryCode, territory, kind, region, population, zone, mergedInto } = city;
  const size = population === null ? '' : `, ${population} people`;
  const letter = city.hasLetter ? ' by letter' : '';
  return [
    `${name} (${territory ?? countryCode}, ${region}), ${kind}${size}, ${zone}: ${city.verification}${letter}. Its id: ${id}`,
    ...(mergedInto
      ? [
          `It was merged into ${mergedInto.name} (${mergedInto.id}) on ${inUtcAndHere(mergedInto.at)}: ${mergedInto.reasonCode}.`,
        ]
      : []),
  ].join('\n');
}

function foundInWords({ verification, reason, mailDomain, letter, doneAt }: Verification): string {
  const how = mailDomain ? `by the trusted mail domain ${mailDomain}` : reason;
  const signer = letter?.signedBy ? `, signed by ${letter.signedBy} (${letter.function})` : '';
  const signed = letter ? ` Letter of ${letter.date}${signer}.` : '';
  return `${verification} since ${inUtcAndHere(doneAt)}: ${how}${signed}`;
}
