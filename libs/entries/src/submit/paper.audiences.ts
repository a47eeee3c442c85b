import type { Audience } from '#libs/contracts';
import { City } from '../cities/city.entities.js';
import type { EntriesAudienceOptions } from '../entry/audience-options.js';
import { mailedTitle } from '../entry/entry-answers.js';
import { papersWhere } from '../draft/paper.queries.js';

/**
 * Those who may bind a city are asked to confirm what was typed of its paper, each time it was
 * checked; nobody once it needs no answer.
 */
export function paperToConfirm({
  unitOfWork,
  cycles,
  people,
  linkTo,
}: EntriesAudienceOptions): Audience<'laureate.paper.attested.v1'> {
  const attested = ({ paperId, attestation }: { paperId: string; attestation: number }) =>
    unitOfWork.read(async (em) => {
      const [paper] = await papersWhere(em, 'p.id = ?', [paperId]);
      const waits = paper!.state === 'to-confirm' && paper!.attestation === attestation;
      return { paper: paper!, waits, city: await em.findOneOrFail(City, { id: paper!.cityId }) };
    });
  return {
    kind: 'paper-to-confirm',
    on: 'laureate.paper.attested.v1',
    occasion: ({ data }) => `paper/${data.paperId}/${data.attestation}`,
    people: async ({ data }) => {
      const { city, waits } = await attested(data);
      return waits ? people.peopleOfCity(city.id, 'bind') : [];
    },
    facts: async ({ data }, personId, language) => {
      const { paper, city, waits } = await attested(data);
      if (!waits || !(await people.peopleOfCity(city.id, 'bind')).includes(personId)) return null;
      const { cycleId, stageKey } = data;
      return {
        ...(await cycles.stageFacts({ cycleId, stageKey })),
        cityName: city.name,
        cityZone: city.zone,
        entryTitle: mailedTitle(paper.title, language),
        arrivedAt: paper.arrivedAt,
        until: paper.until,
        link: linkTo(`/v1/entries/${paper.entryId}`),
      };
    },
  };
}
