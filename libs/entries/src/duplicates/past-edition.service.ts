import { Injectable } from '@nestjs/common';
import { v5 as uuidv5 } from 'uuid';
import { CycleContextService, HistoryService, type PastEdition } from '#libs/cycles';
import type { Work } from '#libs/platform';
import { DuplicateFinder } from './duplicate-finder.js';

/** Makes the entries of past editions known, so that whoever enters them again is found. */
@Injectable()
export class PastEditionService {
  constructor(
    private readonly histories: HistoryService,
    private readonly cycles: CycleContextService,
    private readonly finder: DuplicateFinder,
  ) {}

  /**
   * Knows every titled result of the newest revision of a past edition, and none that it has no more. Safe to repeat.
   */
  async know(work: Work, cycleId: string): Promise<void> {
    const programme = (await this.cycles.programmeOf(cycleId))!;
    const { document } = await this.histories.read(cycleId);
    const entries = pastEntries(cycleId, document.results);
    await work.em.execute(
      'delete from entries.fingerprint where cycle_id = ? and imported is not null and id <> all (?::uuid[])',
      [cycleId, `{${entries.map(({ id }) => id).join()}}`],
    );
    for (const entry of entries) await this.finder.know(work.em, { ...entry, programme, cycleId });
  }
}

/**
 * The results of a past edition as they are compared. Each has the same id in every revision that
 * names its city as often: the n-th of a city stays the n-th, also with a better title, and what
 * people said of it stays with it.
 */
function pastEntries(cycleId: string, results: PastEdition['results']) {
  const seen = new Map<string, number>();
  return results.flatMap(({ city, country, title }) => {
    const place = `${country}/${city.toLowerCase()}`;
    const nth = (seen.get(place) ?? 0) + 1;
    seen.set(place, nth);
    const id = uuidv5(`${place}/${nth}`, cycleId);
    return title === undefined ? [] : [{ id, title, abstract: '', cityName: city, countryCode: country }];
  });
}
