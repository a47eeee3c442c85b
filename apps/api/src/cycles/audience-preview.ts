import { Injectable } from '@nestjs/common';
import type { Audience, EventData, EventType, Fact, LaureateEvent } from '#libs/contracts';
import {
  amendmentAudiences,
  CycleContextService,
  interruptionAudiences,
  stageAudiences,
  StageHandlers,
} from '#libs/cycles';
import { entriesAudiences } from '#libs/entries';
import { PeopleService } from '#libs/identity';
import { judgingAudiences } from '#libs/judging';
import { UnitOfWork } from '#libs/platform';

/** Names shown of an audience; the count says how many there are. */
const NAMED = 20;

/** Who would be told by one kind of mail. */
export interface Told {
  kind: string;
  stageKey: string | null;
  count: number;
  names: string[];
}

/**
 * Asks the audiences who would be told of events that have not happened: the same people the notifier would ask for.
 */
@Injectable()
export class AudiencePreview {
  private readonly audiences: Audience[];

  constructor(
    unitOfWork: UnitOfWork,
    cycles: CycleContextService,
    private readonly people: PeopleService,
    handlers: StageHandlers,
  ) {
    const of = { unitOfWork, cycles, people, handlers, linkTo: (path: string) => path };
    this.audiences = [
      ...interruptionAudiences({ ...of, context: cycles }),
      ...amendmentAudiences(of),
      ...stageAudiences(of),
      ...entriesAudiences(of),
      ...judgingAudiences(of),
    ];
  }

  /** Who would be told what, did somebody (`actor`) what publishes these facts; kinds with nobody are left out. */
  async told(facts: Fact[], actor: string): Promise<Told[]> {
    const asked = facts.flatMap(({ type, data }) =>
      this.audiences.filter(({ on }) => on === type).map((audience) => this.toldBy(audience, data, actor)),
    );
    return (await Promise.all(asked)).filter(({ count }) => count > 0);
  }

  private async toldBy(audience: Audience, data: EventData<EventType>, actor: string): Promise<Told> {
    const ids = await audience.people({ data, actor } as LaureateEvent);
    const people = await this.people.findPeople(ids.slice(0, NAMED));
    const stageKey = 'stageKey' in data ? data.stageKey : null;
    return { kind: audience.kind, stageKey, count: ids.length, names: people.map(({ name }) => name) };
  }
}
