import { v7 as uuidv7 } from 'uuid';
import type { Work } from '#libs/platform';
import type { CityMerge } from './city-merge.entity.js';
import type { FrameworkMove, MergeMoves, MergingCity } from './city-merge.rules.js';
import { CityProfile, CityVerification, type Letter } from '../cities/city.entities.js';
import { FRAMEWORK_PLACES } from '../draft/draft.entities.js';

/** A merge under all its locks. */
interface Merging {
  city: MergingCity;
  into: MergingCity;
  moves: MergeMoves;
  merge: CityMerge;
}

/** Moves what belongs to a city, and says so; what it was stays with its own row. */
export async function moveCity(work: Work, merging: Merging): Promise<void> {
  const { em } = work;
  const { city, into, moves, merge } = merging;
  await em.execute('update entries.entry set city_id = ?, version = version + 1 where city_id = ?', [into.id, city.id]);
  await em.execute('update entries.extension set city_id = ? where city_id = ?', [into.id, city.id]);
  for (const move of moves.frameworks) await moveFramework(work, into, move);
  await takeOver(work, merging);
  // Those that were merged into it before: everybody finds the city that is left in one step.
  await em.execute('update entries.city set merged_into = ? where id = ? or merged_into = ?', [
    into.id,
    city.id,
    city.id,
  ]);
  const { id: mergeId, reasonCode } = merge;
  work.emit({
    type: 'laureate.city.merged.v1',
    subject: city.id,
    data: { mergeId, cityId: city.id, intoId: into.id, reasonCode },
  });
  for (const { id: entryId, cycleId } of moves.entries) {
    const data = { entryId, cycleId, mergeId, from: city.id, cityId: into.id, reasonCode };
    work.emit({ type: 'laureate.entry.city-changed.v1', subject: entryId, data });
  }
}

async function moveFramework(work: Work, { id: cityId }: MergingCity, move: FrameworkMove): Promise<void> {
  const { em } = work;
  const { id, cycleId, becomes, called } = move;
  if (becomes !== 'joined') {
    await em.execute('update entries.framework set city_id = ?, name = ? where id = ?', [cityId, called, id]);
    return;
  }
  // Its row stays, empty, with the city that is merged.
  const joining = await em.execute<{ id: string; placed: boolean }[]>(
    `select id, framework_place is not null as placed from entries.entry where framework_id = ? order by framework_place, id`,
    [id],
  );
  const free = await em.execute<{ place: number }[]>(
    `select place from generate_series(1, ?::int) place
     where not exists (select from entries.entry where framework_id = ? and framework_place = place) order by place`,
    [FRAMEWORK_PLACES, move.into],
  );
  for (const { id: entryId, placed } of joining) {
    const place = placed ? free.shift()!.place : null;
    const values = [move.into, place, entryId];
    await em.execute('update entries.entry set framework_id = ?, framework_place = ? where id = ?', values);
    const data = { entryId, cycleId, frameworkId: move.into };
    work.emit({ type: 'laureate.entry.framework-changed.v1', subject: entryId, data });
  }
}

async function takeOver(work: Work, { city, into, moves: { taken }, merge }: Merging): Promise<void> {
  const { em } = work;
  await em.execute(
    `update entries.city set
       population = coalesce(population, ?), directory_id = coalesce(directory_id, ?),
       verification = case when ? then 'verified' else verification end, has_letter = has_letter or ?
     where id = ?`,
    [city.population, city.directoryId, taken.verification, taken.letter, into.id],
  );
  const { doneBy, doneAt } = merge;
  if (taken.profile) {
    const { figures } = await em.findOneOrFail(CityProfile, { cityId: city.id, version: city.profile });
    await em.insert(CityProfile, { cityId: into.id, version: 1, figures, changedBy: doneBy, changedAt: doneAt });
    const people = figures.population?.value ?? null;
    if (people !== null) await em.execute('update entries.city set population = ? where id = ?', [people, into.id]);
    work.emit({
      type: 'laureate.city.profile-changed.v1',
      subject: into.id,
      data: { cityId: into.id, version: 1 },
    });
  }
  if (!taken.verification && !taken.letter) return;
  await em.insert(CityVerification, {
    id: uuidv7(),
    cityId: into.id,
    verification: 'verified',
    reason: `Found of "${city.name}", which was merged into this city: ${merge.reasonText}`,
    trustedDomainId: null,
    letter: taken.letter ? await letterOf(work, city.id) : null,
    doneBy,
    doneAt,
  });
  work.emit({ type: 'laureate.city.verified.v1', subject: into.id, data: { cityId: into.id, verified: true } });
}

/** The letter by which a city is verified. */
async function letterOf({ em }: Work, cityId: string): Promise<Letter> {
  const verification = await em.findOneOrFail(
    CityVerification,
    { cityId, letter: { $ne: null } },
    { orderBy: { id: 'desc' } },
  );
  return verification.letter!;
}
