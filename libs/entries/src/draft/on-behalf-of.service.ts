import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { toInstant } from '#libs/cycles';
import { type CityScope, PeopleService, actsFor } from '#libs/identity';
import { type Permission, Problem, type RequestContext, UnitOfWork, type Work } from '#libs/platform';
import { CityAct, type CityActKind } from './draft.entities.js';
import { CityService } from '../cities/city.service.js';
import { isAllowed, requireCity } from '../entry/entry-access.js';
import type { Entry } from '../entry/entry.entities.js';
import { entryPermissions } from '../permissions.js';
import { refusal } from '../refusals.words.js';

/** Somebody by id and name; erased people have none. */
interface NamedPerson {
  id: string;
  name: string | null;
}

/** What was done in a city's name. */
export interface CityActAnswer extends Pick<CityAct, 'id' | 'kind' | 'cycleId' | 'entryId'> {
  /** The member of the secretariat who did it, and the person of the city who had asked for it. */
  doneBy: NamedPerson;
  onBehalfOf: NamedPerson;
  doneAt: string;
}

/** Lets the secretariat act for a city on request, keeps who did and for whom, and shows the city. */
@Injectable()
export class OnBehalfOfService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly people: PeopleService,
    private readonly cities: CityService,
  ) {}

  /**
   * Like `requireCity`, but the secretariat may too, acting for a person of the city, which it
   * names and who could do so much. Throws `forbidden` when it names nobody, or somebody who could
   * not.
   */
  async require(context: RequestContext, scope: CityScope, permission: Permission): Promise<void> {
    const { principal, actor } = context;
    const { cityNeed: need } = permission;
    if (!isAllowed(principal, permission, scope) || actsFor(principal, scope, need))
      return requireCity(context, scope, permission);
    if (!actor.onBehalfOf) throw new Problem('forbidden', refusal('access.onBehalfOfNobody'));
    const named = await this.people.find(actor.onBehalfOf);
    const may = named && actsFor({ personId: named.id, grants: named.roles, apiKeyId: null }, scope, need);
    if (!may) throw new Problem('forbidden', refusal('access.onBehalfOfOther'));
  }

  /** Keeps what is being done when it is done in a city's name; after `require`, in the same transaction. */
  async keep(work: Work, kind: CityActKind, entry: Pick<Entry, 'id' | 'cityId' | 'cycleId'>): Promise<void> {
    const { id: doneBy, onBehalfOf } = work.actor;
    if (!onBehalfOf) return;
    const { cityId, cycleId, id: entryId } = entry;
    await work.em.flush();
    const row = { id: uuidv7(), cityId, kind, cycleId, entryId, doneBy, onBehalfOf, doneAt: await work.now() };
    await work.em.insert(CityAct, row);
  }

  /** One page of what was done in a city's name, oldest first. Throws `not-found`, also for other cities' people. */
  async list(
    context: RequestContext,
    cityId: string,
    page: { after: string | undefined; limit: number },
  ): Promise<CityActAnswer[]> {
    await this.cities.require(context, cityId, entryPermissions.readCityRecords);
    const acts = await this.unitOfWork.read((em) =>
      em.find(
        CityAct,
        { cityId, ...(page.after ? { id: { $gt: page.after } } : {}) },
        { orderBy: { id: 'asc' }, limit: page.limit },
      ),
    );
    const people = await this.people.findPeople(acts.flatMap(({ doneBy, onBehalfOf }) => [doneBy, onBehalfOf]));
    const named = (id: string): NamedPerson => ({ id, name: people.find((person) => person.id === id)?.name ?? null });
    return acts.map(({ id, kind, cycleId, entryId, doneBy, onBehalfOf, doneAt }) => ({
      id,
      kind,
      cycleId,
      entryId,
      doneBy: named(doneBy),
      onBehalfOf: named(onBehalfOf),
      doneAt: toInstant(doneAt),
    }));
  }
}
