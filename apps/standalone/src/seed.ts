import type { INestApplicationContext } from '@nestjs/common';
import { CycleService, guangzhouTemplate, shiftDefinition } from '#libs/cycles';
import { CityService } from '#libs/entries';
import { ApiKeyService, IdentityService, PeopleService } from '#libs/identity';
import { type RequestContext, UnitOfWork } from '#libs/platform';
import { SAMPLE_PEOPLE, type SampleKeys, type SampleName } from './sample-people.js';

const context: RequestContext = {
  actor: { id: 'service:standalone' },
  cause: 'command:seed',
  principal: null,
  requestId: 'seed',
};
const NAMES = Object.keys(SAMPLE_PEOPLE) as SampleName[];

/**
 * Fills an empty database with a small sample: a person for each role, a city, and a published
 * cycle of the Guangzhou template whose call is open. Returns the people's API keys (the `kept`
 * ones if there are any); null for a database with people of its own. Safe to repeat after a crash
 * in the middle.
 */
export async function seed(api: INestApplicationContext, kept: SampleKeys | null): Promise<SampleKeys | null> {
  const service = <T>(type: abstract new (...args: never[]) => T): T => api.get<T>(type, { strict: false });
  const people = service(PeopleService);
  const staff = await people.peopleWithRole('secretariat');
  if (staff.length === 0) {
    await service(UnitOfWork).run(context, async () => {
      const city = await service(CityService).register(context, {
        name: 'Sampleton',
        countryCode: 'NZ',
        kind: 'city',
        region: 'Asia-Pacific',
        population: 120_000,
        zone: 'Pacific/Auckland',
      });
      const scope = { cityId: city.id, cycleId: await publishSampleCycle(service(CycleService)) };
      const identity = service(IdentityService);
      for (const { role, ...person } of Object.values(SAMPLE_PEOPLE)) {
        const id = await identity.createPerson(context, person);
        await identity.grantRole(context, id, role(scope));
      }
    });
  } else if (kept) {
    return kept;
  }
  return makeKeys(people, service(ApiKeyService));
}

/** The template in the calendar of now: its call opened a minute ago. */
async function publishSampleCycle(cycles: CycleService): Promise<string> {
  const now = new Date();
  const year = now.getUTCFullYear();
  const template = guangzhouTemplate({ edition: `sample-${year}`, year, title: 'Sample cycle', demonstration: true });
  const checked = cycles.check(template);
  if ('problems' in checked) throw new Error(`The template is refused: ${JSON.stringify(checked.problems)}`);
  const { id, version } = await cycles.createDraft(
    context,
    shiftDefinition(checked.definition, new Date(now.getTime() - 60_000)),
  );
  await cycles.publish(context, id, version);
  return id;
}

/** A key for each sample person; null when the people here are others. */
async function makeKeys(people: PeopleService, apiKeys: ApiKeyService): Promise<SampleKeys | null> {
  const known = await people.page({}, { after: undefined, limit: NAMES.length });
  const idOf = (name: SampleName) => known.find(({ address }) => SAMPLE_PEOPLE[name].addresses.includes(address))?.id;
  if (!NAMES.every(idOf)) return null;
  const keys: Partial<SampleKeys> = {};
  for (const name of NAMES) {
    keys[name] = (await apiKeys.createApiKey(context, idOf(name)!, 'development')).key;
  }
  return keys as SampleKeys;
}
