import type { Audience } from '#libs/contracts';
import { citiesByName } from '../cities/city.queries.js';
import type { EntriesAudienceOptions } from '../entry/audience-options.js';

/** Everybody who acts for the city that is left, of whichever of the two they were, is told once what it is now. */
export function cityMerged({
  unitOfWork,
  people,
  linkTo,
}: EntriesAudienceOptions): Audience<'laureate.city.merged.v1'> {
  return {
    kind: 'city-merged',
    on: 'laureate.city.merged.v1',
    occasion: ({ data }) => data.mergeId,
    people: ({ data }) => people.peopleOfCity(data.intoId),
    facts: async ({ data: { cityId, intoId } }, personId) => {
      if (!(await people.peopleOfCity(intoId)).includes(personId)) return null;
      const names = await unitOfWork.read((em) => citiesByName(em, [cityId, intoId]));
      return { cityName: names.get(cityId)!, intoName: names.get(intoId)!, link: linkTo(`/v1/cities/${intoId}`) };
    },
  };
}
