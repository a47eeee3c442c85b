import { wasMerged } from '#libs/identity';
import { Problem, type Work } from '#libs/platform';
import { refusal } from '../refusals.words.js';

/**
 * Keeps a city from being merged until the transaction ends. Throws `not-found`, and `conflict`
 * with the other one for a city that was merged into it.
 */
export async function holdCity({ em }: Pick<Work, 'em'>, cityId: string): Promise<void> {
  const [city] = await em.execute<{ mergedInto: string | null }[]>(
    `select merged_into as "mergedInto" from entries.city where id = ? for key share`,
    [cityId],
  );
  if (!city) throw new Problem('not-found', refusal('city.none'));
  if (!city.mergedInto) return;
  const [other] = await em.execute<{ name: string }[]>('select name from entries.city where id = ?', [city.mergedInto]);
  throw wasMerged(city.mergedInto, other!.name);
}
