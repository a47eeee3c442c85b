import type { Audience } from '#libs/contracts';
import { City } from './cities/city.entities.js';
import type { EntriesAudienceOptions } from './entry/audience-options.js';

/** Whoever acts for a city is told that it was verified, or is not any more; not when that has changed since. */
export function cityVerified({
  unitOfWork,
  people,
  linkTo,
}: EntriesAudienceOptions): Audience<'laureate.city.verified.v1'> {
  return {
    kind: 'city-verified',
    on: 'laureate.city.verified.v1',
    occasion: ({ id }) => id,
    people: ({ data }) => people.peopleOfCity(data.cityId),
    facts: async ({ data: { cityId, verified } }, personId) => {
      if (!(await people.peopleOfCity(cityId)).includes(personId)) return null;
      const city = await unitOfWork.read((em) => em.findOne(City, { id: cityId }));
      if (!city || (city.verification === 'verified') !== verified) return null;
      return { cityName: city.name, verified, link: linkTo(`/v1/cities/${cityId}/verifications`) };
    },
  };
}
