import { Injectable } from '@nestjs/common';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { StageRef } from '#libs/contracts';
import { PeopleService } from '#libs/identity';
import { type Conflict, conflictsOf } from './conflicts.js';
import { JudgedEntries } from './judged-entries.js';
import { PanelMember } from './panel-member.entity.js';
import { Recusal } from './recusal.entity.js';

/** A member of a panel must not judge an entry, and why. */
export interface KnownConflict {
  personId: string;
  entryId: string;
  reasons: Conflict[];
}

/**
 * Finds conflicts of interest from what is known now: the cities and countries of the appointment, the cities a person acts
 * for with their countries, and declared recusals. Asked at assignment and again whenever a score or a ballot is written.
 */
@Injectable()
export class ConflictService {
  constructor(
    private readonly people: PeopleService,
    private readonly entries: JudgedEntries,
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
    const entries = await this.entries.find(entryIds);
    const people = [];
    for (const member of members) people.push(await this.connections(member));
    return people.flatMap((person) =>
      entries.flatMap((entry): KnownConflict[] => {
        const reasons = conflictsOf(person, entry, recusals);
        return reasons.length > 0 ? [{ personId: person.id, entryId: entry.id, reasons }] : [];
      }),
    );
  }

  private async connections({ personId, countryCodes, cityIds }: PanelMember) {
    const person = await this.people.find(personId);
    const actsFor = person?.roles.flatMap(({ cityId }) => cityId ?? []) ?? [];
    const countries = await this.entries.countries([...cityIds, ...actsFor]);
    return {
      id: personId,
      cityIds: [...cityIds, ...actsFor],
      countryCodes: [...countryCodes, ...countries.values()],
    };
  }
}
