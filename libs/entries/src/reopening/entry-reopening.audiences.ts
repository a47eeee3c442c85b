import type { Audience } from '#libs/contracts';
import { City } from '../cities/city.entities.js';
import type { EntriesAudienceOptions } from '../entry/audience-options.js';
import { mailedTitle } from '../entry/entry-answers.js';
import { Entry } from '../entry/entry.entities.js';
import { reopeningsOf } from '../more-time/reopening.queries.js';

/**
 * Those who may edit for a city are told that an entry of it was reopened, why, and until when; nobody once it is over.
 */
export function entryReopened({
  unitOfWork,
  cycles,
  people,
  linkTo,
}: EntriesAudienceOptions): Audience<'laureate.entry.reopened.v1'> {
  const reopened = (entryId: string, id: string) =>
    unitOfWork.read(async (em) => {
      const entry = await em.findOneOrFail(Entry, { id: entryId });
      const reopening = (await reopeningsOf(em, entryId)).find((one) => one.id === id)!;
      return { entry, reopening, city: await em.findOneOrFail(City, { id: entry.cityId }) };
    });
  return {
    kind: 'entry-reopened',
    on: 'laureate.entry.reopened.v1',
    occasion: ({ data }) => `reopening/${data.reopeningId}`,
    people: async ({ data }) => {
      const { city, reopening } = await reopened(data.entryId, data.reopeningId);
      return reopening.state === 'open' ? people.peopleOfCity(city.id, 'edit') : [];
    },
    facts: async ({ data: { cycleId, stageKey, entryId, reopeningId } }, personId, language) => {
      const { entry, city, reopening } = await reopened(entryId, reopeningId);
      if (reopening.state !== 'open' || !(await people.peopleOfCity(city.id, 'edit')).includes(personId)) return null;
      return {
        ...(await cycles.stageFacts({ cycleId, stageKey })),
        cityName: city.name,
        cityZone: city.zone,
        entryTitle: mailedTitle(entry.title ?? null, language),
        version: reopening.version,
        reasonText: reopening.reasonText,
        until: reopening.until,
        link: linkTo(`/v1/entries/${entryId}`),
      };
    },
  };
}
