import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { StageRef } from '#libs/contracts';
import { PeopleService } from '#libs/identity';
import { Certifier, PanelMember, Recusal } from './panel.entities.js';
import { type Conflict, type ConflictPerson, type DeclaredRecusal, conflictsOf } from './conflicts.rules.js';
import { EntriesForJudgesService } from './entries-for-judges.service.js';

/** Somebody must not judge an entry, and why. */
export interface KnownConflict {
  personId: string;
  entryId: string;
  reasons: Conflict[];
}

/** What somebody is known to belong to, as it was written down when they were appointed or named. */
interface Connections {
  personId: string;
  countryCodes: readonly string[];
  cityIds: readonly string[];
  employers?: readonly string[];
}

/**
 * Finds conflicts of interest from what is known now: what was written down at the appointment, the cities a person acts for
 * with their countries, the entries they are behind, and declared relations. Asked at assignment, whenever a score or a ballot
 * is written, and at certification.
 */
@Injectable()
export class ConflictService {
  constructor(
    private readonly people: PeopleService,
    private readonly entries: EntriesForJudgesService,
  ) {}

  /** Every conflict between these members (all of the panel when left out) and these entries. */
  async among(
    em: SqlEntityManager,
    ref: StageRef,
    entryIds: readonly string[],
    personIds?: readonly string[],
  ): Promise<KnownConflict[]> {
    const only = personIds ? { personId: { $in: [...personIds] } } : {};
    const members = await em.find(PanelMember, { ...ref, ...only }, { orderBy: { personId: 'asc' } });
    const recusals = await em.find(Recusal, { ...ref, ...only });
    return this.find(members, recusals, entryIds);
  }

  /** Every conflict between anybody, on the panel or not, and these entries. */
  async ofPerson(
    em: SqlEntityManager,
    ref: StageRef,
    entryIds: readonly string[],
    personId: string,
  ): Promise<KnownConflict[]> {
    const { cycleId, stageKey } = ref;
    const own = { cycleId, stageKey, personId };
    const member = await em.findOne(PanelMember, own);
    const named = await em.findOne(Certifier, own);
    const recusals = await em.find(Recusal, own);
    const declared = named?.entryIds.map((entryId) => ({ personId, entryId })) ?? [];
    const connections = {
      personId,
      countryCodes: [...(member?.countryCodes ?? []), ...(named?.countryCodes ?? [])],
      cityIds: [...(member?.cityIds ?? []), ...(named?.cityIds ?? [])],
      employers: named?.employers ?? [],
    };
    return this.find([connections], [...recusals, ...declared], entryIds);
  }

  private async find(
    all: readonly Connections[],
    declared: readonly DeclaredRecusal[],
    entryIds: readonly string[],
  ): Promise<KnownConflict[]> {
    const entries = await this.entries.find(entryIds);
    const cycleId = entries[0]?.cycleId;
    if (cycleId === undefined) return [];
    const countries = await this.entries.countries(
      cycleId,
      entries.map(({ cityId }) => cityId),
    );
    const behind = await this.entries.peopleBehind(
      entryIds,
      all.map(({ personId }) => personId),
    );
    const idsOf = (id: string, own: boolean) =>
      behind.flatMap((each) => (each.entryId === id && each.own === own ? each.personId : []));
    const merged = await this.entries.merged(all.flatMap(({ cityIds }) => cityIds));
    const people: ConflictPerson[] = [];
    for (const one of all) {
      // Who was written down with a city that was merged since belongs to the other one too.
      const cityIds = one.cityIds.flatMap((id) => [id, merged.get(id) ?? []].flat());
      people.push(await this.connected(cycleId, { ...one, cityIds }));
    }
    return people.flatMap((person) =>
      entries.flatMap((entry): KnownConflict[] => {
        const { id, cityId, cityName } = entry;
        const known = { id, cityId, countryCode: countries.get(cityId)!, organisations: [cityName] };
        const contacts = { contactIds: idsOf(id, true), coSubmitterIds: idsOf(id, false) };
        const reasons = conflictsOf(person, { ...known, ...contacts }, declared);
        return reasons.length > 0 ? [{ personId: person.id, entryId: id, reasons }] : [];
      }),
    );
  }

  private async connected(
    cycleId: string,
    { personId, countryCodes, cityIds, employers = [] }: Connections,
  ): Promise<ConflictPerson> {
    const person = await this.people.find(personId);
    const actsFor = person?.roles.flatMap(({ cityId }) => cityId ?? []) ?? [];
    const countries = await this.entries.countries(cycleId, [...cityIds, ...actsFor]);
    const own = await this.entries.countriesOf(cycleId, countryCodes);
    return {
      id: personId,
      cityIds: [...cityIds, ...actsFor],
      countryCodes: [...own, ...countries.values()],
      employers,
    };
  }
}
